import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentOn, parseColor } from '../../src/posters/accent.ts';
import { differenceOf, oklchOf } from '../../src/posters/color-space.ts';
import type { Composition } from '../../src/posters/composition.ts';
import { Ground } from '../../src/posters/ground.ts';
import { THEME_NAMES, type ThemeName } from '../../src/posters/poster.ts';
import { MARGIN } from '../../src/posters/sheet.ts';
import { SIZE_NAMES, SIZES } from '../../src/posters/size.ts';
import { THEMES } from '../../src/posters/theme.ts';
import { typesetter } from '../fixtures/posters.ts';

const colors = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((value) => `#${value.toString(16).padStart(6, '0').toUpperCase()}`);

describe('an accent', () => {
  it('keeps the colour that was asked for where it can be read', () => {
    expect(accentOn('night', '#FFD500')).toEqual({ accent: '#FFD500', corrected: false });
    expect(accentOn('paper', '#E60012')).toEqual({ accent: '#E60012', corrected: false });
    expect(accentOn('neon', '#ffffff')).toEqual({ accent: '#FFFFFF', corrected: false });
  });

  it('changes its lightness and keeps its hue where it cannot', () => {
    const { accent, corrected } = accentOn('night', '#1E3A8A');
    expect(corrected).toBe(true);
    const [wanted, given] = [oklchOf('#1E3A8A'), oklchOf(accent)];
    expect(given.lightness).toBeGreaterThan(wanted.lightness);
    expect(given.hue).toBeCloseTo(wanted.hue, 1);
    expect(given.chroma).toBeCloseTo(wanted.chroma, 2);
  });

  it('goes no further than it must', () => {
    const { lightness } = oklchOf(accentOn('paper', '#FF7A00').accent);
    expect(oklchOf('#FF7A00').lightness - lightness).toBeLessThan(0.12);
  });

  it.each([
    ['night', '#F5EBFF'],
    ['neon', '#1A0626'],
    ['paper', '#2A1008'],
  ] as const)('is no second ink on %s', (theme, almostInk) => {
    const { accent, corrected } = accentOn(theme, almostInk);
    expect(corrected).toBe(true);
    expect(differenceOf(accent, THEMES[theme].ink)).toBeGreaterThan(0.149);
  });

  it.each([
    ['night', '#FFFFFF'],
    ['night', '#8A8F98'],
    ['paper', '#000000'],
    ['paper', '#8A8F98'],
  ] as const)('is the ink itself instead of a grey on %s, for %s', (theme, grey) => {
    expect(accentOn(theme, grey)).toEqual({ accent: THEMES[theme].ink, corrected: true });
  });

  describe.each(THEME_NAMES)('on %s', (theme) => {
    it('is the theme’s own where that is asked for', () => {
      const { accent } = THEMES[theme];
      expect(accentOn(theme, accent)).toEqual({ accent, corrected: false });
    });

    const grounds = SIZE_NAMES.map((size) => heroGround(theme, size));

    it('has 3:1 against every pixel a hero can stand on, whatever was asked for', () => {
      fc.assert(
        fc.property(colors, (wanted) => {
          const accent = luminanceOf(accentOn(theme, wanted).accent);
          for (const { darkest, lightest } of grounds) {
            expect(contrast(accent, darkest)).toBeGreaterThanOrEqual(3);
            expect(contrast(accent, lightest)).toBeGreaterThanOrEqual(3);
          }
        }),
        { numRuns: 300 },
      );
    });

    it('is left alone when it is asked for again', () => {
      fc.assert(
        fc.property(colors, (wanted) => {
          const { accent, corrected } = accentOn(theme, wanted);
          expect(corrected).toBe(accent !== wanted);
          expect(accentOn(theme, accent)).toEqual({ accent, corrected: false });
        }),
        { numRuns: 300 },
      );
    });

    it('has the hue that was asked for, as far as a pale or dark colour shows one', () => {
      fc.assert(
        fc.property(colors, (wanted) => {
          const { accent } = accentOn(theme, wanted);
          if (accent === THEMES[theme].ink) return;
          const [asked, given] = [oklchOf(wanted), oklchOf(accent)];
          expect(given.chroma).toBeLessThan(asked.chroma + 0.01);
          if (given.chroma < 0.04) return;
          const turn = Math.abs(given.hue - asked.hue) % (2 * Math.PI);
          expect(Math.min(turn, 2 * Math.PI - turn)).toBeLessThan(0.15);
        }),
        { numRuns: 300 },
      );
    });
  });
});

