import type {
  APIApplication,
  ApplicationFlags,
  RESTGetAPIEntitlementsResult,
} from 'discord-api-types/v10';
import { entitlementsOf } from '../interaction-payload.ts';
import { ok, type Route } from '../route.ts';
import { toApiUser } from '../user.ts';
import type { World } from '../world.ts';

export const APPLICATION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: '/applications/@me',
    answer: ({ world }) => ok<APIApplication>(toApiApplication(world)),
  },
  {
    method: 'GET',
    template: '/oauth2/applications/@me',
    answer: ({ world }) => ok<APIApplication>(toApiApplication(world)),
  },
  {
    method: 'GET',
    template: '/applications/:application/entitlements',
    answer: ({ world, query }) => {
      const guild = world.guilds.get(query.get('guild_id') ?? '');
      const all = guild ? entitlementsOf(guild, world.applicationId) : [];
      const isOver = ({ ends_at }: (typeof all)[number]) =>
        ends_at !== null && Date.parse(ends_at) <= world.now();
      const wanted =
        query.get('exclude_ended') === 'true' ? all.filter((one) => !isOver(one)) : all;
      return ok<RESTGetAPIEntitlementsResult>(wanted);
    },
  },
];

function toApiApplication(world: World): APIApplication {
  return {
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: '',
    summary: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0 as ApplicationFlags,
    flags_new: '0',
    team: null,
    bot: toApiUser(world.bot),
    approximate_guild_count: world.guilds.size,
  };
}
