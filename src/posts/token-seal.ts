import type { Secret } from './secret.ts';

/**
 * `unknown_key`: sealed with a key that is no longer configured. `tampered`: changed, cut off, or taken from another
 * row.
 */
export type OpenFailure =
  | { readonly ok: false; readonly failure: 'unknown_key'; readonly keyId: string }
  | { readonly ok: false; readonly failure: 'tampered' };

export type Opened = { readonly ok: true; readonly secret: Secret } | OpenFailure;
export type Resealed = { readonly ok: true; readonly sealed: string } | OpenFailure;

/**
 * Makes secrets fit for the database. What is sealed opens only in the context it was sealed in, so it is worth
 * nothing in another row. A failure to open is a result, not an error: one lost connection is no reason to stop.
 */
export interface TokenSeal {
  seal(secret: Secret, context: string): string;
  open(sealed: string, context: string): Opened;
  /** The same secret under the present key. */
  reseal(sealed: string, context: string): Resealed;
  /** The id of the key it was sealed with; undefined when this was never sealed. */
  keyOf(sealed: string): string | undefined;
  /** Whether it is sealed with another key than the present one. */
  needsRotation(sealed: string): boolean;
}

/** The context of a connection's secret: the row it belongs to. */
export function connectionContext(guildId: string, kind: string): string {
  // With a slash in one of them, two rows could have one context.
  if (!/^\d{1,20}$/.test(guildId) || !/^[a-z_]{1,32}$/.test(kind)) {
    throw new TypeError('A connection is named by a Discord id and a word in lower case');
  }
  return `connection/${guildId}/${kind}`;
}
