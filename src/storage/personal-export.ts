import type { Kysely, Selectable } from 'kysely';
import type { ExportedPost, ExportedRevision, PersonalExport } from '../posts/personal-data.ts';
import type { UsageSubject } from '../posts/usage-counters.ts';
import { auditDetailsColumn } from './audit-log.ts';
import type { Schema } from './schema.ts';

/** Everything that names a person; `PersonalExport` says what. */
export async function exportPerson(db: Kysely<Schema>, userId: string): Promise<PersonalExport> {
  const subject: UsageSubject = `user:${userId}`;
  const revisions = await revisionsOf(db, userId);
  const posts = await db
    .selectFrom('post')
    .selectAll()
    .where('created_by', '=', userId)
    .orderBy('created_at')
    .execute();
  const own = new Set(posts.map(({ id }) => id));
  const schedules = await db
    .selectFrom('schedule')
    .selectAll()
    .where('created_by', '=', userId)
    .orderBy('due_at')
    .execute();
  const connections = await db
    .selectFrom('connection')
    .select(['guild_id', 'kind', 'connected_at'])
    .where('connected_by', '=', userId)
    .execute();
  const linkCodes = await db
    .selectFrom('link_code')
    .select(['guild_id', 'event_id'])
    .where('requested_by', '=', userId)
    .execute();
  const eventExtras = await db
    .selectFrom('event_extras')
    .select(['guild_id', 'event_id', 'saved_at'])
    .where('saved_by', '=', userId)
    .execute();
  const usage = await db
    .selectFrom('usage')
    .select(['day', 'kind', 'used'])
    .where('subject', '=', subject)
    .orderBy('day')
    .execute();
  const audit = await db
    .selectFrom('audit')
    .selectAll()
    .where('actor_id', '=', userId)
    .orderBy('id')
    .execute();
  return {
    userId,
    posts: posts.map((post) => exportedPost(post, revisions)),
    revisionsOfOthersPosts: revisions.filter(({ postId }) => !own.has(postId)),
    schedules: schedules.map((row) => ({
      guildId: row.guild_id,
      postId: row.post_id,
      dueAt: iso(row.due_at),
      state: row.state,
    })),
    connections: connections.map((row) => ({
      guildId: row.guild_id,
      kind: row.kind,
      connectedAt: iso(row.connected_at),
    })),
    linkCodes: linkCodes.map((row) => ({ guildId: row.guild_id, eventId: row.event_id })),
    eventExtras: eventExtras.map((row) => ({
      guildId: row.guild_id,
      eventId: row.event_id,
      savedAt: iso(row.saved_at),
    })),
    usage,
    audit: audit.map((row) => ({
      guildId: row.guild_id,
      at: iso(row.at),
      action: row.action,
      subject: row.subject,
      details: auditDetailsColumn.parse(row.details),
    })),
  };
}

/** Those of the person's own posts, whoever wrote them, and those the person wrote on others' posts. */
async function revisionsOf(
  db: Kysely<Schema>,
  userId: string,
): Promise<readonly ExportedRevision[]> {
  const rows = await db
    .selectFrom('revision')
    .innerJoin('post', 'post.id', 'revision.post_id')
    .selectAll('revision')
    .where(({ or, eb }) =>
      or([eb('post.created_by', '=', userId), eb('revision.created_by', '=', userId)]),
    )
    .orderBy('revision.post_id')
    .orderBy('revision.number')
    .execute();
  const pictures = await db
    .selectFrom('picture')
    .innerJoin('post', 'post.id', 'picture.post_id')
    .innerJoin('revision', (join) =>
      join
        .onRef('revision.post_id', '=', 'picture.post_id')
        .onRef('revision.number', '=', 'picture.revision'),
    )
    .selectAll('picture')
    .where(({ or, eb }) =>
      or([eb('post.created_by', '=', userId), eb('revision.created_by', '=', userId)]),
    )
    .orderBy('picture.page')
    .execute();
  const byRevision = Map.groupBy(pictures, (row) => `${row.post_id}/${row.revision}`);
  return rows.map((row) => ({
    postId: row.post_id,
    number: row.number,
    theme: row.theme,
    size: row.size,
    language: row.language,
    caption: row.caption,
    createdAt: iso(row.created_at),
    pictures: (byRevision.get(`${row.post_id}/${row.number}`) ?? []).map(
      ({ hash, bytes, width, height }) => ({ hash, bytes, width, height }),
    ),
  }));
}

function exportedPost(
  row: Selectable<Schema['post']>,
  revisions: readonly ExportedRevision[],
): ExportedPost {
  return {
    id: row.id,
    guildId: row.guild_id,
    eventName: row.event_name,
    eventDate: row.event_date,
    template: row.template,
    state: row.state,
    createdAt: iso(row.created_at),
    downloadedAt: isoOrNull(row.downloaded_at),
    publishedAt: isoOrNull(row.published_at),
    permalink: row.permalink,
    revisions: revisions.filter(({ postId }) => postId === row.id),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
