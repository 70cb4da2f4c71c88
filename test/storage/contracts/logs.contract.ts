import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/posts/audit-log.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { EVENING, GUILD, MINA, OTHER_GUILD } from '../make-draft.ts';

/** What audit log, performance log and job runs keep to. Each test gets empty ones. */
export function logsContract(stores: () => Stores): void {
  describe('the audit log', () => {
    const entry: AuditEntry = {
      guildId: GUILD,
      at: EVENING,
      actorId: MINA,
      action: 'brand.changed',
      subject: GUILD,
      details: { theme: 'neon', revision: 3, forced: true, reason: null, text: '"밤"' },
    };

    test('gives back what was appended, newest first', async () => {
      const { audit } = stores();
      await audit.append(entry);
      const { actorId: _, ...byTheBot } = { ...entry, action: 'post.expired' };
      await audit.append(byTheBot);
      const lines = await audit.linesOf(GUILD, { limit: 10 });
      expect(lines.map(({ id: _, ...line }) => line)).toEqual([byTheBot, entry]);
    });

    test('is read in pages and by subject, each server its own', async () => {
      const { audit } = stores();
      for (let n = 0; n < 6; n += 1)
        await audit.append({ ...entry, subject: `post-${n % 2}`, at: n });
      await audit.append({ ...entry, guildId: OTHER_GUILD });
      const first = await audit.linesOf(GUILD, { limit: 4 });
      const before = first.at(-1)?.id ?? 0;
      const second = await audit.linesOf(GUILD, { limit: 4, before });
      expect([...first, ...second].map(({ at }) => at)).toEqual([5, 4, 3, 2, 1, 0]);
      const some = await audit.linesOf(GUILD, { limit: 9, subject: 'post-1' });
      expect(some.map(({ at }) => at)).toEqual([5, 3, 1]);
    });

    test('forgets old lines', async () => {
      const { audit } = stores();
      await audit.append(entry);
      await audit.append({ ...entry, at: EVENING + 1 });
      expect(await audit.prune(EVENING + 1)).toBe(1);
      expect(await audit.linesOf(GUILD, { limit: 9 })).toHaveLength(1);
    });

    test('keeps what belongs to no server apart from all of them', async () => {
      const { audit } = stores();
      const { guildId: _, ...everywhere } = entry;
      await audit.append(everywhere);
      expect(await audit.linesOf(GUILD, { limit: 9 })).toEqual([]);
    });
  });

  describe('the performance log', () => {
    test('gives back the latest first and forgets the old', async () => {
      const { performanceLog } = stores();
      for (const n of [2, 1, 3]) {
        await performanceLog.record({ operation: `job ${n}`, durationMs: 5_000.7 + n, at: n });
      }
      expect(await performanceLog.recent(2)).toEqual([
        { operation: 'job 3', durationMs: 5_004, at: 3 },
        { operation: 'job 2', durationMs: 5_003, at: 2 },
      ]);
      expect(await performanceLog.prune(3)).toBe(2);
      expect(await performanceLog.recent(9)).toHaveLength(1);
    });
  });

  describe('job runs', () => {
    const run = { job: 'clean-up', slot: EVENING, at: EVENING + 5, leaseMs: 60_000 };

    test('a slot is claimed once, however many ask', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => stores().jobRuns.claim(run)),
      );
      expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
    });

    test('other jobs and other slots are claimed apart', async () => {
      const { jobRuns } = stores();
      await jobRuns.claim(run);
      expect(await jobRuns.claim({ ...run, job: 'sweep' })).toBe('claimed');
      expect(await jobRuns.claim({ ...run, slot: EVENING + 1 })).toBe('claimed');
    });

    test('a run that was never finished is claimed again after its lease, by one', async () => {
      const { jobRuns } = stores();
      await jobRuns.claim(run);
      expect(await jobRuns.claim({ ...run, at: run.at + 60_000 })).toBe('already');
      const answers = await Promise.all(
        [1, 2, 3].map(() => jobRuns.claim({ ...run, at: run.at + 60_001 })),
      );
      expect(answers.sort()).toEqual(['already', 'already', 'claimed']);
    });

    const leaseUntil = run.at + run.leaseMs;
    const retries = { afterMs: 600_000, forMs: 1_800_000 };

    test('a run that succeeded is over', async () => {
      const { jobRuns } = stores();
      await jobRuns.claim(run);
      await jobRuns.finish({ ...run, leaseUntil, outcome: 'succeeded', note: '3 files' });
      for (const at of [run.at + retries.afterMs, run.at + 1e9]) {
        expect(await jobRuns.claim({ ...run, at, retries })).toBe('already');
      }
    });

    test('a run that failed is over where nobody retries', async () => {
      const { jobRuns } = stores();
      await jobRuns.claim(run);
      await jobRuns.finish({ ...run, leaseUntil, outcome: 'failed' });
      expect(await jobRuns.claim({ ...run, at: run.at + 1e9 })).toBe('already');
    });

    test('a run that failed is claimed again after a pause, by one, and for a while only', async () => {
      const { jobRuns } = stores();
      const claimed: number[] = [];
      for (let at = run.at; at <= run.at + 2 * retries.forMs; at += 60_000) {
        const answers = await Promise.all([1, 2].map(() => jobRuns.claim({ ...run, at, retries })));
        expect(answers).toContain('already');
        if (!answers.includes('claimed')) continue;
        claimed.push((at - run.at) / 60_000);
        await jobRuns.finish({ ...run, leaseUntil: at + run.leaseMs, at, outcome: 'failed' });
      }
      expect(claimed).toEqual([0, 10, 20, 30]);
    });

    test('whose process died in a retry is claimed again too', async () => {
      const { jobRuns } = stores();
      await jobRuns.claim(run);
      await jobRuns.finish({ ...run, leaseUntil, outcome: 'failed' });
      const at = run.at + retries.afterMs;
      expect(await jobRuns.claim({ ...run, at, retries })).toBe('claimed');
      expect(await jobRuns.claim({ ...run, at: at + run.leaseMs, retries })).toBe('already');
      expect(await jobRuns.claim({ ...run, at: at + run.leaseMs + 1, retries })).toBe('claimed');
    });

    test('who comes back after his claim ran out does not end the run of another', async () => {
      const { jobRuns } = stores();
      await jobRuns.claim(run);
      const at = leaseUntil + 1;
      await jobRuns.claim({ ...run, at });
      await jobRuns.finish({ ...run, leaseUntil, at, outcome: 'succeeded' });
      expect(await jobRuns.claim({ ...run, at: at + run.leaseMs + 1 })).toBe('claimed');
    });

    test('old slots are forgotten', async () => {
      const { jobRuns } = stores();
      await jobRuns.claim(run);
      expect(await jobRuns.prune(EVENING)).toBe(0);
      expect(await jobRuns.prune(EVENING + 1)).toBe(1);
    });
  });
}
