import type { Clock } from '../events/clock.ts';

export interface WatchdogOptions {
  readonly clock: Clock;
  /** Silence of an open connection longer than this is reported; in milliseconds. */
  readonly silenceLimitMs: number;
  /** So long may a shard hear nothing while it connects again and again; in milliseconds. */
  readonly outageLimitMs: number;
  /** Two checks further apart than this mean that the machine slept, which is not Discord's silence. */
  readonly longestGapMs: number;
}

export interface ShardState {
  readonly id: number;
  /** False while discord.js tries to connect. */
  readonly open: boolean;
}

/** What is wrong with a shard that has heard nothing for `quietMs` milliseconds. */
export interface Alarm {
  readonly kind: 'silent' | 'outage';
  readonly quietMs: number;
}

/**
 * Notices connections that look open and deliver nothing: discord.js finds a frozen socket only after two heartbeats
 * and then waits for its closing, and it waits for the answer to a RESUME for ever. Each shard is a connection.
 * One that is broken is left to discord.js, but not for ever.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #lastLifeAt = new Map<number, number>();
  readonly #lastBrokenAt = new Map<number, number>();
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

  /** The first shard with which something is wrong. To be called regularly. */
  check(shards: Iterable<ShardState>): Alarm | undefined {
    const now = this.#options.clock();
    if (now - this.#lastCheckAt > this.#options.longestGapMs) this.#since = now;
    this.#lastCheckAt = now;
    return Array.from(shards, (shard) => this.#alarmOf(shard, now)).find((alarm) => alarm);
  }

  #alarmOf({ id, open }: ShardState, now: number): Alarm | undefined {
    const { silenceLimitMs, outageLimitMs } = this.#options;
    if (!open) this.#lastBrokenAt.set(id, now);
    const heardAt = Math.max(this.#since, this.#lastLifeAt.get(id) ?? 0);
    const openSince = Math.max(heardAt, this.#lastBrokenAt.get(id) ?? 0);
    if (now - openSince > silenceLimitMs) return { kind: 'silent', quietMs: now - openSince };
    const quietMs = now - heardAt;
    return quietMs > outageLimitMs ? { kind: 'outage', quietMs } : undefined;
  }
}
