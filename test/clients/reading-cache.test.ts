import { describe, expect, test } from 'vitest';
import { ReadingCache, type ReadingCacheOptions } from '../../src/clients/reading-cache.ts';

class Outage extends Error {}

function makeCache(overrides: Partial<ReadingCacheOptions> = {}) {
  const time = { now: 1_000_000 };
  const cache = new ReadingCache<string>({
    clock: () => time.now,
    freshMs: 100,
    staleMs: 1_000,
    entries: 3,
    isOutage: (error) => error instanceof Outage,
    ...overrides,
  });
  const asked: string[] = [];
  const ask = (answer: string) => async () => {
    asked.push(answer);
    return answer;
  };
  const failWith = (error: Error) => async () => {
    throw error;
  };
  return { cache, time, asked, ask, failWith };
}

describe('a remembered answer', () => {
  test('is given without asking while it is fresh', async () => {
    const { cache, time, asked, ask } = makeCache();
    await cache.read('k', ask('first'));
    time.now += 99;
    expect(await cache.read('k', ask('second'))).toEqual({
      value: 'first',
      readAt: 1_000_000,
      stale: false,
    });
    time.now += 1;
    expect(await cache.read('k', ask('third'))).toMatchObject({
      value: 'third',
      readAt: 1_000_100,
    });
    expect(asked).toEqual(['first', 'third']);
  });

  test('stands in during an outage, with its own time and the reason', async () => {
    const { cache, time, ask, failWith } = makeCache();
    await cache.read('k', ask('known'));
    time.now += 999;
    const outage = new Outage();
    expect(await cache.read('k', failWith(outage))).toEqual({
      value: 'known',
      readAt: 1_000_000,
      stale: true,
      outage,
    });
    time.now += 1;
    await expect(cache.read('k', failWith(outage))).rejects.toBe(outage);
  });

  test('does not get younger by standing in', async () => {
    const { cache, time, ask, failWith } = makeCache();
    await cache.read('k', ask('known'));
    for (let i = 0; i < 3; i += 1) {
      time.now += 300;
      expect(await cache.read('k', failWith(new Outage()))).toMatchObject({ readAt: 1_000_000 });
    }
    time.now += 300;
    await expect(cache.read('k', failWith(new Outage()))).rejects.toThrow(Outage);
  });

  test('is forgotten when the source refuses it', async () => {
    const { cache, time, ask, failWith } = makeCache();
    await cache.read('k', ask('known'));
    time.now += 100;
    await expect(cache.read('k', failWith(new Error('gone')))).rejects.toThrow('gone');
    await expect(cache.read('k', failWith(new Outage()))).rejects.toThrow(Outage);
  });

  test('is not taken for fresh or usable after the clock was set back', async () => {
    const { cache, time, ask, failWith } = makeCache();
    await cache.read('k', ask('first'));
    time.now -= 3_600_000;
    await expect(cache.read('k', failWith(new Outage()))).rejects.toThrow(Outage);
    expect(await cache.read('k', ask('second'))).toMatchObject({ value: 'second' });
  });

  test('makes room for others when it is the one longest unused', async () => {
    const { cache, asked, ask } = makeCache();
    for (const key of ['a', 'b', 'c']) await cache.read(key, ask(key));
    await cache.read('a', ask('unused'));
    await cache.read('d', ask('d'));
    await cache.read('a', ask('unused'));
    await cache.read('b', ask('b again'));
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'b again']);
  });
});

describe('a question in flight', () => {
  test('is shared by all who wait for the same key', async () => {
    const { cache, asked, ask } = makeCache();
    const both = await Promise.all([cache.read('k', ask('one')), cache.read('k', ask('two'))]);
    expect(both[0]).toEqual(both[1]);
    expect(asked).toEqual(['one']);
  });

  test('is not shared with another key', async () => {
    const { cache, asked, ask } = makeCache();
    await Promise.all([cache.read('k', ask('one')), cache.read('l', ask('two'))]);
    expect(asked).toEqual(['one', 'two']);
  });

  test('that fails fails for all who wait, and is asked again next time', async () => {
    const { cache, ask, failWith } = makeCache();
    const outage = new Outage();
    const both = await Promise.allSettled([
      cache.read('k', failWith(outage)),
      cache.read('k', ask('unused')),
    ]);
    expect(both).toEqual([
      { status: 'rejected', reason: outage },
      { status: 'rejected', reason: outage },
    ]);
    expect(await cache.read('k', ask('well'))).toMatchObject({ value: 'well', stale: false });
  });
});
