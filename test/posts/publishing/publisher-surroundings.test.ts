import { describe, expect, it } from 'vitest';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import {
  HOUR_MS,
  MINUTE_MS,
  makePublication,
  NOW,
  POST,
  publishingStage,
} from './publishing-stage.ts';

const { signal } = new AbortController();

describe('a publisher beside others', () => {
  it('leaves a post to another one where it has not the key, for which nothing is held', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const keyless = stage.publisher({
      seal: { open: () => ({ ok: false, failure: 'unknown_key', keyId: 'k2' }) },
    });
    await keyless.runDue({ signal });
    const { state, publication } = stage.store.row(POST);
    expect({ state, problem: publication.problem }).toEqual({ state: 'scheduled' });
    expect(publication.wakeAt).toBe(NOW + 30_000);
    expect(stage.store.notices).toEqual([]);
    expect(stage.errors.map(String)).toEqual([
      'Error: TOKEN_ENCRYPTION_KEYS lacks the key of an account',
    ]);
    await stage.live(stage.publisher(), 5 * MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
  });

  it('holds where the token is damaged, which connecting again mends', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const seal = { open: () => ({ ok: false, failure: 'tampered' }) as const };
    await stage.publisher({ seal }).runDue({ signal });
    expect(stage.store.row(POST)).toMatchObject({
      state: 'held',
      publication: { problem: { kind: 'not_connected', code: 'tampered' } },
    });
  });

  it('goes on with what one without a public address has held', async () => {
    const stage = publishingStage();
    const held = makePublication({ problem: { kind: 'public_url_missing' } });
    const { wakeAt: _, ...asleep } = held;
    stage.store.put(asleep, 'held');
    await stage.live(stage.publisher(), 5 * MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
  });

  it('does not take a token for dead that was refreshed while Instagram was asked', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    stage.instagram.faults = [{ call: 'limit', failure: { kind: 'token_dead', code: '190' } }];
    const publisher = stage.publisher({
      accounts: { find: async () => stage.account, markDead: async () => 'changed_meanwhile' },
    });
    await stage.live(publisher, 5 * MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
    expect(stage.instagram.feed).toHaveLength(1);
  });
});

describe('a publisher for whom everything takes long', () => {
  it('keeps its claim from request to request, so that nobody takes the post from it', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const other = stage.publisher();
    let taken = 0;
    const slowly = async (ms: number) => {
      stage.pass(ms);
      taken += await other.runDue({ signal });
    };
    const { instagram } = stage;
    const limit = instagram.publishingLimit.bind(instagram);
    instagram.publishingLimit = async (...args) => {
      await slowly(29_000);
      return await limit(...args);
    };
    const status = instagram.containerStatus.bind(instagram);
    instagram.containerStatus = async (...args) => {
      await slowly(29_000);
      return await status(...args);
    };
    const publisher = stage.publisher({
      facts: {
        async check() {
          await slowly(13_000);
          return { verdict: 'unchanged' };
        },
      },
    });
    await stage.live(publisher, 10 * MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
    expect(taken).toBe(0);
  });

  it('does not take a post from itself when its claim is over', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication());
    const rite = Promise.withResolvers<void>();
    stage.facts = {
      async check() {
        await rite.promise;
        return { verdict: 'unchanged' };
      },
    };
    const publisher = stage.publisher();
    const { walks } = await publisher.begin({ signal });
    await expect.poll(() => stage.points).toContain('claimed');
    stage.pass(DEFAULT_TIMING.leaseMs + 1);
    const { fence } = stage.store.row(POST).publication;
    expect((await publisher.begin({ signal })).walks).toEqual([]);
    expect(stage.store.row(POST).publication.fence).toBe(fence);
    // It comes back by itself: nobody has to look for it every millisecond.
    expect(await publisher.nextWake()).toBe(stage.now + DEFAULT_TIMING.tickMs);
    rite.resolve();
    await Promise.all(walks);
    await stage.live(publisher, 5 * MINUTE_MS);
    expect(stage.store.row(POST).state).toBe('published');
  });
});

describe('a publisher whose clock is set', () => {
  it('takes nothing by a clock that is ahead for a moment, says so once, and publishes in time', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication({ dueAt: NOW + 10 * HOUR_MS }));
    const publisher = stage.publisher();
    await publisher.begin({ signal });
    stage.pass(1_000);
    stage.now += 24 * HOUR_MS;
    expect(await publisher.begin({ signal })).toEqual({ walks: [], isFull: false, isUnsure: true });
    stage.pass(1_000);
    stage.now -= 24 * HOUR_MS;
    expect((await publisher.begin({ signal })).isUnsure).toBe(true);
    await stage.live(publisher, 11 * HOUR_MS);
    expect(stage.store.row(POST).state).toBe('published');
    expect(stage.errors.map(String)).toEqual([
      'ClockSetError: The clock was set by 86400 s; publishing rests until it goes on evenly',
    ]);
  });

  it('goes on by a clock that stays where it was set, after a rest', async () => {
    const stage = publishingStage();
    stage.store.put(makePublication({ dueAt: NOW + HOUR_MS }));
    const publisher = stage.publisher();
    await publisher.begin({ signal });
    stage.now += HOUR_MS;
    await publisher.begin({ signal });
    expect(await publisher.drain({ signal, wait: async (ms) => stage.pass(ms) })).toBeGreaterThan(
      0,
    );
    expect(stage.store.row(POST).state).toBe('published');
  });

  it('brings back what looked late only by a clock that was ahead', async () => {
    const stage = publishingStage();
    const dueAt = NOW + HOUR_MS;
    stage.store.put(makePublication({ dueAt }));
    // Ahead when it started, so there was nothing to compare it with.
    stage.now += 24 * HOUR_MS;
    const publisher = stage.publisher();
    await publisher.runDue({ signal });
    expect(stage.store.row(POST)).toMatchObject({
      state: 'held',
      publication: { problem: { kind: 'late' } },
    });
    stage.now -= 24 * HOUR_MS;
    await publisher.runDue({ signal });
    stage.pass(5_000);
    await stage.live(publisher, 2 * HOUR_MS);
    expect(stage.store.row(POST)).toMatchObject({ state: 'published' });
    expect(stage.store.row(POST).publishedAt).toBe(dueAt);
  });
});
