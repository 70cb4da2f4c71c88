import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { skipLocked } from './row-locks.ts';
import type { Schema } from './schema.ts';

export interface Claim {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly leaseMs: number;
  readonly limit: number;
  /** Names of rows that are left alone. */
  readonly except?: readonly string[];
  /** Of these none is taken. */
  readonly exceptServers?: readonly string[];
}

/** Tables that are queues, and what names their rows. Each has an index on `wake_at` and the name of those that wait. */
const QUEUES = { schedule: 'post_id', notice: 'id', approval_card: 'post_id' } as const;
type Queue = keyof typeof QUEUES;

/**
 * Of `schedule`: whose server the bot had to leave is not published, and goes on when it returns. What may have been
 * sent is still looked after.
 */
export const CLAIMABLE = sql<boolean>`(phase in ('sent', 'live')
  or guild_id not in (select guild_id from departure))`;

/**
 * Takes the rows whose time has come, the oldest first, in one statement: of two who do so at once, each row is given to
 * one. A look comes before it. The lease is the row's own `wake_at`, so nobody has to look for claims that were never given back.
 */
export async function claimRows<Name extends Queue>(
  db: Kysely<Schema>,
  name: Name,
  { now, leaseMs, limit, except = [], exceptServers = [] }: Claim,
): Promise<readonly Selectable<Schema[Name]>[]> {
  const key = sql.ref(QUEUES[name]);
  const table = sql.table(name);
  const others = sql`${noneOf(key, except)}${noneOf(sql.ref('guild_id'), exceptServers)}`;
  const due = sql`wake_at <= ${now}${name === 'schedule' ? sql` and ${CLAIMABLE}` : sql``}${others}`;
  // Mostly nothing is due, and then no writer has to be waited for.
  const look = sql`select 1 from ${table} where ${due} limit 1`;
  if ((await look.execute(db)).rows.length === 0) return [];
  const unchanged = name === 'approval_card' ? sql`, changed = 0` : sql``;
  // A named query, not one within `in`: PostgreSQL may run that more than once, and take more than the limit.
  const { rows } = await sql<Selectable<Schema[Name]>>`
    with due as (
      select ${key} from ${table} where ${due} order by wake_at, ${key} limit ${limit}
      ${skipLocked(db)}
    )
    update ${table} set fence = fence + 1, wake_at = ${now + leaseMs}${unchanged}
    where ${key} in (select ${key} from due)
    returning *
  `.execute(db);
  return rows;
}

function noneOf(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<unknown> {
  return values.length === 0 ? sql`` : sql` and ${column} not in (${sql.join(values)})`;
}
