import type {
  APIDMChannel,
  APIUser,
  RESTPostAPICurrentUserCreateDMChannelJSONBody,
} from 'discord-api-types/v10';
import { toApiDmChannel } from '../channel.ts';
import { DiscordError, unknownThing } from '../discord-error.ts';
import { directChannelCreation } from '../request-check.ts';
import { ok, param, type Route } from '../route.ts';
import { toApiUser } from '../user.ts';

export const USER_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    template: '/users/@me/channels',
    check: directChannelCreation,
    answer: ({ world, body }) => {
      const { recipient_id } = body as RESTPostAPICurrentUserCreateDMChannelJSONBody;
      const recipient = world.findUser(recipient_id);
      if (!recipient || recipient.id === world.bot.id) {
        throw new DiscordError(400, 50033, 'Invalid Recipient(s)');
      }
      return ok<APIDMChannel>(toApiDmChannel(world.directChannel(recipient.id)));
    },
  },
  {
    method: 'GET',
    template: '/users/@me',
    answer: ({ world }) => ok<APIUser>(toApiUser(world.bot)),
  },
  {
    method: 'GET',
    template: '/users/:user',
    answer: (request) => {
      const user = request.world.findUser(param(request, 'user'));
      if (!user) throw unknownThing('User');
      return ok<APIUser>(toApiUser(user));
    },
  },
];
