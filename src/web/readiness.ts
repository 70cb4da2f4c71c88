import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';

/** Something the bot needs for its work. */
export interface ReadinessCheck {
  /** Lower-case letters: a key of the answer. */
  readonly name: string;
  check(signal: AbortSignal): Promise<ReadinessVerdict>;
}

export interface ReadinessVerdict {
  readonly ok: boolean;
  /** One sentence that names no place, account or version: it is shown to whoever asks. */
  readonly reason?: string;
  /** What the operator needs to know besides: for the log alone. */
  readonly detail?: string;
}

export interface ReadinessOptions {
  readonly checks: readonly ReadinessCheck[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** For each check; default 2 s. */
  readonly deadlineMs?: number;
  /** So long an answer is good for everybody who asks; default 1 s. */
  readonly freshMs?: number;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly reason?: string }>>;
}

/**
 * Whether all that the bot needs is there. However many ask, each check runs once at a time; one that hangs is not begun
 * again beside itself.
 */
export class Readiness {
  readonly #options: ReadinessOptions;
  /** By check: the detail that was logged last. */
  readonly #logged = new Map<string, string | undefined>();
  readonly #underWay = new Map<string, Promise<Verdict>>();
  #latest: { readonly report: Promise<ReadinessReport>; readonly at: number } | undefined;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  look(): Promise<ReadinessReport> {
    const { clock, freshMs = 1_000 } = this.#options;
    const age = this.#latest ? clock() - this.#latest.at : Number.POSITIVE_INFINITY;
    // Also older than none: the clock was set back.
    if (!this.#latest || age >= freshMs || age < 0) {
      this.#latest = { report: this.#report(), at: clock() };
    }
    return this.#latest.report;
  }

  async #report(): Promise<ReadinessReport> {
    const entries = await Promise.all(
      this.#options.checks.map(async (one) => [one.name, await this.#verdict(one)] as const),
    );
    return { ready: entries.every(([, { ok }]) => ok), checks: Object.fromEntries(entries) };
  }

  async #verdict(one: ReadinessCheck): Promise<Verdict> {
    const { deadlineMs = 2_000 } = this.#options;
    const limit = Promise.withResolvers<Verdict>();
    const signal = AbortSignal.timeout(deadlineMs);
    const late = () =>
      limit.resolve({ ok: false, reason: `No answer within ${deadlineMs / 1000} s.` });
    signal.addEventListener('abort', late);
    try {
      return await Promise.race([this.#run(one, signal), limit.promise]);
    } finally {
      signal.removeEventListener('abort', late);
    }
  }

  #run(one: ReadinessCheck, signal: AbortSignal): Promise<Verdict> {
    const running = this.#underWay.get(one.name);
    if (running) return running;
    const begun = this.#begin(one, signal).finally(() => this.#underWay.delete(one.name));
    this.#underWay.set(one.name, begun);
    return begun;
  }

  async #begin(one: ReadinessCheck, signal: AbortSignal): Promise<Verdict> {
    try {
      const { ok, reason, detail } = await one.check(signal);
      // Whoever watches asks every few seconds.
      if (this.#logged.get(one.name) !== detail) {
        this.#logged.set(one.name, detail);
        if (!ok) this.#options.logger.warn({ check: one.name, detail }, 'not ready');
      }
      return reason === undefined ? { ok } : { ok, reason };
    } catch (error) {
      // What was thrown may say more than everybody may know.
      this.#options.logger.warn({ err: error, check: one.name }, 'readiness check failed');
      return { ok: false, reason: 'The check itself failed; the log says why.' };
    }
  }
}

interface Verdict {
  readonly ok: boolean;
  readonly reason?: string;
}
