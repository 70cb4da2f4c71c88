import {
  type APIChannel,
  PermissionFlagsBits,
  type RESTPatchAPIChannelJSONBody,
} from 'discord-api-types/v10';
import { type Channel, toApiChannel } from '../channel.ts';
import { missingAccess, missingPermissions, unknownThing } from '../discord-error.ts';
import { holds } from '../permissions.ts';
import { channelEdit } from '../request-check.ts';
import { NO_CONTENT, ok, param, type Route, type RouteRequest } from '../route.ts';

const f = PermissionFlagsBits;

export const CHANNEL_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: '/channels/:channel',
    answer: (request) => {
      const channel = channelOf(request);
      requireInChannel(request, channel, f.ViewChannel);
      return ok<APIChannel>(toApiChannel(channel));
    },
  },
  {
    method: 'PATCH',
    template: '/channels/:channel',
    check: channelEdit,
    answer: (request) => {
      const channel = channelOf(request);
      requireInChannel(request, channel, f.ManageChannels);
      const body = request.body as RESTPatchAPIChannelJSONBody;
      if (body.name) channel.name = body.name;
      if (body.topic !== undefined) channel.topic = body.topic;
      request.world.announce('channelUpdate', channel);
      return ok<APIChannel>(toApiChannel(channel));
    },
  },
  {
    method: 'POST',
    template: '/channels/:channel/typing',
    answer: (request) => {
      requireInChannel(request, channelOf(request), f.SendMessages);
      return NO_CONTENT;
    },
  },
];

export function channelOf(request: RouteRequest): Channel {
  const channel = request.world.channels.get(param(request, 'channel'));
  if (!channel) throw unknownThing('Channel');
  return channel;
}

/** 50001 when the bot cannot even see the channel, 50013 when it may not do this one thing there. */
export function requireInChannel(
  { world }: RouteRequest,
  channel: Channel,
  permission: bigint,
): void {
  const granted = channel.permissionsOf(channel.guild?.members.get(world.bot.id));
  if (!holds(granted, f.ViewChannel)) throw missingAccess();
  if (!holds(granted, permission)) throw missingPermissions();
}
