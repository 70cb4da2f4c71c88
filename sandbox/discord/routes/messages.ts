import {
  type APIMessage,
  PermissionFlagsBits,
  type RESTGetAPIChannelMessagesResult,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import type { Channel } from '../channel.ts';
import { DiscordError, unknownThing } from '../discord-error.ts';
import type { StoredMessage } from '../message.ts';
import { changedContent, type MessageBody, newContent } from '../message-body.ts';
import { messageCreation, messageEdit } from '../request-check.ts';
import { NO_CONTENT, ok, param, type Route, type RouteRequest } from '../route.ts';
import { channelOf, requireInChannel } from './channels.ts';

const f = PermissionFlagsBits;

export const MESSAGE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: '/channels/:channel/messages',
    answer: (request) => {
      const channel = channelOf(request);
      requireInChannel(request, channel, f.ReadMessageHistory);
      return ok<RESTGetAPIChannelMessagesResult>(
        page(channel, request.query).map((message) => message.toApi(request.world)),
      );
    },
  },
  {
    method: 'POST',
    template: '/channels/:channel/messages',
    check: messageCreation,
    answer: (request) => ok<APIMessage>(post(request)),
  },
  {
    method: 'GET',
    template: '/channels/:channel/messages/:message',
    answer: (request) => {
      requireInChannel(request, channelOf(request), f.ReadMessageHistory);
      return ok<APIMessage>(messageOf(request).toApi(request.world));
    },
  },
  {
    method: 'PATCH',
    template: '/channels/:channel/messages/:message',
    check: messageEdit,
    answer: (request) => {
      const { world, body, files } = request;
      const message = messageOf(request);
      if (message.author.id !== world.bot.id) {
        throw new DiscordError(403, 50005, 'Cannot edit a message authored by another user');
      }
      const changes = changedContent(world, message, 'channel', body as MessageBody, files);
      world.editMessage(message, changes);
      return ok<APIMessage>(message.toApi(world));
    },
  },
  {
    method: 'DELETE',
    template: '/channels/:channel/messages/:message',
    answer: (request) => {
      const message = messageOf(request);
      if (message.author.id !== request.world.bot.id) {
        requireInChannel(request, channelOf(request), f.ManageMessages);
      }
      request.world.deleteMessage(message);
      return NO_CONTENT;
    },
  },
];

/** The message the path names. An ephemeral one is not part of the channel: it can only be reached by token. */
export function messageOf(request: RouteRequest): StoredMessage {
  const message = request.world.messages.get(param(request, 'message'));
  if (!message || message.channelId !== channelOf(request).id || message.ephemeral) {
    throw unknownThing('Message');
  }
  return message;
}

function post(request: RouteRequest): APIMessage {
  const { world, files } = request;
  const body = request.body as RESTPostAPIChannelMessageJSONBody;
  const channel = channelOf(request);
  requireInChannel(request, channel, f.SendMessages);
  if (files.length > 0) requireInChannel(request, channel, f.AttachFiles);
  if (body.embeds?.length) requireInChannel(request, channel, f.EmbedLinks);
  requireReachable(request, channel);
  const twin = body.enforce_nonce ? sentBefore(request, channel, body.nonce) : undefined;
  if (twin) return twin.toApi(world);
  const repliesTo = body.message_reference?.message_id;
  if (repliesTo !== undefined && !world.messages.has(repliesTo)) {
    if (body.message_reference?.fail_if_not_exists !== false) throw unknownThing('Message');
  }
  const message = world.addMessage(
    channel,
    { author: world.bot, nonce: body.nonce, repliesTo },
    newContent(world, { channelId: channel.id, source: 'channel' }, body, files),
  );
  return { ...message.toApi(world), ...(body.nonce === undefined ? {} : { nonce: body.nonce }) };
}

/** Direct messages fail only here, not when the conversation is opened. */
function requireReachable({ world }: RouteRequest, channel: Channel): void {
  const { recipient } = channel;
  if (!recipient) return;
  if (!world.sharesGuild(recipient.id)) {
    throw new DiscordError(
      403,
      50278,
      'Cannot send messages to this user due to having no mutual guilds',
    );
  }
  if (world.closedDms.has(recipient.id)) {
    throw new DiscordError(403, 50007, 'Cannot send messages to this user');
  }
}

/** How long a nonce is remembered is documented only as "the past few minutes". */
const NONCE_MEMORY_MS = 3 * 60_000;

function sentBefore(
  { world }: RouteRequest,
  channel: Channel,
  nonce: string | number | undefined,
): StoredMessage | undefined {
  if (nonce === undefined) return undefined;
  return channel.messages
    .map((message) => world.messages.get(message.id))
    .find(
      (message) =>
        message?.nonce === nonce &&
        message.author.id === world.bot.id &&
        world.now() - message.createdAt < NONCE_MEMORY_MS,
    );
}

/** Newest first, as Discord lists them. */
function page(channel: Channel, query: URLSearchParams): StoredMessage[] {
  const limit = Number(query.get('limit') ?? 50);
  const before = query.get('before');
  const after = query.get('after');
  const all = channel.messages.filter((one): one is StoredMessage => !one.ephemeral);
  if (after !== null) {
    const newer = all.filter((one) => BigInt(one.id) > BigInt(after));
    return newer.slice(0, limit).reverse();
  }
  const older = before === null ? all : all.filter((one) => BigInt(one.id) < BigInt(before));
  return older.slice(-limit).reverse();
}
