import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/events/text.ts';
import { balance, ellipsize, fill, words } from '../../src/posters/typesetting/line-break.ts';

const widthOf = (text: string) => graphemes(text).length;

describe('balance', () => {
  test.each([
    ['서울 언더그라운드 #47', 2, ['서울 언더그라운드', '#47'], 'the widest line decides'],
    ['서울 언더그라운드 #47', 3, ['서울', '언더그라운드', '#47'], 'a word is never broken'],
    ['하나', 3, ['하나'], 'fewer words than lines'],
    ['오늘 밤 우리 함께', 2, ['오늘 밤', '우리 함께'], 'even lines'],
  ])('%s on %i lines', (text, count, expected) => {
    const found = balance(words(text), count, widthOf);
    expect(Math.max(...found.map(widthOf))).toBeLessThanOrEqual(Math.max(...expected.map(widthOf)));
    expect(found.join(' ')).toBe(text);
  });

  test('avoids a single syllable alone on the last line when another break is as narrow', () => {
    expect(balance(words('언더그라운드 하우스의 긴 밤'), 2, widthOf)).toEqual([
      '언더그라운드',
      '하우스의 긴 밤',
    ]);
    expect(balance(words('열두시간마라톤 더 긴 밤'), 3, widthOf).at(-1)).not.toBe('밤');
  });

  test('keeps every word in order, in at most the lines asked for, and no break makes the widest line narrower', () => {
    const word = fc.string({
      unit: fc.constantFrom('가', '나', 'A', 'b', '7'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 4 }),
        (pieces, count) => {
          const lines = balance(pieces, count, widthOf);
          expect(lines.join(' ')).toBe(pieces.join(' '));
          expect(lines.length).toBe(Math.min(count, pieces.length));
          const best = Math.min(
            ...everyBreak(pieces, lines.length).map((l) => Math.max(...l.map(widthOf))),
          );
          expect(Math.max(...lines.map(widthOf))).toBe(best);
        },
      ),
    );
  });
});

/** All ways to put the pieces on exactly `count` lines: the naive reference. */
function everyBreak(pieces: readonly string[], count: number): string[][] {
  if (count === 1) return [[pieces.join(' ')]];
  const ways: string[][] = [];
  for (let first = 1; first <= pieces.length - count + 1; first++) {
    for (const rest of everyBreak(pieces.slice(first), count - 1)) {
      ways.push([pieces.slice(0, first).join(' '), ...rest]);
    }
  }
  return ways;
}

describe('fill', () => {
  test('breaks a word wider than the line between graphemes', () => {
    expect(fill(['가나다라마바사'], 3, widthOf)).toEqual(['가나다', '라마바', '사']);
  });

  test('never separates an emoji made of several code points', () => {
    expect(fill(['👩🏽‍🎤👩🏽‍🎤👩🏽‍🎤'], 2, widthOf)).toEqual(['👩🏽‍🎤👩🏽‍🎤', '👩🏽‍🎤']);
  });

  test('keeps closing punctuation with what it closes, and an opening bracket with what it opens', () => {
    expect(fill(['가나다)라마'], 3, widthOf)).toEqual(['가나', '다)라', '마']);
    expect(fill(['가나(다라마'], 3, widthOf)).toEqual(['가나', '(다라', '마']);
  });

  test('loses nothing and overflows no line', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({
            unit: fc.constantFrom('가', 'A', ')', '(', '!', '7'),
            minLength: 1,
            maxLength: 20,
          }),
          { minLength: 1 },
        ),
        fc.integer({ min: 3, max: 12 }),
        (pieces, width) => {
          const lines = fill(pieces, width, widthOf);
          expect(lines.join('').replaceAll(' ', '')).toBe(pieces.join(''));
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

test('ellipsize cuts whole graphemes until the rest fits', () => {
  expect(ellipsize('서울 언더그라운드', 6, widthOf)).toBe('서울 언더…');
  expect(ellipsize('서울 언더그라운드', 4, widthOf)).toBe('서울…');
  expect(ellipsize('👩🏽‍🎤👩🏽‍🎤👩🏽‍🎤', 2, widthOf)).toBe('👩🏽‍🎤…');
});
