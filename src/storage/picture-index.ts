import { createHash, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { KeptPicture } from '../posts/kept-post.ts';
import type { PictureIndex } from '../posts/picture-index.ts';
import { pictureOf } from './post-rows.ts';
import type { Schema } from './schema.ts';

/** So many at a time in one statement: far from the dialects' limits, and short. */
const HASHES_AT_ONCE = 500;
/** The part of a token that the row is found by; the rest is compared in constant time. */
const ID_LENGTH = 16;

/** What the database knows of pictures. */
export class DatabasePictureIndex implements PictureIndex {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async byToken(token: string): Promise<KeptPicture | undefined> {
    const row = await this.#db
      .selectFrom('picture')
      .selectAll()
      .where('id', '=', token.slice(0, ID_LENGTH))
      .executeTakeFirst();
    if (!row) return undefined;
    const picture = pictureOf(row);
    return sameText(picture.token, token) ? picture : undefined;
  }

  async unreferenced(hashes: readonly string[]): Promise<readonly string[]> {
    return await unreferencedHashes(this.#db, hashes);
  }

  async hashes({ after = '', limit }: Parameters<PictureIndex['hashes']>[0]) {
    const rows = await this.#db
      .selectFrom('picture')
      .select('hash')
      .distinct()
      .where('hash', '>', after)
      .orderBy('hash')
      .limit(limit)
      .execute();
    return rows.map(({ hash }) => hash);
  }

  async forget(hash: string, addedBefore: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('picture')
      .where('hash', '=', hash)
      .where('created_at', '<', addedBefore)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

/** Those of the given pictures that no post has. */
export async function unreferencedHashes(
  db: Kysely<Schema>,
  hashes: readonly string[],
): Promise<readonly string[]> {
  const left = new Set(hashes);
  for (let at = 0; at < hashes.length; at += HASHES_AT_ONCE) {
    const found = await db
      .selectFrom('picture')
      .select('hash')
      .distinct()
      .where('hash', 'in', hashes.slice(at, at + HASHES_AT_ONCE))
      .execute();
    for (const { hash } of found) left.delete(hash);
  }
  return [...left];
}

function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
