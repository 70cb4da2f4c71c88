import { type Kysely, type Selectable, sql } from 'kysely';
import type { ApprovalCard, ApprovalCards } from '../posts/approval/approval-cards.ts';
import type { PostState } from '../posts/kept-post.ts';
import { claimRows } from './due-rows.ts';
import type { Schema } from './schema.ts';

/** A card that somebody deletes is posted again so many times. */
const MAX_REPOSTS = 1;
const GONE = { channel_id: null, message_id: null, revision: null } as const;

/** Cards in the database, one row for each post that was ever to be approved. */
export class DatabaseApprovalCards implements ApprovalCards {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async claimDue(
    claim: Parameters<ApprovalCards['claimDue']>[0],
  ): Promise<readonly ApprovalCard[]> {
    const rows = await claimRows(this.#db, 'approval_card', claim);
    return rows.map(cardOf).sort((a, b) => (a.postId < b.postId ? -1 : 1));
  }

  async settle(
    { postId, fence }: Pick<ApprovalCard, 'postId' | 'fence'>,
    { channelId, messageId, revision, repost = false }: Parameters<ApprovalCards['settle']>[1],
  ): Promise<'settled' | 'lost'> {
    const { numUpdatedRows } = await this.#db
      .updateTable('approval_card')
      .set(({ eb }) => ({
        channel_id: channelId,
        message_id: messageId,
        revision,
        attempts: 0,
        reposts: eb('reposts', '+', repost ? 1 : 0),
        wake_at: sql<number | null>`case when changed = 1 then wake_at end`,
      }))
      .where('post_id', '=', postId)
      .where('fence', '=', fence)
      .executeTakeFirst();
    return numUpdatedRows > 0n ? 'settled' : 'lost';
  }

  async postpone(
    { postId, fence }: Pick<ApprovalCard, 'postId' | 'fence'>,
    { wakeAt }: Parameters<ApprovalCards['postpone']>[1],
  ): Promise<'postponed' | 'lost'> {
    const { numUpdatedRows } = await this.#db
      .updateTable('approval_card')
      .set(({ eb }) => ({
        attempts: eb('attempts', '+', 1),
        // Given up, it still comes back for what has changed meanwhile.
        wake_at:
          wakeAt === null ? sql<number | null>`case when changed = 1 then wake_at end` : wakeAt,
      }))
      .where('post_id', '=', postId)
      .where('fence', '=', fence)
      .executeTakeFirst();
    return numUpdatedRows > 0n ? 'postponed' : 'lost';
  }

  async byMessage(guildId: string, messageId: string): Promise<ApprovalCard | undefined> {
    const row = await this.#db
      .selectFrom('approval_card')
      .selectAll()
      .where('message_id', '=', messageId)
      .where('guild_id', '=', guildId)
      .executeTakeFirst();
    return row && cardOf(row);
  }

  async noteDeleted(
    guildId: string,
    messageId: string,
    at: number,
  ): Promise<ApprovalCard | undefined> {
    const row = await this.#db
      .updateTable('approval_card')
      .set(({ eb }) => ({
        ...GONE,
        // Whoever edits the message at this moment must not write down that it stands.
        fence: eb('fence', '+', 1),
        wake_at: sql<
          number | null
        >`case when reposts < ${MAX_REPOSTS} then cast(${at} as bigint) end`,
      }))
      .where('message_id', '=', messageId)
      .where('guild_id', '=', guildId)
      .returningAll()
      .executeTakeFirst();
    return row && cardOf(row);
  }

  async noteChannelDeleted(
    guildId: string,
    channelId: string,
    at: number,
  ): Promise<readonly ApprovalCard[]> {
    const rows = await this.#db
      .updateTable('approval_card')
      .set(({ eb }) => ({ ...GONE, reposts: 0, fence: eb('fence', '+', 1), wake_at: at }))
      .where('guild_id', '=', guildId)
      .where('channel_id', '=', channelId)
      .where('post_id', 'in', (eb) =>
        eb
          .selectFrom('post')
          .select('id')
          // No bind: SQLite would not see that the partial index fits.
          .where('state', '=', sql.lit<PostState>('awaiting_approval')),
      )
      .returningAll()
      .execute();
    return rows.map(cardOf);
  }

  async waiting(limit: number, after = ''): Promise<readonly ApprovalCard[]> {
    const rows = await this.#db
      .selectFrom('approval_card')
      .innerJoin('post', 'post.id', 'approval_card.post_id')
      .selectAll('approval_card')
      // No bind: SQLite would not see that the partial index fits.
      .where('post.state', '=', sql.lit<PostState>('awaiting_approval'))
      .where('approval_card.message_id', 'is not', null)
      .where('approval_card.post_id', '>', after)
      .orderBy('approval_card.post_id')
      .limit(limit)
      .execute();
    return rows.map(cardOf);
  }

  async approved(limit: number): Promise<readonly ApprovalCard[]> {
    const rows = await this.#db
      .selectFrom('schedule')
      .innerJoin('post', 'post.id', 'schedule.post_id')
      .innerJoin('approval_card', 'approval_card.post_id', 'schedule.post_id')
      .selectAll('approval_card')
      .where('schedule.wake_at', 'is not', null)
      .where('schedule.approved_revision', 'is not', null)
      .where('post.state', '=', 'scheduled')
      .where('approval_card.message_id', 'is not', null)
      .orderBy('schedule.wake_at')
      .orderBy('schedule.post_id')
      .limit(limit)
      .execute();
    return rows.map(cardOf);
  }

  async find(guildId: string, postId: string): Promise<ApprovalCard | undefined> {
    const row = await this.#db
      .selectFrom('approval_card')
      .selectAll()
      .where('post_id', '=', postId)
      .where('guild_id', '=', guildId)
      .executeTakeFirst();
    return row && cardOf(row);
  }
}

/** States in which nobody looks at the card: it has none yet, or the next state is seconds away. */
const UNSEEN: readonly PostState[] = ['draft', 'publishing'];

/**
 * To be called in the transaction that changes a post: its card is shown anew. A post that waits for an approval gets
 * one if it has none.
 */
export async function refreshCard(
  trx: Kysely<Schema>,
  post: { readonly guildId: string; readonly postId: string; readonly state: PostState },
  at: number,
): Promise<void> {
  const { guildId, postId, state } = post;
  if (UNSEEN.includes(state)) return;
  if (state !== 'awaiting_approval') return await wakeCards(trx, [postId], at);
  await trx
    .insertInto('approval_card')
    .values({
      post_id: postId,
      guild_id: guildId,
      reposts: 0,
      attempts: 0,
      fence: 0,
      wake_at: at,
      changed: 1,
    })
    .onConflict((conflict) =>
      conflict.column('post_id').doUpdateSet({ wake_at: at, changed: 1, attempts: 0 }),
    )
    .execute();
}

/**
 * The revision is asked about once more, although its card was decided on: what stands under that message is about the
 * decision before, and does not count any more, also not when the bot reads it after an absence.
 */
export async function voidCard(trx: Kysely<Schema>, postId: string): Promise<void> {
  await trx
    .updateTable('approval_card')
    // Whoever shows the decision at this moment must not write down that the message counts.
    .set(({ eb }) => ({ revision: null, reposts: 0, fence: eb('fence', '+', 1) }))
    .where('post_id', '=', postId)
    .execute();
}

export async function wakeCards(
  trx: Kysely<Schema>,
  postIds: readonly string[],
  at: number,
): Promise<void> {
  if (postIds.length === 0) return;
  await trx
    .updateTable('approval_card')
    .set({ wake_at: at, changed: 1, attempts: 0 })
    .where('post_id', 'in', postIds)
    .execute();
}

function cardOf(row: Selectable<Schema['approval_card']>): ApprovalCard {
  return {
    guildId: row.guild_id,
    postId: row.post_id,
    ...(row.channel_id === null || row.message_id === null
      ? {}
      : { place: { channelId: row.channel_id, messageId: row.message_id } }),
    ...(row.revision === null ? {} : { revision: row.revision }),
    reposts: row.reposts,
    attempts: row.attempts,
    fence: row.fence,
  };
}
