import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ReadinessChecksOptions, readinessChecks } from '../src/readiness-checks.ts';
import { DatabaseError } from '../src/storage/database-error.ts';
import { Readiness } from '../src/web/readiness.ts';
import { keptLog } from './web/listening.ts';

async function stage(options: Partial<ReadinessChecksOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'readiness-'));
  await writeFile(join(folder, 'one.ttf'), 'a font');
  const { logger, log } = keptLog();
  const clock = { now: 0 };
  const checks = readinessChecks({
    database: { ping: async () => {} },
    images: { check: async () => ({ ready: true }) },
    gateway: () => ({ connected: true, lastEventAt: 0, ping: 1, guilds: 1 }),
    clock: () => clock.now,
    dataDir: join(folder, 'data'),
    fontsDirectory: folder,
    minFreeBytes: 1,
    ...options,
  });
  const readiness = new Readiness({ checks, clock: () => clock.now, logger });
  return {
    folder,
    log,
    async look() {
      clock.now += 2 * 60_000;
      return await readiness.look();
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

describe('a bot is ready', () => {
  test('when it has all it needs, also before it ever wrote into its folder', async () => {
    await using bot = await stage();
    const ok = { ok: true };
    expect(await bot.look()).toEqual({
      ready: true,
      checks: { database: ok, gateway: ok, disk: ok, fonts: ok },
    });
    expect(bot.log).toEqual([]);
  });

  test('not when the disk of its folder is full, although pictures go elsewhere', async () => {
    await using bot = await stage({ minFreeBytes: Number.MAX_SAFE_INTEGER });
    const { ready, checks } = await bot.look();
    expect(ready).toBe(false);
    expect(checks.disk).toEqual({ ok: false, reason: 'Nothing can be stored; the log says why.' });
    expect(bot.log.join()).toMatch(/MB are free on the disk of .*data/);
  });

  test('not when a font was taken away', async () => {
    await using bot = await stage();
    await rm(join(bot.folder, 'one.ttf'));
    const { checks } = await bot.look();
    expect(checks.fonts).toEqual({ ok: false, reason: 'Fonts are missing; the log says why.' });
    expect(bot.log.join()).toContain('one.ttf');
  });
});

test('hosts, folders and buckets are said to the log alone, once for as long as they are the same', async () => {
  const places = ['db.internal:5432', 'https://s3.internal/bucket'];
  await using bot = await stage({
    database: {
      ping: () => Promise.reject(new DatabaseError('unreachable', `${places[0]} does not answer`)),
    },
    images: { check: async () => ({ ready: false, problem: `${places[1]} refuses` }) },
  });
  const reports = [await bot.look(), await bot.look()];
  expect(JSON.stringify(reports)).not.toMatch(/internal/);
  for (const place of places) {
    expect(bot.log.filter((line) => line.includes(place))).toHaveLength(1);
  }
});
