import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acts,
  actTitle,
  dDay,
  eveOf,
  hoursOfTheNight,
  nightOf,
  openingTime,
  orderOfTheNight,
  todayInSeoul,
} from '../../src/events/night.ts';
import { eventArbitrary, makeEvent, makeTimeslot } from '../fixtures/event.ts';

const DAY = 86_400_000;
const seoul = (local: string) => Date.parse(`${local}+09:00`);
const day = (date: string) => Temporal.PlainDate.from(date);

describe('orderOfTheNight', () => {
  it.each([
    [
      ['00:00', '04:00', '22:00'],
      ['22:00', '00:00', '04:00'],
    ],
    [
      ['03:00', '01:00'],
      ['01:00', '03:00'],
    ],
    [
      ['18:00', '14:00'],
      ['14:00', '18:00'],
    ],
    [
      ['11:00', '13:00', '10:00'],
      ['10:00', '11:00', '13:00'],
    ],
    [
      ['11:59', '12:00', '23:59', '00:00'],
      ['23:59', '00:00', '11:59', '12:00'],
    ],
    [[], []],
  ])('of starts alone: %j becomes %j', (typed, ordered) => {
    const slots = typed.map((start) => ({ start, end: start }));
    expect(orderOfTheNight(slots).map((slot) => slot.start)).toEqual(ordered);
  });

  it.each([
    ['a day party through noon', '13:00-15:00 11:00-13:00 15:00-18:00', '11:00 13:00 15:00'],
    ['22 hours from 14:00', '02:00-12:00 14:00-20:00 20:00-02:00', '14:00 20:00 02:00'],
    ['a night with an early workshop', '23:00-06:00 13:00-15:00', '13:00 23:00'],
    ['an after-hours past noon', '09:00-14:00 22:00-04:00 04:00-09:00', '22:00 04:00 09:00'],
    ['24 hours without a silence', '00:00-12:00 12:00-00:00', '12:00 00:00'],
    ['an end that makes no sense', '23:00-22:00 22:00-23:00 00:00-01:00', '22:00 23:00 00:00'],
  ])('of %s: %s begins %s', (_what, typed, ordered) => {
    const slots = typed.split(' ').map((times) => {
      const [start = '', end = ''] = times.split('-');
      return { start, end };
    });
    expect(orderOfTheNight(slots).map((slot) => slot.start)).toEqual(ordered.split(' '));
  });

  it('keeps the order of slots that start together', () => {
    const slots = ['A', 'B', 'C'].map((djName) => makeTimeslot('22:00', '23:00', djName));
    expect(orderOfTheNight(slots)).toEqual(slots);
  });

  it('is the order of the wall clock, begun at another hour', () => {
    fc.assert(
      fc.property(eventArbitrary, ({ timeslots }) => {
        const starts = orderOfTheNight(timeslots).map((slot) => slot.start);
        const sorted = timeslots.map((slot) => slot.start).sort();
        const opening = sorted.indexOf(starts[0] ?? '');
        expect(starts).toEqual([...sorted.slice(opening), ...sorted.slice(0, opening)]);
      }),
    );
  });

  it('puts mornings after evenings where nothing plays between 06:00 and noon', () => {
    const minute = fc.integer({ min: 0, max: 18 * 60 });
    const clock = (afterNoon: number) =>
      new Date((afterNoon + 12 * 60) * 60_000).toISOString().slice(11, 16);
    fc.assert(
      fc.property(fc.array(fc.tuple(minute, minute), { maxLength: 20 }), (spans) => {
        const slots = spans.map((span) => ({
          start: clock(Math.min(...span)),
          end: clock(Math.max(...span)),
        }));
        const byClock = spans.map((span) => Math.min(...span)).sort((a, b) => a - b);
        expect(orderOfTheNight(slots).map((slot) => slot.start)).toEqual(byClock.map(clock));
      }),
    );
  });
});

