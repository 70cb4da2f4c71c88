import type { Route } from '../route.ts';
import { APPLICATION_ROUTES } from './applications.ts';
import { CHANNEL_ROUTES } from './channels.ts';
import { COMMAND_ROUTES } from './commands.ts';
import { GUILD_ROUTES } from './guilds.ts';
import { INTERACTION_ROUTES } from './interactions.ts';
import { MESSAGE_ROUTES } from './messages.ts';
import { REACTION_ROUTES } from './reactions.ts';
import { SCHEDULED_EVENT_ROUTES } from './scheduled-events.ts';
import { USER_ROUTES } from './users.ts';
import { WEBHOOK_ROUTES } from './webhooks.ts';

/** Tried in order: within a file, literal segments stand before variables. */
export const ROUTES: readonly Route[] = [
  ...APPLICATION_ROUTES,
  ...COMMAND_ROUTES,
  ...INTERACTION_ROUTES,
  ...WEBHOOK_ROUTES,
  ...REACTION_ROUTES,
  ...MESSAGE_ROUTES,
  ...CHANNEL_ROUTES,
  ...SCHEDULED_EVENT_ROUTES,
  ...GUILD_ROUTES,
  ...USER_ROUTES,
];
