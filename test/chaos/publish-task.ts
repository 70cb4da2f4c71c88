import { KILL_POINTS } from '../../src/posts/publishing/kill-points.ts';
import type { PublishTiming } from '../../src/posts/publishing/timing.ts';

/**
 * Where a publisher kills itself: at its own points, and just before what it writes down there, with the container made
 * (`container_made`), with `media_publish` on its way (`sending`), or with its answer not yet written down (`settling`).
 */
export const DEATHS = [
  'claiming',
  'marking',
  'container_made',
  'sending',
  'settling',
  ...KILL_POINTS,
] as const;
export type Death = (typeof DEATHS)[number];

/** What the parent sends. */
export interface PublishTask {
  readonly databaseUrl: string;
  readonly graphUrl: string;
  readonly publicUrl: string;
  /** Of this process: when it comes to this point for the `nth` time. */
  readonly death?: { readonly point: Death; readonly nth: number };
  /** Publishes again whatever was not answered well: what must be found out. */
  readonly naive: boolean;
}

/** What it says on standard output: something that never should be. */
export interface PublishComplaint {
  readonly error: string;
}

/** As the defaults to each other, and short, so that a minute holds what otherwise takes an hour. */
export const SHORT_TIMING: PublishTiming = {
  tickMs: 100,
  leaseMs: 1_500,
  httpTimeoutMs: 500,
  graceMs: 2_500,
  retryBaseMs: 200,
  prepareAheadMs: 3_000,
};

/** Of no secret at all. */
export const TOKEN_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
