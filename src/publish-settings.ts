import { z } from 'zod';
import { DEFAULT_TIMING, type PublishTiming } from './posts/publishing/timing.ts';

function seconds(from: number, to: number, defaultMs: number) {
  const message = `must be a number of seconds from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,6}(?:\.\d{1,3})?$/, message)
    .transform((text) => Math.round(Number(text) * 1_000))
    .refine((ms) => ms >= from * 1_000 && ms <= to * 1_000, message)
    .default(defaultMs);
}

/** How the publisher spends time, in seconds; fractions are allowed. */
export const publishSettings = {
  PUBLISH_TICK_SECONDS: seconds(0.05, 60, DEFAULT_TIMING.tickMs),
  PUBLISH_LEASE_SECONDS: seconds(1, 3_600, DEFAULT_TIMING.leaseMs),
  PUBLISH_HTTP_TIMEOUT_SECONDS: seconds(0.2, 300, DEFAULT_TIMING.httpTimeoutMs),
  PUBLISH_GRACE_SECONDS: seconds(1, 3_600, DEFAULT_TIMING.graceMs),
  PUBLISH_RETRY_BASE_SECONDS: seconds(0.1, 3_600, DEFAULT_TIMING.retryBaseMs),
  // Containers live for 24 hours.
  PUBLISH_PREPARE_AHEAD_SECONDS: seconds(0, 72_000, DEFAULT_TIMING.prepareAheadMs),
};

type PublishEnvironment = z.infer<z.ZodObject<typeof publishSettings>>;

export function publishTiming(env: PublishEnvironment): PublishTiming {
  return {
    tickMs: env.PUBLISH_TICK_SECONDS,
    leaseMs: env.PUBLISH_LEASE_SECONDS,
    httpTimeoutMs: env.PUBLISH_HTTP_TIMEOUT_SECONDS,
    graceMs: env.PUBLISH_GRACE_SECONDS,
    retryBaseMs: env.PUBLISH_RETRY_BASE_SECONDS,
    prepareAheadMs: env.PUBLISH_PREPARE_AHEAD_SECONDS,
  };
}

/**
 * What is wrong between the times, in one sentence. A claim must outlive the request made under it, else two publishers
 * work on one post; and a doubtful publication must rest until both are over for certain.
 */
export function timingFault({
  leaseMs,
  httpTimeoutMs,
  graceMs,
}: PublishTiming): string | undefined {
  if (leaseMs <= httpTimeoutMs) {
    return `PUBLISH_LEASE_SECONDS (${leaseMs / 1_000}) must be longer than PUBLISH_HTTP_TIMEOUT_SECONDS (${httpTimeoutMs / 1_000})`;
  }
  if (graceMs <= leaseMs) {
    return `PUBLISH_GRACE_SECONDS (${graceMs / 1_000}) must be longer than PUBLISH_LEASE_SECONDS (${leaseMs / 1_000})`;
  }
  return undefined;
}
