import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import type { Finding } from './finding.ts';

/** An answer other than success, as Discord words it: `{ code, message, errors? }` under an HTTP status. */
export class DiscordError extends Error {
  override readonly name = 'DiscordError';
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;

  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body(): { code: number; message: string; errors?: unknown } {
    return {
      message: this.message,
      code: this.code,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}

/** 404 "Unknown Message" and its kin; the code is looked up under that very name. */
export function unknownThing(what: UnknownThing): DiscordError {
  const words = what.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return new DiscordError(404, RESTJSONErrorCodes[`Unknown${what}`], `Unknown ${words}`);
}

type UnknownThing =
  | 'ApplicationCommand'
  | 'Channel'
  | 'Emoji'
  | 'Guild'
  | 'GuildScheduledEvent'
  | 'Interaction'
  | 'Member'
  | 'Message'
  | 'User'
  | 'Webhook';

export function missingPermissions(): DiscordError {
  return new DiscordError(403, RESTJSONErrorCodes.MissingPermissions, 'Missing Permissions');
}

export function missingAccess(): DiscordError {
  return new DiscordError(403, RESTJSONErrorCodes.MissingAccess, 'Missing Access');
}

export function unauthorized(): DiscordError {
  return new DiscordError(401, 0, '401: Unauthorized');
}

/** 50035, with each finding filed under its path, the nested form discord.js turns into lines of text. */
export function invalidFormBody(findings: readonly Finding[]): DiscordError {
  const errors: ErrorTree = {};
  for (const finding of findings) {
    let node = errors;
    for (const key of finding.path) {
      const next = (node[String(key)] ?? {}) as ErrorTree;
      node[String(key)] = next;
      node = next;
    }
    const list = (node._errors ?? []) as unknown[];
    list.push({ code: 'BASE_TYPE_INVALID', message: finding.message });
    node._errors = list;
  }
  return new DiscordError(
    400,
    RESTJSONErrorCodes.InvalidFormBodyOrContentType,
    'Invalid Form Body',
    errors,
  );
}

interface ErrorTree {
  [key: string]: ErrorTree | unknown[];
}
