import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { fonts, typesetter } from '../../fixtures/posters.ts';
import { drawnInk } from './ink.ts';

const style = { weight: 800, size: 120 } as const;

describe('a line divided where its accent begins', () => {
  test.each([
    ['서울 언더그라운드 #47', '#47'],
    ['AVATAR Vol. 3', 'Vol. 3'],
    ['מסיבה 2026 Vol. 3', 'Vol. 3'],
    ['ليلة القاهرة #47', '#47'],
    ['في 서울', 'في 서울'],
    ['🔥 RAVE 2', '2'],
    ['서울', '서울'],
  ])('%s: stands where the whole line stands', (text, end) => {
    const from = text.length - end.length;
    const stretches = typesetter.divide(text, style, from);
    expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
    expect(
      stretches
        .filter((stretch) => stretch.isEnd)
        .map((s) => s.text)
        .join(''),
    ).toBe(end);
    const whole = pixels((context) => typesetter.draw(context, text, style, PEN));
    const parts = pixels((context) => {
      for (const stretch of stretches) {
        typesetter.draw(context, stretch.text, style, { ...PEN, x: PEN.x + stretch.offset });
      }
    });
    const off = whole.reduce((sum, level, at) => sum + Math.abs(level - (parts[at] ?? 0)), 0);
    expect(off / whole.reduce((sum, level) => sum + level, 0)).toBeLessThan(0.01);
  });
});

const PEN = { x: 40, baseline: 160 } as const;

function pixels(draw: (context: SKRSContext2D) => void): Uint8ClampedArray {
  const context = createCanvas(1800, 240).getContext('2d');
  draw(context);
  return context.getImageData(0, 0, 1800, 240).data.filter((_, index) => index % 4 === 3);
}

describe('hanging punctuation', () => {
  test.each(['“밤', '(주)', '《지하', '「夜', '[A'])(
    '%s: its first letter is that far in',
    (text) => {
      const letters = text.slice(1);
      const { inkLeft } = typesetter.measure(text, style);
      const whole = drawnInk(text, style, typesetter);
      const rest = drawnInk(letters, style, typesetter);
      const hang = typesetter.hang(text, style);
      // Ends of the two agree, so their left edges are apart by what the sign takes.
      const expected = (whole?.right ?? 0) - (rest?.right ?? 0) + (rest?.left ?? 0) - inkLeft;
      expect(Math.abs(hang - expected)).toBeLessThan(2);
      expect(hang).toBeGreaterThan(20);
    },
  );

  test.each(['밤', '#47', 'AVANT', '“', '@dj', '(שלום)'])('%s: nothing hangs', (text) => {
    expect(typesetter.hang(text, style)).toBe(0);
  });
});

describe('letters of different kinds on one line', () => {
  const middle = (text: string) => {
    const ink = drawnInk(text, style, typesetter);
    return ((ink?.ascent ?? 0) - (ink?.descent ?? 0)) / 2 / style.size;
  };

  test.each(['한글', 'BREAKS', '47', '🔥', '👩🏽‍🎤', '1️⃣', '東京'])(
    '%s: its middle is that of Hangul',
    (text) => {
      expect(Math.abs(middle(text) - middle('밤글'))).toBeLessThan(0.035);
    },
  );

  test('an emoji is no taller than Hangul', () => {
    const { inkAscent, inkDescent } = typesetter.measure('한글', style);
    const emoji = typesetter.measure('🔥', style);
    expect(emoji.inkAscent + emoji.inkDescent).toBeLessThan((inkAscent + inkDescent) * 1.05);
  });

  test('Hangul is tracked, but its letters never fuse', () => {
    for (const size of [40, 120, 300]) {
      for (const pair of ['라운', '한글', '하라', '지훈', '그라']) {
        const gap = gapBetween(pair, size);
        expect(gap, `${pair} at ${size}`).toBeGreaterThan(0);
      }
    }
  });

  test('larger type is set tighter, Latin tighter than Hangul', () => {
    const tightness = (text: string, size: number) => {
      const at = (tracking?: number) =>
        typesetter.measure(text, {
          ...style,
          size,
          ...(tracking === undefined ? {} : { tracking }),
        }).advance;
      return (at(0) - at()) / size;
    };
    expect(tightness('NIGHT', 300)).toBeGreaterThan(tightness('NIGHT', 40));
    expect(tightness('언더그라운', 300)).toBeGreaterThan(tightness('언더그라운', 40));
    expect(tightness('NIGHT', 300)).toBeGreaterThan(tightness('언더그라운', 300));
    expect(tightness('ليلى', 300)).toBe(0);
  });
});

/** Between the ink of two letters, in pixels. */
function gapBetween(pair: string, size: number): number {
  const [first = '', second = ''] = pair;
  const left = typesetter.measure(first, { ...style, size });
  return left.next + typesetter.measure(second, { ...style, size }).inkLeft - left.inkRight;
}

test('a colon between tabular figures stands at their middle', () => {
  const figures = { weight: 500, tracking: 0, size: 120, tabular: true } as const;
  const context = createCanvas(600, 200).getContext('2d');
  typesetter.draw(context, '00:00', figures, { x: 0, baseline: 150 });
  const colonAt = typesetter.measure('00', figures).next;
  const width = typesetter.measure(':', figures).next;
  const { data } = context.getImageData(Math.round(colonAt), 0, Math.round(width), 200);
  const rows = Array.from({ length: 200 }, (_, y) =>
    data
      .slice(y * Math.round(width) * 4, (y + 1) * Math.round(width) * 4)
      .some((level) => level > 128),
  );
  const middle = 150 - (rows.indexOf(true) + rows.lastIndexOf(true) + 1) / 2;
  const { inkAscent } = typesetter.measure('0', figures);
  expect(Math.abs(middle - inkAscent / 2)).toBeLessThan(3);
});

test('decomposed text is measured and set as composed text', () => {
  const composed = typesetter.drawable('한글 Amélie').text;
  expect(typesetter.drawable('한글 Amélie'.normalize('NFD')).text).toBe(composed);
  expect(fonts.coverage.covers('é')).toBe(true);
});
