import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { KeptPost, PostState } from '../../../src/posts/kept-post.ts';
import type { PostQuery, PostSummary } from '../../../src/posts/post-store.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { makeEvent } from '../../fixtures/event.ts';
import {
  DAY_MS,
  EVENING,
  GUILD,
  hashesOf,
  JUNHO,
  MINA,
  makeContent,
  makeDraft,
  makePicture,
  OTHER_GUILD,
} from '../make-draft.ts';

/** What every PostStore keeps to, together with the audit log that it writes to. Each test gets empty ones. */
export function postStoreContract(stores: () => Stores, db: () => Kysely<Schema>): void {
  const posts = () => stores().posts;
  const later = EVENING + 60_000;

  async function setState(post: KeptPost, state: PostState): Promise<void> {
    await db().updateTable('post').set({ state }).where('id', '=', post.id).execute();
  }

  async function actions(post: KeptPost): Promise<string[]> {
    const lines = await stores().audit.linesOf(GUILD, { limit: 100, subject: post.id });
    return lines.map((line) => `${line.actorId} ${line.action}`);
  }

  describe('a draft', () => {
    test('comes back whole, from its making and later', async () => {
      const content = makeContent({
        facts: {
          event: makeEvent(),
          readAt: EVENING,
          stale: true,
          unreadableTimeslots: 2,
          extras: { ageLimit: 19, ticketUrl: 'https://tickets.example' },
        },
      });
      const draft = await posts().createDraft(makeDraft({ content }));
      expect(draft).toEqual({
        id: expect.stringMatching(/^[0-9a-z]{16}$/),
        guildId: GUILD,
        eventId: 'event-47',
        eventName: '서울 언더그라운드 #47',
        eventDate: '2026-12-24',
        template: 'lineup',
        state: 'draft',
        createdBy: MINA,
        createdAt: EVENING,
        updatedAt: EVENING,
        revision: {
          ...content,
          number: 1,
          createdBy: MINA,
          createdAt: EVENING,
          pictures: content.pictures.map((picture) => ({
            ...picture,
            token: expect.stringMatching(/^[\w-]{38}$/),
          })),
        },
      });
      expect(await posts().findPost(GUILD, draft.id)).toEqual(draft);
      expect(await actions(draft)).toEqual([`${MINA} post.created`]);
    });

    test.each([
      'a\n\nb\t"quoted" \\ back',
      '👩🏽‍🎤 한글 עברית 𝒳 \u{10FFFF}',
      '',
      `${'길'.repeat(2_200)}`,
      "'; drop table post; --",
    ])('keeps the caption %j as it is', async (caption) => {
      const content = makeContent({ caption });
      const { id } = await posts().createDraft(makeDraft({ content }));
      expect((await posts().findPost(GUILD, id))?.revision.caption).toBe(caption);
    });

    test('has ids and tokens that never repeat, though the pictures do', async () => {
      const drafts = await Promise.all(
        Array.from({ length: 20 }, () => posts().createDraft(makeDraft())),
      );
      const tokens = drafts.flatMap(({ revision }) => revision.pictures.map(({ token }) => token));
      expect(new Set(drafts.map(({ id }) => id)).size).toBe(20);
      expect(new Set(tokens).size).toBe(40);
    });

    test('is nobody else’s: another server finds nothing and changes nothing', async () => {
      const draft = await posts().createDraft(makeDraft());
      const foreign = { guildId: OTHER_GUILD, postId: draft.id, by: JUNHO, at: later };
      const never = { ...foreign, postId: '0123456789abcdef' };
      for (const name of [foreign, never]) {
        expect(await posts().findPost(name.guildId, name.postId)).toBeUndefined();
        const edit = { ...name, expected: 1, changes: { caption: 'x' } };
        expect(await posts().addRevision(edit)).toEqual({ outcome: 'not_found' });
        const place = { ...name, channelId: '3', messageId: '4' };
        expect(await posts().setMessage(place)).toBe('not_found');
        expect(await posts().markDownloaded(name)).toBe('not_found');
        expect(await posts().deletePost(name)).toEqual({ outcome: 'not_found' });
      }
      expect(await posts().listPosts({ guildId: OTHER_GUILD, limit: 5 })).toEqual({ posts: [] });
      expect(await posts().findPost(GUILD, draft.id)).toEqual(draft);
      expect(await actions(draft)).toHaveLength(1);
    });
  });

  describe('an edit', () => {
    test('adds a revision that keeps what was not changed', async () => {
      const draft = await posts().createDraft(makeDraft());
      const saved = await posts().addRevision({
        ...nameOf(draft),
        expected: 1,
        changes: { caption: '새 문구', captionEdited: true },
        by: JUNHO,
        at: later,
      });
      expect(saved).toMatchObject({
        outcome: 'saved',
        post: {
          updatedAt: later,
          createdBy: MINA,
          revision: {
            number: 2,
            caption: '새 문구',
            captionEdited: true,
            theme: 'night',
            createdBy: JUNHO,
            createdAt: later,
            facts: draft.revision.facts,
            pictures: makeContent().pictures,
          },
        },
      });
      expect(await actions(draft)).toEqual([`${JUNHO} post.edited`, `${MINA} post.created`]);
    });

    test('with other pictures has those alone, and a re-read event renames the post', async () => {
      const draft = await posts().createDraft(makeDraft());
      const event = makeEvent({ name: '서울 언더그라운드 #48', date: '2027-01-02' });
      await posts().addRevision({
        ...nameOf(draft),
        expected: 1,
        changes: {
          theme: 'paper',
          pictures: [makePicture('c')],
          facts: { event, readAt: later, stale: false },
        },
        by: MINA,
        at: later,
      });
      expect(await posts().findPost(GUILD, draft.id)).toMatchObject({
        eventName: '서울 언더그라운드 #48',
        eventDate: '2027-01-02',
        revision: { theme: 'paper', pictures: [{ hash: hashesOf('c')[0] }] },
      });
    });

    test('of many people at once is made by exactly one, and the others see it', async () => {
      const draft = await posts().createDraft(makeDraft());
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          posts().addRevision({
            ...nameOf(draft),
            expected: 1,
            changes: { caption: `by ${index}` },
            by: JUNHO,
            at: later,
          }),
        ),
      );
      const winner = outcomes.findIndex(({ outcome }) => outcome === 'saved');
      expect(outcomes.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(11);
      for (const outcome of outcomes) {
        expect(outcome).toMatchObject({
          post: { revision: { number: 2, caption: `by ${winner}` } },
        });
      }
    });

    test('one after the other are all made', async () => {
      const draft = await posts().createDraft(makeDraft());
      for (let expected = 1; expected <= 5; expected += 1) {
        const changes = { caption: `${expected}` };
        const edit = { ...nameOf(draft), expected, changes, by: MINA, at: later };
        expect(await posts().addRevision(edit)).toMatchObject({ outcome: 'saved' });
      }
      expect((await posts().findPost(GUILD, draft.id))?.revision.number).toBe(6);
    });

    test('is not made once somebody has decided about the post', async () => {
      const draft = await posts().createDraft(makeDraft());
      await setState(draft, 'publishing');
      const edit = { ...nameOf(draft), changes: { caption: 'x' }, by: MINA, at: later };
      expect(await posts().addRevision({ ...edit, expected: 1 })).toEqual({
        outcome: 'not_editable',
        post: { ...draft, state: 'publishing' },
      });
      expect(await posts().addRevision({ ...edit, expected: 0 })).toMatchObject({
        outcome: 'conflict',
      });
    });
  });

  test('the place of the reply is remembered, and a later one replaces it', async () => {
    const draft = await posts().createDraft(makeDraft());
    await posts().setMessage({ ...nameOf(draft), channelId: '31', messageId: '41' });
    const place = { channelId: '32', messageId: '42' };
    expect(await posts().setMessage({ ...nameOf(draft), ...place })).toBe('set');
    expect(await posts().findPost(GUILD, draft.id)).toEqual({ ...draft, message: place });
  });

  test('a download is marked once, with its first time', async () => {
    const draft = await posts().createDraft(makeDraft());
    const outcomes = await Promise.all(
      [1, 2, 3].map((n) => posts().markDownloaded({ ...nameOf(draft), by: JUNHO, at: later + n })),
    );
    expect(outcomes.sort()).toEqual(['already', 'already', 'marked']);
    const found = await posts().findPost(GUILD, draft.id);
    expect(found).toEqual({ ...draft, downloadedAt: expect.any(Number) });
    expect(await actions(draft)).toEqual([`${JUNHO} post.downloaded`, `${MINA} post.created`]);
  });

  describe('a deletion', () => {
    test('takes revisions, pictures and schedule along and names what no post has any more', async () => {
      const draft = await posts().createDraft(makeDraft());
      const changes = { pictures: [makePicture('c'), makePicture('shared')] };
      await posts().addRevision({ ...nameOf(draft), expected: 1, changes, by: MINA, at: later });
      const content = makeContent({ pictures: [makePicture('shared'), makePicture('b')] });
      const other = await posts().createDraft(makeDraft({ guildId: OTHER_GUILD, content }));
      await plantSchedule(db(), draft);
      const outcome = await posts().deletePost({ ...nameOf(draft), by: JUNHO, at: later });
      expect(outcome).toEqual({ outcome: 'deleted', hashes: expect.any(Array) });
      expect(outcome).toHaveProperty('hashes', expect.arrayContaining(hashesOf('a', 'c')));
      expect(outcome).toHaveProperty('hashes.length', 2);
      expect(await posts().findPost(GUILD, draft.id)).toBeUndefined();
      expect(await db().selectFrom('schedule').selectAll().execute()).toEqual([]);
      const revisions = await db().selectFrom('revision').select('post_id').execute();
      const pictures = await db().selectFrom('picture').select('post_id').execute();
      expect(new Set([...revisions, ...pictures].map((row) => row.post_id))).toEqual(
        new Set([other.id]),
      );
      expect(await actions(draft)).toContain(`${JUNHO} post.deleted`);
    });

    test.each<PostState>(['publishing', 'unconfirmed'])(
      'is refused while the post is %s',
      async (state) => {
        const draft = await posts().createDraft(makeDraft());
        await setState(draft, state);
        const deletion = { ...nameOf(draft), by: MINA, at: later };
        expect(await posts().deletePost(deletion)).toEqual({ outcome: 'publishing' });
        expect(await posts().findPost(GUILD, draft.id)).toBeDefined();
      },
    );

    test('of several people at once happens once', async () => {
      const draft = await posts().createDraft(makeDraft());
      const deletion = { ...nameOf(draft), by: MINA, at: later };
      const outcomes = await Promise.all([1, 2, 3].map(() => posts().deletePost(deletion)));
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
        'deleted',
        'not_found',
        'not_found',
      ]);
    });
  });

  describe('the list', () => {
    /** Thirty posts, some at the same moment; newest first. */
    async function makeThirty(): Promise<readonly PostSummary[]> {
      const made: KeptPost[] = [];
      for (let n = 0; n < 30; n += 1) {
        const draft = makeDraft({
          template: n % 3 === 0 ? 'countdown' : 'lineup',
          at: EVENING + Math.floor(n / 4) * DAY_MS,
          content: makeContent({
            facts: { event: makeEvent({ id: `event-${n % 5}` }), readAt: 0, stale: false },
          }),
        });
        const post = await posts().createDraft(draft);
        if (n % 2 === 0) await setState(post, 'published');
        made.push(n % 2 === 0 ? { ...post, state: 'published' } : post);
      }
      return made
        .map((post) => ({ ...post, revision: post.revision.number }))
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    }

    async function pages(query: PostQuery, direction: 'older' | 'newer', cursor?: string) {
      const found: (readonly PostSummary[])[] = [];
      for (let next = cursor; ; ) {
        const page = await posts().listPosts(
          next === undefined ? query : { ...query, cursor: next },
        );
        found.push(page.posts);
        const end = page[direction];
        if (end === undefined) return { found, last: page };
        expect(end.length).toBeLessThanOrEqual(40);
        next = end;
      }
    }

    test('gives each post once, newest first, and leads back', async () => {
      const thirty = await makeThirty();
      const forth = await pages({ guildId: GUILD, limit: 7 }, 'older');
      expect(forth.found.map((page) => page.length)).toEqual([7, 7, 7, 7, 2]);
      expect(forth.found.flat()).toEqual(thirty);
      const back = await pages({ guildId: GUILD, limit: 7 }, 'newer', forth.last.newer);
      expect(back.found.map((page) => page.length)).toEqual([7, 7, 7, 7]);
      expect(back.found.reverse().flat()).toEqual(thirty.slice(0, 28));
    });

    test.each([
      { state: 'published' },
      { template: 'countdown' },
      { eventId: 'event-3' },
      { state: 'draft', template: 'lineup' },
      { state: 'draft', template: 'countdown', eventId: 'event-4' },
      { state: 'failed' },
    ] as const)('keeps to the filter %j', async (filter) => {
      const thirty = await makeThirty();
      const wanted = thirty.filter((post) =>
        Object.entries(filter).every(([key, value]) => post[key as 'state'] === value),
      );
      const query = { guildId: GUILD, ...filter, limit: 4 };
      expect((await pages(query, 'older')).found.flat()).toEqual(wanted);
      expect(await posts().countPosts({ guildId: GUILD, ...filter }, 100)).toBe(wanted.length);
    });

    test('has no neighbours when it fits one page', async () => {
      await posts().createDraft(makeDraft());
      const page = await posts().listPosts({ guildId: GUILD, limit: 1 });
      expect(page).toEqual({ posts: [expect.objectContaining({ eventId: 'event-47' })] });
    });

    test('leads back from a page whose posts were deleted meanwhile', async () => {
      const [, , third] = [
        await posts().createDraft(makeDraft({ at: 3 })),
        await posts().createDraft(makeDraft({ at: 2 })),
        await posts().createDraft(makeDraft({ at: 1 })),
      ];
      const first = await posts().listPosts({ guildId: GUILD, limit: 2 });
      await posts().deletePost({ ...nameOf(third), by: MINA, at: later });
      const cursor = first.older ?? '';
      const empty = await posts().listPosts({ guildId: GUILD, limit: 2, cursor });
      expect(empty.posts).toEqual([]);
      expect(empty.newer).toBeDefined();
    });

    test.each(['', 'x', 'o', 'o1.', 'ozzzzzzzzzzzzzzz.a', "o1.a' or 1=1", 'n1.ABC'])(
      'begins anew for %j, which is no cursor',
      async (cursor) => {
        const draft = await posts().createDraft(makeDraft());
        const page = await posts().listPosts({ guildId: GUILD, limit: 5, cursor });
        expect(page.posts.map(({ id }) => id)).toEqual([draft.id]);
      },
    );

    test('is counted no further than asked', async () => {
      for (let n = 0; n < 5; n += 1) await posts().createDraft(makeDraft());
      expect(await posts().countPosts({ guildId: GUILD }, 3)).toBe(3);
      expect(await posts().countPosts({ guildId: OTHER_GUILD }, 3)).toBe(0);
    });
  });
}

export function nameOf({ guildId, id }: KeptPost) {
  return { guildId, postId: id };
}

export async function plantSchedule(
  db: Kysely<Schema>,
  post: KeptPost,
  overrides: Partial<Schema['schedule']> = {},
): Promise<void> {
  await db
    .insertInto('schedule')
    .values({
      post_id: post.id,
      guild_id: post.guildId,
      due_at: EVENING + DAY_MS,
      lead_ms: 600_000,
      asap: 0,
      phase: 'waiting',
      fence: 1,
      attempts: 0,
      sends: 0,
      needs_approval: 0,
      looks: 0,
      created_by: post.createdBy,
      created_at: EVENING,
      ...overrides,
    })
    .execute();
}
