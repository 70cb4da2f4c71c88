import type { APIGuild, APIGuildMember, APIRole } from 'discord-api-types/v10';
import { toApiChannel } from '../channel.ts';
import { unknownThing } from '../discord-error.ts';
import { type Guild, toApiMember, toApiRole } from '../guild.ts';
import { toApiGuild } from '../guild-payload.ts';
import { ok, param, type Route, type RouteRequest } from '../route.ts';

export const GUILD_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: '/guilds/:guild',
    answer: (request) => ok<APIGuild>(toApiGuild(guildOf(request))),
  },
  {
    method: 'GET',
    template: '/guilds/:guild/channels',
    answer: (request) => ok([...guildOf(request).channels.values()].map(toApiChannel)),
  },
  {
    method: 'GET',
    template: '/guilds/:guild/roles',
    answer: (request) => {
      const guild = guildOf(request);
      return ok<APIRole[]>([...guild.roles.values()].map((role) => toApiRole(guild, role)));
    },
  },
  {
    method: 'GET',
    template: '/guilds/:guild/members/:user',
    answer: (request) => {
      const member = guildOf(request).members.get(param(request, 'user'));
      if (!member) throw unknownThing('Member');
      return ok<APIGuildMember>(toApiMember(member));
    },
  },
];

export function guildOf(request: RouteRequest): Guild {
  const guild = request.world.guilds.get(param(request, 'guild'));
  if (!guild) throw unknownThing('Guild');
  return guild;
}
