import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestPace, RequestPaces } from '../../src/discord/request-pace.ts';

/** Time passes by whoever waits for it. */
function makeTime() {
  let now = 0;
  return {
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('the pace of requests that nobody waits for', () => {
  it('lets the first one go at once, and one after a pause too', async () => {
    const time = makeTime();
    const waits: number[] = [];
    const pace = new RequestPace({
      perSecond: 10,
      evenly: true,
      now: time.now,
      wait: async (ms) => void waits.push(ms),
    });
    await pace.turn();
    time.pass(5_000);
    await pace.turn();
    expect(waits).toEqual([]);
  });

  it('never lets more go in any second than it was made for, however they are asked for', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 1, max: 50 }), async (pauses, perSecond) => {
        const time = makeTime();
        const gone: number[] = [];
        let waited = 0;
        const pace = new RequestPace({
          perSecond,
          evenly: true,
          now: time.now,
          wait: async (ms) => {
            waited = ms;
          },
        });
        for (const pause of pauses) {
          time.pass(pause);
          waited = 0;
          await pace.turn();
          gone.push(time.now() + waited);
        }
        for (const from of gone) {
          // A hair less than a second: the sums of the steps are not exact.
          const inSecond = gone.filter((at) => at >= from && at < from + 999.9);
          expect(inSecond.length).toBeLessThanOrEqual(perSecond);
        }
        expect(gone).toEqual(gone.toSorted((a, b) => a - b));
      }),
    );
  });

  it('ends the waiting of whoever is stopped, by the real clock too', async () => {
    const stop = new AbortController();
    const pace = new RequestPace({ perSecond: 1e-6, evenly: true });
    await pace.turn(stop.signal);
    const waiting = pace.turn(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives nobody a turn who was stopped before it, or while waiting for it', async () => {
    const stop = new AbortController();
    const wait = async () => stop.abort();
    const pace = new RequestPace({ perSecond: 10, evenly: true, now: () => 0, wait });
    await pace.turn(stop.signal);
    await expect(pace.turn(stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await expect(pace.turn(stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('paces of several channels', () => {
  it('do not wait for each other, and remember those that were asked last', async () => {
    const waits: number[] = [];
    const paces = new RequestPaces({
      perSecond: 10,
      evenly: true,
      remembered: 2,
      now: () => 0,
      wait: async (ms) => void waits.push(ms),
    });
    for (const name of ['one', 'two', 'one']) await paces.turn(name);
    expect(waits).toEqual([100]);
    // The third makes it forget the second, which is as good as new then.
    for (const name of ['three', 'one', 'two']) await paces.turn(name);
    expect(waits).toEqual([100, 200]);
  });
});

const { signal } = new AbortController();

describe('the limit of all requests together', () => {
  it('lets as many go at once as may in a second, and the next when the first is a second old', async () => {
    const waits: number[] = [];
    const limit = new RequestPace({
      perSecond: 3,
      now: () => 0,
      wait: async (ms) => void waits.push(ms),
    });
    for (let n = 0; n < 7; n += 1) await limit.turn(signal);
    expect(waits).toEqual([1000, 1000, 1000, 2000]);
  });

  it('never lets more go in any second, whenever they are asked for', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 1, max: 10 }), async (pauses, perSecond) => {
        let now = 0;
        let waited = 0;
        const gone: number[] = [];
        const limit = new RequestPace({
          perSecond,
          now: () => now,
          wait: async (ms) => {
            waited = ms;
          },
        });
        for (const pause of pauses) {
          now += pause;
          waited = 0;
          await limit.turn(signal);
          gone.push(now + waited);
        }
        for (const [index, at] of gone.entries()) {
          expect(at).toBeGreaterThanOrEqual(gone[index - 1] ?? 0);
          expect(at - (gone[index - perSecond] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(
            1000,
          );
        }
      }),
    );
  });

  it('keeps nobody waiting who has stopped', async () => {
    const limit = new RequestPace({ perSecond: 1 });
    const stop = new AbortController();
    await limit.turn(stop.signal);
    const turn = limit.turn(stop.signal);
    stop.abort(new Error('over'));
    await expect(turn).rejects.toMatchObject({ name: 'AbortError' });
  });
});
