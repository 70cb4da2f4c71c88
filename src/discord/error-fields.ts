import { DiscordAPIError, HTTPError } from 'discord.js';

/**
 * What of an error may stand in the log. discord.js keeps the request on its errors: its URL holds the interaction
 * token and its body the caption, so nothing is taken but what is named here.
 */
export function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: { message: String(error) } };
  return {
    error: {
      name: error.name,
      message: error.message,
      stack: error.stack,
      code: 'code' in error ? error.code : undefined,
      status:
        error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : undefined,
      cause: error.cause === undefined ? undefined : errorFields(error.cause).error,
    },
  };
}
