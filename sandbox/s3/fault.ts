/** What goes wrong with an answer. Until cleared, or for the next `times` requests; only for `method` when given. */
export type S3Fault = S3FaultKind & { readonly times?: number; readonly method?: string };

export type S3FaultKind =
  /** An error in place of the answer; nothing is done. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly retryAfter?: string;
    }
  /** The connection is destroyed without an answer; `afterEffect`: when all is done. */
  | { readonly kind: 'reset'; readonly afterEffect?: boolean }
  /** The connection stays open and nothing comes. */
  | { readonly kind: 'hang' }
  /** The right answer, so many milliseconds later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The first half of the right body, then the connection is destroyed. */
  | { readonly kind: 'truncated' }
  /** A proxy's page in place of the body. */
  | { readonly kind: 'html'; readonly status: number };
