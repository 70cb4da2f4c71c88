import { expect, it } from 'vitest';
import { type Alarm, type ShardState, Watchdog } from '../../src/discord/watchdog.ts';

it('reports silence that lasts longer than the limit', () => {
  const { watchdog, pass } = setUp();
  expect([pass(60_000), pass(60_000), pass(1)]).toEqual([undefined, undefined, silent(120_001)]);
  watchdog.sawLife(0);
  expect(pass(60_000)).toBeUndefined();
});

it('counts from the last sign of life', () => {
  const { watchdog, pass } = setUp();
  pass(60_000);
  watchdog.sawLife(0);
  expect([pass(60_000), pass(60_000), pass(60_000)]).toEqual([
    undefined,
    undefined,
    silent(180_000),
  ]);
});

it('is not fooled by one shard that lives while another is silent', () => {
  const { watchdog, pass } = setUp([0, 1]);
  const alarms = [1, 2, 3].map(() => {
    watchdog.sawLife(1);
    return pass(60_000);
  });
  expect(alarms).toEqual([undefined, undefined, silent(180_000)]);
});

it('begins anew after the machine slept, since nothing could arrive then', () => {
  const { pass } = setUp();
  expect([pass(8 * 3_600_000), pass(60_000), pass(60_000), pass(1)]).toEqual([
    undefined,
    undefined,
    undefined,
    silent(120_001),
  ]);
});

it('leaves a broken connection to discord.js for a quarter of an hour', () => {
  const { pass, shards } = setUp();
  shards[0] = { id: 0, open: false };
  const alarms = Array.from({ length: 15 }, () => pass(60_000));
  expect(alarms).toEqual(alarms.map(() => undefined));
  expect(pass(60_000)).toEqual({ kind: 'outage', quietMs: 16 * 60_000 });
});

it('gives a connection that is open again its two minutes to say something', () => {
  const { pass, shards } = setUp();
  shards[0] = { id: 0, open: false };
  for (const _check of Array(5)) pass(60_000);
  shards[0] = { id: 0, open: true };
  expect([pass(60_000), pass(60_000), pass(1)]).toEqual([undefined, undefined, silent(120_001)]);
});

it('is not fooled by connections that open and break without a word', () => {
  const { pass, shards } = setUp();
  const alarms = Array.from({ length: 16 }, (_, check) => {
    shards[0] = { id: 0, open: check % 2 === 0 };
    return pass(60_000);
  });
  expect(alarms.at(-2)).toBeUndefined();
  expect(alarms.at(-1)).toEqual({ kind: 'outage', quietMs: 16 * 60_000 });
});

function silent(quietMs: number): Alarm {
  return { kind: 'silent', quietMs };
}

function setUp(shardIds = [0]) {
  let now = 1_000_000;
  const shards: ShardState[] = shardIds.map((id) => ({ id, open: true }));
  const watchdog = new Watchdog({
    clock: () => now,
    silenceLimitMs: 120_000,
    outageLimitMs: 15 * 60_000,
    longestGapMs: 60_000,
  });
  /** Time passes until the next check. */
  const pass = (ms: number) => {
    now += ms;
    return watchdog.check(shards);
  };
  return { watchdog, pass, shards };
}
