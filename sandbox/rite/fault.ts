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
