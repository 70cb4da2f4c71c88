import { UsageError } from './verb.ts';

/** @throws {UsageError} for what is no Discord server id. */
export function parseServerId(text: string | undefined, name = 'the server id'): string {
  if (text !== undefined && /^\d{17,20}$/.test(text)) return text;
  throw new UsageError(
    text === undefined
      ? `${name} is missing: 17 to 20 digits, from "Copy Server ID" in Discord`
      : `${name} must be 17 to 20 digits, not ${JSON.stringify(text)}`,
  );
}

export function parseUserId(text: string | undefined): string {
  if (text !== undefined && /^\d{17,20}$/.test(text)) return text;
  throw new UsageError(
    text === undefined
      ? 'the user id is missing: 17 to 20 digits, from "Copy User ID" in Discord'
      : `the user id must be 17 to 20 digits, not ${JSON.stringify(text)}`,
  );
}
