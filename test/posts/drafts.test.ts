import { describe, expect, test } from 'vitest';
import { Drafts } from '../../src/posts/drafts.ts';
import { EventSourceError, PostRefusedError } from '../../src/posts/errors.ts';
import { hashOf } from '../../src/posts/image-store.ts';
import { FREE_GENERATIONS } from '../../src/posts/quota.ts';
import { makeTimeslot } from '../fixtures/event.ts';
import { DraftDesk, GUILD, HOUR_MS, JISU, MINJI, NOW, OTHER_GUILD, SKU } from './draft-desk.ts';

const NEVER = { guildId: GUILD, postId: '0123456789abcdef' };

describe('a new draft', () => {
  test('is kept with its pictures, its facts and who made it, and counted', async () => {
    await using desk = await DraftDesk.open();
    const draft = await desk.draft();
    expect(draft).toMatchObject({ revision: 1, state: 'draft', createdBy: MINJI });
    expect(draft.post.caption.text).toContain('22:00 김대현 @kimdaehyun');
    const kept = await desk.drafts.find(draft.name);
    expect(kept.revision).toMatchObject({
      caption: draft.post.caption.text,
      captionEdited: false,
      theme: 'night',
      facts: { event: { id: 'event-47' }, readAt: NOW, stale: false, composedAt: NOW },
      pictures: [{ hash: hashOf(draft.post.poster.pages[0] ?? Buffer.of()), width: 1080 }],
    });
    expect(await desk.used('generated')).toBe(1);
    expect(await desk.audit()).toEqual(['minji post.created 1']);
    expect(desk.told).toContainEqual([
      'generated',
      { postId: draft.id, guildId: GUILD, template: 'lineup', theme: 'night', size: 'square' },
    ]);
  });

  test('is shown later as it was shown at first, without being drawn again', async () => {
    await using desk = await DraftDesk.open();
    const timeslots = Array.from({ length: 12 }, (_, n) => makeTimeslot('22:00', '23:00', `${n}`));
    desk.change({ timeslots });
    desk.reading = { stale: true, readAt: NOW - HOUR_MS, unreadableTimeslots: 2 };
    const { name, ...draft } = await desk.draft({ theme: 'neon' });
    expect(draft.post.poster).toMatchObject({ pages: { length: 2 }, warnings: [{}] });
    expect(await desk.drafts.show(name)).toEqual(draft);
    expect(desk.drawn).toHaveLength(1);
  });

  test('remembers where its answer stands', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const message = { channelId: '31', messageId: '41' };
    await desk.drafts.noteMessage({ ...name, ...message });
    expect(await desk.drafts.show(name)).toMatchObject({ message });
  });

  test.each([
    ['Rite is down', new EventSourceError('timeout', 'slow'), 'rite', 1],
    ['no post can be made', new PostRefusedError('event_past', 'x'), 'refused', 0],
    ['there is a bug', new TypeError('oops'), 'bug', 1],
  ])('that fails gives its use back: %s', async (_why, error, failure, failed) => {
    await using desk = await DraftDesk.open();
    desk.riteError = error;
    await expect(desk.drafts.create(desk.request())).rejects.toBe(error);
    expect(await desk.used('generated')).toBe(0);
    expect(await desk.used('failed')).toBe(failed);
    expect(desk.told).toContainEqual(['failed', 'generate', failure]);
    expect(await desk.files()).toEqual([]);
  });
});

describe('when it cannot be kept, the post is made all the same', () => {
  test('and does not count: no room for pictures', async () => {
    await using desk = await DraftDesk.open();
    await desk.breakImages();
    const creation = await desk.drafts.create(desk.request());
    expect(creation).toMatchObject({
      outcome: 'not_kept',
      post: { event: { id: 'event-47' }, poster: { pages: { length: 1 } } },
    });
    expect(await desk.used('generated')).toBe(0);
    expect(await desk.used('failed')).toBe(1);
    expect(desk.failures).toHaveLength(1);
    expect(desk.told).toContainEqual(['failed', 'generate', 'store']);
  });

  test('and does not count: the row cannot be written', async () => {
    await using desk = await DraftDesk.open();
    const { posts: store } = desk.stores;
    const broken = Object.create(store, {
      createDraft: { value: () => Promise.reject(new Error('disk full')) },
    });
    const drafts = new Drafts(desk.options({ store: broken }));
    expect(await drafts.create(desk.request())).toMatchObject({ outcome: 'not_kept' });
    expect(await desk.used('generated')).toBe(0);
    // The picture without a row is left to the sweep.
    expect(await desk.files()).toHaveLength(1);
  });

  test('although it cannot even be counted: the database is away', async () => {
    await using desk = await DraftDesk.open();
    await desk.breakDatabase();
    expect(await desk.drafts.create(desk.request())).toMatchObject({
      outcome: 'not_kept',
      post: { unread: ['brand', 'extras'], caption: { text: expect.stringContaining('김대현') } },
    });
    expect(desk.failures).not.toEqual([]);
    // Nor is a picture stored that no row could name.
    expect(await desk.files()).toEqual([]);
  });
});

