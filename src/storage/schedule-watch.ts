import { type Kysely, sql } from 'kysely';
import type { PlannedPost } from '../posts/approval/schedule-store.ts';
import type { PostState } from '../posts/kept-post.ts';
import { LATE_MS } from '../posts/publishing/timing.ts';
import { refreshCard } from './approval-cards.ts';
import { appendAudit } from './audit-log.ts';
import { withPosts } from './calendar.ts';
import { insertNotices } from './notice-store.ts';
import { problemColumn } from './publication-row.ts';
import { lockPosts } from './row-locks.ts';
import type { Schema } from './schema.ts';

/** As `problemColumn` writes it. */
const FACTS_CHANGED = '%"kind":"facts_changed"%';

/** Whoever was asked so shortly before is not asked again; a card is posted when the post changes. */
const JUST_ASKED_MS = 30 * 60_000;

/** Of several who ask at once, each post is given to one. */
export async function takeUnreminded(
  trx: Kysely<Schema>,
  { dueBefore, at, limit }: { dueBefore: number; at: number; limit: number },
): Promise<readonly PlannedPost[]> {
  const chosen = await awaiting(trx)
    .select('schedule.post_id')
    .where('schedule.due_at', '<', dueBefore)
    .where('schedule.reminded_at', 'is', null)
    .where('post.updated_at', '<=', at - JUST_ASKED_MS)
    .limit(limit)
    .execute();
  if (chosen.length === 0) return [];
  const ids = chosen.map((row) => row.post_id);
  await lockPosts(trx, ids);
  const still = awaiting(trx).select('schedule.post_id').where('schedule.post_id', 'in', ids);
  const taken = await trx
    .updateTable('schedule')
    .set({ reminded_at: at })
    .where('post_id', 'in', still)
    .where('reminded_at', 'is', null)
    .returningAll()
    .execute();
  return await withPosts(
    trx,
    taken.toSorted((a, b) => a.due_at - b.due_at),
  );
}

/** `found` tells whether there may be more. */
export async function holdSome(
  trx: Kysely<Schema>,
  now: number,
  limit: number,
): Promise<{ readonly found: number; readonly held: number }> {
  const chosen = await awaiting(trx)
    .select('schedule.post_id')
    .where('schedule.due_at', '<=', now)
    .where(overdue(now))
    .limit(limit)
    .execute();
  const ids = chosen.map((row) => row.post_id);
  await lockPosts(trx, ids);
  let held = 0;
  for (const id of ids) {
    // Asked again: somebody may have decided before it was held here.
    const still = awaiting(trx).select('schedule.post_id').where('schedule.post_id', '=', id);
    const row = await trx
      .updateTable('schedule')
      .set(({ eb }) => ({
        wake_at: null,
        fence: eb('fence', '+', 1),
        problem: problemColumn.encode({ kind: 'unapproved' }),
      }))
      .where('post_id', 'in', still)
      .where('due_at', '<=', now)
      .where(overdue(now))
      .returning(['guild_id', 'created_by'])
      .executeTakeFirst();
    if (!row) continue;
    held += 1;
    await trx
      .updateTable('post')
      .set({ state: 'held', updated_at: now })
      .where('id', '=', id)
      .execute();
    const post = { guildId: row.guild_id, postId: id };
    await refreshCard(trx, { ...post, state: 'held' }, now);
    const unasked = (await hasCard(trx, id)) ? {} : { unasked: true };
    const content = { kind: 'unapproved' as const, ...unasked };
    await insertNotices(trx, [{ ...post, userId: row.created_by, content }], now);
    const line = { guildId: row.guild_id, at: now, subject: id };
    await appendAudit(trx, { ...line, action: 'post.held', details: { reason: 'unapproved' } });
  }
  return { found: chosen.length, held };
}

/**
 * A post whose facts have changed shortly before its time asks for an approval then; as long as it may still go out
 * late, there is somebody to wait for.
 */
function overdue(now: number) {
  return sql<boolean>`(schedule.problem is null or schedule.problem not like ${FACTS_CHANGED}
    or schedule.due_at <= ${now - LATE_MS})`;
}

/** Whether anybody could have approved it. */
async function hasCard(trx: Kysely<Schema>, postId: string): Promise<boolean> {
  const card = await trx
    .selectFrom('approval_card')
    .select('message_id')
    .where('post_id', '=', postId)
    .executeTakeFirst();
  return (card?.message_id ?? null) !== null;
}

function awaiting(db: Kysely<Schema>) {
  return (
    db
      .selectFrom('post')
      .innerJoin('schedule', 'schedule.post_id', 'post.id')
      // No bind: SQLite would not see that the partial index fits.
      .where('post.state', '=', sql.lit<PostState>('awaiting_approval'))
  );
}
