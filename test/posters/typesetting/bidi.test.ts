import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directionalRuns, isRightToLeft } from '../../../src/posters/typesetting/bidi.ts';
import { fonts, typesetter } from '../../fixtures/posters.ts';

const seen = (text: string) => directionalRuns(text).map((run) => run.text);

describe('the direction of a line', () => {
  test.each([
    ['ليلى منصور', true],
    ['מסיבה 2026!', true],
    ['(علي)', true],
    ['A b2b ب', false],
    ['ليلى b2b 김대현', false],
    ['שלום @shalom', false],
    ['서울 #47', false],
    ['2026', false],
  ])('%s reads from the right: %s', (text, expected) => {
    expect(isRightToLeft(text)).toBe(expected);
  });

  test.each([
    ['A b2b ب', ['A b2b ', 'ب'], 'one Arabic name among Latin ones'],
    ['ليلى b2b Mina', ['ليلى', ' b2b Mina'], 'the first name stays the first'],
    ['DJ לילה 99', ['DJ ', '99', 'לילה '], 'a number belongs to the Hebrew before it'],
    ['محمد 2000', ['2000', 'محمد '], 'and stands left of it'],
    ['Ali (علي) & 하모', ['Ali (', 'علي', ') & 하모'], 'brackets go with the line'],
    ['מסיבה!', ['מסיבה!'], 'a sign at the end of a Hebrew line'],
    ['서울 #47', ['서울 #47'], 'no letter from the right, nothing to turn round'],
  ])('%s is seen as %j: %s', (text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test('every run says where it stands in the text', () => {
    for (const { text, from } of directionalRuns('DJ לילה 99 & ليلى')) {
      expect('DJ לילה 99 & ليلى'.slice(from, from + text.length)).toBe(text);
    }
  });
});

const words = fc.constantFrom(
  ...'ليلى محمد لילה שלום 2000 22:00 #47 1,5 +7 A Mina 서울 & - ! . (علي) (Live) [לילה] (2부) @dj ٤٧'.split(
    ' ',
  ),
);

describe('a line with letters from the right', () => {
  test('is drawn as Skia draws it whole, whose bidi is ICU', () => {
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), (all) => {
        const text = all.join(' ');
        fc.pre(/[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text));
        const width = Math.ceil(typesetter.measure(text, style).advance) + 60;
        const ours = profile(width, (context) =>
          typesetter.draw(context, text, style, { x: 20, baseline: 60 }),
        );
        const whole = profile(width, (context) => {
          context.font = fonts.css(style.weight, style.size);
          context.direction = isRightToLeft(text) ? 'rtl' : 'ltr';
          context.textAlign = 'left';
          context.fillText(text, 20, 60);
        });
        const ink = whole.reduce((sum, level) => sum + level, 0);
        const off = whole.reduce((sum, level, x) => sum + Math.abs(level - (ours[x] ?? 0)), 0);
        expect(off / ink, text).toBeLessThan(0.2);
      }),
      { numRuns: 200 },
    );
  });
});

const style = { size: 40, weight: 500, tracking: 0 } as const;

/** How much ink stands in each strip of 4 px. */
function profile(width: number, draw: (context: ReturnType<typeof contextOf>) => void): number[] {
  const context = contextOf(width);
  draw(context);
  const { data } = context.getImageData(0, 0, width, 100);
  const strips = new Array<number>(Math.ceil(width / 4)).fill(0);
  for (let index = 3; index < data.length; index += 4) {
    const strip = Math.floor(((index >> 2) % width) / 4);
    strips[strip] = (strips[strip] ?? 0) + (data[index] ?? 0);
  }
  return strips;
}

function contextOf(width: number) {
  return createCanvas(width, 100).getContext('2d');
}
