import { describe, expect, test } from 'vitest';
import { type DailySummary, summaryText, tellDailySummary } from '../../src/posts/daily-summary.ts';
import { pruneLogs } from '../../src/posts/log-pruning.ts';
import type { UsageTotals } from '../../src/posts/usage-counters.ts';
import { keptLog } from '../web/listening.ts';
import { DAY, makeContext, NOW } from './pictures.ts';

function totals(uses: Partial<UsageTotals['uses']> = {}, activeUsers = 0): UsageTotals {
  return { uses: { generated: 0, downloaded: 0, published: 0, failed: 0, ...uses }, activeUsers };
}

async function summaryOf(answer: UsageTotals) {
  const { logger, log } = keptLog();
  const days: string[] = [];
  const told: DailySummary[] = [];
  const run = tellDailySummary({
    usage: {
      async totals(day) {
        days.push(day);
        return answer;
      },
    },
    logger,
    announce: async (summary) => void told.push(summary),
  });
  return { days, told, log, note: await run(makeContext()) };
}

describe('the daily summary', () => {
  test('tells of the day before in Seoul, to the log and to the operator', async () => {
    const { days, told, log, note } = await summaryOf(
      totals({ generated: 12, downloaded: 6, published: 3, failed: 1 }, 5),
    );
    // 06:00 in Seoul is still 21 November in UTC.
    expect(days).toEqual(['2026-11-21']);
    expect(told).toEqual([
      {
        day: '2026-11-21',
        generated: 12,
        downloaded: 6,
        published: 3,
        failed: 1,
        activeUsers: 5,
        successRate: 15 / 16,
        downloadRate: 0.5,
      },
    ]);
    expect(JSON.parse(log[0] ?? '')).toMatchObject({ ...told[0], msg: 'daily summary' });
    expect(note).toBe(
      '2026-11-21: 12 generated, 6 downloaded, 3 published, 1 failed, 5 people, 93% successful',
    );
  });

  test('of a day on which nothing was done has no rates', async () => {
    const { told, note } = await summaryOf(totals());
    expect(told[0]).not.toHaveProperty('successRate');
    expect(told[0]).not.toHaveProperty('downloadRate');
    expect(note).toBe('2026-11-21: 0 generated, 0 downloaded, 0 published, 0 failed, 0 people');
  });

  test('is said in Korean too', async () => {
    const { told } = await summaryOf(totals({ generated: 2, failed: 1 }, 1));
    expect(summaryText(told[0] as DailySummary, 'ko')).toBe(
      '2026-11-21: 생성 2건, 다운로드 0건, 게시 0건, 실패 1건, 이용자 1명, 성공률 66%',
    );
  });

  test('is in the log also when the operator cannot be told', async () => {
    const { logger, log } = keptLog();
    const run = tellDailySummary({
      usage: { totals: async () => totals() },
      logger,
      announce: () => Promise.reject(new Error('no such channel')),
    });
    await expect(run(makeContext())).rejects.toThrow('no such channel');
    expect(log).toHaveLength(1);
  });
});

test('logs are pruned after 30 days, counters after three months and audit lines after 400 days', async () => {
  const asked: unknown[] = [];
  const prune = (name: string, count: number) => ({
    async prune(before: unknown) {
      asked.push([name, before]);
      return count;
    },
  });
  const run = pruneLogs({
    performanceLog: prune('slow', 1),
    jobRuns: prune('runs', 2),
    usage: prune('usage', 3),
    linkCodes: prune('codes', 4),
    signIns: prune('sign-ins', 7),
    notices: prune('notices', 8),
    audit: prune('audit', 5),
    personalData: {
      async forgetRemovals(now) {
        asked.push(['removals', now]);
        return 6;
      },
    },
    clock: () => NOW,
  });
  expect(await run(makeContext())).toBe(
    '1 slow operations, 2 job runs, 3 counters, 4 link codes, 7 sign-ins, 8 notices, 5 audit lines and 6 removals forgotten',
  );
  expect(asked).toEqual([
    ['slow', NOW - 30 * DAY],
    ['runs', NOW - 30 * DAY],
    ['usage', '2026-08-22'],
    ['codes', NOW],
    ['sign-ins', NOW - DAY],
    ['notices', NOW - 30 * DAY],
    ['audit', NOW - 400 * DAY],
    ['removals', NOW],
  ]);
});
