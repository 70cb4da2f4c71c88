import { type Kysely, sql } from 'kysely';
import {
  USAGE_KINDS,
  type Usage,
  type UsageCounters,
  type UsageTotals,
} from '../posts/usage-counters.ts';
import { removedSubject } from './removed-person.ts';
import type { Schema } from './schema.ts';

/** Counters in the database, one row for each subject, kind and day. */
export class DatabaseUsageCounters implements UsageCounters {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async take(usage: Usage, limit: number): Promise<{ taken: boolean; used: number }> {
    const before = await this.#usedBeforeRemoval(usage);
    const left = limit - before;
    if (left >= 1) {
      const row = await this.#increment(usage)
        .onConflict((conflict) =>
          conflict
            .columns(['subject', 'kind', 'day'])
            .doUpdateSet({ used: sql<number>`usage.used + 1` })
            .where('usage.used', '<', left),
        )
        .returning('used')
        .executeTakeFirst();
      if (row) return { taken: true, used: row.used + before };
    }
    return { taken: false, used: await this.used(usage) };
  }

  async giveBack(usage: Usage): Promise<void> {
    await this.#db
      .updateTable('usage')
      .set({ used: sql<number>`used - 1` })
      .where('subject', '=', usage.subject)
      .where('kind', '=', usage.kind)
      .where('day', '=', usage.day)
      .where('used', '>', 0)
      .execute();
  }

  async count(usage: Usage): Promise<number> {
    const { used } = await this.#increment(usage)
      .onConflict((conflict) =>
        conflict
          .columns(['subject', 'kind', 'day'])
          .doUpdateSet({ used: sql<number>`usage.used + 1` }),
      )
      .returning('used')
      .executeTakeFirstOrThrow();
    return used;
  }

  async used(usage: Usage): Promise<number> {
    return (await this.#counted(usage)) + (await this.#usedBeforeRemoval(usage));
  }

  async #usedBeforeRemoval({ subject, kind, day }: Usage): Promise<number> {
    if (!subject.startsWith('user:')) return 0;
    return await this.#counted({ subject: removedSubject(subject.slice(5)), kind, day });
  }

  async #counted({ subject, kind, day }: Usage): Promise<number> {
    const row = await this.#db
      .selectFrom('usage')
      .select('used')
      .where('subject', '=', subject)
      .where('kind', '=', kind)
      .where('day', '=', day)
      .executeTakeFirst();
    return row?.used ?? 0;
  }

  async totals(day: string): Promise<UsageTotals> {
    const rows = await this.#db
      .selectFrom('usage')
      // A sum of 64-bit numbers is a numeric to PostgreSQL, which would arrive as text.
      .select(['kind', sql<number>`cast(sum(used) as bigint)`.as('uses')])
      .where('day', '=', day)
      .groupBy('kind')
      .execute();
    const { people } = await this.#db
      .selectFrom('usage')
      .select(({ fn }) => fn.count<number>('subject').distinct().as('people'))
      .where('day', '=', day)
      .where('subject', 'not like', 'instagram:%')
      .where('used', '>', 0)
      .executeTakeFirstOrThrow();
    const uses = Object.fromEntries(
      USAGE_KINDS.map((kind) => [kind, rows.find((row) => row.kind === kind)?.uses ?? 0]),
    ) as UsageTotals['uses'];
    return { uses, activeUsers: people };
  }

  async prune(beforeDay: string): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('usage')
      .where('day', '<', beforeDay)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  #increment(usage: Usage) {
    return this.#db.insertInto('usage').values({
      subject: usage.subject,
      kind: usage.kind,
      day: usage.day,
      used: 1,
    });
  }
}
