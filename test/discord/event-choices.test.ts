import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByNow } from '../../src/discord/coming-events.ts';
import { eventChoices } from '../../src/discord/event-choices.ts';
import { messagesFor } from '../../src/discord/messages/messages.ts';
import type { Event } from '../../src/events/event.ts';
import { eventArbitrary, makeEvent } from '../fixtures/event.ts';
import { NOW } from './make-post.ts';

const ko = messagesFor('ko');

describe('the choices for the event option', () => {
  it('read as date, weekday and name, with the id as the value', () => {
    expect(choices([makeEvent()], '')).toEqual([
      { name: '12월 24일 (목) · 서울 언더그라운드 #47', value: 'event-47' },
    ]);
    const [choice] = eventChoices([makeEvent()], {
      typed: '',
      messages: messagesFor('en'),
      now: NOW,
    });
    expect(choice?.name).toBe('Thu 24 Dec · 서울 언더그라운드 #47');
  });

  it('begin with the next night, and the past ones follow, the latest first', () => {
    const events = ['2026-11-30', '2027-01-02', '2026-12-01', '2025-01-01', '2026-12-24'].map(
      (date) => makeEvent({ id: date, date }),
    );
    expect(choices(events, '').map(({ value }) => value)).toEqual([
      '2026-12-01',
      '2026-12-24',
      '2027-01-02',
      '2026-11-30',
      '2025-01-01',
    ]);
  });

  it('still begin with last night while it runs past midnight', () => {
    const tonight = makeEvent({ id: 'tonight' });
    const next = makeEvent({ id: 'next', date: '2026-12-25' });
    const at = (time: string) => splitByNow([next, tonight], Date.parse(time)).upcoming;
    expect(at('2026-12-25T03:00:00+09:00')).toEqual([tonight, next]);
    expect(at('2026-12-25T05:01:00+09:00')).toEqual([next]);
  });

  it.each([
    '언더',
    '서울 24일',
    '지하실',
    '2026-12-24',
    '20261224',
    '12/24',
    '12.24',
    '12월24일',
    '12월 24일',
    '목요일',
    'thursday',
    'dec 24',
    'EVENT-47',
    '#47',
    // What the field holds while 언더그 is being typed.
    'ㅇ',
    '언',
    '언ㄷ',
    '언더',
    '언덕',
    // Decomposed, as some clients on macOS send it.
    '언더'.normalize('NFD'),
  ])('are found by %s', (typed) => {
    expect(choices([makeEvent()], typed)).toHaveLength(1);
  });

  it.each(['홍대', '2026-12-25', '금요일', '24일 홍대'])('are not found by %s', (typed) => {
    expect(choices([makeEvent()], typed)).toEqual([]);
  });

  it('say so when a night was called off', () => {
    const [choice] = choices([makeEvent({ phase: 'cancelled', name: '긴 이름'.repeat(60) })], '');
    expect(choice?.name).toMatch(/^12월 24일 \(목\) · 긴 이름.*… · 취소됨$/u);
    expect(choice?.name.length).toBeLessThanOrEqual(100);
  });

  it('keep to Discord’s limits and never show a past night above a coming one', () => {
    fc.assert(
      fc.property(
        fc.array(eventArbitrary, { maxLength: 40 }),
        fc.oneof(fc.constant(''), fc.string({ maxLength: 4 })),
        (events, typed) => {
          const found = choices(events, typed);
          expect(found.length).toBeLessThanOrEqual(25);
          if (typed === '') expect(found.length).toBe(Math.min(25, events.length));
          for (const { name, value } of found) {
            expect(name.length).toBeGreaterThan(0);
            expect(name.length).toBeLessThanOrEqual(100);
            expect(value.length).toBeLessThanOrEqual(100);
          }
          const dates = found.map(({ value }) => events.find(({ id }) => id === value)?.date ?? '');
          const { upcoming } = splitByNow(events, NOW);
          const coming = dates.slice(0, Math.min(upcoming.length, dates.length));
          if (typed === '') expect(coming).toEqual(coming.toSorted());
        },
      ),
    );
  });
});

function choices(events: readonly Event[], typed: string) {
  return eventChoices(events, { typed, messages: ko, now: NOW });
}
