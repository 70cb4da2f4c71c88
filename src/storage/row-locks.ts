import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Holds these posts until the transaction ends: nobody changes them, and nobody adds what hangs on them. What is asked
 * afterwards sees all that was done before. SQLite has one writer at a time, so there is nothing to hold.
 */
export async function lockPosts(trx: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || !isPostgres(trx)) return;
  // In one order, so that two who hold several never wait for each other.
  await trx
    .selectFrom('post')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Waits for all who are writing posts, and lets nobody begin before the transaction ends. Reading goes on. */
export async function holdPostWriters(trx: Kysely<Schema>): Promise<void> {
  if (isPostgres(trx)) await sql`lock table post in share row exclusive mode`.execute(trx);
}

function isPostgres(db: Kysely<Schema>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
