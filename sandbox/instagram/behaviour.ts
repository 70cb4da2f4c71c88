import type { Language } from './error-text.ts';

/** How the stand-in behaves where Meta's documents leave it open, or where a test wants it otherwise. */
export interface InstagramBehaviour {
  /** Posts per account in 24 h: the documents say 100 in one place and 50 in others. */
  quotaTotal: number;
  /** Containers per account in 24 h. */
  containerCap: number;
  /** So many reads of a container say IN_PROGRESS before one says FINISHED; until then it cannot be published. */
  readsInProgress: number;
  /** What a second `media_publish` of a live container does: nobody has documented it. */
  secondPublish: 'error' | 'same_id' | 'duplicate';
  /** From when on a container that was made cannot be read any more, in milliseconds. */
  containersReadableMs: number;
  /** So long after going live a post is missing from the list of the account's media. */
  listingLagMs: number;
  /** So long after going live a post has no insights. */
  insightsLagMs: number;
  /** More hashtags than this are refused: 30 by the documents of the API, 5 in the app. */
  hashtagCap: number;
  /** Usernames that cannot be tagged. */
  untaggable: readonly string[];
  /** How long the crawler waits for a picture. */
  fetchTimeoutMs: number;
  /** Of the texts in errors. */
  language: Language;
  /** Sent as usage headers when there: percent of what is allowed, and minutes until there is room. */
  usage: { readonly percent: number; readonly regainMinutes?: number } | undefined;
  /** The body of the code exchange: in `data[]` as documented, or flat as running programs read it. */
  codeBody: 'wrapped' | 'flat';
  permissionsAs: 'text' | 'list';
  meBody: 'flat' | 'wrapped';
  /** Whether a token outlives its refresh. */
  oldTokenAfterRefresh: 'valid' | 'dead';
}

export const DEFAULT_BEHAVIOUR: Readonly<InstagramBehaviour> = {
  quotaTotal: 100,
  containerCap: 400,
  readsInProgress: 1,
  secondPublish: 'error',
  containersReadableMs: Number.POSITIVE_INFINITY,
  listingLagMs: 0,
  insightsLagMs: 0,
  hashtagCap: 30,
  untaggable: [],
  fetchTimeoutMs: 10_000,
  language: 'ko',
  usage: undefined,
  codeBody: 'wrapped',
  permissionsAs: 'text',
  meBody: 'flat',
  oldTokenAfterRefresh: 'valid',
};
