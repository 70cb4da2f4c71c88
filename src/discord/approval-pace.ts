import { setTimeout as delay } from 'node:timers/promises';

/** The time that a pace goes by; the real one when absent. */
export interface Pacing {
  /** Milliseconds; never goes back. */
  readonly now?: () => number;
  /** @throws when the signal is aborted. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export interface ApprovalPaceOptions extends Pacing {
  readonly perSecond: number;
}

/**
 * Discord takes fifty requests a second from a bot, whatever they are for (documentation, "Global Rate Limit"). What
 * comes in hundreds and is waited for by nobody goes at a pace that leaves room for the rest.
 */
export class ApprovalPace {
  readonly #stepMs: number;
  readonly #now: () => number;
  readonly #wait: NonNullable<Pacing['wait']>;
  #next = Number.NEGATIVE_INFINITY;

  constructor({ perSecond, now = () => performance.now(), wait = pause }: ApprovalPaceOptions) {
    this.#stepMs = 1000 / perSecond;
    this.#now = now;
    this.#wait = wait;
  }

  /**
   * Resolves when one request may be made; in the order of asking, evenly spread, at once when none was made lately.
   * @param signal ends the waiting; the turn is used up all the same.
   * @throws when the signal is aborted, also when it was before.
   */
  async turn(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const now = this.#now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#stepMs;
    if (at > now) await this.#wait(at - now, signal);
    signal?.throwIfAborted();
  }
}

/**
 * A pace for each name, such as the id of a channel, where Discord limits them one by one. Of so many it is remembered
 * when they were last asked for; whoever had a turn more than `1000 / perSecond` ms ago may be forgotten.
 */
export class ApprovalPaces {
  readonly #options: ApprovalPaceOptions & { readonly remembered: number };
  /** The one that was not asked for longest is the first. */
  readonly #paces = new Map<string, ApprovalPace>();

  constructor(options: ApprovalPaceOptions & { readonly remembered: number }) {
    this.#options = options;
  }

  /** As that of one pace. */
  async turn(name: string, signal?: AbortSignal): Promise<void> {
    const pace = this.#paces.get(name) ?? new ApprovalPace(this.#options);
    this.#paces.delete(name);
    this.#paces.set(name, pace);
    const [oldest] = this.#paces.keys();
    if (this.#paces.size > this.#options.remembered && oldest !== undefined)
      this.#paces.delete(oldest);
    await pace.turn(signal);
  }
}

/** Keeps no program from ending: whoever stops it waits for what matters, and for no longer than that. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, { ref: false, ...(signal ? { signal } : {}) });
}
