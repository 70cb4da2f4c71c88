import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { JobRunner, type JobRunnerOptions } from '../../src/jobs/job-runner.ts';
import { readSchedule } from '../../src/jobs.ts';
import { keptLog } from '../web/listening.ts';
import { RememberedRuns } from './remembered-runs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 06:00 in Seoul. */
const SIX = Date.parse('2026-11-22T06:00:00+09:00');
const DAY = 24 * HOUR;

/** A clock that is set by hand, and jobs that note when they ran. */
function stage(options: Partial<JobRunnerOptions> = {}) {
  const { logger, log } = keptLog();
  const done: string[] = [];
  let time = SIX;
  const makeJob = (job: Partial<Job> = {}): Job => ({
    name: 'clean-up',
    cron: '0 6 * * *',
    async run({ slot, byHand }) {
      done.push(`${job.name ?? 'clean-up'} ${new Date(slot).toISOString()}${byHand ? '!' : ''}`);
      return 'done';
    },
    ...job,
  });
  const runs = new RememberedRuns();
  const makeRunner = (jobs: readonly Job[]) =>
    new JobRunner({ jobs, readSchedule, runs, clock: () => time, logger, graceMs: 20, ...options });
  return {
    makeJob,
    makeRunner,
    runs,
    done,
    log,
    at: (moment: number) => {
      time = moment;
    },
  };
}

const SLOT = new Date(SIX).toISOString();

