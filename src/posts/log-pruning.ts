import type { Clock } from '../events/clock.ts';
import { todayInSeoul } from '../events/night.ts';
import type { SignIns } from './accounts/instagram-account.ts';
import type { AuditLog } from './audit-log.ts';
import type { JobRuns } from './job-runs.ts';
import type { LinkCodes } from './link-codes.ts';
import type { NoticeStore } from './notices/notice.ts';
import type { PerformanceLog } from './performance-log.ts';
import type { PersonalData } from './personal-data.ts';
import type { RecurringWork } from './recurring-work.ts';
import type { UsageCounters } from './usage-counters.ts';

export interface LogPruningOptions {
  readonly performanceLog: Pick<PerformanceLog, 'prune'>;
  readonly jobRuns: Pick<JobRuns, 'prune'>;
  readonly usage: Pick<UsageCounters, 'prune'>;
  readonly linkCodes: Pick<LinkCodes, 'prune'>;
  readonly signIns: Pick<SignIns, 'prune'>;
  readonly notices: Pick<NoticeStore, 'prune'>;
  readonly audit: Pick<AuditLog, 'prune'>;
  readonly personalData: Pick<PersonalData, 'forgetRemovals'>;
  readonly clock: Clock;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const LOG_DAYS = 30;
/** Enough to compare a month with the two before. */
const USAGE_DAYS = 92;
/** A year, and a month to look back on it. */
const AUDIT_DAYS = 400;

/** Forgets what was written down only to be looked at for a while. */
export function pruneLogs(options: LogPruningOptions): RecurringWork {
  return async () => {
    const now = options.clock();
    const logEnd = now - LOG_DAYS * DAY_MS;
    const usageEnd = todayInSeoul(now - USAGE_DAYS * DAY_MS).toString();
    const slow = await options.performanceLog.prune(logEnd);
    const runs = await options.jobRuns.prune(logEnd);
    const counters = await options.usage.prune(usageEnd);
    const codes = await options.linkCodes.prune(now);
    const signIns = await options.signIns.prune(now - DAY_MS);
    const notices = await options.notices.prune(logEnd);
    const lines = await options.audit.prune(now - AUDIT_DAYS * DAY_MS);
    const removals = await options.personalData.forgetRemovals(now);
    return `${slow} slow operations, ${runs} job runs, ${counters} counters, ${codes} link codes, ${signIns} sign-ins, ${notices} notices, ${lines} audit lines and ${removals} removals forgotten`;
  };
}
