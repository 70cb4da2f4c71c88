import { setImmediate } from 'node:timers/promises';
import type { Kysely, Selectable } from 'kysely';
import type {
  ExportedLine,
  ExportedPost,
  ExportedRevision,
  PersonalExport,
} from '../posts/personal-data.ts';
import type { UsageSubject } from '../posts/usage-counters.ts';
import { auditDetailsColumn, DISCORD_IDS } from './audit-log.ts';
import { extrasColumn } from './extras-store.ts';
import { noticeContentColumn } from './notice-store.ts';
import { decidedBy, linesNaming } from './personal-summary.ts';
import type { ScheduleRow } from './publication-row.ts';
import type { Schema } from './schema.ts';

/** So many posts' revisions are read before somebody else may have the thread. */
const POSTS_AT_ONCE = 200;

/** Everything that names a person; `PersonalExport` says what. */
export async function exportPerson(db: Kysely<Schema>, userId: string): Promise<PersonalExport> {
  const subject: UsageSubject = `user:${userId}`;
  const posts = await db
    .selectFrom('post')
    .selectAll()
    .where('created_by', '=', userId)
    .orderBy('created_at')
    .execute();
  const own = posts.map(({ id }) => id);
  const byPost = Map.groupBy(await readRevisions(db, own), ({ postId }) => postId);
  const others = await db
    .selectFrom('revision')
    .innerJoin('post', 'post.id', 'revision.post_id')
    .select('revision.post_id as id')
    .distinct()
    .where('revision.created_by', '=', userId)
    .where('post.created_by', '!=', userId)
    .orderBy('id')
    .execute();
  const written = others.map(({ id }) => id);
  const schedules = await db
    .selectFrom('schedule')
    .innerJoin('post', 'post.id', 'schedule.post_id')
    .selectAll('schedule')
    .select('post.state')
    .where('schedule.created_by', '=', userId)
    .orderBy('schedule.due_at')
    .execute();
  const decided = await db
    .selectFrom('schedule')
    .selectAll()
    .where(decidedBy(userId))
    .orderBy('due_at')
    .execute();
  const notices = await db
    .selectFrom('notice')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute();
  const connections = await db
    .selectFrom('connection')
    .select(['guild_id', 'kind', 'connected_at'])
    .where('connected_by', '=', userId)
    .execute();
  const accounts = await db
    .selectFrom('instagram_account')
    .innerJoin('connection', (join) =>
      join
        .onRef('connection.guild_id', '=', 'instagram_account.guild_id')
        .onRef('connection.kind', '=', 'instagram_account.kind'),
    )
    .selectAll('instagram_account')
    .where('connection.connected_by', '=', userId)
    .execute();
  const signIns = await db
    .selectFrom('sign_in')
    .select(['guild_id', 'created_at', 'expires_at'])
    .where('user_id', '=', userId)
    .execute();
  const linkCodes = await db
    .selectFrom('link_code')
    .select(['guild_id', 'event_id', 'created_at', 'expires_at'])
    .where('requested_by', '=', userId)
    .execute();
  const eventExtras = await db
    .selectFrom('event_extras')
    .select(['guild_id', 'event_id', 'saved_at', 'extras'])
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
    .where('id', 'in', linesNaming(db, userId))
    .orderBy('id')
    .execute();
  return {
    userId,
    posts: posts.map((post) => exportedPost(post, byPost.get(post.id) ?? [])),
    revisionsOfOthersPosts: await readRevisions(db, written, userId),
    schedules: schedules.map((row) => ({
      guildId: row.guild_id,
      postId: row.post_id,
      dueAt: iso(row.due_at),
      state: row.state,
      createdAt: iso(row.created_at),
    })),
    decisions: decided.map((row) => exportedDecision(row, userId)),
    notices: notices.map((row) => ({
      guildId: row.guild_id,
      postId: row.post_id,
      kind: noticeContentColumn.parse(row.content).kind,
      createdAt: iso(row.created_at),
      settledAt: isoOrNull(row.settled_at),
    })),
    connections: connections.map((row) => ({
      guildId: row.guild_id,
      kind: row.kind,
      connectedAt: iso(row.connected_at),
    })),
    instagramAccounts: accounts.map((row) => ({
      guildId: row.guild_id,
      accountId: row.account_id,
      username: row.username,
      expiresAt: iso(row.expires_at),
    })),
    signIns: signIns.map((row) => ({
      guildId: row.guild_id,
      createdAt: iso(row.created_at),
      expiresAt: iso(row.expires_at),
    })),
    linkCodes: linkCodes.map((row) => ({
      guildId: row.guild_id,
      eventId: row.event_id,
      createdAt: iso(row.created_at),
      expiresAt: iso(row.expires_at),
    })),
    eventExtras: eventExtras.map((row) => ({
      guildId: row.guild_id,
      eventId: row.event_id,
      savedAt: iso(row.saved_at),
      extras: extrasColumn.parse(row.extras),
    })),
    usage,
    audit: audit.filter((row) => row.actor_id === userId).map(exportedLine),
    mentions: audit
      .filter((row) => row.actor_id !== userId)
      .map((row) => withoutOthers(exportedLine(row), userId)),
  };
}

