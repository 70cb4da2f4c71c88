import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type {
  PersonalData,
  PersonalExport,
  PersonalSummary,
  PersonDeletion,
  PrivacyReceipt,
  RemovedData,
  RemovedPicture,
} from '../posts/personal-data.ts';
import type { UsageSubject } from '../posts/usage-counters.ts';
import { wakeCards } from './approval-cards.ts';
import { appendAudit } from './audit-log.ts';
import { jsonColumn } from './json-column.ts';
import { insertNotices } from './notice-store.ts';
import { exportPerson } from './personal-export.ts';
import { decidedBy, linesNaming, summarizePerson, withdrawn } from './personal-summary.ts';
import { unreferencedHashes } from './picture-index.ts';
import { forgetRemovals, REMOVED_PERSON, rememberRemoval } from './removed-person.ts';
import { holdPostWriters } from './row-locks.ts';
import type { Schema } from './schema.ts';
import { unguessableId } from './unguessable.ts';

const removedColumn = jsonColumn(
  z.object({
    schedules: z.number(),
    connections: z.number(),
    posts: z.number(),
    pictures: z.number(),
    counters: z.number(),
    anonymized: z.number(),
  }) satisfies z.ZodType<RemovedData>,
);

/** What the database keeps about a person. */
export class DatabasePersonalData implements PersonalData {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async exportOf(userId: string): Promise<PersonalExport> {
    return await exportPerson(this.#db, userId);
  }

  async summaryOf(userId: string): Promise<PersonalSummary> {
    return await summarizePerson(this.#db, userId);
  }

  async deletePerson(userId: string, at: number): Promise<PersonDeletion> {
    try {
      return await this.#db.transaction().execute(async (trx) => {
        await holdPostWriters(trx);
        await rememberRemoval(trx, userId, at);
        const schedules = await cancelSchedules(trx, userId, at);
        const connections = await removeConnections(trx, userId, at);
        const { posts, pictures, files } = await removePosts(trx, userId);
        const counters = await removeCounters(trx, userId);
        const anonymized = await anonymize(trx, userId);
        const removed = { schedules, connections, posts, pictures, counters, anonymized };
        const receipt = { reference: unguessableId(), at, removed };
        await trx
          .insertInto('privacy_receipt')
          .values({ ...receipt, removed: removedColumn.encode(removed) })
          .execute();
        const unneeded = new Set(await unreferencedHashes(trx, [...files.keys()]));
        return {
          outcome: 'deleted',
          receipt,
          pictures: [...files.values()].filter(({ hash }) => unneeded.has(hash)),
        };
      });
    } catch (error) {
      if (error instanceof PublishingNow) return { outcome: 'publishing' };
      throw error;
    }
  }

  async receipt(reference: string): Promise<PrivacyReceipt | undefined> {
    const row = await this.#db
      .selectFrom('privacy_receipt')
      .selectAll()
      .where('reference', '=', reference)
      .executeTakeFirst();
    return row && { ...row, removed: removedColumn.parse(row.removed) };
  }

  async forgetRemovals(now: number): Promise<number> {
    return await this.#db.transaction().execute(async (trx) => forgetRemovals(trx, now));
  }
}

/** Takes the whole transaction back. */
class PublishingNow extends Error {}

