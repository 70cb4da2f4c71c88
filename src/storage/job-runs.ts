import type { Kysely } from 'kysely';
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
  }: Parameters<JobRuns['claim']>[0]): Promise<'claimed' | 'already'> {
    const lease = { started_at: at, lease_until: at + leaseMs };
    const claimed = await this.#db
      .insertInto('job_run')
      .values({ job, slot, ...lease })
      .onConflict((conflict) =>
        conflict
          .columns(['job', 'slot'])
          .doUpdateSet(lease)
          .where('job_run.finished_at', 'is', null)
          .where('job_run.lease_until', '<', at),
      )
      .returning('slot')
      .executeTakeFirst();
    return claimed ? 'claimed' : 'already';
  }

  async finish({ job, slot, at, outcome, note }: Parameters<JobRuns['finish']>[0]): Promise<void> {
    await this.#db
      .updateTable('job_run')
      .set({ finished_at: at, outcome, note: note ?? null })
      .where('job', '=', job)
      .where('slot', '=', slot)
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
