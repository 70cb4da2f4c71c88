/** How the publisher spends time; milliseconds. Read from the `PUBLISH_*` settings, where the rules between them are. */
export interface PublishTiming {
  /** Between two looks at the queue. */
  readonly tickMs: number;
  /** How long a claim holds without a word from the one who made it. Longer than a request may take. */
  readonly leaseMs: number;
  /** How long Instagram may take for one answer. */
  readonly httpTimeoutMs: number;
  /** After a doubtful publication nothing is sent again before this: longer than lease and request. */
  readonly graceMs: number;
  /** The first wait after a failure that may go away; doubled with each one. */
  readonly retryBaseMs: number;
  /** How long before its time a container is made. Containers live for 24 hours. */
  readonly prepareAheadMs: number;
}

export const DEFAULT_TIMING: PublishTiming = {
  tickMs: 1_000,
  leaseMs: 60_000,
  httpTimeoutMs: 30_000,
  graceMs: 90_000,
  retryBaseMs: 60_000,
  prepareAheadMs: 600_000,
};

/** Retries after the first attempt of a post. */
export const MAX_RETRIES = 3;
/** Publications of one Instagram account in a day of Seoul. */
export const DAILY_PUBLICATIONS = 25;
/** Later than this after its time a post is not published unless somebody says so. */
export const LATE_MS = 2 * 60 * 60 * 1000;
/** Facts and limits are looked at this long before the time, so that nothing stands between the time and the post. */
export const CHECK_AHEAD_MS = 15_000;
/** For how long such a look counts. */
export const CHECK_FRESH_MS = 60_000;
/** Containers expire after 24 hours (`ig-container`); an older one than this is made again. */
export const CONTAINER_LIFE_MS = 23 * 60 * 60 * 1000;
