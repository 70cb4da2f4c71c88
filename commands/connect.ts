import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { CommandCall } from '../src/discord/call.ts';
import type { Command, Component, Context, Reply } from '../src/discord/command.ts';
import { CONNECT_PREFIX, parseConnect } from '../src/discord/connect-buttons.ts';
import { beginningReply, confirmationReply } from '../src/discord/connect-reply.ts';
import { beginInstagramReply, connectionsReply } from '../src/discord/instagram-reply.ts';
import { described, inServers } from '../src/discord/options.ts';
import { riteEventId } from '../src/discord/rite-event-id.ts';

const ADDRESS_MAX_LENGTH = 300;

const optionsSchema = z.object({ event: z.string() });

/**
 * `/connect rite event` links the server to the organizer of an event, `/connect instagram` to an account, and
 * `/connect status` shows both. For those who manage the server.
 */
export const connect = {
  data: {
    name: 'connect',
    ...described((messages) => messages.commands.connect),
    ...inServers,
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'rite',
        ...described((messages) => messages.commands.connectRite),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'event',
            ...described((messages) => messages.options.riteEvent),
            required: true,
            max_length: ADDRESS_MAX_LENGTH,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'instagram',
        ...described((messages) => messages.instagram.commands.connectInstagram),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'status',
        ...described((messages) => messages.instagram.commands.connectStatus),
      },
    ],
  },
  requires: 'ManageGuild',
  subcommands: {
    rite: { acknowledge: 'ephemeral', execute: connectRite },
    instagram: { acknowledge: 'ephemeral', execute: connectInstagram },
    status: { acknowledge: 'ephemeral', execute: showStatus },
  },
} satisfies Command;

/** Under the code: look for it, or leave it. Under what stands in the way: a new code. */
export const connectButtons = {
  prefix: CONNECT_PREFIX,
  requires: 'ManageGuild',
  acknowledge: 'update',

  async execute({ customId, guildId, userId }, { linking, recentEvents, messages }) {
    const choice = parseConnect(customId);
    const { eventId } = choice;
    switch (choice.action) {
      case 'begin': {
        const beginning = await linking.begin({ guildId, userId, eventId, anew: true });
        return beginningReply(beginning, eventId, messages);
      }
      case 'confirm': {
        const { code } = choice;
        const confirmation = await linking.confirm({ guildId, userId, code });
        if (confirmation.outcome === 'linked') recentEvents.forget(guildId);
        return confirmationReply(confirmation, eventId, messages);
      }
      case 'cancel':
        await linking.cancel(guildId, choice.code);
        return { content: messages.connect.cancelled() };
    }
  },
} satisfies Component;

async function connectRite(
  { options, guildId, userId }: CommandCall,
  { linking, messages }: Context,
): Promise<Reply> {
  const eventId = riteEventId(optionsSchema.parse(options).event);
  if (eventId === undefined) return { content: messages.connect.eventNotFound() };
  const beginning = await linking.begin({ guildId, userId, eventId, anew: false });
  return beginningReply(beginning, eventId, messages);
}

async function connectInstagram(
  { guildId, userId, entitlements }: CommandCall,
  { instagram, messages }: Context,
): Promise<Reply> {
  return beginInstagramReply(await instagram.begin({ guildId, userId, entitlements }), messages);
}

async function showStatus(
  { guildId }: CommandCall,
  { linking, instagram, messages }: Context,
): Promise<Reply> {
  const [rite, account] = await Promise.all([linking.linkOf(guildId), instagram.linkOf(guildId)]);
  return connectionsReply({ rite, account }, messages);
}
