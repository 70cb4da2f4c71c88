/** What goes wrong with an answer. Until cleared, or for the next `times` calls; only for `path` when given. */
export type RiteFault = RiteFaultKind & { readonly times?: number; readonly path?: string };

export type RiteFaultKind =
  /** The connection is destroyed without an answer. */
  | { readonly kind: 'down' }
  /** The connection stays open and nothing comes. */
  | { readonly kind: 'hang' }
  /** The right answer, so many milliseconds later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** An error before any function ran: overload, rate limit, outage. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** A proxy's error page. */
  | { readonly kind: 'html'; readonly status?: number }
  /** The first half of the right answer: `body` says so only by its JSON, `connection` breaks off. */
  | { readonly kind: 'truncated'; readonly cut: 'body' | 'connection' }
  /** Valid JSON in place of the function's value. */
  | { readonly kind: 'wrong_shape'; readonly value: unknown }
  /** Valid JSON in place of the whole answer. */
  | { readonly kind: 'wrong_envelope'; readonly body: unknown }
  /** The function throws this; redacted like any other error unless the sandbox shows errors. */
  | { readonly kind: 'function_error'; readonly message: string };

/** The faults in force, the oldest first. */
export class RiteFaults {
  #faults: { readonly fault: RiteFault; left: number }[] = [];

  add(fault: RiteFault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault for this call, which uses it up once. */
  take(path: string): RiteFault | undefined {
    const found = this.#faults.find(({ fault }) => (fault.path ?? path) === path);
    if (!found) return undefined;
    found.left -= 1;
    this.#faults = this.#faults.filter(({ left }) => left > 0);
    return found.fault;
  }
}
