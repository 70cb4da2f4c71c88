import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../../src/events/text.ts';
import { type Piece, pieces } from '../../../src/posters/typesetting/break-rules.ts';
import {
  ellipsize,
  evenest,
  fill,
  isOrphan,
  lineOf,
  narrowest,
} from '../../../src/posters/typesetting/line-break.ts';

const widthOf = (text: string) => graphemes(text).length;
const lineWidth = (found: readonly Piece[]) => (from: number, to: number) =>
  widthOf(lineOf(found, from, to));
const linesOf = (found: readonly Piece[], ends: readonly number[]) =>
  ends.map((end, index) => lineOf(found, ends[index - 1] ?? 0, end));

function even(text: string, lines: number, limit: number): string[] | undefined {
  const found = pieces(text, 'words');
  const ends = evenest(found, lines, limit, lineWidth(found));
  return ends && linesOf(found, ends);
}

const someWords = fc
  .array(
    fc.string({ unit: fc.constantFrom('가', '나', 'A', 'b', '7'), minLength: 1, maxLength: 6 }),
    { minLength: 1, maxLength: 7 },
  )
  .map((words) => words.map((text, index): Piece => ({ text, gap: index === 0 ? '' : ' ' })));

describe('the narrowest setting', () => {
  test('is what trying every break finds, for every number of lines', () => {
    fc.assert(
      fc.property(someWords, fc.integer({ min: 1, max: 4 }), (found, most) => {
        const expected = Array.from({ length: Math.min(most, found.length) }, (_, index) =>
          Math.min(
            ...everyBreak(found.length, index + 1).map((ends) =>
              Math.max(...linesOf(found, ends).map(widthOf)),
            ),
          ),
        );
        expect(narrowest(found.length, most, lineWidth(found))).toEqual(expected);
      }),
    );
  });
});

describe('the evenest lines', () => {
  test.each([
    ['오늘 밤 우리 함께', 2, 5, ['오늘 밤', '우리 함께']],
    ['서울 언더그라운드 #47', 3, 6, ['서울', '언더그라운드', '#47']],
    ['하나 둘', 1, 3, undefined],
  ])('%s on %i lines of %i', (text, lines, limit, expected) => {
    expect(even(text, lines, limit)).toEqual(expected);
  });

  test('leave no single syllable alone on the last line when another break does not', () => {
    expect(even('언더그라운드 하우스의 긴 밤', 2, 8)).toEqual(['언더그라운드', '하우스의 긴 밤']);
    expect(even('열두시간마라톤 더 긴 밤', 3, 7)?.at(-1)).toBe('긴 밤');
  });

  test('keep every word, exceed no limit, and are as even as trying every break finds', () => {
    fc.assert(
      fc.property(
        someWords,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 3, max: 20 }),
        (found, lines, limit) => {
          const ends = evenest(found, lines, limit, lineWidth(found));
          const costs = everyBreak(found.length, lines)
            .filter((ways) => linesOf(found, ways).every((line) => widthOf(line) <= limit))
            .map((ways) => costOf(found, ways, limit));
          if (!ends) {
            expect(costs).toEqual([]);
            return;
          }
          expect(linesOf(found, ends).join(' ')).toBe(lineOf(found, 0, found.length));
          expect(costOf(found, ends, limit)).toBeCloseTo(Math.min(...costs), 9);
        },
      ),
    );
  });
});

/** Raggedness, and an orphan above all. */
function costOf(found: readonly Piece[], ends: readonly number[], limit: number): number {
  const slack = linesOf(found, ends).map((line) => ((limit - widthOf(line)) / limit) ** 2);
  const start = ends.at(-2) ?? 0;
  const last = widthOf(lineOf(found, start, found.length)) / limit;
  const orphan = ends.length > 1 && isOrphan(found, start, last) ? 100 : 0;
  return slack.reduce((sum, part) => sum + part, orphan);
}

/** All ways to put the pieces on exactly so many lines, as the ends of the lines: the naive reference. */
function everyBreak(count: number, lines: number, from = 0): number[][] {
  if (lines === 1) return from < count ? [[count]] : [];
  const ways: number[][] = [];
  for (let end = from + 1; end < count; end++) {
    for (const rest of everyBreak(count, lines - 1, end)) ways.push([end, ...rest]);
  }
  return ways;
}

describe('an orphan', () => {
  test.each([
    ['긴 여름 밤', 2, true, 'one syllable'],
    ['긴 여름 밤!', 2, true, 'whatever stands beside it'],
    ['아주아주긴이름의파티 끝', 1, true, 'one syllable again'],
    ['아주아주긴이름의파티를위한 밤은', 1, true, 'a word much shorter than the rest'],
    ['긴 여름 밤의', 1, false, 'two words'],
    ['서울언더그라운드파티나잇 #47', 1, false, 'a number tells the nights of a series apart'],
  ])('%s from word %i: %s (%s)', (text, from, expected) => {
    const found = pieces(text, 'words');
    const width = lineWidth(found);
    expect(isOrphan(found, from, width(from, found.length) / width(0, from))).toBe(expected);
  });
});

test('filled lines hold as much as they can, and a piece that is too wide has one for itself', () => {
  const found = pieces('가 나다 라마바사아 자', 'words');
  expect(linesOf(found, fill(found.length, 4, lineWidth(found)))).toEqual([
    '가 나다',
    '라마바사아',
    '자',
  ]);
});

describe('an ellipsis', () => {
  test.each([
    ['서울 언더그라운드', 6, '서울 언더…'],
    ['서울 언더그라운드', 4, '서울…'],
    ['서울 언더그라운드', 5, '서울…'],
    ['👩🏽‍🎤👩🏽‍🎤👩🏽‍🎤', 2, '👩🏽‍🎤…'],
    ['김대현, 하람', 5, '김대현…'],
    ['Drum & Bass', 8, 'Drum…'],
    ['파티 (지하 2층)', 5, '파티…'],
    ['가나', 0, '…'],
  ])('%s in %i: %s', (text, width, expected) => {
    expect(ellipsize(text, width, widthOf)).toBe(expected);
  });
});
