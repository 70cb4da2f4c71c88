import type { Kysely } from 'kysely';
import type { PlannedPost, ScheduleStore } from '../posts/approval/schedule-store.ts';
import type { PostState } from '../posts/kept-post.ts';
import type { PostName } from '../posts/post-store.ts';
import { summaryOf } from './post-rows.ts';
import { publicationOf, type ScheduleRow } from './publication-row.ts';
import type { Schema } from './schema.ts';

/** People see it, or will. */
const SAID: readonly PostState[] = [
  'awaiting_approval',
  'scheduled',
  'publishing',
  'published',
  'held',
  'unconfirmed',
];

export async function calendarOf(
  db: Kysely<Schema>,
  guildId: string,
  { from, to, limit }: Parameters<ScheduleStore['calendar']>[1],
): Promise<readonly PlannedPost[]> {
  const rows = await db
    .selectFrom('schedule')
    .selectAll()
    .where('guild_id', '=', guildId)
    .where('due_at', '>=', from)
    .where('due_at', '<', to)
    .orderBy('due_at')
    .orderBy('post_id')
    .limit(limit)
    .execute();
  return await withPosts(db, rows);
}

export async function similarTo(
  db: Kysely<Schema>,
  query: Parameters<ScheduleStore['similar']>[0],
): Promise<readonly PlannedPost[]> {
  const { guildId, eventId, template, from, to, exceptPostId = '' } = query;
  const rows = await db
    .selectFrom('post')
    .innerJoin('schedule', 'schedule.post_id', 'post.id')
    .selectAll('schedule')
    .where('post.guild_id', '=', guildId)
    .where('post.event_id', '=', eventId)
    .where('post.template', '=', template)
    .where('post.state', 'in', SAID)
    .where('post.id', '!=', exceptPostId)
    .where('schedule.due_at', '>=', from)
    .where('schedule.due_at', '<', to)
    .execute();
  const found = await withPosts(db, rows);
  return found.toSorted((a, b) => a.publication.dueAt - b.publication.dueAt);
}

export async function upcomingPosts(
  db: Kysely<Schema>,
  now: number,
  limit: number,
): Promise<readonly PostName[]> {
  const rows = await db
    .selectFrom('schedule')
    .innerJoin('post', 'post.id', 'schedule.post_id')
    .select(['schedule.guild_id', 'schedule.post_id'])
    .where('schedule.due_at', '>', now)
    .where('post.state', 'in', ['awaiting_approval', 'scheduled'] satisfies PostState[])
    .orderBy('schedule.due_at')
    .orderBy('schedule.post_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ guildId: row.guild_id, postId: row.post_id }));
}

/** In the order of the rows. */
export async function withPosts(
  db: Kysely<Schema>,
  rows: readonly ScheduleRow[],
): Promise<readonly PlannedPost[]> {
  if (rows.length === 0) return [];
  const posts = await db
    .selectFrom('post')
    .selectAll()
    .where(
      'id',
      'in',
      rows.map((row) => row.post_id),
    )
    .execute();
  const byId = new Map(posts.map((post) => [post.id, summaryOf(post)]));
  return rows.flatMap((row) => {
    const post = byId.get(row.post_id);
    // Deleted between the two.
    return post ? [{ post, publication: publicationOf(row) }] : [];
  });
}
