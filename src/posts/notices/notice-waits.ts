const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** For so long somebody who cannot be reached is tried again. */
export const UNDELIVERABLE_AFTER_MS = 72 * HOUR_MS;

const LONGEST_MS = 3 * HOUR_MS;
/** An outage of Discord does not last for hours, as a rule, and what waits behind it is news. */
const LONGEST_OUTAGE_MS = 5 * MINUTE_MS;

/**
 * Milliseconds until the next try to reach somebody: 1, 2, 4 … minutes and at most 3 hours, a quarter more or less, so
 * that what failed together does not come back together.
 *
 * @param attempts failed tries before this one.
 * @param random from 0 to 1.
 */
export function waitForPerson(attempts: number, random: number): number {
  return spread(Math.min(MINUTE_MS * 2 ** attempts, LONGEST_MS), random);
}

/** The same while Discord is away, at most 5 minutes; never before the `waitMs` that it asked for. */
export function waitForDiscord(attempts: number, random: number, waitMs = 0): number {
  return Math.max(waitMs, spread(Math.min(MINUTE_MS * 2 ** attempts, LONGEST_OUTAGE_MS), random));
}

function spread(ms: number, random: number): number {
  return Math.round(ms * (0.75 + random / 2));
}
