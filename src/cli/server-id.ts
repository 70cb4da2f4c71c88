import { UsageError } from './verb.ts';

/** @throws {UsageError} for what is no Discord server id. */
export function parseServerId(text: string | undefined, name = 'the server id'): string {
  return parseSnowflake(text, name, 'Copy Server ID');
}

export function parseUserId(text: string | undefined): string {
  return parseSnowflake(text, 'the user id', 'Copy User ID');
}

function parseSnowflake(text: string | undefined, name: string, menuItem: string): string {
  if (text !== undefined && /^\d{17,20}$/.test(text)) return text;
  throw new UsageError(
    text === undefined
      ? `${name} is missing: 17 to 20 digits, from "${menuItem}" in Discord`
      : `${name} must be 17 to 20 digits, not ${JSON.stringify(text)}`,
  );
}
