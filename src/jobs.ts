import cron from 'node-cron';
import type { Logger } from 'pino';
import type { Job } from './jobs/job.ts';
import type { Schedule } from './jobs/slots.ts';
import { type CleanUpOptions, cleanUp } from './posts/clean-up.ts';
import { type DailySummaryOptions, tellDailySummary } from './posts/daily-summary.ts';
import { type DepartedServersOptions, removeDepartedServers } from './posts/departed-servers.ts';
import { type LogPruningOptions, pruneLogs } from './posts/log-pruning.ts';
import type { RecurringWork } from './posts/recurring-work.ts';
import { type SweepOptions, sweep } from './posts/sweep.ts';

export type RecurringJobsOptions = CleanUpOptions &
  SweepOptions &
  DepartedServersOptions &
  LogPruningOptions &
  DailySummaryOptions & { readonly works: DailyWorks };

/** What is done every day about posts and accounts on Instagram. */
export type DailyWorks = Readonly<
  Record<'instagram-tokens' | 'insights' | 'fact-watch', RecurringWork>
>;

/** What an operator types to run one by hand. */
export const JOB_NAMES = [
  'clean-up',
  'departed-servers',
  'sweep',
  'prune-logs',
  'insights',
  'daily-summary',
  'instagram-tokens',
  'fact-watch',
] as const;

/** All recurring jobs, by the clock of Seoul: in the hours when clubs close, and the summary when offices open. */
export function recurringJobs(options: RecurringJobsOptions): readonly Job[] {
  const { works } = options;
  const jobs: Readonly<Record<(typeof JOB_NAMES)[number], Omit<Job, 'name'>>> = {
    'clean-up': { cron: '0 6 * * *', run: cleanUp(options) },
    'departed-servers': { cron: '15 6 * * *', run: removeDepartedServers(options) },
    sweep: { cron: '30 6 * * *', run: sweep(options), limitMs: 60 * 60 * 1000 },
    'prune-logs': { cron: '45 6 * * *', run: pruneLogs(options) },
    insights: { cron: '30 8 * * *', run: works.insights },
    // When people are awake who may have to connect again, or to approve what has changed.
    'instagram-tokens': { cron: '0 11 * * *', run: works['instagram-tokens'] },
    'fact-watch': { cron: '30 11 * * *', run: works['fact-watch'], limitMs: 60 * 60 * 1000 },
    'daily-summary': { cron: '0 9 * * *', run: tellDailySummary(options) },
  };
  return JOB_NAMES.map((name) => ({ name, ...jobs[name] }));
}

/** @throws for what is not five fields of minutes, hours, days, months and weekdays. */
export function readSchedule(expression: string): Schedule {
  const fields = cron.parse(expression);
  if (fields.second.some((second) => second !== 0)) throw new TypeError('Seconds are not for jobs');
  return {
    minutes: fields.minute,
    hours: fields.hour,
    daysOfMonth: fields.dayOfMonth.map(plainNumber),
    months: fields.month,
    daysOfWeek: fields.dayOfWeek.map(plainNumber),
  };
}

/** Calls at the beginning of every minute, and also when that was missed because the event loop was held up. */
export function everyMinute(call: () => void, logger: Logger): Disposable {
  const task = cron.schedule('* * * * *', call, {
    timezone: 'Asia/Seoul',
    // Not a reason for the process to live.
    unref: true,
    // By itself it writes to the console.
    logger: {
      info: (message) => logger.debug(message),
      debug: (message) => logger.debug(String(message)),
      warn: (message) => logger.warn(message),
      error: (message, error) => logger.error({ err: error ?? message }, 'tick failed'),
    },
    suppressMissedWarning: true,
  });
  task.on('execution:missed', call);
  return {
    [Symbol.dispose]() {
      task.destroy();
    },
  };
}

/** Like L for the last day of a month. */
function plainNumber(value: number | string): number {
  if (typeof value === 'number') return value;
  throw new TypeError(`${value} is not a day of a job`);
}