describe('a job', () => {
  test('runs at its time in Seoul, once, and again the next day', async () => {
    const { makeJob, makeRunner, done, at, runs } = stage();
    await using runner = makeRunner([makeJob()]);
    for (let minute = 0; minute < 60; minute++) {
      at(SIX + minute * MINUTE);
      await runner.runDue();
    }
    expect(done).toEqual([`clean-up ${SLOT}`]);
    at(SIX + DAY - 1);
    await runner.runDue();
    expect(done).toHaveLength(1);
    at(SIX + DAY);
    await runner.runDue();
    expect(done).toHaveLength(2);
    expect([...runs.runs.values()]).toMatchObject([
      { outcome: 'succeeded', note: 'done' },
      { outcome: 'succeeded' },
    ]);
  });

  test('is made up for after a pause, only the latest slot, and not when that is too old', async () => {
    const { makeJob, makeRunner, done, at } = stage({ catchUpMs: 12 * HOUR });
    await using runner = makeRunner([makeJob()]);
    at(SIX + 5 * DAY + 12 * HOUR + 1);
    await runner.runDue();
    expect(done).toEqual([]);
    at(SIX + 9 * DAY + 3 * HOUR);
    await runner.runDue();
    expect(done).toEqual([`clean-up ${new Date(SIX + 9 * DAY).toISOString()}`]);
  });

  test('runs in one of several processes, which may come at the same moment', async () => {
    const { makeJob, makeRunner, done, at } = stage();
    const job = makeJob();
    const runners = Array.from({ length: 5 }, () => makeRunner([job]));
    for (let minute = 0; minute < 30; minute++) {
      at(SIX + minute * MINUTE);
      await Promise.all(runners.map((runner) => runner.runDue()));
    }
    expect(done).toEqual([`clean-up ${SLOT}`]);
    for (const runner of runners) await runner[Symbol.asyncDispose]();
  });

  test('is not run again by the process that comes after it', async () => {
    const { makeJob, makeRunner, done, at } = stage();
    at(SIX);
    for (let start = 0; start < 3; start++) {
      await using runner = makeRunner([makeJob()]);
      await runner.runDue();
    }
    expect(done).toHaveLength(1);
  });

  test('is taken over when its process died, once the claim has run out', async () => {
    const { makeJob, makeRunner, done, at, runs } = stage();
    await runs.claim({ job: 'clean-up', slot: SIX, at: SIX, leaseMs: 11 * MINUTE });
    await using runner = makeRunner([makeJob()]);
    for (let minute = 0; minute <= 11; minute++) {
      at(SIX + minute * MINUTE);
      await runner.runDue();
    }
    expect(done).toEqual([]);
    at(SIX + 12 * MINUTE);
    await runner.runDue();
    expect(done).toEqual([`clean-up ${SLOT}`]);
  });

  test('that fails is written down with its reason and leaves the others alone', async () => {
    const { makeJob, makeRunner, done, at, runs, log } = stage();
    const fails = makeJob({ name: 'sweep', run: () => Promise.reject(new Error('no disk')) });
    const throws = makeJob({
      name: 'prune',
      run() {
        throw new Error('at once');
      },
    });
    await using runner = makeRunner([fails, throws, makeJob()]);
    at(SIX);
    await runner.runDue();
    at(SIX + MINUTE);
    await runner.runDue();
    expect(done).toEqual([`clean-up ${SLOT}`]);
    expect([...runs.runs.values()]).toMatchObject([
      { outcome: 'failed', note: 'Error: no disk' },
      { outcome: 'failed', note: 'Error: at once' },
      { outcome: 'succeeded' },
    ]);
    expect(log.filter((line) => line.includes('job failed'))).toHaveLength(2);
  });

  test('that fails is tried again every ten minutes, for half an hour, until it succeeds', async () => {
    const { makeJob, makeRunner, done, at, runs } = stage();
    const tries: Record<string, number[]> = { sweep: [], prune: [] };
    const makeFailing = (name: 'sweep' | 'prune', failures: number) =>
      makeJob({
        name,
        async run({ slot }) {
          expect(slot).toBe(SIX);
          tries[name]?.push(minute);
          if ((tries[name]?.length ?? 0) <= failures) throw new Error('away');
          return 'swept';
        },
      });
    let minute = 0;
    await using runner = makeRunner([makeFailing('sweep', 2), makeFailing('prune', 9), makeJob()]);
    for (; minute < 120; minute++) {
      at(SIX + minute * MINUTE);
      await runner.runDue();
    }
    expect(tries).toEqual({ sweep: [0, 10, 20], prune: [0, 10, 20, 30] });
    expect(done).toHaveLength(1);
    expect(runs.runs.get(`sweep ${SIX}`)).toMatchObject({ outcome: 'succeeded', note: 'swept' });
    expect(runs.runs.get(`prune ${SIX}`)).toMatchObject({ outcome: 'failed' });
  });

  test('waits for a store that is away, and runs when it is back', async () => {
    const remembered = new RememberedRuns();
    let away = true;
    const { makeJob, makeRunner, done, log } = stage({
      runs: {
        claim: (claim) => (away ? Promise.reject(new Error('locked')) : remembered.claim(claim)),
        finish: () => Promise.reject(new Error('locked')),
      },
    });
    await using runner = makeRunner([makeJob(), makeJob({ name: 'sweep' })]);
    await runner.runDue();
    expect(done).toEqual([]);
    away = false;
    await runner.runDue();
    expect(done).toHaveLength(2);
    // It could not be written down, yet this process knows.
    await runner.runDue();
    expect(done).toHaveLength(2);
    expect(log.join()).toContain('job cannot be begun');
    expect(log.join()).toContain('job cannot be written down');
  });

  test('does not overlap with itself, and only one runs at a time', async () => {
    const { makeJob, makeRunner, done, at } = stage();
    const goOn = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const slow = makeJob({
      name: 'sweep',
      cron: '* * * * *',
      run() {
        done.push('sweep');
        begun.resolve();
        return goOn.promise;
      },
    });
    await using runner = makeRunner([slow, makeJob()]);
    at(SIX);
    const first = runner.runDue();
    await begun.promise;
    at(SIX + 3 * MINUTE);
    const second = runner.runDue();
    expect(await runner.runNow('sweep')).toEqual({ outcome: 'running' });
    expect(done).toEqual(['sweep']);
    goOn.resolve('swept');
    await Promise.all([first, second]);
    expect(done).toEqual(['sweep', `clean-up ${SLOT}`]);
  });

  test('is told when it takes too long, and given up when it does not listen', async () => {
    const { makeJob, makeRunner, done, at, runs } = stage();
    const end = Promise.withResolvers<string>();
    const reasons: unknown[] = [];
    const deaf = makeJob({
      name: 'sweep',
      cron: '* * * * *',
      limitMs: 20,
      run({ signal }) {
        signal.addEventListener('abort', () => reasons.push(signal.reason.name));
        return end.promise;
      },
    });
    await using runner = makeRunner([deaf, makeJob()]);
    at(SIX);
    await runner.runDue();
    expect(reasons).toEqual(['TimeoutError']);
    expect(done).toEqual([`clean-up ${SLOT}`]);
    expect(runs.runs.get(`sweep ${SIX}`)).toMatchObject({
      outcome: 'failed',
      note: 'Stopped after its limit of 0.02 s',
    });
    // It is still there, so no second one is put beside it.
    at(SIX + MINUTE);
    await runner.runDue();
    expect(runs.runs.size).toBe(2);
    expect(await runner.runNow('sweep')).toEqual({ outcome: 'running' });
    end.resolve('late');
  });
});

