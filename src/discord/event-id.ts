import { z } from 'zod';

/**
 * An event id as Rite makes them (Convex document ids, lower-case letters and digits), with room for others. Whatever
 * else a person types into the `event` option is not an id and is not sent anywhere.
 */
export const eventIdSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,64}$/);
