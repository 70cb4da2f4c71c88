import type { GraphAnswer } from '../publishing/instagram.ts';
import type { Secret } from '../secret.ts';

/** Our app as Meta's dashboard knows it: the Instagram app id, not the one of Facebook. */
export interface InstagramApp {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

export interface Authorization {
  readonly clientId: string;
  /** Exactly as registered, to the last slash. */
  readonly redirectUri: string;
  /** Comes back unchanged. */
  readonly state: string;
  /** Such as `instagram_business_basic`. */
  readonly scopes: readonly string[];
}

/** What an authorization code is exchanged for: good for an hour. */
export interface ShortLivedToken {
  readonly token: Secret;
  /** What the person has left ticked; absent where Instagram does not say. */
  readonly permissions?: readonly string[];
}

export interface LongLivedToken {
  readonly token: Secret;
  /** From now on, in milliseconds; about 60 days. */
  readonly expiresInMs: number;
}

/** Only the professional ones, business and creator, can be published to. */
export type InstagramAccountType = 'business' | 'creator' | 'personal' | 'unknown';

export interface InstagramProfile {
  /** The professional account's id (`user_id`, 1784…), for publishing. */
  readonly accountId: string;
  /** `id`: what callbacks of Meta call it. */
  readonly appScopedId?: string;
  /** Without `@`. */
  readonly username: string;
  readonly accountType: InstagramAccountType;
}

/**
 * Signing in to Instagram (Business Login for Instagram). Like `InstagramPublishing`, every call is one request that
 * is never repeated, and fails by its answer: a code that was used, is an hour old or belongs to another redirect URI
 * is `refused`, a token that is over or was revoked is `token_dead`.
 */
export interface InstagramSignIn {
  /** Where the person's browser is sent. No request. */
  authorizeUrl(authorization: Authorization): string;
  /** `code` as it came, its `#_` included or not. Works once. */
  exchangeCode(
    exchange: {
      readonly app: InstagramApp;
      readonly redirectUri: string;
      readonly code: string;
    },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<ShortLivedToken>>;
  exchangeLongLived(
    exchange: { readonly app: Pick<InstagramApp, 'clientSecret'>; readonly token: Secret },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<LongLivedToken>>;
  /** Only for a token that is at least 24 hours old and not yet over; needs no app. */
  refresh(token: Secret, signal?: AbortSignal): Promise<GraphAnswer<LongLivedToken>>;
  me(token: Secret, signal?: AbortSignal): Promise<GraphAnswer<InstagramProfile>>;
}
