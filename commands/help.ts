import type { Command } from '../src/discord/command.ts';
import { described, inServers } from '../src/discord/options.ts';

/** `/help`: what the bot does and how to begin. */
export const help = {
  data: {
    name: 'help',
    ...described((messages) => messages.commands.help),
    ...inServers,
  },
  acknowledge: 'ephemeral',

  async execute(_call, { messages }) {
    return { content: messages.help };
  },
} satisfies Command;
