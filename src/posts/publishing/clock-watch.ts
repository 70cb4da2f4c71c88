import type { Clock } from '../../events/clock.ts';

export interface ClockReading {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The clock has gone on as evenly as the stopwatch for long enough that it can be believed. */
  readonly isSteady: boolean;
  /** By how many milliseconds it was just set: the first such reading while it is not believed. */
  readonly wasSetBy?: number;
}

/** Far beyond what time servers correct little by little: somebody has set it. */
const TOLERANCE_MS = 5_000;
/** So long it has to go on evenly after that. */
const REST_MS = 5_000;

/**
 * A clock that somebody sets, seen against a stopwatch that nobody sets. One that is ahead for a moment would make
 * everything of the coming day look late, which people then had to plan anew.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #stopwatch: () => number;
  #last: { readonly now: number; readonly elapsed: number } | undefined;
  /** By the stopwatch; absent while the clock is believed. */
  #setAt: number | undefined;

  constructor(clock: Clock, stopwatch: () => number) {
    this.#clock = clock;
    this.#stopwatch = stopwatch;
  }

  /** The first reading is believed: there is nothing to compare it with. */
  read(): ClockReading {
    const now = this.#clock();
    const elapsed = this.#stopwatch();
    const last = this.#last ?? { now, elapsed };
    this.#last = { now, elapsed };
    const drift = now - last.now - (elapsed - last.elapsed);
    if (Math.abs(drift) > TOLERANCE_MS) {
      const isNew = this.#setAt === undefined;
      this.#setAt = elapsed;
      return { now, isSteady: false, ...(isNew && { wasSetBy: Math.round(drift) }) };
    }
    if (this.#setAt === undefined) return { now, isSteady: true };
    if (elapsed - this.#setAt < REST_MS) return { now, isSteady: false };
    this.#setAt = undefined;
    return { now, isSteady: true };
  }
}
