import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextStyle } from '../../../src/posters/typesetting/measure.ts';
import { typesetter } from '../../fixtures/posters.ts';
import { drawnInk } from './ink.ts';
import { mixedText } from './mixed-text.ts';

const styles: fc.Arbitrary<TextStyle> = fc.record(
  {
    size: fc.integer({ min: 26, max: 300 }),
    weight: fc.constantFrom(500, 600, 800),
    tracking: fc.constantFrom(-0.05, 0, 0.1),
    tabular: fc.boolean(),
  },
  { requiredKeys: ['size', 'weight'] },
);

describe('the ink of a line', () => {
  test('is where the pixels are, in any mixture of scripts', () => {
    fc.assert(
      fc.property(mixedText, styles, (text, style) => {
        const found = drawnInk(text, style, typesetter);
        const { inkLeft, inkRight, inkAscent, inkDescent } = typesetter.measure(text, style);
        expect(found, text).toBeDefined();
        // The Thai font is hinted: its vowel signs move by a pixel or two from size to size.
        const tolerance = /\p{Script=Thai}/u.test(text) ? 3 : 1.5;
        const measured = { left: inkLeft, right: inkRight, ascent: inkAscent, descent: inkDescent };
        for (const side of ['left', 'right', 'ascent', 'descent'] as const) {
          const off = Math.abs((found?.[side] ?? 0) - measured[side]);
          expect(off, `${side} of "${text}" at ${style.size}`).toBeLessThanOrEqual(tolerance);
        }
      }),
      { numRuns: 120 },
    );
  });
});
