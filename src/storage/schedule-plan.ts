import type { Insertable, Kysely } from 'kysely';
import type {
  ChangeOutcome,
  PlanOutcome,
  ScheduleStore,
} from '../posts/approval/schedule-store.ts';
import type { PostState } from '../posts/kept-post.ts';
import { voidCard } from './approval-cards.ts';
import { NOT_APPROVED, NOT_REJECTED, publicationOf, type ScheduleRow } from './publication-row.ts';
import { REMOVED_PERSON } from './removed-person.ts';
import { changePost, keptPost, openPost } from './schedule-change.ts';
import type { Schema } from './schema.ts';

/** It has been sent, or may have been: nobody plans or cancels it. */
const BEYOND_RECALL: readonly PostState[] = ['publishing', 'unconfirmed', 'published'];
/** It waits already, so that another time for it is a move. */
const WAITING: readonly PostState[] = ['awaiting_approval', 'scheduled', 'held', 'failed'];
const CANCELLABLE: readonly PostState[] = [...WAITING, 'rejected'];

export async function plan(
  trx: Kysely<Schema>,
  deed: Parameters<ScheduleStore['plan']>[0],
): Promise<PlanOutcome> {
  const { guildId, postId, expected, dueAt } = deed;
  const opened = await openPost(trx, deed);
  if (!opened) return { outcome: 'not_found' };
  const { post, row: before } = opened;
  if (BEYOND_RECALL.includes(post.state)) return { outcome: 'not_possible', state: post.state };
  if (post.revision !== expected) {
    return { outcome: 'conflict', post: await keptPost(trx, guildId, postId) };
  }
  // Also when it was cancelled after that: nobody approves what was rejected.
  if (before?.rejected_revision === expected) return { outcome: 'not_possible', state: 'rejected' };
  const columns = plannedColumns(deed, post.state, before);
  const row = await trx
    .insertInto('schedule')
    .values(columns)
    .onConflict((conflict) => conflict.column('post_id').doUpdateSet(columns))
    .returningAll()
    .executeTakeFirstOrThrow();
  const state: PostState = row.wake_at === null ? 'awaiting_approval' : 'scheduled';
  await changePost(trx, deed, state, {
    action: WAITING.includes(post.state) ? 'post.moved' : 'post.scheduled',
    details: { revision: expected, dueAt },
  });
  if (state === 'awaiting_approval' && post.state !== state) await voidCard(trx, postId);
  return {
    outcome: 'planned',
    post: await keptPost(trx, guildId, postId),
    publication: publicationOf(row),
  };
}

export async function cancel(
  trx: Kysely<Schema>,
  deed: Parameters<ScheduleStore['cancel']>[0],
): Promise<ChangeOutcome> {
  const { guildId, postId } = deed;
  const opened = await openPost(trx, deed);
  if (!opened) return { outcome: 'not_found' };
  const { post } = opened;
  if (!CANCELLABLE.includes(post.state)) return { outcome: 'not_possible', state: post.state };
  await trx
    .updateTable('schedule')
    .set(({ eb }) => ({
      fence: eb('fence', '+', 1),
      wake_at: null,
      problem: null,
      vouched_by: null,
      ...NOT_APPROVED,
    }))
    .where('post_id', '=', postId)
    .execute();
  await changePost(trx, deed, 'cancelled', {
    action: 'post.cancelled',
    details: { revision: post.revision, was: post.state },
  });
  return { outcome: 'changed', post: await keptPost(trx, guildId, postId) };
}

function plannedColumns(
  deed: Parameters<ScheduleStore['plan']>[0],
  state: PostState,
  before: ScheduleRow | undefined,
): Insertable<Schema['schedule']> {
  const { guildId, postId, by, at, expected, dueAt, wakeAt, needsApproval, accountId } = deed;
  const sameAccount = before?.account_id === accountId;
  // An approval is for a picture, a text and an account; the time may change.
  const approved = sameAccount && before.approved_revision === expected;
  // The event has changed since, say: another time is not an approval.
  const isAsked = WAITING.includes(state) && before?.needs_approval === 1;
  const needsOne = needsApproval || (isAsked && !approved && deed.accepts !== true);
  const keepsContainer = sameAccount && before.container_revision === expected;
  // Whoever has cancelled is not asked any more; otherwise the one who planned it first hears of it.
  const owner = WAITING.includes(state) ? before : undefined;
  const isOwned = owner !== undefined && owner.created_by !== REMOVED_PERSON;
  return {
    post_id: postId,
    guild_id: guildId,
    due_at: dueAt,
    lead_ms: Math.max(0, dueAt - wakeAt),
    asap: deed.asap === true ? 1 : 0,
    wake_at: needsOne && !approved ? null : wakeAt,
    // Also what was finished is read once more: it costs one question.
    phase: keepsContainer && before.phase !== 'waiting' ? 'container' : 'waiting',
    fence: (before?.fence ?? 0) + 1,
    attempts: 0,
    sends: before?.sends ?? 0,
    needs_approval: needsOne ? 1 : 0,
    ...(approved ? {} : NOT_APPROVED),
    ...NOT_REJECTED,
    account_id: accountId,
    ...(keepsContainer
      ? {}
      : {
          container_id: null,
          container_children: null,
          container_created_at: null,
          container_revision: null,
        }),
    unpublished_since: null,
    looks: 0,
    vouched_by: null,
    checked_at: null,
    problem: null,
    reminded_at: null,
    created_by: isOwned ? owner.created_by : by,
    created_at: isOwned ? owner.created_at : at,
  };
}
