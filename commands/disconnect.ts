import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import type { CommandCall } from '../src/discord/call.ts';
import type { Command, Component, Context, Reply } from '../src/discord/command.ts';
import { DISCONNECT_PREFIX, parseDisconnect } from '../src/discord/connect-buttons.ts';
import { disconnectQuestion, unlinkingReply } from '../src/discord/connect-reply.ts';
import { described, inServers } from '../src/discord/options.ts';

/** `/disconnect rite`: ends the server's link to an organizer, after a question. For those who manage the server. */
export const disconnect = {
  data: {
    name: 'disconnect',
    ...described((messages) => messages.commands.disconnect),
    ...inServers,
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'rite',
        ...described((messages) => messages.commands.disconnectRite),
      },
    ],
  },
  requires: 'ManageGuild',
  subcommands: { rite: { acknowledge: 'ephemeral', execute: askToDisconnect } },
} satisfies Command;

/** The two buttons under the question. */
export const disconnectButtons = {
  prefix: DISCONNECT_PREFIX,
  requires: 'ManageGuild',
  acknowledge: 'update',

  async execute({ customId, guildId, userId }, { linking, recentEvents, messages }) {
    const choice = parseDisconnect(customId);
    if (choice === 'keep') return { content: messages.connect.kept() };
    const { version } = choice;
    const unlinking = await linking.unlink({ guildId, userId, version });
    recentEvents.forget(guildId);
    return unlinkingReply(unlinking, messages);
  },
} satisfies Component;

async function askToDisconnect(
  { guildId }: CommandCall,
  { linking, messages }: Context,
): Promise<Reply> {
  return disconnectQuestion(await linking.linkOf(guildId), messages);
}
