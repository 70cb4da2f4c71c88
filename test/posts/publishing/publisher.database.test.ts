import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { type Stores, storesOf } from '../../../src/storage/stores.ts';
import { openTemporarySqlite, type TestDatabase } from '../../storage/databases.ts';
import { GUILD, MINA, makeDraft } from '../../storage/make-draft.ts';
import { ACCOUNT, HOUR_MS, makeAccount, NOW, publishingStage } from './publishing-stage.ts';

const { signal } = new AbortController();

describe('a publisher on the database', () => {
  let opened: TestDatabase;
  let stores: Stores;
  beforeEach(async () => {
    opened = await openTemporarySqlite();
    stores = storesOf(opened.database, () => NOW);
  });
  afterEach(() => opened[Symbol.asyncDispose]());

  async function plan(dueAt: number): Promise<string> {
    const { id: postId } = await stores.posts.createDraft(makeDraft());
    const planned = await stores.schedules.plan({
      guildId: GUILD,
      postId,
      by: MINA,
      at: NOW,
      expected: 1,
      dueAt,
      wakeAt: dueAt - DEFAULT_TIMING.prepareAheadMs,
      needsApproval: false,
      accountId: ACCOUNT,
    });
    expect(planned.outcome).toBe('planned');
    return postId;
  }

  function stageOnDatabase() {
    const stage = publishingStage();
    const { publications: store, posts } = stores;
    return { stage, publisher: () => stage.publisher({ store, posts }) };
  }

  it('publishes what is due, with two of them at work, each post once', async () => {
    const { stage, publisher } = stageOnDatabase();
    const postIds = [];
    for (let index = 0; index < 20; index++) postIds.push(await plan(NOW));
    const wait = async (ms: number) => stage.pass(ms);
    const counts = await Promise.all([
      publisher().drain({ signal, wait }),
      publisher().drain({ signal, wait }),
    ]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(20);
    expect(stage.errors).toEqual([]);
    for (const postId of postIds) {
      const post = await stores.posts.findPost(GUILD, postId);
      expect(post).toMatchObject({ state: 'published' });
      expect(post?.permalink).toMatch(/^https:/);
    }
    expect(stage.instagram.feed).toHaveLength(20);
    expect(await stores.notices.pending(100)).toHaveLength(20);
  });

  it('finds after a crash what is live, and sends nothing again', async () => {
    const { stage, publisher } = stageOnDatabase();
    const postId = await plan(NOW);
    const answered = Promise.withResolvers<void>();
    const { publications: store, posts } = stores;
    const dying = stage.publisher({
      store,
      posts,
      onPoint(point) {
        if (point !== 'answered') return;
        answered.resolve();
        return new Promise<void>(() => {});
      },
    });
    void dying.runDue({ signal });
    await answered.promise;
    expect((await stores.posts.findPost(GUILD, postId))?.state).toBe('publishing');
    stage.pass(DEFAULT_TIMING.leaseMs);
    await publisher().drain({ signal, wait: async (ms) => stage.pass(ms) });
    expect((await stores.posts.findPost(GUILD, postId))?.state).toBe('published');
    expect(await stores.publications.find(GUILD, postId)).toMatchObject({
      mediaId: 'media-1',
      sends: 1,
      phase: 'done',
    });
    expect(stage.instagram.feed).toHaveLength(1);
  });

  it('holds what it must not publish, and goes on when that has changed', async () => {
    const { stage, publisher } = stageOnDatabase();
    const postId = await plan(NOW + HOUR_MS);
    stage.pass(HOUR_MS);
    stage.account = makeAccount({ state: 'dead' });
    await publisher().runDue({ signal });
    expect((await stores.posts.findPost(GUILD, postId))?.state).toBe('held');
    stage.account = makeAccount();
    expect(await stores.publications.resumeHeld(['token_dead'], stage.now, GUILD)).toBe(1);
    await publisher().runDue({ signal });
    expect((await stores.posts.findPost(GUILD, postId))?.state).toBe('published');
  });
});
