import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Holds these posts until the transaction ends: nobody changes them, and nobody adds what hangs on them. What is asked
 * afterwards sees all that was done before. SQLite has one writer at a time, so there is nothing to hold.
 */
export async function lockPosts(trx: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || !isPostgres(trx)) return;
  // First as those who write it: with only rows in hand they would wait for `holdPostWriters`, which waits for the rows.
  await sql`lock table post in row exclusive mode`.execute(trx);
  // In one order, so that two who hold several never wait for each other.
  await trx
    .selectFrom('post')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/**
 * Holds the place of a post in the queue too, which claimers take without asking for the post. Call `lockPosts` before.
 */
export async function lockSchedule(trx: Kysely<Schema>, postId: string): Promise<void> {
  if (!isPostgres(trx)) return;
  await trx
    .selectFrom('schedule')
    .select('post_id')
    .where('post_id', '=', postId)
    .forUpdate()
    .execute();
}

/** Waits for all who are writing posts, and lets nobody begin before the transaction ends. Reading goes on. */
export async function holdPostWriters(trx: Kysely<Schema>): Promise<void> {
  if (isPostgres(trx)) await sql`lock table post in share row exclusive mode`.execute(trx);
}

/** For a statement that takes rows from a queue: what another one is taking is left to it. */
export function skipLocked(db: Kysely<Schema>): RawBuilder<unknown> {
  return isPostgres(db) ? sql`for update skip locked` : sql``;
}

function isPostgres(db: Kysely<Schema>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
