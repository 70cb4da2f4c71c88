import type { Clock } from '../events/clock.ts';

export interface ReadingCacheOptions {
  readonly clock: Clock;
  /** A remembered answer younger than this is given without asking, in milliseconds. */
  readonly freshMs: number;
  /** When asking fails, a remembered answer younger than this is better than none, in milliseconds. */
  readonly staleMs: number;
  /** How many answers are remembered; the one longest unused is forgotten first. */
  readonly entries: number;
  /** Whether a failure says nothing about the answer itself, so that the last known one may stand in for it. */
  readonly isOutage: (error: unknown) => boolean;
}

export interface CachedReading<T> {
  readonly value: T;
  /** Epoch milliseconds of the answer. */
  readonly readAt: number;
  readonly stale: boolean;
  /** Why the answer is stale. */
  readonly outage?: unknown;
}

interface Remembered<T> {
  readonly value: T;
  readonly readAt: number;
}

/**
 * Answers by key: short-lived while the source is well, long-lived while it is not, and asked for once however many
 * are waiting. In memory only, so that nothing read with somebody's permission outlives the process.
 */
export class ReadingCache<T> {
  readonly #options: ReadingCacheOptions;
  /** In order of use: the first is the one longest unused. */
  readonly #remembered = new Map<string, Remembered<T>>();
  readonly #inFlight = new Map<string, Promise<CachedReading<T>>>();

  constructor(options: ReadingCacheOptions) {
    this.#options = options;
  }

  async read(key: string, ask: () => Promise<T>): Promise<CachedReading<T>> {
    const remembered = this.#recall(key);
    if (remembered && this.#isYounger(remembered, this.#options.freshMs)) {
      return { ...remembered, stale: false };
    }
    const waiting = this.#inFlight.get(key);
    if (waiting) return waiting;
    const asked = this.#ask(key, ask).finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, asked);
    return asked;
  }

  async #ask(key: string, ask: () => Promise<T>): Promise<CachedReading<T>> {
    try {
      const answer = { value: await ask(), readAt: this.#options.clock() };
      this.#remember(key, answer);
      return { ...answer, stale: false };
    } catch (error) {
      const { isOutage, staleMs } = this.#options;
      const remembered = this.#recall(key);
      if (remembered && isOutage(error) && this.#isYounger(remembered, staleMs)) {
        return { ...remembered, stale: true, outage: error };
      }
      this.#remembered.delete(key);
      throw error;
    }
  }

  #recall(key: string): Remembered<T> | undefined {
    const remembered = this.#remembered.get(key);
    if (remembered) {
      this.#remembered.delete(key);
      this.#remembered.set(key, remembered);
    }
    return remembered;
  }

  #remember(key: string, answer: Remembered<T>): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, answer);
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined && this.#remembered.size > this.#options.entries) {
      this.#remembered.delete(oldest);
    }
  }

  /** A clock that was set back makes ages negative; such an answer is old, not eternally new. */
  #isYounger(answer: Remembered<T>, ms: number): boolean {
    const age = this.#options.clock() - answer.readAt;
    return age >= 0 && age < ms;
  }
}
