import type { Migration } from './migration.ts';

/** What recurring jobs did, and what was slow. */
export const jobs: Migration = {
  name: '0004-jobs',
  statements: ({ integer, numbered, strict }) => [
    `create table job_run (
      job text not null,
      slot ${integer} not null,
      started_at ${integer} not null,
      lease_until ${integer} not null,
      finished_at ${integer},
      outcome text,
      note text,
      primary key (job, slot)
    ) ${strict}`,
    `create table slow_operation (
      id ${numbered},
      operation text not null,
      duration_ms ${integer} not null,
      at ${integer} not null
    ) ${strict}`,
    'create index slow_operation_by_time on slow_operation (at, id)',
  ],
};
