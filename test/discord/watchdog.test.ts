import { expect, it } from 'vitest';
import { Watchdog } from '../../src/discord/watchdog.ts';

it('reports silence that lasts longer than the limit', () => {
  const { watchdog, pass } = setUp();
  expect([pass(60_000), pass(60_000), pass(1)]).toEqual([undefined, undefined, 120_001]);
  watchdog.sawLife(0);
  expect(pass(60_000)).toBeUndefined();
});

it('counts from the last sign of life', () => {
  const { watchdog, pass } = setUp();
  pass(60_000);
  watchdog.sawLife(0);
  expect([pass(60_000), pass(60_000), pass(60_000)]).toEqual([undefined, undefined, 180_000]);
});

it('is not fooled by one shard that lives while another is silent', () => {
  const { watchdog, pass } = setUp([0, 1]);
  const silent = [1, 2, 3].map(() => {
    watchdog.sawLife(1);
    return pass(60_000);
  });
  expect(silent).toEqual([undefined, undefined, 180_000]);
});

it('begins anew after the machine slept, since nothing could arrive then', () => {
  const { pass } = setUp();
  expect([pass(8 * 3_600_000), pass(60_000), pass(60_000), pass(1)]).toEqual([
    undefined,
    undefined,
    undefined,
    120_001,
  ]);
});

function setUp(shardIds = [0]) {
  let now = 1_000_000;
  const watchdog = new Watchdog({ clock: () => now, limitMs: 120_000, longestGapMs: 60_000 });
  /** Time passes until the next check. */
  const pass = (ms: number) => {
    now += ms;
    return watchdog.check(shardIds);
  };
  return { watchdog, pass };
}
