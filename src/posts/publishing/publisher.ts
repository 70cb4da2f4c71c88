import type { PublisherOptions } from './publisher-options.ts';
import { DEFAULT_TIMING, type PublishTiming } from './timing.ts';
import { UnpublishedWatch } from './unpublished-watch.ts';
import { walk } from './walk.ts';

/** What one look at the queue has begun. */
export interface Begun {
  /** Each ends when somebody looks next, in epoch milliseconds, or undefined. None rejects. */
  readonly walks: readonly Promise<number | undefined>[];
  /** There may be more that is due than there was room for. */
  readonly isFull: boolean;
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
  /** By post: one that comes back while it is still at work here is left to its lease. */
  readonly #atWork = new Map<string, Promise<number | undefined>>();

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#timing = options.timing ?? DEFAULT_TIMING;
    this.#watch = new UnpublishedWatch(this.#stopwatch);
  }

  /**
   * Claims what is due, as far as there is room, and begins to work on it.
   *
   * @throws what the database throws.
   */
  async begin({ signal }: { readonly signal: AbortSignal }): Promise<Begun> {
    const { store, clock, concurrency = CONCURRENCY } = this.#options;
    const limit = concurrency - this.#atWork.size;
    if (limit <= 0 || signal.aborted) return { walks: [], isFull: limit <= 0 };
    const { leaseMs } = this.#timing;
    const claimed = await store.claimDue({ now: clock(), leaseMs, limit });
    const walks = claimed
      .filter(({ postId }) => !this.#atWork.has(postId))
      .map((publication) => {
        const walking = walk(publication, this.#contextOf(signal)).finally(() => {
          this.#atWork.delete(publication.postId);
        });
        this.#atWork.set(publication.postId, walking);
        return walking;
      });
    return { walks, isFull: claimed.length === limit };
  }

  /** The earliest moment at which something is due; undefined when nothing waits. */
  async nextWake(): Promise<number | undefined> {
    return await this.#options.store.nextWake();
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
      const { count, wakes } = await this.#runAll(signal);
      sum += count;
      const now = clock();
      soon = [...soon, ...wakes].filter((at) => at > now && at <= now + PATIENCE_MS);
      if (soon.length === 0) {
        if (count === 0) return sum;
      } else if (!signal.aborted) await wait(Math.min(...soon) - now, signal);
    }
    return sum;
  }

  /** Ends when nothing is being worked on. */
  async settled(): Promise<void> {
    await Promise.all(this.#atWork.values());
  }

  async #runAll(
    signal: AbortSignal,
  ): Promise<{ readonly count: number; readonly wakes: readonly number[] }> {
    const begun: Promise<number | undefined>[] = [];
    try {
      for (;;) {
        const { walks, isFull } = await this.begin({ signal });
        begun.push(...walks);
        if (!isFull || signal.aborted) break;
        await Promise.race(this.#atWork.values());
      }
    } finally {
      await Promise.all(begun);
    }
    const wakes = (await Promise.all(begun)).filter((wake) => wake !== undefined);
    return { count: begun.length, wakes };
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
      signal,
    };
  }

  readonly #stopwatch = (): number => (this.#options.stopwatch ?? (() => performance.now()))();
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
