import { PermissionFlagsBits } from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { described, inServers } from '../src/discord/options.ts';
import { STATS_DAYS, STATS_POSTS, statsReply } from '../src/discord/stats-reply.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** `/stats`: what became of the posts of the last month. */
export const stats = {
  data: {
    name: 'stats',
    ...described((messages) => messages.stats.command),
    ...inServers,
    default_member_permissions: PermissionFlagsBits.ManageEvents.toString(),
  },
  acknowledge: 'ephemeral',

  async execute(call, { stats, messages, clock }) {
    const now = clock();
    const posts = await stats.statsOf(call.guildId, now - STATS_DAYS * DAY_MS, STATS_POSTS);
    return statsReply(posts, { messages, now });
  },
} satisfies Command;