describe('a colour in words', () => {
  it.each([
    ['#1A2B3C', '#1A2B3C'],
    ['1a2b3c', '#1A2B3C'],
    ['0x1a2b3c', '#1A2B3C'],
    ['#abc', '#AABBCC'],
    ['f00', '#FF0000'],
    ['fff', '#FFFFFF'],
    ['  #1a2b3c\u3000', '#1A2B3C'],
    ['＃１Ａ２Ｂ３Ｃ', '#1A2B3C'],
    ['rgb(1,2,3)', '#010203'],
    ['RGB( 255 , 0 , 16 )', '#FF0010'],
    ['rgb(1 2 3)', '#010203'],
    ['hsl(120, 100%, 50%)', '#00FF00'],
    ['hotpink', '#FF69B4'],
    ['RebeccaPurple', '#663399'],
    ['빨강', '#E60012'],
    ['빨간색', '#E60012'],
    ['빨간 색', '#E60012'],
    ['빨강'.normalize('NFD'), '#E60012'],
    ['형광 노란색', '#FFFF00'],
    ['형광노랑', '#FFFF00'],
    ['하늘색', '#54C0FF'],
    ['회색', '#8A8F98'],
    ['남색', '#14213D'],
    ['밤색', '#7A4A21'],
    ['흰색', '#FFFFFF'],
  ])('%j is %s', (text, color) => {
    expect(parseColor(text)).toBe(color);
  });

  it.each([
    '',
    '#',
    '#12345',
    '#1234567',
    '#12345678',
    '#ggg',
    'abc',
    'bad',
    '색',
    '밤',
    '예쁜색',
    'constructor',
    'inherit',
    'transparent',
    'rgb(1,2)',
    'rgba(1,2,3,0.5)',
    'url(#x)',
    'var(--x)',
    '#FFF; background: red',
    'red red',
    '빨강'.repeat(5000),
    '🟥',
  ])('%j is not one', (text) => {
    expect(parseColor(text)).toBeUndefined();
  });

  it('is a colour of six digits, or nothing, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseColor(text) ?? '#000000').toMatch(/^#[0-9A-F]{6}$/);
      }),
    );
  });
});

/** What is really painted between header and foot, averaged over cells of 8 px: grain is not seen by the pixel. */
function heroGround(theme: ThemeName, sizeName: (typeof SIZE_NAMES)[number]) {
  const { width, height, clear } = SIZES[sizeName];
  const context = createCanvas(width, height).getContext('2d');
  const sheet: Composition = {
    width,
    height,
    theme,
    palette: THEMES[theme],
    seed: 'event',
    motif: { x: 0, y: 0, radius: 1, strength: 0 },
    elements: [],
    warnings: [],
  };
  new Ground().paint(context, sheet, typesetter);
  const { data } = context.getImageData(0, 0, width, height);
  let [darkest, lightest] = [1, 0];
  for (let top = clear.top + 152; top < height - clear.bottom - 190; top += 8) {
    for (let left = MARGIN; left < width - MARGIN; left += 8) {
      let sum = 0;
      for (let y = top; y < top + 8; y++) {
        for (let x = left; x < left + 8; x++) {
          const at = (y * width + x) * 4;
          sum += luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
        }
      }
      darkest = Math.min(darkest, sum / 64);
      lightest = Math.max(lightest, sum / 64);
    }
  }
  return { darkest, lightest };
}

// Written out again here, so that a mistake in the program's own is not shared.
function luminanceOf(color: string): number {
  const value = Number.parseInt(color.slice(1), 16);
  return luminance(value >> 16, (value >> 8) & 255, value & 255);
}

function luminance(...levels: readonly [number, number, number]): number {
  const [red = 0, green = 0, blue = 0] = levels.map((level) =>
    level <= 10 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
