import { expect, test } from 'vitest';
import type { Usage, UsageCounters } from '../../../src/posts/usage-counters.ts';
import { JUNHO, MINA } from '../make-draft.ts';

/** What all UsageCounters keep to. Each test gets empty ones. */
export function usageCountersContract(counters: () => UsageCounters): void {
  const usage: Usage = { subject: `user:${MINA}`, kind: 'generated', day: '2026-12-01' };

  test('uses are taken up to the limit and no further', async () => {
    expect(await counters().take(usage, 2)).toEqual({ taken: true, used: 1 });
    expect(await counters().take(usage, 2)).toEqual({ taken: true, used: 2 });
    expect(await counters().take(usage, 2)).toEqual({ taken: false, used: 2 });
    expect(await counters().used(usage)).toBe(2);
  });

  test('of many who ask at once exactly the limit succeeds', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => counters().take(usage, 7)));
    const taken = answers.filter((answer) => answer.taken).map(({ used }) => used);
    expect(taken.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await counters().used(usage)).toBe(7);
  });

  test.each([0, -1])('a limit of %d allows nothing', async (limit) => {
    expect(await counters().take(usage, limit)).toEqual({ taken: false, used: 0 });
  });

  test('a lower limit than what is used allows nothing, a higher one the difference', async () => {
    for (let n = 0; n < 3; n += 1) await counters().count(usage);
    expect(await counters().take(usage, 2)).toEqual({ taken: false, used: 3 });
    expect(await counters().take(usage, 4)).toEqual({ taken: true, used: 4 });
  });

  test('what is given back may be taken again, and never becomes a credit', async () => {
    await counters().take(usage, 1);
    await counters().giveBack(usage);
    await counters().giveBack(usage);
    expect(await counters().used(usage)).toBe(0);
    expect(await counters().take(usage, 1)).toEqual({ taken: true, used: 1 });
    expect(await counters().take(usage, 1)).toEqual({ taken: false, used: 1 });
  });

  test('persons, kinds and days are counted apart', async () => {
    await counters().take(usage, 1);
    const others: readonly Partial<Usage>[] = [
      { subject: `user:${JUNHO}` },
      { subject: `instagram:${MINA}` },
      { kind: 'published' },
      { day: '2026-12-02' },
    ];
    for (const other of others) {
      expect(await counters().take({ ...usage, ...other }, 1)).toMatchObject({ taken: true });
    }
  });

  test('a day is summed up, with each person once', async () => {
    for (let n = 0; n < 3; n += 1) await counters().count(usage);
    await counters().count({ ...usage, subject: `user:${JUNHO}` });
    await counters().count({ ...usage, kind: 'downloaded' });
    await counters().count({ ...usage, kind: 'published', subject: 'instagram:178414' });
    await counters().count({ ...usage, day: '2026-12-02' });
    await counters().count({ ...usage, subject: 'user:3' });
    await counters().giveBack({ ...usage, subject: 'user:3' });
    expect(await counters().totals('2026-12-01')).toEqual({
      uses: { generated: 4, downloaded: 1, published: 1, failed: 0 },
      activeUsers: 2,
    });
    expect(await counters().totals('2026-12-03')).toEqual({
      uses: { generated: 0, downloaded: 0, published: 0, failed: 0 },
      activeUsers: 0,
    });
  });

  test('old days are forgotten', async () => {
    await counters().count(usage);
    await counters().count({ ...usage, day: '2026-12-02' });
    expect(await counters().prune('2026-12-02')).toBe(1);
    expect(await counters().used(usage)).toBe(0);
    expect(await counters().used({ ...usage, day: '2026-12-02' })).toBe(1);
  });
}
