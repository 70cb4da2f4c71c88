import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GraphFailure } from '../../../src/posts/publishing/instagram.ts';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { type Stores, storesOf } from '../../../src/storage/stores.ts';
import { openTemporarySqlite, type TestDatabase } from '../../storage/databases.ts';
import {
  GUILD,
  JUNHO,
  MINA,
  makeContent,
  makeDraft,
  makePicture,
} from '../../storage/make-draft.ts';
import {
  ACCOUNT,
  HOUR_MS,
  MINUTE_MS,
  makeAccount,
  NOW,
  type PublishingStage,
  publishingStage,
} from './publishing-stage.ts';

const NO_ANSWER: GraphFailure = { kind: 'no_answer', code: 'timeout' };
const GONE: GraphFailure = { kind: 'unknown_object', code: '100/33' };
const BLOCKED: GraphFailure = { kind: 'action_blocked', code: '4/2207051' };

const onePage = () => makeDraft({ content: makeContent({ pictures: [makePicture('a')] }) });

describe('what was sent once, on the database', () => {
  let opened: TestDatabase;
  let stores: Stores;
  let stage: PublishingStage;
  let postId: string;
  beforeEach(async () => {
    opened = await openTemporarySqlite();
    stage = publishingStage();
    stores = storesOf(opened.database, () => stage.now);
    postId = (await stores.posts.createDraft(onePage())).id;
    await plan({ dueAt: NOW });
  });
  afterEach(() => opened[Symbol.asyncDispose]());

  async function plan({ dueAt = stage.now, accountId = ACCOUNT, expected = 1 } = {}) {
    const planned = await stores.schedules.plan({
      guildId: GUILD,
      postId,
      by: MINA,
      at: stage.now,
      expected,
      dueAt,
      wakeAt: dueAt - DEFAULT_TIMING.prepareAheadMs,
      needsApproval: false,
      accountId,
    });
    expect(planned.outcome).toBe('planned');
  }

  async function live(forMs: number, overrides = {}): Promise<void> {
    const { publications: store, posts } = stores;
    const publisher = stage.publisher({ store, posts, ...overrides });
    const until = stage.trueNow + forMs;
    for (let turns = 0; turns < 2_000; turns++) {
      await publisher.runDue({ signal: new AbortController().signal });
      const next = await publisher.nextWake();
      if (next === undefined || next - stage.now > until - stage.trueNow) break;
      stage.pass(Math.max(next - stage.now, 0));
    }
    stage.pass(until - stage.trueNow);
  }

  async function seen(): Promise<Partial<Publication> & { readonly state: string | undefined }> {
    const publication = await stores.publications.find(GUILD, postId);
    return { ...publication, state: (await stores.posts.findPost(GUILD, postId))?.state };
  }

  async function told() {
    const notices = await stores.notices.pending(50);
    return notices.map(({ content }) =>
      content.kind === 'held' ? `held ${content.problem.kind}` : content.kind,
    );
  }

  function unreadable(times: number): void {
    const fault = { call: 'status', failure: GONE } as const;
    stage.instagram.faults.push(...Array.from({ length: times }, () => fault));
  }

  const settle = async (says: 'not_live' | 'live') =>
    await stores.schedules.settleUnconfirmed({
      guildId: GUILD,
      postId,
      by: JUNHO,
      at: stage.now,
      says,
    });

  /** Unconfirmed, for nobody can read the container of a `media_publish` without an answer. */
  async function becomeUnconfirmed(): Promise<void> {
    stage.instagram.faults = [{ call: 'publish', failure: NO_ANSWER }];
    const status = stage.instagram.containerStatus.bind(stage.instagram);
    stage.instagram.containerStatus = async (access, id) =>
      (await seen()).phase === 'sent' ? { ok: false, failure: GONE } : await status(access, id);
    await live(5 * MINUTE_MS);
    expect((await seen()).state).toBe('unconfirmed');
    expect(await told()).toEqual(['unconfirmed']);
  }

  it.each([
    ['account_restricted', '25/2207050'],
    ['no_permission', '10'],
    ['action_blocked', '4/2207051'],
    ['quota', '9/2207042'],
  ] as const)('is told of when it is held for the answer: %s', async (kind, code) => {
    stage.instagram.faults = [{ call: 'publish', failure: { kind, code } }];
    await live(10 * MINUTE_MS);
    expect((await seen()).state).toBe('held');
    const problem = kind === 'quota' ? 'quota_instagram' : kind;
    expect(await told()).toEqual([`held ${problem}`]);
  });

  it('is told of again when connecting has not cured it', async () => {
    stage.account = makeAccount({ state: 'dead' });
    await live(MINUTE_MS);
    for (const notice of await stores.notices.claimDue({ now: stage.now, leaseMs: 1, limit: 9 })) {
      await stores.notices.settle(notice, { at: stage.now, way: 'direct' });
    }
    await stores.publications.resumeHeld(['token_dead'], stage.now, GUILD);
    await live(MINUTE_MS);
    expect(await told()).toEqual(['held token_dead']);
  });

  it('goes out in another container once a person vouches for what cannot be read', async () => {
    await becomeUnconfirmed();
    await settle('not_live');
    await live(5 * MINUTE_MS);
    expect(await seen()).toMatchObject({ state: 'published', sends: 2 });
    expect(stage.instagram.feed).toHaveLength(1);
    expect(stage.instagram.containers.size).toBe(2);
  });

  it('is doubted anew when what a person vouched for has no answer again', async () => {
    await becomeUnconfirmed();
    await settle('not_live');
    stage.instagram.faults = [{ call: 'publish', failure: NO_ANSWER, liveAfterMs: 0 }];
    await live(5 * MINUTE_MS);
    expect(await seen()).toMatchObject({ state: 'unconfirmed', sends: 2 });
    expect(stage.instagram.feed).toHaveLength(1);
  });

  it('is held when another account was connected before a person vouched for it', async () => {
    await becomeUnconfirmed();
    stage.account = makeAccount({ accountId: '1' });
    await settle('not_live');
    await live(5 * MINUTE_MS);
    expect(await seen()).toMatchObject({ state: 'held', problem: { kind: 'account_changed' } });
    expect(await told()).toContain('held account_changed');
  });

  it.each([
    ['a day later', 25 * HOUR_MS],
    ['an hour later', HOUR_MS],
  ])('is found live before it is sent again %s', async (_, laterMs) => {
    stage.instagram.faults = [{ call: 'publish', failure: BLOCKED, liveAfterMs: 10 * MINUTE_MS }];
    await live(5 * MINUTE_MS);
    expect((await seen()).state).toBe('held');
    stage.pass(laterMs);
    await plan();
    await live(5 * MINUTE_MS);
    expect(stage.instagram.feed).toHaveLength(1);
    expect(await seen()).toMatchObject({ state: 'published', sends: 1, mediaId: 'media-1' });
  });

  it('is found live at the end of a block that nobody looked at', async () => {
    stage.instagram.faults = [{ call: 'publish', failure: BLOCKED, liveAfterMs: 10 * MINUTE_MS }];
    await live(25 * HOUR_MS);
    expect(await told()).toEqual(['held action_blocked', 'published']);
    expect((await seen()).state).toBe('published');
  });

  async function edit(): Promise<void> {
    const changes = { caption: '새 문구' };
    const edited = { guildId: GUILD, postId, expected: 1, changes, by: MINA, at: stage.now };
    expect((await stores.posts.addRevision(edited)).outcome).toBe('saved');
  }

  it('is found live after an edit, and people hear that it is the earlier version', async () => {
    stage.instagram.faults = [{ call: 'publish', failure: BLOCKED, liveAfterMs: 10 * MINUTE_MS }];
    await live(5 * MINUTE_MS);
    stage.pass(HOUR_MS);
    await edit();
    await plan({ expected: 2 });
    await live(5 * MINUTE_MS);
    expect(stage.instagram.feed).toHaveLength(1);
    expect((await seen()).state).toBe('published');
    const contents = (await stores.notices.pending(9)).map(({ content }) => content);
    expect(contents).toContainEqual({ kind: 'published', earlier: true });
  });

  it('is not replaced after an edit while nobody can read it: a person is asked', async () => {
    stage.instagram.faults = [{ call: 'publish', failure: BLOCKED }];
    await live(5 * MINUTE_MS);
    await edit();
    await plan({ expected: 2 });
    unreadable(40);
    await live(10 * MINUTE_MS);
    expect(await seen()).toMatchObject({ state: 'unconfirmed', sends: 1 });
    expect(stage.instagram.containers.size).toBe(1);
    stage.instagram.faults = [];
    await settle('not_live');
    await live(5 * MINUTE_MS);
    expect(await seen()).toMatchObject({ state: 'published', sends: 2 });
    expect(stage.instagram.feed.map(({ caption }) => caption)).toEqual(['새 문구']);
  });

  it('is still known after the post was planned for another account and back', async () => {
    stage.instagram.faults = [{ call: 'publish', failure: BLOCKED, liveAfterMs: 10 * MINUTE_MS }];
    await live(5 * MINUTE_MS);
    await plan({ dueAt: stage.now + HOUR_MS, accountId: '1' });
    await plan({ dueAt: stage.now + HOUR_MS });
    await live(2 * HOUR_MS);
    expect(stage.instagram.feed).toHaveLength(1);
    expect((await seen()).state).toBe('published');
  });

  it('is not asked about for one read that failed after a crash', async () => {
    const never = new Promise<void>(() => {});
    const { publications: store, posts } = stores;
    const sent = Promise.withResolvers<void>();
    const onPoint = (point: string) => {
      if (point !== 'sent_marked') return undefined;
      sent.resolve();
      return never;
    };
    void stage
      .publisher({ store, posts, onPoint })
      .runDue({ signal: new AbortController().signal });
    await sent.promise;
    stage.pass(4 * MINUTE_MS);
    unreadable(1);
    await live(10 * MINUTE_MS);
    expect(await told()).toEqual(['published']);
    expect(stage.instagram.feed).toHaveLength(1);
  });

  it('learns nothing from a read that the end of the process cuts off', async () => {
    stage.instagram.faults = [{ call: 'publish', failure: NO_ANSWER, liveAfterMs: 0 }];
    await live(0);
    const before = await seen();
    stage.pass(HOUR_MS);
    const stop = new AbortController();
    const status = stage.instagram.containerStatus.bind(stage.instagram);
    stage.instagram.containerStatus = async () => {
      stop.abort();
      throw new Error('aborted');
    };
    const { publications: store, posts } = stores;
    await stage.publisher({ store, posts }).runDue({ signal: stop.signal });
    const { looks, state, problem } = await seen();
    expect({ looks, state, problem }).toEqual({
      looks: before.looks,
      state: 'publishing',
      problem: before.problem,
    });
    stage.instagram.containerStatus = status;
    await live(MINUTE_MS);
    expect((await seen()).state).toBe('published');
  });

  it('is sent by a lease that is hardly longer than a request', async () => {
    const timing = { ...DEFAULT_TIMING, leaseMs: DEFAULT_TIMING.httpTimeoutMs + 100 };
    const { publications } = stores;
    let marks = 0;
    const store = Object.create(publications, {
      markSent: {
        value: async (...args: Parameters<typeof publications.markSent>) => {
          marks += 1;
          stage.pass(120);
          return await publications.markSent(...args);
        },
      },
      ...Object.fromEntries(
        (['claimDue', 'write', 'nextWake', 'knownMedia', 'resumeHeld'] as const).map((name) => [
          name,
          { value: publications[name].bind(publications) },
        ]),
      ),
    });
    await live(10 * MINUTE_MS, { store, timing });
    expect(marks).toBe(1);
    expect((await seen()).state).toBe('published');
  });

  it('fails, and spins never, where the gate is always too slow', async () => {
    const { publications } = stores;
    const store = new Proxy(publications, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          if (name === 'markSent') stage.pass(31_000);
          return await Reflect.apply(method, target, args);
        };
      },
    });
    await live(HOUR_MS, { store });
    expect(await seen()).toMatchObject({
      state: 'failed',
      sends: 4,
      problem: { kind: 'unexpected', code: 'slow' },
    });
    expect(stage.instagram.feed).toEqual([]);
    expect(await told()).toEqual(['failed']);
  });

  it('is published whatever stands in the columns of its neighbour', async () => {
    const other = (await stores.posts.createDraft(makeDraft())).id;
    const mine = postId;
    postId = other;
    await plan({ dueAt: NOW });
    await opened.database.kysely
      .updateTable('schedule')
      .set({ problem: '{"kind', container_children: 'x' })
      .where('post_id', '=', other)
      .execute();
    await live(5 * MINUTE_MS);
    for (const id of [mine, other]) {
      expect((await stores.posts.findPost(GUILD, id))?.state).toBe('published');
    }
  });

  it('is told of whatever stands in the notice next to it', async () => {
    const content = { kind: 'unasked' } as const;
    await stores.notices.add({ guildId: GUILD, userId: MINA, content }, NOW);
    await opened.database.kysely.updateTable('notice').set({ content: '{}' }).execute();
    await stores.notices.add({ guildId: GUILD, userId: MINA, content }, NOW);
    const claim = { now: NOW, leaseMs: 1_000, limit: 5 };
    expect(await stores.notices.claimDue(claim)).toHaveLength(1);
    expect(await stores.notices.pending(9)).toHaveLength(1);
    const lines = await stores.audit.linesOf(GUILD, { limit: 9 });
    expect(lines.map(({ action }) => action)).toContain('notice.undeliverable');
  });
});
