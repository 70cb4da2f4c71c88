import type { Clock } from '../../events/clock.ts';
import type { Publisher } from './publisher.ts';
import { DEFAULT_TIMING } from './timing.ts';

export interface PublishLoopOptions {
  readonly publisher: Pick<Publisher, 'begin' | 'nextWake' | 'settled'>;
  readonly clock: Clock;
  /** Milliseconds between two looks at the most; default 1 s. */
  readonly tickMs?: number;
  /** Hears once a minute that the queue cannot be looked at. */
  onError(error: unknown): void;
  /** Default `setTimeout`. */
  readonly setTimer?: SetTimer;
}

export type SetTimer = (ms: number, ring: () => void) => { cancel(): void };

const QUIET_MS = 60_000;
/** From one look to the next, so that many who are due or come back at nearly the same time are claimed together. */
const GATHER_MS = 50;

/**
 * Has the publisher look at the queue at every tick, when a post wants it, and whenever there is room again. A known time
 * is met exactly, unless there was a look just before. What takes long keeps nobody else waiting: a look begins work and
 * does not wait for it.
 */
export class PublishLoop implements AsyncDisposable {
  readonly #options: PublishLoopOptions;
  readonly #stop = new AbortController();
  #timer: { cancel(): void } | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** For when the timer is set. */
  #wakeAt: number | undefined;
  #looking: Promise<void> | undefined;
  /** Somebody asked for a look while one was going on. */
  #again = false;
  /** There was more to do than room for it. */
  #isFull = false;
  #complainedAt: number | undefined;

  constructor(options: PublishLoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.wake();
  }

  /** Looks now: somebody has just planned a post for this moment. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#timer?.cancel();
    this.#wakeAt = undefined;
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
      if (this.#again) this.wake();
      else this.#setTimer();
      this.#again = false;
    });
  }

  /** Begins nothing more, and waits for what is written down and for a `media_publish` under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('The bot stops'));
    this.#timer?.cancel();
    await this.#looking;
    await this.#options.publisher.settled();
  }

  async #look(): Promise<void> {
    const { publisher, clock, tickMs = DEFAULT_TIMING.tickMs } = this.#options;
    this.#lookedAt = clock();
    this.#wakeBy(this.#lookedAt + tickMs);
    try {
      const { walks, isFull, isUnsure } = await publisher.begin({ signal: this.#stop.signal });
      this.#isFull = isFull;
      for (const walk of walks) void walk.then((next) => this.#cameBack(next));
      const next = await publisher.nextWake();
      // A full house looks again when somebody leaves; who does not believe the clock, at the next tick.
      if (next !== undefined && !isFull && !isUnsure) this.#wakeBy(next);
      this.#complainedAt = undefined;
    } catch (error) {
      this.#complain(error);
    }
  }

  #cameBack(next: number | undefined): void {
    if (this.#isFull) this.#wakeBy(this.#lookedAt);
    else if (next !== undefined) this.#wakeBy(next);
  }

  #wakeBy(at: number): void {
    if (this.#wakeAt !== undefined && this.#wakeAt <= at) return;
    this.#wakeAt = at;
    if (!this.#looking) this.#setTimer();
  }

  #setTimer(): void {
    if (this.#stop.signal.aborted) return;
    const { clock, tickMs = DEFAULT_TIMING.tickMs, setTimer = systemTimer } = this.#options;
    const waitMs = Math.max(this.#wakeAt ?? 0, this.#lookedAt + GATHER_MS) - clock();
    this.#timer?.cancel();
    // Never longer than a tick, wherever the clock is set meanwhile.
    this.#timer = setTimer(Math.min(Math.max(waitMs, 1), tickMs), () => this.wake());
  }

  #complain(error: unknown): void {
    const now = this.#options.clock();
    const since = this.#complainedAt === undefined ? QUIET_MS : Math.abs(now - this.#complainedAt);
    if (since < QUIET_MS) return;
    this.#complainedAt = now;
    this.#options.onError(error);
  }
}

function systemTimer(ms: number, ring: () => void): { cancel(): void } {
  const timer = setTimeout(ring, ms);
  return { cancel: () => clearTimeout(timer) };
}
