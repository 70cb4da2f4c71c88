import type { RecurringWork } from '../posts/recurring-work.ts';

/** A recurring job: what is done, and when by the clock of Seoul. */
export interface Job {
  /** Lower-case letters and hyphens: what an operator types. */
  readonly name: string;
  /** Minute, hour, day, month, weekday. */
  readonly cron: string;
  readonly run: RecurringWork;
  /** Longer than this it may not take; default 10 minutes. */
  readonly limitMs?: number;
}