describe('by hand', () => {
  test('a job runs whether it is due or not, and says what it did', async () => {
    const heard: unknown[] = [];
    const { makeJob, makeRunner, done, at, runs } = stage({ onRun: (run) => heard.push(run) });
    await using runner = makeRunner([makeJob({ cron: '0 0 29 2 *' })]);
    at(SIX + 5);
    expect(await runner.runNow('clean-up')).toEqual({ outcome: 'succeeded', note: 'done' });
    expect(done).toEqual([`clean-up ${new Date(SIX + 5).toISOString()}!`]);
    expect(heard).toEqual([{ job: 'clean-up', outcome: 'succeeded', durationMs: 0 }]);
    expect(runs.runs.size).toBe(1);
  });

  test('one that fails says why', async () => {
    const { makeJob, makeRunner } = stage();
    await using runner = makeRunner([makeJob({ run: () => Promise.reject(new Error('full')) })]);
    expect(await runner.runNow('clean-up')).toMatchObject({
      outcome: 'failed',
      note: 'Error: full',
    });
  });

  test('one that does not exist is refused', async () => {
    const { makeRunner } = stage();
    await using runner = makeRunner([]);
    await expect(runner.runNow('tidy')).rejects.toThrow('There is no job "tidy"');
  });

  test('the slot that is due stays due', async () => {
    const { makeJob, makeRunner, done, at } = stage();
    await using runner = makeRunner([makeJob()]);
    at(SIX - 1);
    await runner.runNow('clean-up');
    at(SIX);
    await runner.runDue();
    expect(done).toHaveLength(2);
  });
});

describe('stopping', () => {
  test('tells the running job, waits for it, begins no other, and leaves it to the next', async () => {
    const { makeJob, makeRunner, done, at, runs } = stage();
    const begun = Promise.withResolvers<void>();
    const patient = makeJob({
      name: 'sweep',
      run({ signal }) {
        begun.resolve();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            done.push('told');
            reject(signal.reason);
          });
        });
      },
    });
    const runner = makeRunner([patient, makeJob()]);
    at(SIX);
    const round = runner.runDue();
    await begun.promise;
    await runner[Symbol.asyncDispose]();
    await round;
    expect(done).toEqual(['told']);
    expect(runs.runs.get(`sweep ${SIX}`)?.outcome).toBeUndefined();

    await using next = makeRunner([makeJob({ name: 'sweep' })]);
    at(SIX + 12 * MINUTE);
    await next.runDue();
    expect(runs.runs.get(`sweep ${SIX}`)?.outcome).toBe('succeeded');
  });

  test('lets a job that is about to be done be done', async () => {
    const { makeJob, makeRunner, at, runs } = stage();
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<string>();
    const runner = makeRunner([
      makeJob({
        run() {
          begun.resolve();
          return goOn.promise;
        },
      }),
    ]);
    at(SIX);
    const round = runner.runDue();
    await begun.promise;
    const stopped = runner[Symbol.asyncDispose]();
    goOn.resolve('just in time');
    await stopped;
    await round;
    expect(runs.runs.get(`clean-up ${SIX}`)).toMatchObject({
      outcome: 'succeeded',
      note: 'just in time',
    });
  });

  test('does not wait for ever for a job that does not listen', async () => {
    const { makeJob, makeRunner, at } = stage();
    const begun = Promise.withResolvers<void>();
    const runner = makeRunner([
      makeJob({
        run() {
          begun.resolve();
          return new Promise(() => {});
        },
      }),
    ]);
    at(SIX);
    const round = runner.runDue();
    await begun.promise;
    await runner[Symbol.asyncDispose]();
    await round;
  });
});

describe('a list of jobs', () => {
  test('is refused with a schedule that cannot be read, or with two of one name', () => {
    const { makeJob, makeRunner } = stage();
    expect(() => makeRunner([makeJob({ cron: '0 25 * * *' })])).toThrow(
      'The schedule of clean-up cannot be read: 0 25 * * *',
    );
    expect(() => makeRunner([makeJob(), makeJob()])).toThrow('Two jobs have one name');
  });
});
