import type { Kysely } from 'kysely';
import type { PerformanceLog, SlowOperation } from '../posts/performance-log.ts';
import type { Schema } from './schema.ts';

/** Slow operations in the database. */
export class DatabasePerformanceLog implements PerformanceLog {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async record({ operation, durationMs, at }: SlowOperation): Promise<void> {
    // A stopwatch gives fractions, which an integer column refuses.
    const duration_ms = Math.round(durationMs);
    await this.#db.insertInto('slow_operation').values({ operation, duration_ms, at }).execute();
  }

  async recent(limit: number): Promise<readonly SlowOperation[]> {
    const rows = await this.#db
      .selectFrom('slow_operation')
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      operation: row.operation,
      durationMs: row.duration_ms,
      at: row.at,
    }));
  }

  async prune(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('slow_operation')
      .where('at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
