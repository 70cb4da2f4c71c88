import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { GraphFailure } from '../../../src/posts/publishing/instagram.ts';
import { KILL_POINTS } from '../../../src/posts/publishing/kill-points.ts';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { MINA } from '../../storage/make-draft.ts';
import {
  HOUR_MS,
  MINUTE_MS,
  makeAccount,
  makePublication,
  NOW,
  POST,
  publishingStage,
} from './publishing-stage.ts';

const { signal } = new AbortController();
const NO_ANSWER: GraphFailure = { kind: 'no_answer', code: 'timeout' };
const TEMPORARY: GraphFailure = { kind: 'temporary', code: '-1/2207001' };

describe('a publisher', () => {
  it('publishes a post that is due, and tells its link once', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    await stage.live(stage.publisher(), MINUTE_MS);
    const row = stage.store.row(POST);
    expect(row).toMatchObject({ state: 'published', publishedAt: NOW });
    expect(row.publication).toMatchObject({ phase: 'done', mediaId: 'media-1', sends: 1 });
    expect(row.publication.wakeAt).toBeUndefined();
    expect(row.permalink).toBe('https://www.instagram.com/p/media-1/');
    expect(stage.store.notices.map(({ content }) => content)).toEqual([
      { kind: 'published', permalink: 'https://www.instagram.com/p/media-1/' },
    ]);
    expect(stage.points).toEqual(KILL_POINTS);
    expect(stage.told).toEqual(['published 1']);
    expect(stage.errors).toEqual([]);
  });

  it('makes the container 10 minutes ahead, checks again at 15 s, and sends at the very moment', async () => {
    const stage = publishingStage();
    const dueAt = NOW + HOUR_MS;
    stage.store.put(makePublication({ dueAt }));
    const publisher = stage.publisher();
    await publisher.runDue({ signal });
    expect(stage.instagram.requests).toEqual([]);
    stage.pass(50 * MINUTE_MS);
    await publisher.runDue({ signal });
    expect(stage.instagram.requests).toEqual(['limit', 'create', 'status']);
    expect(await publisher.nextWake()).toBe(dueAt - 15_000);
    stage.pass(10 * MINUTE_MS - 15_000);
    await publisher.runDue({ signal });
    expect(stage.instagram.requests.slice(3)).toEqual(['status', 'limit']);
    expect(await publisher.nextWake()).toBe(dueAt);
    stage.pass(15_000);
    await publisher.runDue({ signal });
    expect(stage.instagram.requests.slice(5)).toEqual(['publish', 'media']);
    expect(stage.store.row(POST).publication.sentAt).toBe(dueAt);
  });

  it('publishes several pages as a carousel, and makes no child twice after a crash', async () => {
    const stage = publishingStage({ pages: 3 });
    stage.store.put(makePublication());
    let saved = 0;
    const dying = stage.publisher({
      // A process that dies never comes back from here.
      onPoint: (point) =>
        point === 'container_saved' && ++saved === 2 ? new Promise<void>(() => {}) : undefined,
    });
    void dying.runDue({ signal });
    await expect.poll(() => saved).toBe(2);
    stage.pass(DEFAULT_TIMING.leaseMs);
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(stage.instagram.requests.filter((call) => call === 'create')).toHaveLength(4);
    expect(stage.instagram.containers.get('carousel-4')?.children).toEqual([
      'create-1',
      'create-2',
      'create-3',
    ]);
    expect(stage.instagram.photos.map(({ url }) => url)).toEqual(
      [0, 1, 2].map((page) => `https://bot.example/media/token${page}.jpg`),
    );
    expect(stage.instagram.feed).toHaveLength(1);
    expect(stage.told).toEqual(['published 3']);
  });

  it.each([
    ['live at once', 0, 1],
    ['live within the grace', DEFAULT_TIMING.graceMs - 1_000, 1],
    ['never live', undefined, 2],
  ])('after no answer only reads: %s', async (_, liveAfterMs, sends) => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    stage.instagram.faults = [
      {
        call: 'publish',
        failure: NO_ANSWER,
        ...(liveAfterMs === undefined ? {} : { liveAfterMs }),
      },
    ];
    await stage.live(stage.publisher(), HOUR_MS);
    const row = stage.store.row(POST);
    expect(row.state).toBe('published');
    expect(row.publication).toMatchObject({ sends, mediaId: 'media-1', attempts: sends - 1 });
    expect(row.permalink).toBe('https://www.instagram.com/p/media-1/');
    expect(stage.instagram.feed).toHaveLength(1);
    expect(stage.instagram.containers.size).toBe(1);
  });

  it('holds still for the grace when the clock is set forward', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    stage.instagram.faults = [{ call: 'publish', failure: TEMPORARY, liveAfterMs: 80_000 }];
    const publisher = stage.publisher();
    await stage.live(publisher, 5_000);
    stage.now += HOUR_MS;
    await stage.live(publisher, 5 * MINUTE_MS);
    expect(stage.instagram.feed).toHaveLength(1);
    expect(stage.store.row(POST).publication.sends).toBe(1);
  });

  it('fails after three retries, and gives the use of the day back', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const fault = { call: 'publish', failure: TEMPORARY } as const;
    stage.instagram.faults = Array.from({ length: 9 }, () => fault);
    await stage.live(stage.publisher(), HOUR_MS);
    const row = stage.store.row(POST);
    expect(row).toMatchObject({ state: 'failed', used: false });
    expect(row.publication).toMatchObject({
      sends: 4,
      problem: { kind: 'instagram_unavailable', code: '-1/2207001' },
    });
    expect(stage.store.notices.map(({ content }) => content.kind)).toEqual(['failed']);
    expect(stage.told).toEqual(['failed instagram']);
  });

  it('asks a person when nobody can tell, goes on reading, and takes what it sees', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const unreadable = { kind: 'unknown_object', code: '100/33' } as const;
    stage.instagram.faults = [{ call: 'publish', failure: NO_ANSWER, liveAfterMs: 0 }];
    const publisher = stage.publisher();
    await publisher.runDue({ signal });
    stage.instagram.faults = Array.from({ length: 15 }, () => ({
      call: 'status',
      failure: unreadable,
    }));
    await stage.live(publisher, 4 * MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('unconfirmed');
    expect(stage.store.notices.map(({ content }) => content.kind)).toEqual(['unconfirmed']);
    stage.instagram.faults = [];
    await stage.live(publisher, HOUR_MS);
    expect(stage.store.row(POST).state).toBe('published');
    expect(stage.instagram.requests.filter((call) => call === 'publish')).toHaveLength(1);
  });

  it.each([
    ['FINISHED', 1],
    ['gone', 2],
  ] as const)('sends what a person says is not live: %s', async (status, containers) => {
    const stage = publishingStage();
    const container = { id: 'create-1', createdAt: NOW, revision: 1 };
    stage.instagram.containers.set(status === 'FINISHED' ? 'create-1' : 'other', {
      caption: 'x',
      status: 'FINISHED',
      reads: 0,
    });
    stage.now += 6 * HOUR_MS;
    stage.store.put(
      makePublication({
        phase: 'sent',
        container,
        sends: 1,
        sentAt: NOW,
        vouchedBy: '1',
        wakeAt: NOW,
      }),
      'unconfirmed',
    );
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
    expect(stage.instagram.feed).toHaveLength(1);
    expect(stage.instagram.containers.size).toBe(containers);
  });

  it.each([
    ['not connected', { account: undefined }, 'not_connected'],
    ['another account', { account: makeAccount({ accountId: '1' }) }, 'account_changed'],
    ['a dead token', { account: makeAccount({ state: 'dead' }) }, 'token_dead'],
  ] as const)('holds for a person: %s', async (_, given, kind) => {
    const stage = Object.assign(publishingStage(), given);
    stage.store.put(makePublication());
    await stage.live(stage.publisher(), HOUR_MS);
    const { state, publication } = stage.store.row(POST);
    expect({ state, problem: publication.problem, wakeAt: publication.wakeAt }).toEqual({
      state: 'held',
      problem: { kind, told: true },
      wakeAt: undefined,
    });
    expect(stage.store.notices.map(({ content }) => content)).toEqual([
      { kind: 'held', problem: { kind } },
    ]);
  });

  it('marks a token that Instagram refuses as dead, and goes on once connected again', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    stage.instagram.faults = [{ call: 'create', failure: { kind: 'token_dead', code: '190/460' } }];
    const publisher = stage.publisher();
    await stage.live(publisher, MINUTE_MS);
    expect(stage.deadMarks).toHaveLength(1);
    expect(stage.store.row(POST).state).toBe('held');
    stage.account = makeAccount({ version: 2 });
    await stage.store.resumeHeld(['token_dead'], stage.now);
    await stage.live(publisher, MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
  });

  it.each([
    ['whoever connected it', { connectedBy: 'jisu' }, 'create', ['jisu']],
    ['nobody twice: the hold says it to the scheduler', {}, 'create', []],
    ['the scheduler too when no hold follows', {}, 'media', [MINA]],
  ] as const)('tells of a dead token %s', async (_, connected, call, told) => {
    const stage = publishingStage();
    stage.account = makeAccount(connected);
    stage.store.put(makePublication());
    stage.instagram.faults = [{ call, failure: { kind: 'token_dead', code: '190/460' } }];
    await stage.live(stage.publisher(), HOUR_MS);
    expect(stage.deadNews).toEqual(told);
  });

  it('holds for quota, looks every hour, tells it once, and asks after two hours', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    stage.instagram.limit = { used: 50, total: 50 };
    await stage.live(stage.publisher(), 5 * HOUR_MS);
    const kinds = stage.store.notices.map(({ content }) =>
      content.kind === 'held' ? content.problem.kind : content.kind,
    );
    expect(kinds).toEqual(['quota_instagram', 'late']);
    expect(stage.store.row(POST).publication.wakeAt).toBeUndefined();
  });

  it('holds what was missed by more than two hours', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication({ dueAt: NOW - 2 * HOUR_MS - 1 }));
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(stage.store.row(POST)).toMatchObject({
      state: 'held',
      publication: { problem: { kind: 'late' } },
    });
    expect(stage.instagram.requests).toEqual([]);
  });

  it('never sends what nobody approved in this revision', async () => {
    const stage = publishingStage();
    const approval = { revision: 1, by: '1', at: NOW };
    stage.store.put(makePublication({ needsApproval: true, approval }), 'scheduled', 2);
    await stage.live(stage.publisher(), HOUR_MS);
    expect(stage.store.row(POST).publication.problem).toMatchObject({ kind: 'unapproved' });
    expect(stage.store.notices.map(({ content }) => content.kind)).toEqual(['unapproved']);
  });

  it('does not send after a gate that took too long', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const { store } = stage;
    const slow = Object.create(store, {
      markSent: {
        value: async (...args: Parameters<typeof store.markSent>) => {
          const marked = await store.markSent(...args);
          if (store.row(POST).publication.sends === 1) stage.pass(31_000);
          return marked;
        },
      },
    });
    await stage.live(stage.publisher({ store: slow }), 5 * MINUTE_MS);
    expect(stage.instagram.requests.filter((call) => call === 'publish')).toHaveLength(1);
    const publication = { sends: 2, attempts: 1 };
    expect(store.row(POST)).toMatchObject({ state: 'published', publication });
  });

  it('has changed facts approved anew, and draws them only then', async () => {
    const stage = publishingStage();
    const dueAt = NOW + 5 * MINUTE_MS;
    const seen: string[] = [];
    const differences = [{ part: 'lineup', before: 'KURONEKO', after: 'TBA' }] as const;
    stage.facts = {
      check: async () => ({
        verdict: 'changed',
        differences,
        revise: async () => void seen.push(stage.store.row(POST).state),
      }),
    };
    stage.store.put(makePublication({ dueAt }));
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(seen).toEqual(['awaiting_approval']);
    expect(stage.store.row(POST).publication).toMatchObject({ needsApproval: true });
    expect(stage.store.notices.map(({ content }) => content)).toEqual([
      { kind: 'facts_changed', differences },
    ]);
  });

  it.each([
    ['publishes and says so', false, 'published'],
    ['holds where the server wants that', true, 'held'],
  ])('that cannot look at the facts again %s', async (_, isHeld, state) => {
    const stage = publishingStage();
    stage.facts = { check: async () => ({ verdict: 'unchecked', hold: isHeld }) };
    stage.store.put(makePublication());
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(stage.store.row(POST).state).toBe(state);
    const [notice] = stage.store.notices;
    expect(notice?.content).toMatchObject(
      isHeld ? { problem: { kind: 'facts_unchecked' } } : { kind: 'published', unchecked: true },
    );
  });

  it('stops for an event that was cancelled', async () => {
    const stage = publishingStage();
    stage.facts = { check: async () => ({ verdict: 'stopped', reason: 'cancelled' }) };
    stage.store.put(makePublication());
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('held');
    expect(stage.store.notices.map(({ content }) => content)).toEqual([
      { kind: 'event_stopped', reason: 'cancelled' },
    ]);
  });

  it('tries again what fails in a way that nobody foresaw, and then fails', async () => {
    const stage = publishingStage();
    stage.facts = { check: () => Promise.reject(new RangeError('a bug')) };
    stage.store.put(makePublication());
    await stage.live(stage.publisher(), HOUR_MS);
    expect(stage.store.row(POST)).toMatchObject({
      state: 'failed',
      publication: { attempts: 3, problem: { kind: 'unexpected', code: 'RangeError' } },
    });
    expect(stage.errors).toHaveLength(4);
    expect(stage.told).toEqual(['failed bug']);
  });

  it('leaves a post to its lease while the database is away', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const broken = Object.create(stage.store, {
      write: { value: () => Promise.reject(new Error('disk full')) },
    });
    await stage.publisher({ store: broken }).runDue({ signal });
    expect(stage.errors).toEqual([new Error('disk full')]);
    expect(stage.store.row(POST).publication.wakeAt).toBe(NOW + DEFAULT_TIMING.leaseMs);
    stage.pass(DEFAULT_TIMING.leaseMs);
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
  });

  it('waits for a publication under way when it has to stop, and for nothing else', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const stop = new AbortController();
    const answer = Promise.withResolvers<void>();
    const sent = Promise.withResolvers<void>();
    stage.instagram.beforePublish = async () => {
      sent.resolve();
      await answer.promise;
    };
    const running = stage.publisher().runDue({ signal: stop.signal });
    await sent.promise;
    stop.abort();
    answer.resolve();
    await running;
    expect(stage.store.row(POST)).toMatchObject({
      state: 'published',
      publication: { phase: 'live' },
    });
    await stage.live(stage.publisher(), MINUTE_MS);
    expect(stage.store.row(POST).publication.phase).toBe('done');
    expect(stage.errors).toEqual([]);
  });

  it('works on no more posts at once than it may, and on all of them', async () => {
    const stage = publishingStage();
    for (let index = 0; index < 20; index++) {
      stage.store.put(makePublication({ postId: `post-${index}` }));
    }
    let atOnce = 0;
    let most = 0;
    stage.instagram.beforePublish = async () => {
      most = Math.max(most, ++atOnce);
      // Others come to it in turns of the event loop of their own.
      for (let turn = 0; turn < 100; turn++) await nextTurn();
      atOnce -= 1;
    };
    const publisher = stage.publisher({ concurrency: 4 });
    expect(await publisher.runDue({ signal })).toBe(20);
    expect(stage.instagram.feed).toHaveLength(20);
    expect(most).toBe(4);
  });

  it('drains what is due, waiting for what Instagram fetches', async () => {
    const stage = publishingStage();
    stage.instagram.readsUntilFinished = 3;
    stage.store.put(makePublication());
    stage.store.put(makePublication({ postId: 'tomorrow', dueAt: NOW + 24 * HOUR_MS }));
    const waits: number[] = [];
    const wait = async (ms: number) => {
      waits.push(ms);
      stage.pass(ms);
    };
    await stage.publisher().drain({ signal, wait });
    expect(waits).toEqual([1_000, 2_000, 3_000]);
    expect(stage.store.row(POST).state).toBe('published');
    expect(stage.store.row('tomorrow').state).toBe('scheduled');
  });
});
