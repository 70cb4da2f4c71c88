import { describe, expect, it } from 'vitest';
import { RateLimits } from '../../sandbox/discord/rate-limits.ts';

const READ = { method: 'GET', route: '/users/:user', major: '1', authorized: true };

describe('the limit of all requests together', () => {
  it('refuses what is over it, whatever its route, and says that it is the one of all', () => {
    const limits = new RateLimits([], { globalPerSecond: 2 });
    expect(limits.count(READ)).toBeUndefined();
    expect(limits.count({ ...READ, route: '/channels/:channel', major: '2' })).toBeUndefined();
    const refusal = limits.count({ ...READ, method: 'PATCH' });
    expect(refusal).toMatchObject({
      allowed: false,
      headers: { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
    });
    const seconds = Number(refusal?.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(1);
  });

  it('does not count answers to interactions', () => {
    const limits = new RateLimits([], { globalPerSecond: 1 });
    const answer = { ...READ, authorized: false };
    expect(limits.count(answer)).toBeUndefined();
    expect(limits.count(answer)).toBeUndefined();
    expect(limits.count(READ)).toBeUndefined();
  });

  it('leaves the limit of a bucket as it is', () => {
    const rule = { method: 'GET', route: '/users/:user', limit: 1, windowMs: 60_000 };
    const limits = new RateLimits([rule], { globalPerSecond: 50 });
    expect(limits.count(READ)?.allowed).toBe(true);
    const refusal = limits.count(READ);
    expect(refusal?.allowed).toBe(false);
    expect(refusal?.headers['x-ratelimit-scope']).toBe('user');
  });
});
