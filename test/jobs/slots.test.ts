import fc from 'fast-check';
import cron from 'node-cron';
import { describe, expect, it } from 'vitest';
import { latestSlot } from '../../src/jobs/slots.ts';
import { readSchedule } from '../../src/jobs.ts';

const MINUTE = 60_000;

function slotText(expression: string, moment: string): string {
  const slot = latestSlot(readSchedule(expression), Date.parse(moment));
  return new Date(slot).toISOString();
}

describe('the latest slot', () => {
  it.each([
    // 06:00 in Seoul is 21:00 the day before in UTC.
    ['0 6 * * *', '2026-11-22T21:00:00.000Z', '2026-11-22T21:00:00.000Z'],
    ['0 6 * * *', '2026-11-22T20:59:59.999Z', '2026-11-21T21:00:00.000Z'],
    ['0 6 * * *', '2026-11-23T20:59:59.999Z', '2026-11-22T21:00:00.000Z'],
    ['30 0 * * *', '2026-12-31T15:30:00.000Z', '2026-12-31T15:30:00.000Z'],
    ['*/15 * * * *', '2026-11-22T03:44:59.000Z', '2026-11-22T03:30:00.000Z'],
    ['*/15 * * * *', '2026-11-22T15:00:00.000Z', '2026-11-22T15:00:00.000Z'],
    ['* * * * *', '2026-11-22T03:44:59.999Z', '2026-11-22T03:44:00.000Z'],
    // Monday; the Sunday before is 22 November.
    ['0 9 * * 1', '2026-11-22T23:00:00.000Z', '2026-11-16T00:00:00.000Z'],
    ['0 9 * * sun', '2026-11-22T23:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ['0 9 1 * *', '2026-11-22T23:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    ['0 0 29 2 *', '2026-11-22T23:00:00.000Z', '2024-02-28T15:00:00.000Z'],
  ])('of %s at %s is %s', (expression, moment, slot) => {
    expect(slotText(expression, moment)).toBe(slot);
  });

  it('is one that node-cron finds due, and none after it is', () => {
    const part = (max: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min: 0, max }).map(String),
        fc.integer({ min: 2, max: 30 }).map((step) => `*/${step}`),
        fc.tuple(fc.nat(max), fc.nat(max)).map(([a, b]) => `${Math.min(a, b)},${Math.max(a, b)}`),
      );
    const weekday = fc.constantFrom('*', '0', '1-5', '6,7', 'fri');
    const moment = fc.integer({
      min: Date.parse('2024-01-01T00:00:00Z'),
      max: Date.parse('2030-01-01T00:00:00Z'),
    });
    fc.assert(
      fc.property(part(59), part(23), weekday, moment, (minute, hour, day, at) => {
        const expression = `${minute} ${hour} * * ${day}`;
        const slot = latestSlot(readSchedule(expression), at);
        const reference = cron.createTask(expression, () => {}, { timezone: 'Asia/Seoul' });
        expect(reference.match(new Date(slot))).toBe(true);
        expect(slot).toBeLessThanOrEqual(at);
        const minutes = Math.min(300, (at - slot) / MINUTE);
        for (let later = 1; later <= minutes; later++) {
          expect(reference.match(new Date(slot + later * MINUTE))).toBe(false);
        }
        reference.destroy();
      }),
      { numRuns: 60 },
    );
  });

  it('does not exist for a day that never comes', () => {
    const never = { minutes: [0], hours: [0], daysOfMonth: [30], months: [2], daysOfWeek: [0] };
    expect(() => latestSlot(never, 0)).toThrow(RangeError);
  });
});

describe('a schedule', () => {
  it.each([
    '',
    'daily',
    '60 * * * *',
    '* 24 * * *',
    '0 0 30 2 *',
    '5 0 6 * * *',
    '0 6 L * *',
    '0 6 * * 5L',
    '0 6 15W * *',
    '0 6 * *',
  ])('is not %j', (expression) => {
    expect(() => readSchedule(expression)).toThrow();
  });
});
