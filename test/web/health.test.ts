import { describe, expect, test } from 'vitest';
import { healthRoutes } from '../../src/web/health.ts';
import { LoopDelayMonitor } from '../../src/web/loop-delay.ts';
import { Readiness, type ReadinessCheck } from '../../src/web/readiness.ts';
import { ask, keptLog, listening } from './listening.ts';

function healthOf(checks: readonly ReadinessCheck[], options: { clock?: () => number } = {}) {
  const { logger, log } = keptLog();
  const readiness = new Readiness({ checks, logger, clock: () => 0, deadlineMs: 20, ...options });
  const routes = healthRoutes({
    version: '1.2.3',
    instance: 'abc',
    uptimeMs: () => 61_400,
    loopDelay: () => ({ p50: 0.1, p99: 2, max: 30 }),
    readiness,
  });
  return { readiness, routes, log };
}

const well: ReadinessCheck = { name: 'database', check: async () => ({ ok: true }) };
const ill: ReadinessCheck = {
  name: 'gateway',
  check: async () => ({ ok: false, reason: 'Discord has been silent for 3 minutes.' }),
};

test('the process says that it is up, whatever else is down', async () => {
  await using web = await listening({ routes: [healthOf([ill]).routes] });
  const { status, body } = await ask(`${web.server.url}/healthz`);
  expect(status).toBe(200);
  expect(JSON.parse(String(body))).toEqual({
    status: 'up',
    version: '1.2.3',
    instance: 'abc',
    uptimeSeconds: 61,
    eventLoopDelayMs: { p50: 0.1, p99: 2, max: 30 },
  });
});

describe('readiness', () => {
  test('is 200 when everything is there', async () => {
    await using web = await listening({ routes: [healthOf([well]).routes] });
    const { status, headers, body } = await ask(`${web.server.url}/readyz`);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(String(body))).toEqual({
      status: 'ready',
      checks: { database: { ok: true } },
    });
  });

  test('is 503 with the reasons when something is not', async () => {
    await using web = await listening({ routes: [healthOf([well, ill]).routes] });
    const { status, body } = await ask(`${web.server.url}/readyz`);
    expect(status).toBe(503);
    expect(JSON.parse(String(body))).toEqual({
      status: 'not_ready',
      checks: {
        database: { ok: true },
        gateway: { ok: false, reason: 'Discord has been silent for 3 minutes.' },
      },
    });
    const head = await ask(`${web.server.url}/readyz`, { method: 'HEAD' });
    expect(head.status).toBe(503);
  });

  test('does not show what a check threw, but logs it', async () => {
    const { readiness, log } = healthOf([
      { name: 'late', check: () => Promise.reject(new Error('postgres://bot:password1@db')) },
      {
        name: 'early',
        check() {
          throw new Error('password2');
        },
      },
    ]);
    const { ready, checks } = await readiness.look();
    expect(ready).toBe(false);
    expect(Object.keys(checks)).toEqual(['late', 'early']);
    expect(JSON.stringify(checks)).not.toContain('password');
    expect(log.join()).toContain('password1');
    expect(log.join()).toContain('password2');
  });

  test('recovers after a check that threw', async () => {
    let time = 0;
    let fails = true;
    const { readiness } = healthOf(
      [
        {
          name: 'disk',
          check() {
            if (fails) throw new Error('full');
            return Promise.resolve({ ok: true });
          },
        },
      ],
      { clock: () => time },
    );
    expect((await readiness.look()).ready).toBe(false);
    fails = false;
    time = 1_000;
    expect((await readiness.look()).ready).toBe(true);
  });

  test('asks each check once for all who ask within a second', async () => {
    let time = 0;
    let asked = 0;
    const { readiness } = healthOf(
      [{ name: 'database', check: async () => ({ ok: ++asked > 0 }) }],
      { clock: () => time },
    );
    await Promise.all(Array.from({ length: 50 }, () => readiness.look()));
    time = 999;
    await readiness.look();
    expect(asked).toBe(1);
    time = 1_000;
    await readiness.look();
    expect(asked).toBe(2);
    // The clock is set back.
    time = 500;
    await readiness.look();
    expect(asked).toBe(3);
  });

  test('does not wait for a check that hangs, tells it so, and begins no second one beside it', async () => {
    let time = 0;
    let begun = 0;
    const end = Promise.withResolvers<{ ok: boolean }>();
    const told = Promise.withResolvers<void>();
    const { readiness } = healthOf(
      [
        well,
        {
          name: 'disk',
          check(signal) {
            begun++;
            signal.addEventListener('abort', () => told.resolve());
            return end.promise;
          },
        },
      ],
      { clock: () => time },
    );
    expect(await readiness.look()).toEqual({
      ready: false,
      checks: { database: { ok: true }, disk: { ok: false, reason: 'No answer within 0.02 s.' } },
    });
    await told.promise;
    time += 1_000;
    await readiness.look();
    expect(begun).toBe(1);
    end.resolve({ ok: true });
    time += 1_000;
    await readiness.look();
    time += 1_000;
    expect((await readiness.look()).ready).toBe(true);
  });
});

describe('the delay of the event loop', () => {
  const watching = (ms: number) => ({
    count: ms === 0 ? 0 : 100,
    max: (10 + ms) * 1e6,
    percentile: (percent: number) => (10 + (ms * percent) / 100) * 1e6,
    disable: () => true,
  });

  test('is that of the last one to two minutes', () => {
    let time = 0;
    const delays = [200, 3, 0.5];
    using monitor = new LoopDelayMonitor({
      clock: () => time,
      watch: () => watching(delays.shift() ?? 0),
    });
    expect(monitor.read()).toEqual({ p50: 100, p99: 198, max: 200 });
    time = 60_000;
    expect(monitor.read().max).toBe(200);
    time = 120_000;
    expect(monitor.read()).toEqual({ p50: 1.5, p99: 3, max: 3 });
    time = 180_000;
    expect(monitor.read().max).toBe(0.5);
  });

  test('is nothing before anything was seen, and never negative', () => {
    using unseen = new LoopDelayMonitor({ clock: () => 0, watch: () => watching(0) });
    expect(unseen.read()).toEqual({ p50: 0, p99: 0, max: 0 });
    using early = new LoopDelayMonitor({ clock: () => 0, watch: () => watching(-1) });
    expect(early.read()).toEqual({ p50: 0, p99: 0, max: 0 });
  });

  test('is read from this process', () => {
    using monitor = new LoopDelayMonitor({ clock: Date.now });
    expect(monitor.read().max).toBeGreaterThanOrEqual(0);
  });
});
