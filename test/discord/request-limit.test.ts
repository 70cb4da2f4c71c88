import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestLimit } from '../../src/discord/request-limit.ts';

const { signal } = new AbortController();

describe('the limit of all requests together', () => {
  it('lets as many go at once as may in a second, and the next when the first is a second old', async () => {
    const waits: number[] = [];
    const limit = new RequestLimit({
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
        const limit = new RequestLimit({
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
    const limit = new RequestLimit({ perSecond: 1 });
    const stop = new AbortController();
    await limit.turn(stop.signal);
    const turn = limit.turn(stop.signal);
    stop.abort(new Error('over'));
    await expect(turn).rejects.toMatchObject({ name: 'AbortError' });
  });
});
