import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { formatChoice, formatWhen } from '../../src/events/when/format.ts';
import { suggestWhen } from '../../src/events/when/suggestions.ts';
import { readWhen } from '../../src/events/when.ts';

const MINUTE = 60_000;
const seoul = (local: string) => Date.parse(`${local}:00+09:00`);
const now = seoul('2026-11-22T15:00');

describe('formatWhen', () => {
  it.each([
    ['2026-12-24T22:30', '12월 24일 (목) 밤 10시 30분', 'Thu 24 Dec, 10:30 PM'],
    ['2026-12-24T20:00', '12월 24일 (목) 저녁 8시', 'Thu 24 Dec, 8 PM'],
    ['2026-12-25T00:00', '12월 25일 (금) 0시', 'Fri 25 Dec, 12 AM'],
    ['2026-12-25T00:05', '12월 25일 (금) 0시 5분', 'Fri 25 Dec, 12:05 AM'],
    ['2026-12-25T01:00', '12월 25일 (금) 새벽 1시', 'Fri 25 Dec, 1 AM'],
    ['2026-12-25T12:00', '12월 25일 (금) 낮 12시', 'Fri 25 Dec, noon'],
    ['2027-01-03T09:00', '1월 3일 (일) 오전 9시', 'Sun 3 Jan, 9 AM'],
    ['2027-12-24T20:00', '2027년 12월 24일 (금) 저녁 8시', 'Fri 24 Dec 2027, 8 PM'],
  ])('%s is %s and %s', (local, ko, en) => {
    expect(formatWhen(seoul(local), 'ko', { now })).toBe(ko);
    expect(formatWhen(seoul(local), 'en', { now })).toBe(en);
  });
});

describe('formatChoice', () => {
  it('names the night where the date alone would be misread', () => {
    const reading = readWhen('토요일 새벽 1시', { now });
    const choices = reading.kind === 'ambiguous' ? reading.choices : [];
    expect(choices.map((choice) => formatChoice(choice, 'ko', { now }))).toEqual([
      '11월 28일 (토) 새벽 1시 · 금요일 밤',
      '11월 29일 (일) 새벽 1시 · 토요일 밤',
    ]);
    expect(choices.map((choice) => formatChoice(choice, 'en', { now }))).toEqual([
      'Sat 28 Nov, 1 AM · Fri night',
      'Sun 29 Nov, 1 AM · Sat night',
    ]);
  });
});

describe('suggestWhen', () => {
  it('offers the usual days of the template first', () => {
    const first = (template: (typeof TEMPLATE_NAMES)[number]) =>
      suggestWhen({ now, eventDate: '2026-12-24', template, language: 'ko' })
        .slice(0, 4)
        .map(({ words }) => words);
    expect(first('announcement')).toEqual([
      'D-21 저녁 8시',
      'D-14 저녁 8시',
      'D-10 저녁 8시',
      'D-7 저녁 8시',
    ]);
    expect(first('lineup')).toEqual([
      'D-10 저녁 8시',
      'D-7 저녁 8시',
      'D-5 저녁 8시',
      'D-3 저녁 8시',
    ]);
    expect(first('countdown')).toEqual([
      'D-7 저녁 8시',
      'D-3 저녁 8시',
      'D-2 저녁 8시',
      'D-1 저녁 8시',
    ]);
  });

  it('offers the coming evenings without an event', () => {
    const words = suggestWhen({ now, template: 'lineup', language: 'ko' }).map((one) => one.words);
    expect(words.slice(0, 5)).toEqual([
      '오늘 저녁 6시',
      '오늘 저녁 8시',
      '오늘 밤 9시',
      '오늘 밤 10시',
      '내일 낮 12시',
    ]);
    expect(words.at(-1)).toBe('토요일 저녁 8시');
  });

  it('offers nothing after the night, nor what has become too close', () => {
    const late = { now: seoul('2026-12-24T19:56'), eventDate: '2026-12-24' } as const;
    expect(suggestWhen({ ...late, template: 'countdown', language: 'en' })).toEqual([
      { at: seoul('2026-12-24T21:00'), words: 'today 9 PM', text: 'Thu 24 Dec, 9 PM' },
      { at: seoul('2026-12-24T22:00'), words: 'today 10 PM', text: 'Thu 24 Dec, 10 PM' },
    ]);
    const over = { now: seoul('2026-12-26T12:00'), eventDate: '2026-12-24' } as const;
    expect(suggestWhen({ ...over, template: 'countdown', language: 'en' })).toEqual([]);
  });

  it('says the date where its words would have two meanings, such as tomorrow after midnight', () => {
    const offers = suggestWhen({
      now: seoul('2026-11-28T02:00'),
      template: 'announcement',
      language: 'ko',
    });
    expect(offers.map((offer) => offer.words)).toContain('11월 29일 (일) 저녁 8시');
  });

  it('makes every offer readable, distinct and more than five minutes ahead', () => {
    const given = fc.record({
      now: fc
        .integer({ min: seoul('2026-09-01T00:00'), max: seoul('2027-02-01T00:00') })
        .filter((at) => at > 0),
      eventDate: fc.constantFrom('2026-12-24', '2026-11-01', '2027-01-01', '2027-02-28'),
      template: fc.constantFrom(...TEMPLATE_NAMES),
      language: fc.constantFrom(...LANGUAGES),
    });
    fc.assert(
      fc.property(given, (options) => {
        const offers = suggestWhen(options);
        expect(offers.length).toBeLessThanOrEqual(25);
        expect(new Set(offers.map((offer) => offer.at)).size).toBe(offers.length);
        for (const { at, words, text } of offers) {
          expect(at).toBeGreaterThan(options.now + 5 * MINUTE);
          expect(readWhen(words, options)).toMatchObject({ kind: 'moment', at });
          expect(readWhen(text, options)).toMatchObject({ kind: 'moment', at });
          expect(`${words} · ${text}`.length).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 150 },
    );
  });
});