describe('the quota', () => {
  test('ends a free day after two posts, says when it renews, and renews then', async () => {
    await using desk = await DraftDesk.open();
    const left: number[] = [];
    for (let n = 0; n < FREE_GENERATIONS; n += 1) {
      const creation = await desk.drafts.create(desk.request());
      if (creation.outcome === 'kept') left.push(creation.quota.left);
    }
    expect(left).toEqual([1, 0]);
    const midnight = Date.parse('2026-12-18T00:00:00+09:00');
    await expect(desk.drafts.create(desk.request())).rejects.toMatchObject({
      name: 'QuotaReachedError',
      limit: 2,
      premium: false,
      renewsAt: midnight,
    });
    expect(desk.drawn).toHaveLength(2);
    expect((await desk.audit())[0]).toBe('minji quota.reached 2');
    expect(await desk.used('failed')).toBe(0);
    desk.now = midnight - 1;
    await expect(desk.drafts.create(desk.request())).rejects.toThrow('Quota');
    desk.now = midnight;
    expect(await desk.drafts.create(desk.request())).toMatchObject({ quota: { left: 1 } });
  });

  test('is each person’s own, whatever the server', async () => {
    await using desk = await DraftDesk.open();
    await desk.draft();
    await desk.draft({ guildId: OTHER_GUILD });
    await expect(desk.drafts.create(desk.request())).rejects.toThrow('Quota');
    await desk.draft({ userId: JISU });
  });

  test('is never exceeded by many at once', async () => {
    await using desk = await DraftDesk.open();
    const creations = await Promise.allSettled(
      Array.from({ length: 30 }, () => desk.drafts.create(desk.request())),
    );
    expect(creations.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect((await desk.drafts.list({ guildId: GUILD, limit: 10 })).posts).toHaveLength(2);
  });

  test('has room again for what came to nothing', async () => {
    await using desk = await DraftDesk.open();
    await desk.draft();
    desk.riteError = new EventSourceError('timeout', 'slow');
    for (let n = 0; n < 5; n += 1) {
      await expect(desk.drafts.create(desk.request())).rejects.toThrow('slow');
    }
    desk.riteError = undefined;
    await desk.draft();
    await expect(desk.drafts.create(desk.request())).rejects.toThrow('Quota');
  });

  test('gives back to the day it was taken from', async () => {
    await using desk = await DraftDesk.open();
    desk.now = Date.parse('2026-12-17T23:59:59+09:00');
    const { posts } = desk.options();
    const slow: typeof posts = {
      async create(request) {
        desk.now += 2000;
        await posts.create(request);
        throw new Error('failed after midnight');
      },
    };
    const drafts = new Drafts(desk.options({ posts: slow }));
    await expect(drafts.create(desk.request())).rejects.toThrow('after midnight');
    expect(await desk.used('generated', MINJI, '2026-12-17')).toBe(0);
    expect(await desk.used('generated', MINJI, '2026-12-18')).toBe(0);
  });

  test.each([
    ['bought on Discord', [{ skuId: SKU }], 100],
    ['bought until later', [{ skuId: SKU, startsAt: NOW, endsAt: NOW + 1 }], 100],
    ['bought and over', [{ skuId: SKU, endsAt: NOW }], 2],
    ['not yet begun', [{ skuId: SKU, startsAt: NOW + 1 }], 2],
    ['another product', [{ skuId: '399999999999999999' }], 2],
  ])('is larger with premium: %s', async (_how, entitlements, limit) => {
    await using desk = await DraftDesk.open();
    const creation = await desk.drafts.create(desk.request({ entitlements }));
    expect(creation).toMatchObject({ quota: { limit, left: limit - 1, premium: limit === 100 } });
  });

  test('is larger where the operator has granted premium, until that ends', async () => {
    await using desk = await DraftDesk.open();
    const grant = { guildId: GUILD, grantedAt: NOW, expiresAt: NOW + HOUR_MS };
    await desk.stores.premium.grant(grant);
    expect(await desk.drafts.create(desk.request())).toMatchObject({ quota: { limit: 100 } });
    desk.now += HOUR_MS;
    expect(await desk.drafts.create(desk.request())).toMatchObject({ quota: { limit: 2 } });
  });
});

describe('a download', () => {
  test('is open to anybody in the server, marked and counted once', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft();
    const first = await desk.drafts.download({ ...name, userId: JISU });
    expect(first).toMatchObject({ redrawn: false, draft: { post: { poster: post.poster } } });
    await desk.drafts.download({ ...name, userId: MINJI });
    expect((await desk.drafts.find(name)).downloadedAt).toBe(NOW);
    expect([await desk.used('downloaded', JISU), await desk.used('downloaded')]).toEqual([1, 0]);
    expect(await desk.audit()).toEqual(['jisu post.downloaded 1', 'minji post.created 1']);
    const told = ['downloaded', { guildId: GUILD, postId: name.postId }];
    expect(desk.told).toEqual(expect.arrayContaining([told, told]));
  });

  test('of pictures that were cleaned up draws them again, the same', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft({ template: 'countdown', theme: 'neon' });
    await desk.drafts.download({ ...name, userId: MINJI });
    desk.now += 9 * 24 * HOUR_MS;
    desk.riteError = new EventSourceError('unreachable', 'Rite is not needed');
    const removal = await desk.stores.expiry.removePictures({ before: desk.now, limit: 10 });
    for (const hash of removal.hashes) await desk.images.delete(hash);
    const again = await desk.drafts.download({ ...name, userId: MINJI });
    expect(again.redrawn).toBe(true);
    // The days that were left are those of the caption, which stayed.
    expect(again.draft.post.poster).toEqual(post.poster);
    expect(again.draft.post.caption.text).toContain('D-7');
  });

  test('of a damaged picture draws it again and puts it back', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft();
    await desk.damageImages();
    const again = await desk.drafts.download({ ...name, userId: MINJI });
    expect(again).toMatchObject({ redrawn: true, draft: { post: { poster: post.poster } } });
    expect(await desk.drafts.download({ ...name, userId: MINJI })).toMatchObject({
      redrawn: false,
    });
  });

  test('draws it when the pictures cannot be read', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft();
    await desk.breakImages();
    const { draft } = await desk.drafts.download({ ...name, userId: MINJI });
    expect(draft.post.poster.pages).toEqual(post.poster.pages);
    expect(desk.failures).not.toEqual([]);
  });

  test('fails without a word about it when the database is away', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.breakDatabase();
    const download = desk.drafts.download({ ...name, userId: MINJI });
    await expect(download).rejects.toMatchObject({ name: 'PostsUnavailableError' });
    expect(desk.told).toContainEqual(['failed', 'download', 'store']);
  });
});

