import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { NewNotice, Notice, NoticeContent, NoticeStore } from '../posts/notices/notice.ts';
import { appendAudit } from './audit-log.ts';
import { claimRows } from './due-rows.ts';
import { jsonColumn } from './json-column.ts';
import { differenceSchema, problemSchema } from './publication-row.ts';
import { REMOVED_PERSON } from './removed-person.ts';
import { lockPosts } from './row-locks.ts';
import type { Schema } from './schema.ts';
import { unguessableId } from './unguessable.ts';

const contentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('published'),
    permalink: z.string().optional(),
    unchecked: z.boolean().optional(),
    earlier: z.boolean().optional(),
  }),
  z.object({ kind: z.enum(['failed', 'held', 'unconfirmed']), problem: problemSchema }),
  z.object({ kind: z.literal('facts_changed'), differences: z.array(differenceSchema) }),
  z.object({
    kind: z.literal('event_stopped'),
    reason: z.enum(['cancelled', 'completed', 'past', 'gone']),
  }),
  z.object({ kind: z.literal('rejected'), by: z.string(), reason: z.string().optional() }),
  z.object({ kind: z.literal('unapproved'), unasked: z.boolean().optional() }),
  z.object({ kind: z.literal('unasked') }),
  z.object({ kind: z.literal('withdrawn'), eventName: z.string(), dueAt: z.number() }),
  z.object({ kind: z.literal('token_expiring'), username: z.string(), expiresAt: z.number() }),
  z.object({ kind: z.enum(['connected', 'token_dead', 'deauthorized']), username: z.string() }),
]) as z.ZodType<NoticeContent>;

export const noticeContentColumn = jsonColumn(contentSchema);

/** Notices in the database. */
export class DatabaseNoticeStore implements NoticeStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** About a post that is gone nothing is said. */
  async add(notice: NewNotice, at: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      if (notice.postId !== undefined) {
        await lockPosts(trx, [notice.postId]);
        const post = await trx
          .selectFrom('post')
          .select('id')
          .where('id', '=', notice.postId)
          .where('guild_id', '=', notice.guildId)
          .executeTakeFirst();
        if (!post) return;
      }
      await insertNotices(trx, [notice], at);
    });
  }

  async claimDue(claim: Parameters<NoticeStore['claimDue']>[0]): Promise<readonly Notice[]> {
    const rows = await claimRows(this.#db, 'notice', claim);
    for (const row of rows) if (!isReadable(row)) await this.#putAside(row, claim.now);
    return rows.filter(isReadable).map(noticeOf).sort(byAge);
  }

  /** Nobody can be told what it says, and it must not stop those claimed with it. */
  async #putAside({ id, guild_id: guildId, fence }: NoticeRow, at: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('notice')
        .set({ settled_at: at, wake_at: null, way: 'undeliverable' })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return;
      const details = { reason: 'unreadable' };
      await appendAudit(trx, { guildId, at, action: 'notice.undeliverable', subject: id, details });
    });
  }

  async settle(
    { id, fence }: Pick<Notice, 'id' | 'fence'>,
    { at, way, messageId }: Parameters<NoticeStore['settle']>[1],
  ): Promise<'settled' | 'lost'> {
    const { numUpdatedRows } = await this.#db
      .updateTable('notice')
      .set({ settled_at: at, wake_at: null, way, message_id: messageId ?? null })
      .where('id', '=', id)
      .where('fence', '=', fence)
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n ? 'settled' : 'lost';
  }

  async postpone(
    { id, fence }: Pick<Notice, 'id' | 'fence'>,
    { wakeAt }: Parameters<NoticeStore['postpone']>[1],
  ): Promise<'postponed' | 'lost'> {
    const { numUpdatedRows } = await this.#db
      .updateTable('notice')
      .set(({ eb }) => ({ wake_at: wakeAt, attempts: eb('attempts', '+', 1) }))
      .where('id', '=', id)
      .where('fence', '=', fence)
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n ? 'postponed' : 'lost';
  }

  async pending(limit: number): Promise<readonly Notice[]> {
    const rows = await this.#db
      .selectFrom('notice')
      .selectAll()
      .where('settled_at', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.filter(isReadable).map(noticeOf);
  }

  async prune(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('notice')
      .where('settled_at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

/** With a transaction that holds the posts: people hear of a change exactly when it is made. */
export async function insertNotices(
  trx: Kysely<Schema>,
  notices: readonly NewNotice[],
  at: number,
): Promise<void> {
  const rows = notices
    .filter(({ userId }) => userId !== REMOVED_PERSON)
    .map(({ guildId, userId, postId, content }) => ({
      id: unguessableId(),
      guild_id: guildId,
      user_id: userId,
      post_id: postId ?? null,
      content: noticeContentColumn.encode(content),
      created_at: at,
      wake_at: at,
      attempts: 0,
      fence: 0,
    }));
  if (rows.length > 0) await trx.insertInto('notice').values(rows).execute();
}

type NoticeRow = Selectable<Schema['notice']>;

function isReadable({ content }: NoticeRow): boolean {
  return noticeContentColumn.safeParse(content).success;
}

function noticeOf(row: NoticeRow): Notice {
  return {
    id: row.id,
    guildId: row.guild_id,
    userId: row.user_id,
    ...(row.post_id === null ? {} : { postId: row.post_id }),
    content: noticeContentColumn.parse(row.content),
    createdAt: row.created_at,
    attempts: row.attempts,
    fence: row.fence,
  };
}

function byAge(a: Notice, b: Notice): number {
  return a.createdAt - b.createdAt;
}
