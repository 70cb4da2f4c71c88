import { z } from 'zod';
import { EVENT_ID } from '../events/event-id.ts';

/** Whatever else a person types into the `event` option is not an id and is not sent anywhere. */
export const eventIdSchema = z.string().trim().regex(EVENT_ID);
