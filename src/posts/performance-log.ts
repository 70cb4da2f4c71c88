/** An operation that took longer than people wait. */
export interface SlowOperation {
  readonly operation: string;
  readonly durationMs: number;
  /** When it began; epoch milliseconds. */
  readonly at: number;
}

/** Where slow operations are kept, for the operator to look at later. */
export interface PerformanceLog {
  record(entry: SlowOperation): Promise<void>;
  /** Newest first. */
  recent(limit: number): Promise<readonly SlowOperation[]>;
  /** Forgets what began before this moment; returns how much. */
  prune(before: number): Promise<number>;
}
