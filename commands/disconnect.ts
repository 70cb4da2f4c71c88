import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import type { CommandCall } from '../src/discord/call.ts';
import type { Command, Component, Context, Reply } from '../src/discord/command.ts';
import { DISCONNECT_PREFIX, parseDisconnect } from '../src/discord/connect-buttons.ts';
import { disconnectQuestion, unlinkingReply } from '../src/discord/connect-reply.ts';
import { DISCONNECT_INSTAGRAM_PREFIX } from '../src/discord/instagram-buttons.ts';
import {
  disconnectInstagramQuestion,
  instagramUnlinkingReply,
} from '../src/discord/instagram-reply.ts';
import { described, inServers } from '../src/discord/options.ts';

/**
 * `/disconnect rite` ends the server's link to an organizer, `/disconnect instagram` the one to an account; after a
 * question. For those who manage the server.
 */
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
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'instagram',
        ...described((messages) => messages.instagram.commands.disconnectInstagram),
      },
    ],
  },
  requires: 'ManageGuild',
  subcommands: {
    rite: { acknowledge: 'ephemeral', execute: askToDisconnect },
    instagram: { acknowledge: 'ephemeral', execute: askToDisconnectInstagram },
  },
} satisfies Command;

/** The two buttons under the question about Rite. */
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

/** The two buttons under the question about Instagram. */
export const disconnectInstagramButtons = {
  prefix: DISCONNECT_INSTAGRAM_PREFIX,
  requires: 'ManageGuild',
  acknowledge: 'update',

  async execute({ customId, guildId, userId }, { instagram, messages }) {
    const choice = parseDisconnect(customId);
    if (choice === 'keep') return { content: messages.instagram.kept() };
    const unlinking = await instagram.disconnect({ guildId, userId, version: choice.version });
    const waiting =
      unlinking.outcome === 'changed_meanwhile' ? await instagram.waiting(guildId) : 0;
    return instagramUnlinkingReply(unlinking, waiting, messages);
  },
} satisfies Component;

async function askToDisconnect(
  { guildId }: CommandCall,
  { linking, messages }: Context,
): Promise<Reply> {
  return disconnectQuestion(await linking.linkOf(guildId), messages);
}

async function askToDisconnectInstagram(
  { guildId }: CommandCall,
  { instagram, messages }: Context,
): Promise<Reply> {
  const account = await instagram.linkOf(guildId);
  const waiting = account ? await instagram.waiting(guildId) : 0;
  return disconnectInstagramQuestion(account, waiting, messages);
}
