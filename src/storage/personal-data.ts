import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type {
  PersonalData,
  PersonalExport,
  PersonDeletion,
  PrivacyReceipt,
  RemovedData,
} from '../posts/personal-data.ts';
import type { UsageSubject } from '../posts/usage-counters.ts';
import { jsonColumn } from './json-column.ts';
import { exportPerson } from './personal-export.ts';
import { unreferencedHashes } from './picture-index.ts';
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

  async deletePerson(userId: string, at: number): Promise<PersonDeletion> {
    try {
      return await this.#db.transaction().execute(async (trx) => {
        const schedules = await cancelSchedules(trx, userId);
        const connections = await removeConnections(trx, userId);
        const { posts, pictures, hashes } = await removePosts(trx, userId);
        const counters = await removeCounters(trx, userId);
        const anonymized = await anonymize(trx, userId);
        const removed = { schedules, connections, posts, pictures, counters, anonymized };
        const receipt = { reference: unguessableId(), at, removed };
        await trx
          .insertInto('privacy_receipt')
          .values({ ...receipt, removed: removedColumn.encode(removed) })
          .execute();
        return {
          outcome: 'deleted',
          receipt,
          hashes: await unreferencedHashes(trx, hashes),
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
}

/** Takes the whole transaction back. */
class PublishingNow extends Error {}

async function cancelSchedules(trx: Kysely<Schema>, userId: string): Promise<number> {
  const scheduled = trx.selectFrom('schedule').select('post_id').where('created_by', '=', userId);
  // Somebody else's post goes back to where anybody may schedule it again; the person's own are about to go.
  await trx
    .updateTable('post')
    .set({ state: 'draft' })
    .where('id', 'in', scheduled)
    .where('state', 'in', ['scheduled', 'awaiting_approval', 'held'])
    .execute();
  const publishing = await trx
    .selectFrom('post')
    .select('id')
    .where('id', 'in', scheduled)
    .where('state', '=', 'publishing')
    .executeTakeFirst();
  if (publishing) throw new PublishingNow();
  const posts = trx.selectFrom('post').select('id').where('created_by', '=', userId);
  const { numDeletedRows } = await trx
    .deleteFrom('schedule')
    .where(({ or, eb }) => or([eb('created_by', '=', userId), eb('post_id', 'in', posts)]))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function removeConnections(trx: Kysely<Schema>, userId: string): Promise<number> {
  await trx.deleteFrom('link_code').where('requested_by', '=', userId).execute();
  const { numDeletedRows } = await trx
    .deleteFrom('connection')
    .where('connected_by', '=', userId)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function removePosts(trx: Kysely<Schema>, userId: string) {
  const pictures = await trx
    .selectFrom('picture')
    .innerJoin('post', 'post.id', 'picture.post_id')
    .select('picture.hash')
    .where('post.created_by', '=', userId)
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
  const hashes = [...new Set(pictures.map(({ hash }) => hash))];
  return { posts: Number(numDeletedRows), pictures: pictures.length, hashes };
}

async function removeCounters(trx: Kysely<Schema>, userId: string): Promise<number> {
  const subject: UsageSubject = `user:${userId}`;
  const { numDeletedRows } = await trx
    .deleteFrom('usage')
    .where('subject', '=', subject)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What others need stays, without the name. Returns how many rows no longer have it. */
async function anonymize(trx: Kysely<Schema>, userId: string): Promise<number> {
  const updates = [
    trx.updateTable('revision').set({ created_by: null }).where('created_by', '=', userId),
    trx.updateTable('event_extras').set({ saved_by: null }).where('saved_by', '=', userId),
    trx.updateTable('audit').set({ actor_id: null }).where('actor_id', '=', userId),
    trx
      .updateTable('audit')
      .set({
        subject: sql<string>`replace(subject, ${userId}, 'removed')`,
        details: sql<string>`replace(details, ${userId}, 'removed')`,
      })
      // No index serves this, but it is asked for rarely and must find every mention.
      .where(({ or, eb }) =>
        or([eb('subject', 'like', `%${userId}%`), eb('details', 'like', `%${userId}%`)]),
      ),
  ];
  let rows = 0;
  for (const update of updates) rows += Number((await update.executeTakeFirst()).numUpdatedRows);
  return rows;
}
