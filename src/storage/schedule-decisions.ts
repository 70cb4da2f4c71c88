import type { Kysely } from 'kysely';
import type {
  ChangeOutcome,
  DecisionOutcome,
  ScheduleStore,
} from '../posts/approval/schedule-store.ts';
import type { Deed, PostName } from '../posts/post-store.ts';
import type { PublishPhase } from '../posts/publishing/publication.ts';
import { insertNotices, noticeContentColumn } from './notice-store.ts';
import { NOT_APPROVED, publicationOf, type ScheduleRow } from './publication-row.ts';
import { changePost, keptPost, type OpenedPost, openPost } from './schedule-change.ts';
import type { Schema } from './schema.ts';

const UNSENT: readonly PublishPhase[] = ['waiting', 'container', 'ready'];

export async function approve(
  trx: Kysely<Schema>,
  deed: Parameters<ScheduleStore['approve']>[0],
): Promise<DecisionOutcome> {
  const { postId, revision, by, at } = deed;
  const opened = await openPost(trx, deed);
  if (!opened?.row) return opened ? notWaiting(opened) : { outcome: 'not_found' };
  if (!isOpenTo(opened, revision)) return undecided(opened, revision);
  const row = await trx
    .updateTable('schedule')
    .set({
      fence: opened.row.fence + 1,
      wake_at: opened.row.due_at - opened.row.lead_ms,
      approved_revision: revision,
      approved_by: by,
      approved_at: at,
      problem: null,
    })
    .where('post_id', '=', postId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await changePost(trx, deed, 'scheduled', { action: 'post.approved', details: { revision } });
  return await decided(trx, deed, row);
}

export async function reject(
  trx: Kysely<Schema>,
  deed: Parameters<ScheduleStore['reject']>[0],
): Promise<DecisionOutcome> {
  const { guildId, postId, revision, by, at, reason } = deed;
  const opened = await openPost(trx, deed);
  if (!opened?.row) return opened ? notWaiting(opened) : { outcome: 'not_found' };
  const withdrawn = isRevocable(opened, revision);
  if (!withdrawn && !isOpenTo(opened, revision)) return undecided(opened, revision);
  const row = await trx
    .updateTable('schedule')
    .set({
      fence: opened.row.fence + 1,
      wake_at: null,
      ...NOT_APPROVED,
      rejected_revision: revision,
      rejected_by: by,
      rejection_reason: reason ?? null,
    })
    .where('post_id', '=', postId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const details = {
    revision,
    ...(withdrawn ? { withdrawn } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
  await changePost(trx, deed, 'rejected', { action: 'post.rejected', details });
  const content = { kind: 'rejected' as const, by, ...(reason === undefined ? {} : { reason }) };
  await insertNotices(trx, [{ guildId, postId, userId: row.created_by, content }], at);
  return await decided(trx, deed, row);
}

export async function explainRejection(
  trx: Kysely<Schema>,
  deed: Parameters<ScheduleStore['explainRejection']>[0],
): Promise<'explained' | 'outdated'> {
  const { postId, by, reason } = deed;
  const opened = await openPost(trx, deed);
  if (opened?.post.state !== 'rejected' || opened.row?.rejected_by !== by) return 'outdated';
  await trx
    .updateTable('schedule')
    .set({ fence: opened.row.fence + 1, rejection_reason: reason })
    .where('post_id', '=', postId)
    .execute();
  const details = { revision: opened.post.revision, reason };
  await changePost(trx, deed, 'rejected', { action: 'post.rejection_explained', details });
  await explainNotice(trx, deed, opened.row.created_by);
  return 'explained';
}

export async function settleUnconfirmed(
  trx: Kysely<Schema>,
  deed: Parameters<ScheduleStore['settleUnconfirmed']>[0],
): Promise<ChangeOutcome> {
  const { guildId, postId, by, at, says } = deed;
  const opened = await openPost(trx, deed);
  if (!opened) return { outcome: 'not_found' };
  const { post, row } = opened;
  if (post.state !== 'unconfirmed' || !row) return { outcome: 'not_possible', state: post.state };
  const columns = {
    // Its link is still looked for.
    live: { phase: 'live' as const, wake_at: at, problem: null, looks: 0 },
    not_live: { wake_at: at, problem: null, looks: 0, vouched_by: by },
    leave: { wake_at: null },
  }[says];
  await trx
    .updateTable('schedule')
    .set({ fence: row.fence + 1, ...columns })
    .where('post_id', '=', postId)
    .execute();
  if (says === 'live') {
    await trx
      .updateTable('post')
      .set({ published_at: row.sent_at ?? at })
      .where('id', '=', postId)
      .execute();
  }
  const states = { live: 'published', not_live: 'publishing', leave: 'unconfirmed' } as const;
  await changePost(trx, deed, states[says], { action: 'post.settled', details: { says } });
  return { outcome: 'changed', post: await keptPost(trx, guildId, postId) };
}

function isOpenTo({ post }: OpenedPost, revision: number): boolean {
  return post.state === 'awaiting_approval' && post.revision === revision;
}

/** Approved, and nothing of it is on its way yet: from `sent` on it may be live. */
function isRevocable({ post, row }: OpenedPost, revision: number): boolean {
  return (
    post.state === 'scheduled' &&
    post.revision === revision &&
    row?.approved_revision === revision &&
    UNSENT.includes(row.phase)
  );
}

/** Why a decision about this revision cannot be made any more. */
function undecided({ post, row }: OpenedPost, revision: number): DecisionOutcome {
  if (post.revision !== revision) return { outcome: 'outdated', revision: post.revision };
  const by = decidedBy(row, revision);
  if (by === undefined) return { outcome: 'not_waiting', state: post.state };
  return { outcome: 'decided_already', state: post.state, by };
}

function decidedBy(row: ScheduleRow | undefined, revision: number): string | undefined {
  if (row?.rejected_revision === revision) return row.rejected_by ?? undefined;
  if (row?.approved_revision === revision) return row.approved_by ?? undefined;
  return undefined;
}

function notWaiting({ post }: OpenedPost): DecisionOutcome {
  return { outcome: 'not_waiting', state: post.state };
}

async function decided(
  trx: Kysely<Schema>,
  { guildId, postId }: PostName & Deed,
  row: ScheduleRow,
): Promise<DecisionOutcome> {
  const post = await keptPost(trx, guildId, postId);
  return { outcome: 'decided', post, publication: publicationOf(row) };
}

/** Into the notice of the rejection while nobody has begun to tell it, else as another one. */
async function explainNotice(
  trx: Kysely<Schema>,
  { guildId, postId, by, at, reason }: PostName & Deed & { readonly reason: string },
  userId: string,
): Promise<void> {
  const content = { kind: 'rejected' as const, by, reason };
  const untold = await trx
    .selectFrom('notice')
    .select(['id', 'content'])
    .where('post_id', '=', postId)
    .where('user_id', '=', userId)
    .where('settled_at', 'is', null)
    .where('fence', '=', 0)
    .execute();
  const same = untold.find((row) => noticeContentColumn.parse(row.content).kind === 'rejected');
  const updated =
    same &&
    (await trx
      .updateTable('notice')
      .set({ content: noticeContentColumn.encode(content) })
      .where('id', '=', same.id)
      // A claimer does not wait for this transaction.
      .where('fence', '=', 0)
      .returning('id')
      .executeTakeFirst());
  if (!updated) await insertNotices(trx, [{ guildId, postId, userId, content }], at);
}
