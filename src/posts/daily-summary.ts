import type { Logger } from 'pino';
import type { Language } from '../events/event.ts';
import { todayInSeoul } from '../events/night.ts';
import type { RecurringWork } from './recurring-work.ts';
import type { UsageCounters, UsageKind } from './usage-counters.ts';

/** What was done on a day, for the operator; `failed` are posts that were not made, or not kept. */
export interface DailySummary extends Readonly<Record<UsageKind, number>> {
  /** In Seoul, `YYYY-MM-DD`. */
  readonly day: string;
  readonly activeUsers: number;
  /** Of what was tried, what came of it; 0 to 1, absent when nothing was tried. */
  readonly successRate?: number;
  /** Posts downloaded, each once, for each that was made; above 1 when older ones were. Absent when none was made. */
  readonly downloadRate?: number;
}

export interface DailySummaryOptions {
  readonly usage: Pick<UsageCounters, 'totals'>;
  readonly logger: Logger;
  /** Where the operator reads it, if there is such a place. */
  readonly announce?: (summary: DailySummary) => Promise<void>;
}

/** Sums up the day before the one for which it is due, so that a late run tells of the same day. */
export function tellDailySummary({ usage, logger, announce }: DailySummaryOptions): RecurringWork {
  return async ({ slot }) => {
    const day = todayInSeoul(slot).subtract({ days: 1 }).toString();
    const { uses, activeUsers } = await usage.totals(day);
    const done = uses.generated + uses.published;
    const summary: DailySummary = {
      day,
      ...uses,
      activeUsers,
      ...(done + uses.failed === 0 ? {} : { successRate: done / (done + uses.failed) }),
      ...(uses.generated === 0 ? {} : { downloadRate: uses.downloaded / uses.generated }),
    };
    logger.info(summary, 'daily summary');
    await announce?.(summary);
    return summaryText(summary, 'en');
  };
}

/** One line: `2026-11-21: 12 generated, 7 downloaded, 3 published, 1 failed, 5 people, 94% successful`. */
export function summaryText(summary: DailySummary, language: Language): string {
  const { day, generated, downloaded, published, failed, activeUsers, successRate } = summary;
  const percent = successRate === undefined ? undefined : `${Math.floor(successRate * 100)}%`;
  const parts =
    language === 'ko'
      ? [
          `생성 ${generated}건`,
          `다운로드 ${downloaded}건`,
          `게시 ${published}건`,
          `실패 ${failed}건`,
          `이용자 ${activeUsers}명`,
          ...(percent ? [`성공률 ${percent}`] : []),
        ]
      : [
          `${generated} generated`,
          `${downloaded} downloaded`,
          `${published} published`,
          `${failed} failed`,
          `${activeUsers} people`,
          ...(percent ? [`${percent} successful`] : []),
        ];
  return `${day}: ${parts.join(', ')}`;
}
