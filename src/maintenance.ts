import type { Logger } from 'pino';
import type { Clock } from './events/clock.ts';
import { JobRunner, type JobRunnerOptions } from './jobs/job-runner.ts';
import { type DailyWorks, readSchedule, recurringJobs } from './jobs.ts';
import type { DailySummary } from './posts/daily-summary.ts';
import type { State } from './state.ts';
import type { Telemetry } from './telemetry.ts';

export interface MaintenanceOptions {
  readonly works: DailyWorks;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onRun?: JobRunnerOptions['onRun'];
  readonly telemetry?: Pick<Telemetry, 'timed'>;
  /** Whether the bot is in a server; absent where nobody knows. */
  readonly isPresent?: (guildId: string) => boolean;
  /** Tells the operator the daily summary. */
  readonly announce?: (summary: DailySummary) => Promise<void>;
}

/** The recurring jobs over what is kept: in the bot by the clock, on the command line by hand. */
export function createJobRunner(
  { stores, images }: Pick<State, 'stores' | 'images'>,
  { works, clock, logger, onRun, telemetry, isPresent, announce }: MaintenanceOptions,
): JobRunner {
  const jobs = recurringJobs({
    ...stores,
    works,
    images,
    clock,
    logger,
    onFailed: (hash, error) => logger.warn({ hash, err: error }, 'picture not deleted'),
    onLost: (hash) => logger.error({ hash }, 'picture lost'),
    ...(isPresent ? { isPresent } : {}),
    ...(announce ? { announce } : {}),
  });
  return new JobRunner({
    jobs: telemetry
      ? jobs.map((job) => ({
          ...job,
          run: (context) => telemetry.timed('job', () => job.run(context)),
        }))
      : jobs,
    readSchedule,
    runs: stores.jobRuns,
    clock,
    logger,
    ...(onRun ? { onRun } : {}),
  });
}
