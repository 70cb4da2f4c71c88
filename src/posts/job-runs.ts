/** How a run of a recurring job ended. */
export type JobOutcome = 'succeeded' | 'failed';

/** How a failed run is tried again, in milliseconds. */
export interface Retries {
  /** After each failure. */
  readonly afterMs: number;
  /** No longer than this after the first attempt began. */
  readonly forMs: number;
}

/** Who runs which slot of a recurring job, agreed between all processes that share the store. */
export interface JobRuns {
  /**
   * One atomic statement. `claimed` for the first who asks; again once a claim is older than its `leaseMs` without
   * having been finished, for its process has died; and again as `retries` say when it failed. Otherwise `already`.
   */
  claim(claim: {
    readonly job: string;
    /** The moment for which the run is scheduled; epoch milliseconds. Of a run by hand: when it was asked for. */
    readonly slot: number;
    /** Now; epoch milliseconds. */
    readonly at: number;
    readonly leaseMs: number;
    /** Absent: one that failed is over. */
    readonly retries?: Retries;
  }): Promise<'claimed' | 'already'>;
  /** A slot that succeeded is never claimed again. Does nothing when the claim has run out and become another's. */
  finish(run: {
    readonly job: string;
    readonly slot: number;
    /** When the claim ends: its `at` and `leaseMs` together. */
    readonly leaseUntil: number;
    /** Epoch milliseconds. */
    readonly at: number;
    readonly outcome: JobOutcome;
    /** One line about what was done, or why it failed; without secrets. */
    readonly note?: string;
  }): Promise<void>;
  /** Forgets slots before this moment; returns how many. */
  prune(before: number): Promise<number>;
}
