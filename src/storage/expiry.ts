import { type Kysely, sql } from 'kysely';
import type { Expiry, ExpiryBatch, Removal } from '../posts/expiry.ts';
import type { PostState } from '../posts/kept-post.ts';
import { unreferencedHashes } from './picture-index.ts';
import { lockPosts } from './row-locks.ts';
import type { Schema } from './schema.ts';

/** Somebody or the clock is still going to need the pictures. */
const WAITING: readonly PostState[] = [
  'awaiting_approval',
  'scheduled',
  'publishing',
  'held',
  'unconfirmed',
];
/** Nothing comes of these any more, unless somebody goes on with a draft. As in the index `post_untouched`. */
const ENDED = ['draft', 'rejected', 'cancelled', 'failed'] as const satisfies readonly PostState[];

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
        .where('picture.created_at', '<', before)
        .where('post.state', 'not in', WAITING)
        .where(({ or, eb, ref }) =>
          or([
            eb('post.downloaded_at', 'is not', null),
            eb('post.state', '=', 'published'),
            eb('picture.revision', '<', ref('post.revision')),
          ]),
        )
        // Somebody may try it once more.
        .where(({ or, eb }) =>
          or([eb('post.state', '!=', 'failed'), eb('post.updated_at', '<', before)]),
        );
      const chosen = await old
        .select(['picture.id', 'picture.post_id'])
        .orderBy('picture.created_at')
        .orderBy('picture.id')
        .limit(limit)
        .execute();
      if (chosen.length === 0) return { removed: 0, hashes: [] };
      await lockPosts(trx, [...new Set(chosen.map((row) => row.post_id))]);
      const ids = chosen.map(({ id }) => id);
      const removed = await trx
        .deleteFrom('picture')
        // Asked again: a post may have been scheduled before it was held.
        .where('id', 'in', old.select('picture.id').where('picture.id', 'in', ids))
        .returning('hash')
        .execute();
      const hashes = new Set(removed.map(({ hash }) => hash));
      return { removed: removed.length, hashes: await unreferencedHashes(trx, [...hashes]) };
    });
  }

  async removeDrafts({ before, limit }: ExpiryBatch): Promise<Removal> {
    return await this.#db.transaction().execute(async (trx) => {
      const untouched = trx
        .selectFrom('post')
        .select('id')
        // No binds: SQLite would not see that the partial index fits.
        .where('state', 'in', ENDED.map(sql.lit))
        .where('downloaded_at', 'is', null)
        .where('updated_at', '<', before);
      const chosen = await untouched.orderBy('updated_at').orderBy('id').limit(limit).execute();
      if (chosen.length === 0) return { removed: 0, hashes: [] };
      const ids = chosen.map(({ id }) => id);
      await lockPosts(trx, ids);
      const pictures = await trx
        .selectFrom('picture')
        .select('hash')
        .distinct()
        .where('post_id', 'in', ids)
        .execute();
      const { numDeletedRows } = await trx
        .deleteFrom('post')
        // Asked again: one may have been downloaded, edited or scheduled before it was held.
        .where('id', 'in', untouched.where('id', 'in', ids))
        .executeTakeFirst();
      const hashes = pictures.map(({ hash }) => hash);
      return {
        removed: Number(numDeletedRows),
        hashes: await unreferencedHashes(trx, hashes),
      };
    });
  }
}
