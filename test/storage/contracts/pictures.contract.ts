import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { KeptPost, PostState } from '../../../src/posts/kept-post.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import {
  DAY_MS,
  EVENING,
  GUILD,
  hashesOf,
  MINA,
  makeContent,
  makeDraft,
  makePicture,
} from '../make-draft.ts';
import { nameOf } from './post-store.contract.ts';

/** What picture index and expiry keep to. Each test gets an empty database. */
export function picturesContract(stores: () => Stores, db: () => Kysely<Schema>): void {
  const deed = { by: MINA, at: EVENING };
  const old = { before: EVENING + 1, limit: 100 };

  async function makePost(...pictures: readonly string[]): Promise<KeptPost> {
    const content = makeContent({ pictures: pictures.map(makePicture) });
    return await stores().posts.createDraft(makeDraft({ content }));
  }

  async function setState(post: KeptPost, state: PostState): Promise<void> {
    await db().updateTable('post').set({ state }).where('id', '=', post.id).execute();
  }

  async function picturesLeft(post: KeptPost): Promise<number | undefined> {
    return (await stores().posts.findPost(GUILD, post.id))?.revision.pictures.length;
  }

  describe('the picture index', () => {
    test('finds a picture by its token alone', async () => {
      const post = await makePost('a', 'b');
      const { pictures } = stores();
      for (const picture of post.revision.pictures) {
        expect(await pictures.byToken(picture.token)).toEqual(picture);
        const wrong = picture.token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
        expect(await pictures.byToken(wrong)).toBeUndefined();
        expect(await pictures.byToken(picture.token.slice(0, 16))).toBeUndefined();
        expect(await pictures.byToken(`${picture.token}A`)).toBeUndefined();
      }
      expect(await pictures.byToken('')).toBeUndefined();
      await stores().posts.deletePost({ ...nameOf(post), ...deed });
      const [first] = post.revision.pictures;
      expect(await pictures.byToken(first?.token ?? '')).toBeUndefined();
    });

    test('tells which of many files no post has', async () => {
      await makePost('a', 'b');
      const strangers = Array.from({ length: 1_200 }, (_, n) => `stranger ${n}`);
      const asked = [...hashesOf('a'), ...hashesOf(...strangers), ...hashesOf('b')];
      expect(await stores().pictures.unreferenced(asked)).toEqual(hashesOf(...strangers));
      expect(await stores().pictures.unreferenced([])).toEqual([]);
    });

    test('lists each picture once, in pages', async () => {
      await makePost('a', 'b', 'c');
      await makePost('b', 'c', 'd');
      const first = await stores().pictures.hashes({ limit: 3 });
      const second = await stores().pictures.hashes({ after: first.at(-1) ?? '', limit: 3 });
      expect([...first, ...second]).toEqual(hashesOf('a', 'b', 'c', 'd').sort());
      expect(first).toHaveLength(3);
    });

    test('forgets a lost picture in all posts, unless it was just added', async () => {
      const one = await makePost('a', 'b');
      const two = await makePost('a');
      const [lost = ''] = hashesOf('a');
      expect(await stores().pictures.forget(lost, EVENING)).toBe(0);
      expect(await stores().pictures.forget(lost, EVENING + 1)).toBe(2);
      expect(await picturesLeft(one)).toBe(1);
      expect(await picturesLeft(two)).toBe(0);
    });
  });

  describe('old pictures', () => {
    test('go when the post was downloaded, and only those no other post has are named', async () => {
      const post = await makePost('a', 'shared');
      const other = await makePost('shared');
      await stores().posts.markDownloaded({ ...nameOf(post), ...deed });
      expect(await stores().expiry.removePictures(old)).toEqual({
        removed: 2,
        hashes: hashesOf('a'),
      });
      expect(await picturesLeft(post)).toBe(0);
      expect(await picturesLeft(other)).toBe(1);
    });

    test('go when the post is published', async () => {
      const post = await makePost('a');
      await setState(post, 'published');
      expect(await stores().expiry.removePictures(old)).toMatchObject({ removed: 1 });
    });

    test('go when a later revision replaced them', async () => {
      const post = await makePost('a');
      const changes = { pictures: [makePicture('b')] };
      await stores().posts.addRevision({ ...nameOf(post), expected: 1, changes, ...deed });
      expect(await stores().expiry.removePictures(old)).toEqual({
        removed: 1,
        hashes: hashesOf('a'),
      });
      expect(await picturesLeft(post)).toBe(1);
    });

    test('stay while they are young or nobody has them yet', async () => {
      const young = await makePost('a');
      await stores().posts.markDownloaded({ ...nameOf(young), ...deed });
      await makePost('b');
      const { expiry } = stores();
      expect(await expiry.removePictures({ before: EVENING, limit: 9 })).toEqual({
        removed: 0,
        hashes: [],
      });
      expect(await expiry.removePictures(old)).toMatchObject({ removed: 1 });
    });

    test('of a post that failed stay until it was let be for as long', async () => {
      const post = await makePost('a');
      await stores().posts.markDownloaded({ ...nameOf(post), ...deed });
      await setState(post, 'failed');
      const touched = { updated_at: old.before };
      await db().updateTable('post').set(touched).where('id', '=', post.id).execute();
      const { expiry } = stores();
      expect(await expiry.removePictures(old)).toMatchObject({ removed: 0 });
      const later = { ...old, before: old.before + 1 };
      expect(await expiry.removePictures(later)).toMatchObject({ removed: 1 });
    });

    test.each<PostState>(['awaiting_approval', 'scheduled', 'publishing', 'held', 'unconfirmed'])(
      'stay while the post is %s',
      async (state) => {
        const post = await makePost('a');
        await stores().posts.markDownloaded({ ...nameOf(post), ...deed });
        await setState(post, state);
        expect(await stores().expiry.removePictures(old)).toMatchObject({ removed: 0 });
      },
    );

    test('go a few at a time, the oldest first', async () => {
      for (let n = 0; n < 5; n += 1) {
        const content = makeContent({ pictures: [makePicture(`${n}`)] });
        const post = await stores().posts.createDraft(makeDraft({ content, at: EVENING - n }));
        await stores().posts.markDownloaded({ ...nameOf(post), ...deed });
      }
      const { expiry } = stores();
      const first = await expiry.removePictures({ ...old, limit: 2 });
      expect([...first.hashes].sort()).toEqual(hashesOf('4', '3').sort());
      expect((await expiry.removePictures({ ...old, limit: 2 })).removed).toBe(2);
      expect((await expiry.removePictures({ ...old, limit: 2 })).removed).toBe(1);
    });
  });

  describe('old drafts', () => {
    test('go whole when they were never downloaded', async () => {
      const post = await makePost('a', 'b');
      const { removed, hashes } = await stores().expiry.removeDrafts(old);
      expect(removed).toBe(1);
      expect([...hashes].sort()).toEqual(hashesOf('a', 'b').sort());
      expect(await stores().posts.findPost(GUILD, post.id)).toBeUndefined();
    });

    test.each<PostState>(['rejected', 'cancelled', 'failed'])(
      'go as well when they were %s, unless they were downloaded',
      async (state) => {
        const post = await makePost('a');
        await setState(post, state);
        const downloaded = await makePost('b');
        await stores().posts.markDownloaded({ ...nameOf(downloaded), ...deed });
        await setState(downloaded, state);
        expect(await stores().expiry.removeDrafts(old)).toEqual({
          removed: 1,
          hashes: hashesOf('a'),
        });
        expect(await stores().posts.findPost(GUILD, post.id)).toBeUndefined();
      },
    );

    test('stay when they were downloaded, touched or decided about', async () => {
      const downloaded = await makePost('a');
      await stores().posts.markDownloaded({ ...nameOf(downloaded), ...deed });
      const touched = await makePost('a');
      const edit = { changes: { caption: 'x' }, by: MINA, at: EVENING + DAY_MS };
      await stores().posts.addRevision({ ...nameOf(touched), expected: 1, ...edit });
      const published = await makePost('a');
      await setState(published, 'published');
      await setState(await makePost('a'), 'scheduled');
      expect(await stores().expiry.removeDrafts(old)).toEqual({ removed: 0, hashes: [] });
    });

    test('go a few at a time', async () => {
      for (let n = 0; n < 3; n += 1) await makePost('a');
      expect(await stores().expiry.removeDrafts({ ...old, limit: 2 })).toEqual({
        removed: 2,
        hashes: [],
      });
      expect(await stores().expiry.removeDrafts({ ...old, limit: 2 })).toEqual({
        removed: 1,
        hashes: hashesOf('a'),
      });
    });
  });
}
