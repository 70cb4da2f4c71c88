import { describe, expect, test } from 'vitest';
import { AttemptLimit } from '../../src/posts/attempt-limit.ts';

const START = 1_000_000;

function makeLimit(options: { readonly capacity?: number } = {}) {
  const time = { now: START };
  const limit = new AttemptLimit({ clock: () => time.now, limit: 2, windowMs: 100, ...options });
  return { time, limit };
}

describe('the limit of attempts', () => {
  test('allows so many in the window, and says when the next is', () => {
    const { time, limit } = makeLimit();
    expect(limit.take('a')).toEqual({ allowed: true });
    time.now += 40;
    expect(limit.take('a')).toEqual({ allowed: true });
    expect(limit.take('a')).toEqual({ allowed: false, againAt: START + 100 });
    time.now = START + 99;
    expect(limit.take('a')).toEqual({ allowed: false, againAt: START + 100 });
    time.now = START + 100;
    expect(limit.take('a')).toEqual({ allowed: true });
    expect(limit.take('a')).toEqual({ allowed: false, againAt: START + 140 });
  });

  test('is each one’s own', () => {
    const { limit } = makeLimit();
    limit.take('a');
    limit.take('a');
    expect(limit.take('a').allowed).toBe(false);
    expect(limit.take('b').allowed).toBe(true);
  });

  test('locks nobody out when the clock is set back', () => {
    const { time, limit } = makeLimit();
    limit.take('a');
    limit.take('a');
    time.now -= 1_000_000;
    expect(limit.take('a')).toEqual({ allowed: true });
  });

  test('forgets who was quiet for longest, and nobody else', () => {
    const { limit } = makeLimit({ capacity: 2 });
    limit.take('a');
    limit.take('b');
    limit.take('a');
    limit.take('c');
    limit.take('b');
    expect(limit.take('b').allowed).toBe(true);
    expect(limit.take('c').allowed).toBe(true);
    expect(limit.take('c').allowed).toBe(false);
  });
});
