import type { Clock } from '../events/clock.ts';

export interface AttemptLimitOptions {
  readonly clock: Clock;
  /** So many within the window. */
  readonly limit: number;
  /** Milliseconds. */
  readonly windowMs: number;
  /** So many keys are remembered; the one that was quiet for longest is forgotten first. */
  readonly capacity?: number;
}

export type Attempt =
  | { readonly allowed: true }
  /** Epoch milliseconds of the next moment at which one is allowed. */
  | { readonly allowed: false; readonly againAt: number };

/**
 * Holds back who asks too often. In memory: it spares another service a stampede and is nothing that safety rests on.
 * What is not allowed does not count, so that an impatient person does not wait for ever.
 */
export class AttemptLimit {
  readonly #options: Required<AttemptLimitOptions>;
  /** Moments of the attempts that count, the oldest first; keys in the order of their latest. */
  readonly #attempts = new Map<string, readonly number[]>();

  constructor(options: AttemptLimitOptions) {
    this.#options = { capacity: 1_000, ...options };
  }

  take(key: string): Attempt {
    const { clock, limit, windowMs, capacity } = this.#options;
    const now = clock();
    // A clock that was set back must not lock anybody out until it has caught up.
    const recent = (this.#attempts.get(key) ?? []).filter((at) => at <= now && at > now - windowMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= limit) {
      return { allowed: false, againAt: oldest + windowMs };
    }
    this.#attempts.delete(key);
    this.#attempts.set(key, [...recent, now]);
    const [quietest] = this.#attempts.keys();
    if (quietest !== undefined && this.#attempts.size > capacity) this.#attempts.delete(quietest);
    return { allowed: true };
  }
}
