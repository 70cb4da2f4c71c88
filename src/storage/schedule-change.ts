import type { Kysely, Selectable } from 'kysely';
import type { AuditEntry } from '../posts/audit-log.ts';
import type { KeptPost, PostState } from '../posts/kept-post.ts';
import type { Deed, PostName } from '../posts/post-store.ts';
import { refreshCard, wakeCards } from './approval-cards.ts';
import { appendAudit } from './audit-log.ts';
import { readPost } from './post-rows.ts';
import {
  containerColumns,
  NOT_APPROVED,
  NOT_REJECTED,
  problemOf,
  readSchedule,
  type ScheduleRow,
} from './publication-row.ts';
import { refuseRemoved } from './removed-person.ts';
import { lockPosts, lockSchedule } from './row-locks.ts';
import type { Schema } from './schema.ts';

export interface OpenedPost {
  readonly post: Selectable<Schema['post']>;
  /** Absent for one that was never planned. */
  readonly row: ScheduleRow | undefined;
}

/**
 * The beginning of every change by a person: nobody else changes the post and its place in the queue from now on.
 * Undefined for a post of another server.
 *
 * @throws {PersonRemovedError}
 */
export async function openPost(
  trx: Kysely<Schema>,
  { guildId, postId, ...deed }: PostName & Deed,
): Promise<OpenedPost | undefined> {
  await lockPosts(trx, [postId]);
  await lockSchedule(trx, postId);
  const post = await trx
    .selectFrom('post')
    .selectAll()
    .where('id', '=', postId)
    .where('guild_id', '=', guildId)
    .executeTakeFirst();
  if (!post) return undefined;
  await refuseRemoved(trx, deed);
  return { post, row: await readSchedule(trx, postId) };
}

/** The end of every change by a person: state, card and audit line. */
export async function changePost(
  trx: Kysely<Schema>,
  { guildId, postId, by, at }: PostName & Deed,
  state: PostState,
  line: Pick<AuditEntry, 'action' | 'details'>,
): Promise<void> {
  await trx.updateTable('post').set({ state, updated_at: at }).where('id', '=', postId).execute();
  await refreshCard(trx, { guildId, postId, state }, at);
  await appendAudit(trx, { guildId, at, actorId: by, subject: postId, ...line });
}

/** What a new revision means for a post that is planned: whatever was made or decided is for the one before. */
export async function reviseSchedule(
  trx: Kysely<Schema>,
  { guildId, postId, at }: PostName & Pick<Deed, 'at'>,
  state: PostState,
): Promise<PostState> {
  await lockSchedule(trx, postId);
  const before = await readSchedule(trx, postId);
  if (!before) return state;
  const revised = stateOfRevised(state, before);
  await trx
    .updateTable('schedule')
    .set({
      fence: before.fence + 1,
      phase: 'waiting',
      ...containerColumns(null),
      ...NOT_APPROVED,
      ...NOT_REJECTED,
      attempts: 0,
      looks: 0,
      unpublished_since: null,
      vouched_by: null,
      checked_at: null,
      wake_at: wakeOfRevised(revised, before),
      ...(keepsProblem(revised, before) ? {} : { problem: null }),
    })
    .where('post_id', '=', postId)
    .execute();
  if (revised !== state) {
    await trx.updateTable('post').set({ state: revised }).where('id', '=', postId).execute();
  }
  if (state === 'draft') await wakeCards(trx, [postId], at);
  else await refreshCard(trx, { guildId, postId, state: revised }, at);
  return revised;
}

export async function keptPost(
  trx: Kysely<Schema>,
  guildId: string,
  postId: string,
): Promise<KeptPost> {
  const post = await readPost(trx, guildId, postId);
  if (!post) throw new Error(`Post ${postId} is gone within its own transaction`);
  return post;
}

function stateOfRevised(state: PostState, row: ScheduleRow): PostState {
  if (state === 'rejected') return 'awaiting_approval';
  return state === 'scheduled' && row.needs_approval === 1 ? 'awaiting_approval' : state;
}

/** What differs from what was approved is for the approver of the new revision, too. */
function keepsProblem(state: PostState, { problem }: ScheduleRow): boolean {
  if (state === 'held' || state === 'failed') return true;
  if (state !== 'awaiting_approval' || problem === null) return false;
  return problemOf(problem).kind === 'facts_changed';
}

function wakeOfRevised(state: PostState, row: ScheduleRow): number | null {
  if (state === 'scheduled') return row.due_at - row.lead_ms;
  // A hold that ends by itself still does.
  return state === 'held' ? row.wake_at : null;
}
