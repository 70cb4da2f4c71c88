import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitForDiscord, waitForPerson } from '../../../src/posts/notices/notice-waits.ts';

const MINUTE_MS = 60_000;

const tries = fc.record({
  attempts: fc.integer({ min: 0, max: 2000 }),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('the wait before a person is tried again', () => {
  it('doubles from one minute to three hours', () => {
    const waits = [0, 1, 2, 7, 8, 50].map((attempts) => waitForPerson(attempts, 0.5) / MINUTE_MS);
    expect(waits).toEqual([1, 2, 4, 128, 180, 180]);
  });

  it('is never shorter than 45 s nor longer than 3 h 45 min', () => {
    fc.assert(
      fc.property(tries, ({ attempts, random }) => {
        const wait = waitForPerson(attempts, random);
        expect(wait).toBeGreaterThanOrEqual(0.75 * MINUTE_MS);
        expect(wait).toBeLessThanOrEqual(225 * MINUTE_MS);
      }),
    );
  });
});

describe('the wait while Discord is away', () => {
  it('is never longer than about five minutes, unless Discord asks for more', () => {
    fc.assert(
      fc.property(tries, ({ attempts, random }) => {
        expect(waitForDiscord(attempts, random)).toBeLessThanOrEqual(6.25 * MINUTE_MS);
      }),
    );
    expect(waitForDiscord(0, 0.5, 20 * MINUTE_MS)).toBe(20 * MINUTE_MS);
  });
});
