import type { Clock } from '../events/clock.ts';

export interface WatchdogOptions {
  readonly clock: Clock;
  /** Silence longer than this is reported; in milliseconds. */
  readonly limitMs: number;
  /** Two checks further apart than this mean that the machine slept, which is not Discord's silence. */
  readonly longestGapMs: number;
}

/**
 * Notices connections that look open and deliver nothing: discord.js finds a frozen socket only after two heartbeats
 * and then waits for its closing, and it waits for the answer to a RESUME for ever. Each shard is a connection.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #lastLifeAt = new Map<number, number>();
  /** Nobody is blamed for silence before this. */
  #since: number;
  #lastCheckAt: number;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#since = options.clock();
    this.#lastCheckAt = this.#since;
  }

  /** Epoch milliseconds of the last sign of life of any shard; of the start before there was one. */
  get lastLifeAt(): number {
    return Math.max(this.#since, ...this.#lastLifeAt.values());
  }

  sawLife(shardId: number): void {
    this.#lastLifeAt.set(shardId, this.#options.clock());
  }

  /** For how many milliseconds the quietest of these shards has been silent, if too long. To be called regularly. */
  check(shardIds: Iterable<number>): number | undefined {
    const now = this.#options.clock();
    if (now - this.#lastCheckAt > this.#options.longestGapMs) this.#since = now;
    this.#lastCheckAt = now;
    const heardAt = Array.from(shardIds, (id) =>
      Math.max(this.#since, this.#lastLifeAt.get(id) ?? 0),
    );
    const silentMs = now - Math.min(now, ...heardAt);
    return silentMs > this.#options.limitMs ? silentMs : undefined;
  }
}
