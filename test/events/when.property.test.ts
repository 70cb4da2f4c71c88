import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/events/event.ts';
import { formatWhen } from '../../src/events/when/format.ts';
import type { WhenReading } from '../../src/events/when/reading.ts';
import { readWhen } from '../../src/events/when.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const minuteIn = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from) / MINUTE, max: Date.parse(to) / MINUTE })
    .map((minute) => minute * MINUTE);
const present = minuteIn('2026-01-01T00:00Z', '2032-01-01T00:00Z');
const language = fc.constantFrom(...LANGUAGES);

// Pieces of the grammar in any order come closer to its edges than characters do.
const piece = fc.constantFrom(
  ...'오늘 내일 모레 어제 금요일 (토) 일 다음주 이번주 다음 지난 next this fri sun week tomorrow tonight'.split(
    ' ',
  ),
  ...'오전 오후 새벽 저녁 밤 낮 아침 점심 am pm night 자정 정오 noon midnight 지금 now 반 시 분 시간 일주일'.split(
    ' ',
  ),
  ...'8시 25시 24시 0시 12시 세 열두 30분 :30 20:00 08:00 99:99 뒤 후 later in 하루 한 달 이십 십일 12월 24일'.split(
    ' ',
  ),
  ...'31일 2월 29일 12/24 13/40 2026-12-24 T20:00 +09:00 Z D-3 D-DAY D+ 디데이 3일 전 공연 당일 에 쯤 , ( ) - ~ 🎉'.split(
    ' ',
  ),
);
const sentence = fc
  .array(fc.tuple(piece, fc.constantFrom('', ' ')), { maxLength: 8 })
  .map((pieces) => pieces.flat().join(''));
const anyText = fc.oneof(sentence, fc.string({ unit: 'binary', maxLength: 60 }));
const eventDate = fc.constantFrom(undefined, '2026-12-24', '2028-02-29', '2031-12-31');
const options = fc
  .record({ now: present, ms: fc.integer({ min: 0, max: MINUTE - 1 }), eventDate })
  .map(({ now, ms, eventDate: date }) => ({
    now: now + ms,
    ...(date !== undefined && { eventDate: date }),
  }));

describe('readWhen', () => {
  it('answers every text, and no moment is past or further than 60 days', () => {
    fc.assert(
      fc.property(anyText, options, (text, given) => {
        const { now } = given;
        const reading = readWhen(text, given);
        if (reading.kind === 'moment') {
          expect(reading.at).toBeGreaterThanOrEqual(now);
          expect(reading.at).toBeLessThanOrEqual(now + 60 * DAY);
        }
        if (reading.kind === 'past') expect(reading.at).toBeLessThan(now);
        if (reading.kind === 'past' && reading.next !== undefined) {
          expect(reading.next).toBeGreaterThanOrEqual(now);
        }
        if (reading.kind === 'ambiguous') {
          const times = reading.choices.map((choice) => choice.at);
          expect(times.length === 2 || times.length === 3).toBe(true);
          expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
          expect(times.every((at) => at >= now && at <= now + 60 * DAY)).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives the same answer to the same question, however it is spelled', () => {
    fc.assert(
      fc.property(sentence, options, (text, given) => {
        const reading = readWhen(text, given);
        expect(readWhen(text, given)).toEqual(reading);
        expect(readWhen(` ${text.normalize('NFD')} `, given)).toEqual(reading);
        // What it does not know it says back as it was typed.
        expect(plainWords(readWhen(fullWidth(text), given))).toEqual(plainWords(reading));
        expect(readWhen(text.replaceAll(' ', '  '), given)).toEqual(reading);
      }),
      { numRuns: 1_000 },
    );
  });

  // A pattern with two ways to read the same piece doubles its work with each repetition of it.
  it('takes no longer for a text made to be slow', () => {
    const unit = fc.constantFrom(
      ...'1h|1 h|a day|an hour|half an hour|30m|,|and|in|later|일|일일|십일|이십|일주|일주일|한|두'.split(
        '|',
      ),
      ...'1시간|시간|반|반시간|분|1분|1일|1달|뒤|12|24|.|/|-|월|시|d|D-|다음|이번|주|쯤|에|(|1'.split(
        '|',
      ),
    );
    const repeated = fc
      .array(fc.tuple(unit, fc.constantFrom('', ' ')), { minLength: 1, maxLength: 3 })
      .map((pieces) => pieces.flat().join('').repeat(40).slice(0, 110));
    fc.assert(
      fc.property(repeated, (text) => {
        const start = performance.now();
        readWhen(text, { now: 0 });
        expect(performance.now() - start).toBeLessThan(500);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('formatWhen', () => {
  it('is read back to the same minute, in both languages', () => {
    const ahead = fc.integer({ min: 0, max: 60 * 24 * 60 });
    fc.assert(
      fc.property(present, ahead, language, (now, minutes, spoken) => {
        const at = now + minutes * MINUTE;
        const text = formatWhen(at, spoken, { now });
        expect([text, readWhen(text, { now })]).toEqual([
          text,
          { kind: 'moment', at, matched: 'date' },
        ]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is read back from any year to any other', () => {
    fc.assert(
      fc.property(present, present, language, (now, at, spoken) => {
        const reading = readWhen(formatWhen(at, spoken, { now }), {
          now,
          daysAhead: Number.POSITIVE_INFINITY,
        });
        expect(reading).toMatchObject({ kind: at < now ? 'past' : 'moment', at });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read back for every minute of a day', () => {
    const now = Date.parse('2026-12-23T15:00Z');
    for (const spoken of LANGUAGES) {
      for (let at = now; at < now + DAY; at += MINUTE) {
        expect(readWhen(formatWhen(at, spoken, { now }), { now })).toMatchObject({ at });
      }
    }
  });
});

function fullWidth(text: string): string {
  return text.replace(/[0-9:]/g, (char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0));
}

function plainWords(reading: WhenReading): WhenReading {
  if (reading.kind !== 'unreadable' || reading.words === undefined) return reading;
  return { ...reading, words: reading.words.normalize('NFKC') };
}