describe('a deletion', () => {
  test('takes rows at once, and pictures that were stored a while ago', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    // Files have the time of the machine.
    desk.now = Date.now() + 2 * HOUR_MS;
    await desk.drafts.delete({ ...name, editor: { userId: MINJI, managesPosts: false } });
    await expect(desk.drafts.find(name)).rejects.toThrow('Post not found');
    expect(await desk.files()).toEqual([]);
    expect(await desk.audit()).toContain('minji post.deleted 서울 언더그라운드 #47 draft');
  });

  test('leaves pictures that another post has, or that were stored just now', async () => {
    await using desk = await DraftDesk.open();
    const editor = { userId: MINJI, managesPosts: false };
    const [one, same] = [await desk.draft(), await desk.draft()];
    desk.now = Date.now() + 2 * HOUR_MS;
    await desk.drafts.delete({ ...one.name, editor });
    expect(await desk.files()).toHaveLength(1);
    desk.now = Date.now();
    await desk.drafts.delete({ ...same.name, editor });
    expect(await desk.files()).toHaveLength(1);
  });

  test('is for who made it and for those who manage posts', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const stranger = { ...name, editor: { userId: JISU, managesPosts: false } };
    for (const asking of [desk.drafts.delete(stranger), desk.drafts.toDelete(stranger)]) {
      await expect(asking).rejects.toMatchObject({ name: 'NotYourPostError', createdBy: MINJI });
    }
    expect(await desk.audit()).toContain('jisu post.delete_refused not_theirs');
    await desk.drafts.delete({ ...name, editor: { userId: JISU, managesPosts: true } });
    await expect(desk.drafts.find(name)).rejects.toThrow('Post not found');
  });
});

describe('a post of another server', () => {
  test('is one that never was', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const editor = { userId: MINJI, managesPosts: true };
    for (const foreign of [{ ...name, guildId: OTHER_GUILD }, NEVER]) {
      const askings = [
        desk.drafts.show(foreign),
        desk.drafts.find(foreign),
        desk.drafts.download({ ...foreign, userId: MINJI }),
        desk.drafts.toDelete({ ...foreign, editor }),
        desk.drafts.delete({ ...foreign, editor }),
        desk.edits.captionToEdit({ ...foreign, editor }),
        desk.edits.editCaption({ ...foreign, editor, expected: 1, caption: 'x' }),
        desk.edits.resetCaption({ ...foreign, editor, expected: 1 }),
        desk.edits.restyle({ ...foreign, editor, expected: 1, theme: 'paper' }),
        desk.edits.regenerate({ ...foreign, editor, expected: 1 }),
      ];
      for (const asking of askings) {
        await expect(asking).rejects.toMatchObject({ name: 'PostNotFoundError' });
      }
    }
    expect(await desk.drafts.list({ guildId: OTHER_GUILD, limit: 5 })).toEqual({ posts: [] });
    expect(await desk.drafts.count({ guildId: OTHER_GUILD }, 5)).toBe(0);
    expect(desk.told).not.toContainEqual(['failed', 'download', 'bug']);
  });
});
