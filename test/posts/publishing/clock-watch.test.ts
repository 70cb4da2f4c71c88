import { expect, it } from 'vitest';
import { ClockWatch } from '../../../src/posts/publishing/clock-watch.ts';

const DAY_MS = 24 * 60 * 60_000;

it('believes a clock that goes on as evenly as the stopwatch, however long nobody looks', () => {
  const time = timeStage();
  for (const ms of [0, 1, 1_000, DAY_MS, 1_000]) {
    time.pass(ms);
    // A time server corrects little by little.
    time.now += 400;
    expect(time.read()).toEqual({ now: time.now, isSteady: true });
  }
});

it('does not believe a clock that was set, in either direction, before it has gone on evenly', () => {
  for (const by of [6_000, -6_000, DAY_MS, -DAY_MS]) {
    const time = timeStage();
    time.read();
    time.pass(1_000);
    time.now += by;
    expect(time.read()).toEqual({ now: time.now, isSteady: false, wasSetBy: by });
    time.pass(4_999);
    expect(time.read()).toEqual({ now: time.now, isSteady: false });
    time.pass(1);
    expect(time.read()).toEqual({ now: time.now, isSteady: true });
  }
});

it('says once that the clock was set, and begins the rest anew when it is set back', () => {
  const time = timeStage();
  time.read();
  time.now += DAY_MS;
  expect(time.read().wasSetBy).toBe(DAY_MS);
  time.pass(4_000);
  time.now -= DAY_MS;
  expect(time.read()).toEqual({ now: time.now, isSteady: false });
  time.pass(4_000);
  expect(time.read().isSteady).toBe(false);
  time.pass(1_000);
  expect(time.read().isSteady).toBe(true);
});

function timeStage() {
  const time = {
    now: 1_000_000_000,
    elapsed: 50,
    pass(ms: number) {
      time.now += ms;
      time.elapsed += ms;
    },
    read: () => watch.read(),
  };
  const watch = new ClockWatch(
    () => time.now,
    () => time.elapsed,
  );
  return time;
}
