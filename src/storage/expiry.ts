import { type Kysely, sql } from 'kysely';
import type { Expiry, ExpiryBatch, Removal } from '../posts/expiry.ts';
import type { PostState } from '../posts/kept-post.ts';
import { unreferencedHashes } from './picture-index.ts';
import type { ScheduleState, Schema } from './schema.ts';

/** Somebody or the clock is still going to need the pictures. */
const WAITING: readonly PostState[] = [
  'awaiting_approval',
  'scheduled',
  'publishing',
  'held',
  'unconfirmed',
];
const OVER: readonly ScheduleState[] = ['cancelled', 'finished'];

/** Finds and removes in the database what nobody needs any more. */
export class DatabaseExpiry implements Expiry {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async removePictures({ before, limit }: ExpiryBatch): Promise<Removal> {
    return await this.#db.transaction().execute(async (trx) => {
      const old = trx
        .selectFrom('picture')
        .innerJoin('post', 'post.id', 'picture.post_id')
        .select('picture.id')
        .where('picture.created_at', '<', before)
        .where('post.state', 'not in', WAITING)
        .where(({ or, eb, ref }) =>
          or([
            eb('post.downloaded_at', 'is not', null),
            eb('post.state', '=', 'published'),
            eb('picture.revision', '<', ref('post.revision')),
          ]),
        )
        .where(({ not, exists }) => not(exists(openSchedule(trx))))
        .orderBy('picture.created_at')
        .orderBy('picture.id')
        .limit(limit);
      const removed = await trx
        .deleteFrom('picture')
        .where('id', 'in', old)
        .returning('hash')
        .execute();
      const hashes = new Set(removed.map(({ hash }) => hash));
      return { removed: removed.length, hashes: await unreferencedHashes(trx, [...hashes]) };
    });
  }

  async removeDrafts({ before, limit }: ExpiryBatch): Promise<Removal> {
    return await this.#db.transaction().execute(async (trx) => {
      const untouched = await trx
        .selectFrom('post')
        .select('id')
        // Not a bind: SQLite would not see that the partial index fits.
        .where('state', '=', sql.lit('draft'))
        .where('downloaded_at', 'is', null)
        .where('updated_at', '<', before)
        .where(({ not, exists }) => not(exists(openSchedule(trx))))
        .orderBy('updated_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      if (untouched.length === 0) return { removed: 0, hashes: [] };
      const ids = untouched.map(({ id }) => id);
      const pictures = await trx
        .selectFrom('picture')
        .select('hash')
        .distinct()
        .where('post_id', 'in', ids)
        .execute();
      const { numDeletedRows } = await trx
        .deleteFrom('post')
        .where('id', 'in', ids)
        // Asked again: elsewhere one may have been downloaded or edited this very moment.
        .where('state', '=', 'draft')
        .where('downloaded_at', 'is', null)
        .where('updated_at', '<', before)
        .executeTakeFirst();
      const hashes = pictures.map(({ hash }) => hash);
      return {
        removed: Number(numDeletedRows),
        hashes: await unreferencedHashes(trx, hashes),
      };
    });
  }
}

/** The schedule of the outer query's post that is not over. */
function openSchedule(db: Kysely<Schema>) {
  return db
    .selectFrom('schedule')
    .select('schedule.post_id')
    .whereRef('schedule.post_id', '=', sql.ref('post.id'))
    .where('schedule.state', 'not in', OVER);
}
