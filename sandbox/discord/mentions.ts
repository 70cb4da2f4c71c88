import type { AllowedMentionsTypes, APIAllowedMentions } from 'discord-api-types/v10';
import type { User } from './user.ts';

/** Who gets a notification. */
export interface Mentions {
  readonly everyone: boolean;
  readonly users: readonly User[];
  /** Ids. */
  readonly roles: readonly string[];
}

export const NO_MENTIONS: Mentions = { everyone: false, users: [], roles: [] };

/**
 * The people a text pings. Without `allowed_mentions` a channel message pings everything it names, an
 * interaction's answer only users.
 */
export function mentionsIn(
  content: string,
  allowed: APIAllowedMentions | undefined,
  source: 'channel' | 'interaction',
  findUser: (id: string) => User | undefined,
): Mentions {
  const parse: readonly string[] =
    allowed === undefined
      ? source === 'channel'
        ? ['everyone', 'roles', 'users']
        : ['users']
      : (allowed.parse ?? ([] as AllowedMentionsTypes[]));
  const ids = (pattern: RegExp) => [
    ...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? '')),
  ];
  return {
    everyone: parse.includes('everyone') && /@(everyone|here)/.test(content),
    users: ids(/<@!?(\d+)>/g)
      .filter((id) => parse.includes('users') || allowed?.users?.includes(id))
      .flatMap((id) => findUser(id) ?? []),
    roles: ids(/<@&(\d+)>/g).filter(
      (id) => parse.includes('roles') || allowed?.roles?.includes(id),
    ),
  };
}
