import { setTimeout as delay } from 'node:timers/promises';

const SECOND_MS = 1000;

/** The time that a pace goes by; the real one when absent. */
export interface Pacing {
  /** Milliseconds; never goes back. */
  readonly now?: () => number;
  /** @throws when the signal is aborted. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export interface RequestPaceOptions extends Pacing {
  readonly perSecond: number;
  /** Spread over the second, instead of as many at once as may go in one. Default false. */
  readonly evenly?: boolean;
}

/**
 * Discord takes fifty requests a second from a bot, whatever they are for (documentation, "Global Rate Limit"). What
 * comes in hundreds and is waited for by nobody goes evenly, which leaves room for the rest.
 */
export class RequestPace {
  /** So many in any `windowMs`. */
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  readonly #wait: NonNullable<Pacing['wait']>;
  /** When the last ones go. */
  readonly #times: number[] = [];

  constructor(options: RequestPaceOptions) {
    const { perSecond, evenly = false, now = () => performance.now(), wait = pause } = options;
    this.#limit = evenly ? 1 : perSecond;
    this.#windowMs = evenly ? SECOND_MS / perSecond : SECOND_MS;
    this.#now = now;
    this.#wait = wait;
  }

  /**
   * Resolves when one request may be made; in the order of asking, at once while there were fewer.
   * @param signal ends the waiting; the turn is used up all the same.
   * @throws when the signal is aborted, also when it was before.
   */
  async turn(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const now = this.#now();
    const before = this.#times.at(-this.#limit) ?? Number.NEGATIVE_INFINITY;
    const at = Math.max(now, before + this.#windowMs);
    this.#times.push(at);
    if (this.#times.length > this.#limit) this.#times.shift();
    if (at > now) await this.#wait(at - now, signal);
    signal?.throwIfAborted();
  }
}

/**
 * A pace for each name, such as the id of a channel, where Discord limits them one by one. Of so many it is remembered
 * when they were last asked for; whoever had a turn a second ago may be forgotten.
 */
export class RequestPaces {
  readonly #options: RequestPaceOptions & { readonly remembered: number };
  /** The one that was not asked for longest is the first. */
  readonly #paces = new Map<string, RequestPace>();

  constructor(options: RequestPaceOptions & { readonly remembered: number }) {
    this.#options = options;
  }

  /** As that of one pace. */
  async turn(name: string, signal?: AbortSignal): Promise<void> {
    const pace = this.#paces.get(name) ?? new RequestPace(this.#options);
    this.#paces.delete(name);
    this.#paces.set(name, pace);
    const [oldest] = this.#paces.keys();
    if (this.#paces.size > this.#options.remembered && oldest !== undefined) {
      this.#paces.delete(oldest);
    }
    await pace.turn(signal);
  }
}

/** Keeps no program from ending: whoever stops it waits for what matters, and for no longer than that. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, { ref: false, ...(signal ? { signal } : {}) });
}
