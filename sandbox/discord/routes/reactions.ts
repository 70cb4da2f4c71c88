import {
  type APIUser,
  PermissionFlagsBits,
  type RESTGetAPIChannelMessageReactionUsersResult,
} from 'discord-api-types/v10';
import { unknownThing } from '../discord-error.ts';
import { type Emoji, emojiKey, parseEmoji } from '../emoji.ts';
import { NO_CONTENT, ok, param, type Route, type RouteRequest } from '../route.ts';
import { toApiUser } from '../user.ts';
import { channelOf, requireInChannel } from './channels.ts';
import { messageOf } from './messages.ts';

const f = PermissionFlagsBits;
const REACTIONS = '/channels/:channel/messages/:message/reactions';

export const REACTION_ROUTES: readonly Route[] = [
  {
    method: 'PUT',
    template: `${REACTIONS}/:emoji/@me`,
    answer: (request) => {
      const channel = channelOf(request);
      const message = messageOf(request);
      const emoji = emojiOf(request);
      requireInChannel(request, channel, f.ReadMessageHistory);
      // Joining a reaction that is already there needs no permission to add.
      if (!message.reactions.some((one) => one.emoji === emojiKey(emoji))) {
        requireInChannel(request, channel, f.AddReactions);
      }
      request.world.addReaction({ message, emoji, userId: request.world.bot.id });
      return NO_CONTENT;
    },
  },
  {
    method: 'DELETE',
    template: `${REACTIONS}/:emoji/@me`,
    answer: (request) => takeBack(request, request.world.bot.id),
  },
  {
    method: 'DELETE',
    template: `${REACTIONS}/:emoji/:user`,
    answer: (request) => {
      requireInChannel(request, channelOf(request), f.ManageMessages);
      return takeBack(request, param(request, 'user'));
    },
  },
  {
    method: 'GET',
    template: `${REACTIONS}/:emoji`,
    answer: (request) => ok<RESTGetAPIChannelMessageReactionUsersResult>(people(request)),
  },
];

function emojiOf(request: RouteRequest): Emoji {
  const emoji = parseEmoji(param(request, 'emoji'));
  if (!emoji) throw unknownThing('Emoji');
  return emoji;
}

function takeBack(request: RouteRequest, userId: string) {
  request.world.removeReaction({ message: messageOf(request), emoji: emojiOf(request), userId });
  return NO_CONTENT;
}

function people(request: RouteRequest): APIUser[] {
  const emoji = emojiKey(emojiOf(request));
  const after = request.query.get('after');
  const reaction = messageOf(request).reactions.find((one) => one.emoji === emoji);
  return [...(reaction?.users ?? [])]
    .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .filter((id) => after === null || BigInt(id) > BigInt(after))
    .slice(0, Number(request.query.get('limit') ?? 25))
    .map((id) => toApiUser(request.world.user(id)));
}
