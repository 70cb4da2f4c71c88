import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../events/clock.ts';

/** How late the event loop is, in milliseconds. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** What is used of Node's histogram; nanoseconds between two looks at the event loop. */
export interface DelayHistogram {
  readonly count: number;
  readonly max: number;
  percentile(percentile: number): number;
  disable(): unknown;
}

export interface LoopDelayOptions {
  readonly clock: Clock;
  /** Begins to watch. Default Node's own, which looks every 10 ms. */
  readonly watch?: () => DelayHistogram;
}

const RESOLUTION_MS = 10;
/** So much of the past is told. */
const WINDOW_MS = 60_000;

/** Watches how late the event loop is, over the last one to two minutes. Keeps no process alive. */
export class LoopDelayMonitor implements Disposable {
  readonly #clock: Clock;
  readonly #watch: () => DelayHistogram;
  /** The one of this minute, and the one of the minute before. */
  #current: DelayHistogram;
  #earlier: DelayHistogram | undefined;
  #since: number;

  constructor({ clock, watch = watchLoop }: LoopDelayOptions) {
    this.#clock = clock;
    this.#watch = watch;
    this.#since = clock();
    this.#current = watch();
  }

  /** To be asked now and then; who asks rarely hears of all the time since he last asked. */
  read(): LoopDelay {
    if (this.#clock() - this.#since >= WINDOW_MS) {
      this.#earlier?.disable();
      this.#earlier = this.#current;
      this.#current = this.#watch();
      this.#since = this.#clock();
    }
    const seen = [this.#current, this.#earlier].filter((one) => one?.count) as DelayHistogram[];
    const worst = (of: (one: DelayHistogram) => number) =>
      Math.max(0, ...seen.map((one) => late(of(one))));
    return {
      p50: worst((one) => one.percentile(50)),
      p99: worst((one) => one.percentile(99)),
      max: worst((one) => one.max),
    };
  }

  [Symbol.dispose](): void {
    this.#current.disable();
    this.#earlier?.disable();
  }
}

function watchLoop(): DelayHistogram {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return histogram;
}

/** Node counts the pause between two looks as well; told is how much longer it was than it should be. */
function late(nanoseconds: number): number {
  return Math.max(0, Math.round(nanoseconds / 1e5 - RESOLUTION_MS * 10) / 10);
}