describe('hoursOfTheNight', () => {
  it.each([
    [
      [
        ['22:00', '23:00'],
        ['04:00', '05:00'],
      ],
      { start: '22:00', end: '05:00' },
    ],
    [
      [
        ['22:00', '06:00'],
        ['23:00', '01:00'],
      ],
      { start: '22:00', end: '06:00' },
    ],
    [
      [
        ['14:00', '16:00'],
        ['16:00', '22:00'],
      ],
      { start: '14:00', end: '22:00' },
    ],
    [[['23:00', '00:00']], { start: '23:00', end: '00:00' }],
    [
      [
        ['05:00', '12:00'],
        ['22:00', '05:00'],
      ],
      { start: '22:00', end: '12:00' },
    ],
    [[['22:00', '22:00']], { start: '22:00', end: '22:00' }],
    [
      [
        ['22:00', '22:00'],
        ['22:30', '23:00'],
      ],
      { start: '22:00', end: '23:00' },
    ],
  ])('%j lasts %j', (times, hours) => {
    const timeslots = times.map(([start = '', end = '']) => makeTimeslot(start, end, ''));
    expect(hoursOfTheNight({ timeslots })).toEqual(hours);
  });

  it('are those of the day when the event plays through noon', () => {
    const timeslots = [
      makeTimeslot('13:00', '15:00', 'B'),
      makeTimeslot('15:00', '18:00', 'C'),
      makeTimeslot('11:00', '13:00', 'A'),
    ];
    expect(hoursOfTheNight({ timeslots })).toEqual({ start: '11:00', end: '18:00' });
    expect(acts({ timeslots }).map(actTitle)).toEqual(['A', 'B', 'C']);
    expect(openingTime({ date: '2026-12-24', timeslots })?.toPlainDateTime().toString()).toBe(
      '2026-12-24T11:00:00',
    );
  });

  it('is unknown without slots', () => {
    expect(hoursOfTheNight({ timeslots: [] })).toBeUndefined();
  });
});

describe('acts', () => {
  it('lists the line-up in the order of the night', () => {
    const timeslots = makeEvent().timeslots.toReversed();
    expect(acts({ timeslots }).map((act) => `${act.start} ${actTitle(act)}`)).toEqual([
      '22:00 김대현',
      '23:00 Amélie Laurent',
      '00:00 박지훈 b2b Mina',
      '01:00 Kuroneko',
      '02:30 사운드클래시',
      '04:00 NIGHT BUS',
    ]);
  });

  it('joins slots of exactly the same time into one act with both handles', () => {
    const timeslots = [
      makeTimeslot('22:00', '23:00', 'A', 'a'),
      makeTimeslot('23:00', '00:00', 'C'),
      makeTimeslot('22:00', '23:00', 'B', 'b'),
      makeTimeslot('22:00', '23:00', 'A', 'a'),
      makeTimeslot('22:00', '22:30', 'D'),
    ];
    const [first] = acts({ timeslots });
    expect(first).toEqual({ start: '22:00', end: '23:00', names: ['A', 'B'], handles: ['a', 'b'] });
    expect(acts({ timeslots }).map(actTitle)).toEqual(['A & B', 'D', 'C']);
  });

  it('shows an act that is not announced as TBA and keeps its handle back', () => {
    const timeslots = [
      makeTimeslot('22:00', '23:00', 'A'),
      makeTimeslot('23:00', '00:00', '', 'secret_guest'),
    ];
    expect(acts({ timeslots })[1]).toEqual({
      start: '23:00',
      end: '00:00',
      names: [],
      handles: [],
    });
    expect(acts({ timeslots }).map(actTitle)).toEqual(['A', 'TBA']);
  });

  it('has no line-up to show while nobody is announced', () => {
    expect(acts({ timeslots: [makeTimeslot('22:00', '23:00', '', 'a')] })).toEqual([]);
    expect(acts({ timeslots: [] })).toEqual([]);
  });
});

describe('dDay', () => {
  it.each([
    ['2026-12-24', '2026-12-17', 7],
    ['2026-12-24', '2026-12-24', 0],
    ['2026-12-24', '2026-12-25', -1],
    ['2027-01-01', '2026-12-31', 1],
    ['2028-03-01', '2028-02-28', 2],
  ])('from %s counted on %s it is %i', (date, today, days) => {
    expect(dDay(date, day(today))).toBe(days);
  });

  it('agrees with counting days of 24 hours', () => {
    const days = fc.integer({ min: 0, max: 40_000 });
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [from = '', to = ''] = [a, b].map((n) =>
          new Date(n * DAY).toISOString().slice(0, 10),
        );
        expect(dDay(to, day(from))).toBe(b - a);
      }),
    );
  });
});