async function cancelSchedules(trx: Kysely<Schema>, userId: string, at: number): Promise<number> {
  const own = trx.selectFrom('post').select('id').where('created_by', '=', userId);
  const publishing = await trx
    .selectFrom('schedule')
    .innerJoin('post', 'post.id', 'schedule.post_id')
    .select('post.id')
    .where(({ or, eb }) => or([eb('schedule.created_by', '=', userId), eb('post.id', 'in', own)]))
    .where('post.state', '=', 'publishing')
    .executeTakeFirst();
  if (publishing) throw new PublishingNow();
  const ids = (await withdrawn(trx, userId).execute()).map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tellOthers(trx, { userId, ids, at });
  // Somebody else's post goes back to where anybody may schedule it again; the person's own are about to go.
  await trx
    .updateTable('post')
    .set({ state: 'draft' })
    .where('id', 'in', ids)
    .where('state', 'in', ['scheduled', 'awaiting_approval', 'held', 'rejected', 'failed'])
    .execute();
  await wakeCards(trx, ids, at);
  const { numDeletedRows } = await trx
    .deleteFrom('schedule')
    .where('post_id', 'in', ids)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Who has planned it together with the person counts on it going out. What was with them is not said. */
async function tellOthers(
  trx: Kysely<Schema>,
  {
    userId,
    ids,
    at,
  }: { readonly userId: string; readonly ids: readonly string[]; readonly at: number },
): Promise<void> {
  const planned = await trx
    .selectFrom('post')
    .innerJoin('schedule', 'schedule.post_id', 'post.id')
    .select(['post.id', 'post.guild_id', 'post.event_name', 'post.created_by', 'schedule.due_at'])
    .select('schedule.created_by as planned_by')
    .where('post.id', 'in', ids)
    .where('post.state', 'in', ['scheduled', 'awaiting_approval', 'held'])
    .execute();
  const notices = planned.flatMap((row) => {
    const isGone = row.created_by === userId;
    const other = isGone ? row.planned_by : row.created_by;
    if (other === userId || other === REMOVED_PERSON) return [];
    const content = {
      kind: 'withdrawn',
      eventName: row.event_name,
      dueAt: row.due_at,
    } as const;
    const about = isGone ? {} : { postId: row.id };
    return [{ guildId: row.guild_id, userId: other, ...about, content }];
  });
  await insertNotices(trx, notices, at);
}

/** Each server can see in its log that and when it was no longer linked, and not through whom. */
async function removeConnections(trx: Kysely<Schema>, userId: string, at: number): Promise<number> {
  await trx.deleteFrom('link_code').where('requested_by', '=', userId).execute();
  await trx.deleteFrom('sign_in').where('user_id', '=', userId).execute();
  const removed = await trx
    .deleteFrom('connection')
    .where('connected_by', '=', userId)
    .returning(['guild_id', 'kind'])
    .execute();
  for (const { guild_id: guildId, kind } of removed) {
    const details = { reason: 'person_removed' };
    await appendAudit(trx, { guildId, at, action: 'connection.removed', subject: kind, details });
  }
  return removed.length;
}

async function removePosts(trx: Kysely<Schema>, userId: string) {
  const pictures = await trx
    .selectFrom('picture')
    .innerJoin('post', 'post.id', 'picture.post_id')
    .select(['picture.hash', 'picture.created_at'])
    .where('post.created_by', '=', userId)
    .orderBy('picture.created_at')
    .execute();
  const { numDeletedRows } = await trx
    .deleteFrom('post')
    .where('created_by', '=', userId)
    .where('state', '!=', 'publishing')
    .executeTakeFirst();
  const left = await trx
    .selectFrom('post')
    .select('id')
    .where('created_by', '=', userId)
    .executeTakeFirst();
  if (left) throw new PublishingNow();
  // The latest of each comes last.
  const files = new Map(
    pictures.map((row): [string, RemovedPicture] => [
      row.hash,
      { hash: row.hash, addedAt: row.created_at },
    ]),
  );
  return { posts: Number(numDeletedRows), pictures: pictures.length, files };
}

async function removeCounters(trx: Kysely<Schema>, userId: string): Promise<number> {
  const subject: UsageSubject = `user:${userId}`;
  const { numDeletedRows } = await trx
    .deleteFrom('usage')
    .where('subject', '=', subject)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What is in the queue and said about it stays, without the name: an approval counts on. */
function anonymizeSchedules(trx: Kysely<Schema>, userId: string) {
  const anonymous = (name: string) =>
    sql<string>`case when ${sql.ref(name)} = ${userId} then ${REMOVED_PERSON} else ${sql.ref(name)} end`;
  return trx
    .updateTable('schedule')
    .set({
      // A publisher at work would tell the person what becomes of it.
      fence: sql<number>`case when created_by = ${userId} then fence + 1 else fence end`,
      created_by: anonymous('created_by'),
      approved_by: anonymous('approved_by'),
      rejected_by: anonymous('rejected_by'),
      vouched_by: anonymous('vouched_by'),
    })
    .where(({ or, eb }) => or([eb('created_by', '=', userId), decidedBy(userId)]));
}

/** Those to the person go; others' no longer name them. */
async function removeNotices(trx: Kysely<Schema>, userId: string): Promise<void> {
  await trx.deleteFrom('notice').where('user_id', '=', userId).execute();
  await trx
    .updateTable('notice')
    .set({ content: sql<string>`replace(content, ${userId}, ${REMOVED_PERSON})` })
    .where('content', 'like', `%${userId}%`)
    .execute();
}

/** What others need stays, without the name. Returns how many rows no longer have it. */
async function anonymize(trx: Kysely<Schema>, userId: string): Promise<number> {
  await removeNotices(trx, userId);
  const updates = [
    anonymizeSchedules(trx, userId),
    trx.updateTable('revision').set({ created_by: null }).where('created_by', '=', userId),
    trx.updateTable('event_extras').set({ saved_by: null }).where('saved_by', '=', userId),
    trx
      .updateTable('audit')
      .set({
        actor_id: sql<string | null>`nullif(actor_id, ${userId})`,
        subject: sql<string>`replace(subject, ${userId}, ${REMOVED_PERSON})`,
        details: sql<string>`replace(details, ${userId}, ${REMOVED_PERSON})`,
      })
      .where('id', 'in', linesNaming(trx, userId)),
  ];
  let rows = 0;
  for (const update of updates) rows += Number((await update.executeTakeFirst()).numUpdatedRows);
  await trx.deleteFrom('audit_mention').where('person', '=', userId).execute();
  return rows;
}
