import { ClockWatch } from './clock-watch.ts';
import type { PublisherOptions } from './publisher-options.ts';
import { DEFAULT_TIMING, type PublishTiming } from './timing.ts';
import { Turns } from './turns.ts';
import { UnpublishedWatch } from './unpublished-watch.ts';
import { walk } from './walk.ts';

/** What one look at the queue has begun. */
export interface Begun {
  /** Each ends when somebody looks next, in epoch milliseconds, or undefined. None rejects. */
  readonly walks: readonly Promise<number | undefined>[];
  /** There may be more that is due than there was room for. */
  readonly isFull: boolean;
  /** The clock was set just now: nothing was begun, and nothing is before it has gone on evenly for a while. */
  readonly isUnsure?: boolean;
}

const CONCURRENCY = 64;
/** A drain waits for a container that Instagram still fetches, but not for a grace. */
const PATIENCE_MS = 20_000;

/**
 * Publishes what is due. All it knows is in the database: any number of publishers may work on one, and each may die at
 * any moment. A post is never sent twice, for whoever takes it after a crash reads its container before anything else.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #timing: PublishTiming;
  readonly #watch: UnpublishedWatch;
  readonly #turns = new Turns();
  readonly #clock: ClockWatch;
  /** By post. */
  readonly #atWork = new Map<string, AtWork>();
  /** What was held for a reason that may be gone has been looked for, since the start and since the clock was set. */
  #hasResumed = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#timing = options.timing ?? DEFAULT_TIMING;
    this.#watch = new UnpublishedWatch(this.#stopwatch);
    this.#clock = new ClockWatch(options.clock, this.#stopwatch);
  }

  /**
   * Claims what is due, as far as there is room, and begins to work on it.
   *
   * @throws what the database throws.
   */
  async begin({ signal }: { readonly signal: AbortSignal }): Promise<Begun> {
    const { store, concurrency = CONCURRENCY } = this.#options;
    const limit = concurrency - this.#atWork.size;
    if (limit <= 0 || signal.aborted) return { walks: [], isFull: limit <= 0 };
    const { now, isSteady, wasSetBy } = this.#clock.read();
    if (!isSteady) {
      this.#hasResumed = false;
      if (wasSetBy !== undefined) this.#options.onError(new ClockSetError(wasSetBy));
      return { walks: [], isFull: false, isUnsure: true };
    }
    await this.#resume(now);
    const { leaseMs } = this.#timing;
    const except = this.#overdue();
    const claimed = await store.claimDue({ now, leaseMs, limit, except });
    const walks = claimed
      .filter(({ postId }) => !this.#atWork.has(postId))
      .map((publication) => {
        const walking = walk(publication, this.#contextOf(signal)).finally(() => {
          this.#atWork.delete(publication.postId);
        });
        this.#atWork.set(publication.postId, { walking, since: this.#stopwatch() });
        return walking;
      });
    return { walks, isFull: claimed.length === limit };
  }

  /** The earliest moment at which something is due; undefined when nothing waits. */
  async nextWake(): Promise<number | undefined> {
    const { store, clock } = this.#options;
    const next = await store.nextWake();
    if (next === undefined || this.#overdue().length === 0) return next;
    // What is overdue and at work here comes back by itself.
    return Math.max(next, clock() + this.#timing.tickMs);
  }

  /**
   * Works off what is due now, and returns how many posts that were.
   *
   * @throws what the database throws at the claim; what was begun is finished first.
   */
  async runDue({ signal }: { readonly signal: AbortSignal }): Promise<number> {
    return (await this.#runAll(signal)).count;
  }

  /**
   * The same until nothing is due any more, waiting for what Instagram fetches meanwhile. Returns how many posts were
   * worked on.
   *
   * @throws as `runDue`.
   */
  async drain({
    signal,
    wait = waitFor,
  }: {
    readonly signal: AbortSignal;
    /** Ends after so many milliseconds, or with the signal. */
    readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  }): Promise<number> {
    const { clock } = this.#options;
    let sum = 0;
    let soon: readonly number[] = [];
    while (!signal.aborted) {
      const { count, wakes, isUnsure } = await this.#runAll(signal);
      sum += count;
      const now = clock();
      if (isUnsure) {
        await wait(this.#timing.tickMs, signal);
        continue;
      }
      soon = [...soon, ...wakes].filter((at) => at > now && at <= now + PATIENCE_MS);
      if (soon.length === 0) {
        if (count === 0) return sum;
      } else if (!signal.aborted) await wait(Math.min(...soon) - now, signal);
    }
    return sum;
  }

  /** Ends when nothing is being worked on. */
  async settled(): Promise<void> {
    await Promise.all(this.#walksAtWork());
  }

  /** A process that lacked something, or whose clock was wrong, has held what this one can publish. */
  async #resume(now: number): Promise<void> {
    if (this.#hasResumed) return;
    const { store } = this.#options;
    await store.resumeHeld(['public_url_missing'], now);
    await store.resumeHeld(['late'], now, undefined, now);
    this.#hasResumed = true;
  }

  /** Those at work here for longer than a lease, so that their claims may be over: nobody takes them from himself. */
  #overdue(): readonly string[] {
    const begunBefore = this.#stopwatch() - this.#timing.leaseMs;
    return [...this.#atWork].flatMap(([postId, { since }]) =>
      since <= begunBefore ? [postId] : [],
    );
  }

  #walksAtWork(): readonly Promise<number | undefined>[] {
    return [...this.#atWork.values()].map(({ walking }) => walking);
  }

  async #runAll(signal: AbortSignal): Promise<{
    readonly count: number;
    readonly wakes: readonly number[];
    readonly isUnsure: boolean;
  }> {
    const begun: Promise<number | undefined>[] = [];
    let isUnsure = false;
    try {
      for (;;) {
        const { walks, isFull, isUnsure: unsure = false } = await this.begin({ signal });
        isUnsure = unsure;
        begun.push(...walks);
        if (!isFull || signal.aborted) break;
        await Promise.race(this.#walksAtWork());
      }
    } finally {
      await Promise.all(begun);
    }
    const wakes = (await Promise.all(begun)).filter((wake) => wake !== undefined);
    return { count: begun.length, wakes, isUnsure };
  }

  #contextOf(signal: AbortSignal) {
    const { random = Math.random } = this.#options;
    return {
      ...this.#options,
      onError: this.#options.onError.bind(this.#options),
      timing: this.#timing,
      stopwatch: this.#stopwatch,
      random,
      watch: this.#watch,
      turns: this.#turns,
      signal,
    };
  }

  readonly #stopwatch = (): number => (this.#options.stopwatch ?? (() => performance.now()))();
}

interface AtWork {
  readonly walking: Promise<number | undefined>;
  /** By the stopwatch. */
  readonly since: number;
}

class ClockSetError extends Error {
  override readonly name = 'ClockSetError';

  constructor(ms: number) {
    super(
      `The clock was set by ${Math.round(ms / 1_000)} s; publishing rests until it goes on evenly`,
    );
  }
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
