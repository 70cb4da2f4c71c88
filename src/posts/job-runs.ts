/** How a run of a recurring job ended. */
export type JobOutcome = 'succeeded' | 'failed';

/** Who runs which slot of a recurring job, agreed between all processes that share the store. */
export interface JobRuns {
  /**
   * One atomic statement. `claimed` for the first who asks, and again once a claim is older than its `leaseMs` without
   * having been finished: its process has died. Otherwise `already`.
   */
  claim(claim: {
    readonly job: string;
    /** The moment for which the run is scheduled; epoch milliseconds. Of a run by hand: when it was asked for. */
    readonly slot: number;
    /** Now; epoch milliseconds. */
    readonly at: number;
    readonly leaseMs: number;
  }): Promise<'claimed' | 'already'>;
  /** A finished slot is never claimed again, however it ended. */
  finish(run: {
    readonly job: string;
    readonly slot: number;
    /** Epoch milliseconds. */
    readonly at: number;
    readonly outcome: JobOutcome;
    /** One line about what was done, or why it failed; without secrets. */
    readonly note?: string;
  }): Promise<void>;
  /** Forgets slots before this moment; returns how many. */
  prune(before: number): Promise<number>;
}
