import { setTimeout as delay } from 'node:timers/promises';

export interface ApprovalPaceOptions {
  readonly perSecond: number;
  /** Milliseconds; never goes back. */
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Discord takes fifty requests a second from a bot, whatever they are for (documentation, "Global Rate Limit"). What
 * comes in hundreds and is waited for by nobody goes at a pace that leaves room for the rest.
 */
export class ApprovalPace {
  readonly #stepMs: number;
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<unknown>;
  #next = Number.NEGATIVE_INFINITY;

  constructor({ perSecond, now = () => performance.now(), wait = delay }: ApprovalPaceOptions) {
    this.#stepMs = 1000 / perSecond;
    this.#now = now;
    this.#wait = wait;
  }

  /** Resolves when one request may be made; in the order of asking, evenly spread, at once when none was made lately. */
  async turn(): Promise<void> {
    const now = this.#now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#stepMs;
    if (at > now) await this.#wait(at - now);
  }
}