/** Of these posts, in their order; only what this person wrote when `writtenBy` is given. */
async function readRevisions(
  db: Kysely<Schema>,
  postIds: readonly string[],
  writtenBy?: string,
): Promise<readonly ExportedRevision[]> {
  const revisions: ExportedRevision[] = [];
  for (let at = 0; at < postIds.length; at += POSTS_AT_ONCE) {
    revisions.push(...(await readSome(db, postIds.slice(at, at + POSTS_AT_ONCE), writtenBy)));
    // SQLite answers in this thread: let others have it in between.
    await setImmediate();
  }
  return revisions;
}

async function readSome(
  db: Kysely<Schema>,
  postIds: readonly string[],
  writtenBy: string | undefined,
): Promise<readonly ExportedRevision[]> {
  const rows = await db
    .selectFrom('revision')
    .selectAll()
    .where('post_id', 'in', postIds)
    .$if(writtenBy !== undefined, (query) => query.where('created_by', '=', writtenBy ?? ''))
    .orderBy('post_id')
    .orderBy('number')
    .execute();
  const pictures = await db
    .selectFrom('picture')
    .selectAll()
    .where('post_id', 'in', postIds)
    .orderBy('page')
    .execute();
  const byRevision = Map.groupBy(pictures, (row) => `${row.post_id}/${row.revision}`);
  return rows.map((row) => ({
    postId: row.post_id,
    number: row.number,
    theme: row.theme,
    size: row.size,
    language: row.language,
    caption: row.caption,
    captionEdited: row.caption_edited === 1,
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
    eventId: row.event_id,
    eventName: row.event_name,
    eventDate: row.event_date,
    template: row.template,
    state: row.state,
    channelId: row.channel_id,
    messageId: row.message_id,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    downloadedAt: isoOrNull(row.downloaded_at),
    publishedAt: isoOrNull(row.published_at),
    permalink: row.permalink,
    revisions,
  };
}

function exportedDecision(row: ScheduleRow, userId: string): PersonalExport['decisions'][number] {
  const people = {
    approved: row.approved_by,
    rejected: row.rejected_by,
    vouched: row.vouched_by,
  } as const;
  const said = (['approved', 'rejected', 'vouched'] as const).filter(
    (word) => people[word] === userId,
  );
  const reason = row.rejected_by === userId ? row.rejection_reason : null;
  return { guildId: row.guild_id, postId: row.post_id, said, reason };
}

function exportedLine(row: Selectable<Schema['audit']>): ExportedLine {
  return {
    guildId: row.guild_id,
    at: iso(row.at),
    action: row.action,
    subject: row.subject,
    details: auditDetailsColumn.parse(row.details),
  };
}

/** A line about several people, for one of them. */
function withoutOthers(line: ExportedLine, userId: string): ExportedLine {
  const hide = (text: string) =>
    text.replace(DISCORD_IDS, (id) => (id === userId || id === line.guildId ? id : 'somebody'));
  const details = Object.entries(line.details).map(([name, value]) => [
    name,
    typeof value === 'string' ? hide(value) : value,
  ]);
  return { ...line, subject: hide(line.subject), details: Object.fromEntries(details) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
