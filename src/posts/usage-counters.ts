/** What is counted for each person or account and day. */
export const USAGE_KINDS = ['generated', 'downloaded', 'published', 'failed'] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];

/** Whose use it is: a Discord user, an Instagram account, or for a day somebody who was removed, without the name. */
export type UsageSubject = `user:${string}` | `instagram:${string}` | `removed:${string}`;

export interface Usage {
  readonly subject: UsageSubject;
  readonly kind: UsageKind;
  /** In Seoul, `YYYY-MM-DD`. */
  readonly day: string;
}

/** What was used on which day, for limits and for the daily summary. */
export interface UsageCounters {
  /**
   * Counts one use unless `limit` are used already: one atomic statement, however many ask at once. What somebody used
   * earlier on the day on which they were removed is among them.
   */
  take(usage: Usage, limit: number): Promise<{ readonly taken: boolean; readonly used: number }>;
  /** Takes back one use that came to nothing; never below none. */
  giveBack(usage: Usage): Promise<void>;
  /** Counts one use without a limit; returns how many there are. */
  count(usage: Usage): Promise<number>;
  used(usage: Usage): Promise<number>;
  totals(day: string): Promise<UsageTotals>;
  /** Forgets the days before this one; returns how many counters went. */
  prune(beforeDay: string): Promise<number>;
}

export interface UsageTotals {
  readonly uses: Readonly<Record<UsageKind, number>>;
  /** People who did anything that is counted. */
  readonly activeUsers: number;
}
