import { afterEach, describe, expect, test, vi } from 'vitest';
import { JobRunner } from '../../src/jobs/job-runner.ts';
import {
  everyMinute,
  type RecurringJobsOptions,
  readSchedule,
  recurringJobs,
} from '../../src/jobs.ts';
import { keptLog } from '../web/listening.ts';
import { NOW } from './pictures.ts';
import { RememberedRuns } from './remembered-runs.ts';

const HALF_PAST = Date.parse('2026-11-22T05:58:30+09:00');

describe('the tick', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('comes at the beginning of every minute until it is stopped', async () => {
    vi.useFakeTimers({ now: HALF_PAST });
    const ticks: string[] = [];
    const { logger } = keptLog();
    {
      using _ = everyMinute(() => ticks.push(new Date().toISOString()), logger);
      await vi.advanceTimersByTimeAsync(3 * 60_000);
    }
    await vi.advanceTimersByTimeAsync(3 * 60_000);
    expect(ticks.map((at) => at.slice(11, 19))).toEqual(['20:59:00', '21:00:00', '21:01:00']);
  });

  test('comes late rather than never when the event loop was held up', async () => {
    vi.useFakeTimers({ now: HALF_PAST });
    let ticks = 0;
    const { logger, log } = keptLog();
    using _ = everyMinute(() => ticks++, logger);
    // As if the timer had been due long ago.
    vi.setSystemTime(HALF_PAST + 10 * 60_000);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(ticks).toBeGreaterThan(0);
    expect(log).toEqual([]);
  });

  test('runs a job at its time in Seoul', async () => {
    vi.useFakeTimers({ now: HALF_PAST });
    const { logger } = keptLog();
    const slots: number[] = [];
    const run = async ({ slot }: { slot: number }) => {
      slots.push(slot);
      return 'done';
    };
    await using runner = new JobRunner({
      jobs: [{ name: 'clean-up', cron: '0 6 * * *', run }],
      readSchedule,
      runs: new RememberedRuns(),
      clock: Date.now,
      logger,
      catchUpMs: 60_000,
    });
    using _ = everyMinute(() => void runner.runDue(), logger);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(slots).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(slots).toEqual([NOW]);
  });
});

test('every job of the list has a name to type and a schedule once a day', () => {
  const unused = { works: {} } as RecurringJobsOptions;
  const jobs = recurringJobs(unused);
  expect(jobs.map(({ name }) => name)).toEqual([
    'clean-up',
    'departed-servers',
    'sweep',
    'prune-logs',
    'insights',
    'daily-summary',
    'instagram-tokens',
    'fact-watch',
  ]);
  for (const { name, cron } of jobs) {
    expect(name).toMatch(/^[a-z-]+$/);
    const { minutes, hours, daysOfMonth } = readSchedule(cron);
    expect([minutes.length, hours.length, daysOfMonth.length]).toEqual([1, 1, 31]);
  }
});
