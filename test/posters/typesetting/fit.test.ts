import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../../src/events/text.ts';
import { isForbiddenBreak, pieces } from '../../../src/posters/typesetting/break-rules.ts';
import type { FitBox } from '../../../src/posters/typesetting/fit.ts';
import { typesetter } from '../../fixtures/posters.ts';
import { mixedText } from './mixed-text.ts';

const style = { weight: 800 } as const;
const box = { maxWidth: 936, maxHeight: 690, maxLines: 4, maxSize: 330, minSize: 72 };

function inkWidth(text: string, size: number): number {
  const { inkLeft, inkRight } = typesetter.measure(text, { ...style, size });
  return inkRight - inkLeft;
}

describe('fitting text into a box', () => {
  test.each([
    '서울 언더그라운드 #47',
    'RAVE',
    '한여름 밤의 옥상 디스코 파티',
    'A',
    '을지로 모듈러 나이트: 신디사이저와 함께하는 긴 밤 스무 번째 이야기',
  ])('%s fills the width or the height as far as it may', (text) => {
    const fitted = typesetter.fit(text, style, box);
    const widest = Math.max(...fitted.lines.map((line) => inkWidth(line, fitted.size)));
    const height = fitted.size + (fitted.lines.length - 1) * fitted.lineHeight;
    expect(fitted.lines.join(' ')).toBe(text);
    expect(widest).toBeLessThanOrEqual(box.maxWidth + 0.5);
    expect(height).toBeLessThanOrEqual(box.maxHeight + 0.5);
    const tight =
      widest > box.maxWidth - 1 || height > box.maxHeight - 1 || fitted.size === box.maxSize;
    expect(tight).toBe(true);
  });

  test.each([
    ['서울 언더그라운드 #47', ['서울', '언더그라운드', '#47'], 'only at spaces'],
    ['Drum & Bass & 정글 vs. Footwork', ['Drum & Bass', '& 정글', 'vs. Footwork'], 'connections'],
    ['긴 밤', ['긴 밤'], 'a line more is not worth an orphan'],
    ['나이트버스 첫차 밤', ['나이트버스', '첫차 밤'], 'no syllable alone on the last line'],
    [
      '東京ラヴァーズ「夜のパーティー」',
      ['東京', 'ラヴァーズ', '「夜の', 'パーティー」'],
      'phrases',
    ],
    ['夜間飛行', ['夜間飛行'], 'a name that is large enough in one piece stays in one piece'],
    ['모듈러의 밤 세 번째', ['모듈러의', '밤 세 번째'], 'an ordinal with its numeral'],
  ])('%s is set as %j: %s', (text, expected) => {
    expect(typesetter.fit(text, style, box).lines).toEqual(expected);
  });

  test('breaks inside a word only when it is wider than the box at the smallest size', () => {
    const word = '가나다라마바사아자차카타파하'.repeat(3);
    const fitted = typesetter.fit(word, style, box);
    expect(fitted.size).toBeGreaterThanOrEqual(72);
    expect(fitted.size).toBeLessThan(Math.sqrt(72 * 330) + 1);
    expect(fitted.lines.length).toBeGreaterThan(1);
    expect(fitted.lines.join('')).toBe(word);
    expect(fitted.shortened).toBe(false);
    expect(graphemes(fitted.lines.at(-1) ?? '').length).toBeGreaterThan(1);
  });

  test('ends in an ellipsis when even the smallest size overflows, and says so', () => {
    const fitted = typesetter.fit('길고 긴 이름 '.repeat(30), style, box);
    expect(fitted.shortened).toBe(true);
    expect(fitted.lines.length).toBeLessThanOrEqual(4);
    expect(fitted.lines.at(-1)).toMatch(/…$/u);
    for (const line of fitted.lines) expect(inkWidth(line, fitted.size)).toBeLessThanOrEqual(936.5);
  });

  test('sets nothing for nothing', () => {
    expect(typesetter.fit('   ', style, box).lines).toEqual([]);
  });

  test('an opening quote may hang out, which leaves its line more room', () => {
    const quoted = '“언더그라운드”';
    const inside = typesetter.fit(quoted, style, box).size;
    expect(typesetter.fit(quoted, style, { ...box, hang: 12 }).size).toBeGreaterThan(inside);
  });

  test('lines keep apart, however tall their letters', () => {
    for (const text of ['Ấn Đẫ gjy', 'محمد ليلى', 'กั๊ก ดี', '한글 힣', '🔥 한']) {
      const [first = '', second = ''] = text.split(' ');
      const { lineHeight, size } = typesetter.fit(text, style, {
        ...box,
        maxWidth: 260,
        maxLines: 2,
        leading: 0.5,
      });
      const above = typesetter.measure(first, { ...style, size }).inkDescent;
      const below = typesetter.measure(second, { ...style, size }).inkAscent;
      expect(lineHeight, text).toBeGreaterThan(above + below);
    }
  });
});

