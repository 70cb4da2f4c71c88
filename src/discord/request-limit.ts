import { setTimeout as delay } from 'node:timers/promises';

export interface RequestLimitOptions {
  readonly perSecond: number;
  /** Milliseconds; never goes back. */
  readonly now?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const SECOND_MS = 1000;

/** Lets no more go than so many in any second, in the order of asking; at once while there were fewer. */
export class RequestLimit {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** When the last ones go. */
  readonly #times: number[] = [];

  constructor({ perSecond, now = () => performance.now(), wait = pause }: RequestLimitOptions) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#wait = wait;
  }

  /** Resolves when one may go. @throws the reason of the signal. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#now();
    const before = this.#times.at(-this.#perSecond) ?? Number.NEGATIVE_INFINITY;
    const at = Math.max(now, before + SECOND_MS);
    this.#times.push(at);
    if (this.#times.length > this.#perSecond) this.#times.shift();
    if (at > now) await this.#wait(at - now, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal });
}
