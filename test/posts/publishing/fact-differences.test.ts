import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/events/event.ts';
import type { EventExtras } from '../../../src/events/extras.ts';
import type { PostFacts } from '../../../src/posts/kept-post.ts';
import { factDifferences } from '../../../src/posts/publishing/fact-differences.ts';
import { makeEvent, makeTimeslot } from '../../fixtures/event.ts';

/** A week before the night. */
const NOW = Date.parse('2026-12-17T20:00+09:00');

describe('the differences between what a post says and what is true now', () => {
  it.each<[string, Partial<Event>, readonly unknown[]]>([
    ['nothing', {}, []],
    [
      'the name',
      { name: '지하실 #48' },
      [{ part: 'name', before: '서울 언더그라운드 #47', after: '지하실 #48' }],
    ],
    [
      'the date',
      { date: '2026-12-25' },
      [{ part: 'date', before: '2026-12-24', after: '2026-12-25' }],
    ],
    [
      'the venue',
      { venue: { name: '클럽 지하실', address: '' } },
      [
        {
          part: 'venue',
          before: '클럽 지하실, 서울 용산구 이태원로 123, B1',
          after: '클럽 지하실',
        },
      ],
    ],
    ['the description, which is no fact', { description: '다른 소개' }, []],
    ['the hashtags, which are none', { hashtags: [] }, []],
    ['the phase, which moves by itself', { phase: 'day_of' }, []],
    [
      'an act',
      { timeslots: slots({ 3: ['01:00', '02:30', '', 'kuroneko.jp'] }) },
      [{ part: 'lineup', before: 'Kuroneko @kuroneko.jp', after: '' }],
    ],
    [
      'a handle',
      { timeslots: slots({ 0: ['22:00', '23:00', '김대현', 'daehyun.kim'] }) },
      [{ part: 'lineup', before: '김대현 @kimdaehyun', after: '김대현 @daehyun.kim' }],
    ],
    [
      'an act that plays at another time',
      { timeslots: slots({ 5: ['05:00', '06:00', 'NIGHT BUS', 'nightbus.fm'] }) },
      [
        {
          part: 'times',
          before: '04:00-05:00 NIGHT BUS @nightbus.fm',
          after: '05:00-06:00 NIGHT BUS @nightbus.fm',
        },
      ],
    ],
    [
      'an act more',
      { timeslots: [...slots({}), makeTimeslot('05:00', '06:00', 'MINA')] },
      [{ part: 'lineup', after: '05:00-06:00 MINA' }],
    ],
    [
      'an act less',
      { timeslots: slots({}).slice(0, 5) },
      [{ part: 'lineup', before: '04:00-05:00 NIGHT BUS @nightbus.fm' }],
    ],
    ['the order of typing, which is none', { timeslots: slots({}).reverse() }, []],
  ])('in %s', (_what, change, expected) => {
    expect(factDifferences(facts(), facts(change), 'lineup')).toEqual(expected);
  });

  it.each<[EventExtras, EventExtras, readonly unknown[]]>([
    [{}, { doorPrice: 30_000 }, [{ part: 'doorPrice', after: '30000' }]],
    [{ ageLimit: 19 }, {}, [{ part: 'ageLimit', before: '19' }]],
    [
      { advancePrice: 20_000, notice: '현금만' },
      { advancePrice: 0, notice: '현금만' },
      [{ part: 'advancePrice', before: '20000', after: '0' }],
    ],
  ])('in what the organizer added: %j and %j', (before, after, expected) => {
    const differences = factDifferences(
      { ...facts(), extras: before },
      { ...facts(), extras: after },
      'announcement',
    );
    expect(differences).toEqual(expected);
  });

  it('are no extras and empty extras alike', () => {
    expect(factDifferences(facts(), { ...facts(), extras: {} }, 'announcement')).toEqual([]);
  });

  it('are the days that are left, for a countdown alone', () => {
    const later = { ...facts(), composedAt: NOW + 4 * 24 * 60 * 60 * 1000 };
    expect(factDifferences(facts(), later, 'countdown')).toEqual([
      { part: 'days', before: '7', after: '3' },
    ]);
    expect(factDifferences(facts(), later, 'lineup')).toEqual([]);
  });

  it('are found in acts that share a time', () => {
    const both = (second: string) =>
      facts({
        timeslots: [makeTimeslot('22:00', '23:00', 'A'), makeTimeslot('22:00', '23:00', second)],
      });
    expect(factDifferences(both('B'), both('C'), 'lineup')).toEqual([
      { part: 'lineup', before: 'B', after: 'C' },
    ]);
  });

  it('are none between a line-up and itself, in whatever order it is typed', () => {
    const time = fc.constantFrom('22:00', '23:00', '00:00', '01:00', '05:00');
    const slot = fc.record({ start: time, end: time, djName: fc.constantFrom('', 'A', 'B', 'C') });
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 8 }), (timeslots) => {
        const said = facts({ timeslots });
        expect(factDifferences(said, structuredClone(said), 'lineup')).toEqual([]);
      }),
    );
  });
});

function facts(event: Partial<Event> = {}): PostFacts {
  return { event: makeEvent(event), readAt: NOW, stale: false, composedAt: NOW };
}

type Slot = Parameters<typeof makeTimeslot>;

/** The line-up with some of its slots replaced. */
function slots(replaced: Readonly<Record<number, Slot>>) {
  return makeEvent().timeslots.map((slot, index) => {
    const other = replaced[index];
    return other ? makeTimeslot(...other) : slot;
  });
}