const boxes: fc.Arbitrary<FitBox> = fc.record(
  {
    maxWidth: fc.integer({ min: 250, max: 936 }),
    maxHeight: fc.integer({ min: 60, max: 900 }),
    maxLines: fc.integer({ min: 1, max: 5 }),
    maxSize: fc.constantFrom(96, 220, 400),
    minSize: fc.constantFrom(26, 40, 72),
    leading: fc.constantFrom(0.9, 1.1),
    hang: fc.constantFrom(0, 12),
  },
  { requiredKeys: ['maxWidth', 'maxHeight', 'maxLines', 'maxSize', 'minSize'] },
);

describe('any text in any box', () => {
  test('keeps all of it and stays inside, or says that it was shortened', () => {
    fc.assert(
      fc.property(mixedText, boxes, (text, given) => {
        const { lines, size, shortened } = typesetter.fit(text, style, given);
        const said = lines.join('').replaceAll(' ', '');
        if (shortened) expect(said, text).toMatch(/…$/u);
        else expect(said).toBe(text.replaceAll(' ', ''));
        expect(lines.length).toBeLessThanOrEqual(given.maxLines);
        expect(size).toBeLessThanOrEqual(given.maxSize);
        expect(size).toBeGreaterThanOrEqual(given.minSize - 1e-9);
        for (const line of lines) {
          expect(line).toBe(line.trim());
          expect(inkWidth(line, size), `"${line}" of "${text}"`).toBeLessThanOrEqual(
            given.maxWidth + (given.hang ?? 0) + 0.5,
          );
        }
      }),
      { numRuns: 400 },
    );
  });

  test('no line begins or ends with what is forbidden unless a word had to be split', () => {
    fc.assert(
      fc.property(mixedText, boxes, (text, given) => {
        const { lines, shortened } = typesetter.fit(text, style, given);
        fc.pre(!shortened);
        const wide = pieces(text, 'words').some(
          (piece) => inkWidth(piece.text, given.minSize) > given.maxWidth - 1,
        );
        fc.pre(!wide);
        for (const [index, line] of lines.entries()) {
          const before = lines[index - 1];
          if (before !== undefined) expect(isForbiddenBreak(before, line), text).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a last line of one letter is not set where as many lines of the same size do without', () => {
    const word = fc.constantFrom(
      '밤',
      '긴',
      '여름',
      '언더그라운드',
      'A',
      'Mina',
      '파티',
      '의',
      '끝',
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 6 }), (words) => {
        const text = words.join(' ');
        const { lines, size } = typesetter.fit(text, style, { ...box, maxHeight: 2000 });
        fc.pre(graphemes(lines.at(-1) ?? '').length === 1 && lines.length > 1);
        for (const ends of breaks(words, lines.length)) {
          const fits = ends.every((line) => inkWidth(line, size) <= box.maxWidth);
          expect(fits && graphemes(ends.at(-1) ?? '').length > 1, text).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function breaks(words: readonly string[], count: number): string[][] {
  if (count === 1) return [[words.join(' ')]];
  return words
    .slice(0, words.length - count + 1)
    .flatMap((_, index) =>
      breaks(words.slice(index + 1), count - 1).map((rest) => [
        words.slice(0, index + 1).join(' '),
        ...rest,
      ]),
    );
}

describe('measuring', () => {
  test('lengths scale with the size where the tracking is fixed', () => {
    const fixed = { ...style, tracking: -0.04 };
    const small = typesetter.measure('서울 AV #47', { ...fixed, size: 26 });
    const large = typesetter.measure('서울 AV #47', { ...fixed, size: 260 });
    expect(large.advance).toBeCloseTo(small.advance * 10, 3);
    expect(large.inkRight).toBeCloseTo(small.inkRight * 10, 3);
  });

  test('the ink of a text in two scripts reaches to its end', () => {
    const metrics = typesetter.measure('언더AVg', { weight: 800, tracking: 0, size: 100 });
    expect(metrics.inkRight).toBeGreaterThan(metrics.advance * 0.95);
    expect(metrics.inkRight).toBeLessThanOrEqual(metrics.advance);
    expect(metrics.inkDescent).toBeGreaterThan(15); // the tail of the g
  });

  test('tabular figures make times equally wide', () => {
    const figures = { weight: 500, tracking: 0, size: 40, tabular: true } as const;
    const width = (text: string) => typesetter.measure(text, figures).advance;
    expect(width('10:10')).toBeCloseTo(width('22:00'), 1);
    const proportional = (text: string) =>
      typesetter.measure(text, { ...figures, tabular: false }).advance;
    expect(Math.abs(proportional('11:11') - proportional('00:00'))).toBeGreaterThan(10);
  });
});