describe('todayInSeoul', () => {
  it('changes at midnight in Seoul, which is 15:00 UTC', () => {
    expect(todayInSeoul(Date.parse('2026-12-24T14:59:59.999Z')).toString()).toBe('2026-12-24');
    expect(todayInSeoul(Date.parse('2026-12-24T15:00:00Z')).toString()).toBe('2026-12-25');
  });
});

describe('eveOf', () => {
  const from = (start: string, end: string) => [makeTimeslot(start, end, 'A')];
  const night = from('22:00', '05:00');

  it.each([
    [night, '2026-12-23T23:00', undefined],
    [night, '2026-12-24T12:00', undefined],
    [night, '2026-12-24T16:59', undefined],
    [night, '2026-12-24T17:00', 'tonight'],
    [night, '2026-12-24T21:59', 'tonight'],
    [night, '2026-12-24T22:00', 'now'],
    [night, '2026-12-25T02:00', 'now'],
    [night, '2026-12-25T05:00', undefined],
    [from('01:00', '05:00'), '2026-12-24T23:00', 'tonight'],
    [from('01:00', '05:00'), '2026-12-25T01:00', 'now'],
    [from('13:00', '20:00'), '2026-12-24T11:00', undefined],
    [from('13:00', '20:00'), '2026-12-24T17:00', 'now'],
    [from('13:00', '20:00'), '2026-12-24T20:00', undefined],
    [from('18:00', '20:00'), '2026-12-24T20:00', undefined],
    // Nobody has said when it ends.
    [from('22:00', '22:00'), '2026-12-24T23:00', 'tonight'],
    [[], '2026-12-24T16:59', undefined],
    [[], '2026-12-24T18:00', 'tonight'],
  ])('of %j at %s is %s', (timeslots, at, eve) => {
    expect(eveOf(makeEvent({ timeslots }), seoul(at))).toBe(eve);
  });
});

describe('nightOf', () => {
  const event = makeEvent();

  it.each([
    ['2026-12-17T02:00', '2026-12-17', 'a week before, at night'],
    ['2026-12-24T00:00', '2026-12-24', 'the day itself'],
    ['2026-12-24T23:59', '2026-12-24', 'while it runs'],
    ['2026-12-25T02:00', '2026-12-24', 'while it runs past midnight'],
    ['2026-12-25T04:59', '2026-12-24', 'to the last minute'],
    ['2026-12-25T05:00', '2026-12-25', 'over'],
    ['2026-12-26T02:00', '2026-12-26', 'long over'],
  ])('at %s in Seoul counts from %s: %s', (now, date) => {
    expect(nightOf(event, seoul(now)).toString()).toBe(date);
  });

  it('ends a night without slots with its calendar date', () => {
    expect(nightOf({ ...event, timeslots: [] }, seoul('2026-12-25T00:00')).toString()).toBe(
      '2026-12-25',
    );
  });

  it('takes a night that begins after midnight to belong to the evening before', () => {
    const late = { ...event, timeslots: [makeTimeslot('01:00', '06:00', 'A')] };
    expect(nightOf(late, seoul('2026-12-25T05:00')).toString()).toBe('2026-12-24');
  });

  it('is over in the evening after an event of the day, although that began before noon', () => {
    const party = { ...event, timeslots: [makeTimeslot('11:00', '18:00', 'A')] };
    expect(nightOf(party, seoul('2026-12-25T00:00')).toString()).toBe('2026-12-25');
  });

  it('is the calendar date or, until a day after the opening at most, that of the event', () => {
    const sinceMidnight = fc.integer({ min: -3 * DAY, max: 3 * DAY });
    fc.assert(
      fc.property(eventArbitrary, sinceMidnight, (any, shift) => {
        const now = seoul(`${any.date}T00:00`) + shift;
        const night = nightOf(any, now).toString();
        const calendar = new Date(now + 9 * 3_600_000).toISOString().slice(0, 10);
        expect([calendar, any.date]).toContain(night);
        if (night !== calendar) {
          const opening = openingTime(any)?.epochMilliseconds ?? 0;
          expect(now).toBeGreaterThanOrEqual(opening - DAY);
          expect(now).toBeLessThan(opening + DAY);
        }
      }),
    );
  });
});
