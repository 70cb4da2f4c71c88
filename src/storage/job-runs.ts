import { type Kysely, sql } from 'kysely';
import type { JobRuns } from '../posts/job-runs.ts';
import type { Schema } from './schema.ts';

/** Runs of jobs in the database, which all processes share. */
export class DatabaseJobRuns implements JobRuns {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async claim({
    job,
    slot,
    at,
    leaseMs,
    retries,
  }: Parameters<JobRuns['claim']>[0]): Promise<'claimed' | 'already'> {
    const lease_until = at + leaseMs;
    const claimed = await this.#db
      .insertInto('job_run')
      .values({ job, slot, started_at: at, lease_until })
      .onConflict((conflict) =>
        conflict
          .columns(['job', 'slot'])
          .doUpdateSet({
            lease_until,
            finished_at: null,
            // After a failure the moment of the first attempt stays: it bounds how long it is tried.
            started_at: sql<number>`case when job_run.outcome is null then excluded.started_at else job_run.started_at end`,
          })
          .where((row) => {
            const died = row.and([
              row('job_run.finished_at', 'is', null),
              row('job_run.lease_until', '<', at),
            ]);
            if (!retries) return died;
            const mayRetry = row.and([
              row('job_run.outcome', '=', 'failed'),
              row('job_run.finished_at', '<=', at - retries.afterMs),
              row('job_run.started_at', '>=', at - retries.forMs),
            ]);
            return row.or([died, mayRetry]);
          }),
      )
      .returning('slot')
      .executeTakeFirst();
    return claimed ? 'claimed' : 'already';
  }

  async finish(run: Parameters<JobRuns['finish']>[0]): Promise<void> {
    const { job, slot, leaseUntil, at, outcome, note } = run;
    await this.#db
      .updateTable('job_run')
      .set({ finished_at: at, outcome, note: note ?? null })
      .where('job', '=', job)
      .where('slot', '=', slot)
      .where('lease_until', '=', leaseUntil)
      .execute();
  }

  async prune(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('job_run')
      .where('slot', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
