import type { Command } from '../src/discord/command.ts';
import { eventsReply } from '../src/discord/events-reply.ts';
import { described, inServers } from '../src/discord/options.ts';

/** `/events`: the organizer's upcoming nights. */
export const events = {
  data: {
    name: 'events',
    ...described((messages) => messages.commands.events),
    ...inServers,
  },
  acknowledge: 'ephemeral',

  async execute(call, { posts, messages, clock }) {
    return eventsReply(await posts.listEvents(call.guildId), { messages, now: clock() });
  },
} satisfies Command;
