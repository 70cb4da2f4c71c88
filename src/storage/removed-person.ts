import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { todayInSeoul } from '../events/night.ts';
import type { Deed } from '../posts/post-store.ts';
import type { UsageKind, UsageSubject } from '../posts/usage-counters.ts';
import type { Schema } from './schema.ts';

/** Counted against a limit, so that a removal must not begin the day anew. */
const LIMITED: readonly UsageKind[] = ['generated'];

/** Stands where an id was that somebody else's data cannot do without. */
export const REMOVED_PERSON = 'removed';

/** Somebody who has been removed since they asked for this: it must not bring them back. */
export class PersonRemovedError extends Error {
  override readonly name = 'PersonRemovedError';

  constructor() {
    super('The person was removed since they asked for this');
  }
}

/**
 * Under what the removal itself is kept until the next day. Whoever has the database and an id can tell whether they
 * belong together, as with any digest of something so short: that is why it does not stay.
 */
export function removedSubject(userId: string): UsageSubject & `removed:${string}` {
  return `removed:${createHash('sha256').update(`rite-bot removed ${userId}`).digest('hex')}`;
}

/** Call it first in the transaction: what of today counts against a limit is kept, without the name. */
export async function rememberRemoval(
  trx: Kysely<Schema>,
  userId: string,
  at: number,
): Promise<void> {
  const subject = removedSubject(userId);
  await trx
    .insertInto('removed_person')
    .values({ person: subject, removed_at: at })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ removed_at: at }))
    .execute();
  const today = todayInSeoul(at).toString();
  const counters = await trx
    .selectFrom('usage')
    .select(['kind', 'day', 'used'])
    .where('subject', '=', `user:${userId}`)
    .where('kind', 'in', LIMITED)
    .where('day', '=', today)
    .where('used', '>', 0)
    .execute();
  for (const counter of counters) {
    await trx
      .insertInto('usage')
      .values({ subject, ...counter })
      .onConflict((conflict) =>
        conflict
          .columns(['subject', 'kind', 'day'])
          .doUpdateSet({ used: sql<number>`usage.used + ${counter.used}` }),
      )
      .execute();
  }
}

/** Forgets the removals of the days before the one of `now`; returns how many people they were of. */
export async function forgetRemovals(trx: Kysely<Schema>, now: number): Promise<number> {
  const today = todayInSeoul(now);
  await trx
    .deleteFrom('usage')
    .where('subject', 'like', 'removed:%')
    .where('day', '<', today.toString())
    .execute();
  const { numDeletedRows } = await trx
    .deleteFrom('removed_person')
    .where('removed_at', '<', today.toZonedDateTime('Asia/Seoul').epochMilliseconds)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Takes the transaction back when the person was removed since they asked. To be called after the first write to
 * `post`, which waits for a removal that is under way.
 *
 * @throws {PersonRemovedError}
 */
export async function refuseRemoved(
  trx: Kysely<Schema>,
  { by, at, begunAt = at }: Deed,
): Promise<void> {
  const removal = await trx
    .selectFrom('removed_person')
    .select('removed_at')
    .where('person', '=', removedSubject(by))
    .where('removed_at', '>=', begunAt)
    .executeTakeFirst();
  if (removal) throw new PersonRemovedError();
}
