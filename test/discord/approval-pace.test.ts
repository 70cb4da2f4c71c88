import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApprovalPace } from '../../src/discord/approval-pace.ts';

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
    const pace = new ApprovalPace({
      perSecond: 10,
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
        const pace = new ApprovalPace({
          perSecond,
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
});
