import { describe, expect, it } from 'vitest';
import type { LogoElement } from '../../src/posters/composition.ts';
import { finishOn, readLogoMark } from '../../src/posters/logo-mark.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { SIZE_NAMES } from '../../src/posters/size.ts';
import { THEMES } from '../../src/posters/theme.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makeExtras } from '../fixtures/extras.ts';
import { badge, photograph, wordmark } from '../fixtures/logos.ts';
import { composePages, type SheetChoices } from '../fixtures/posters.ts';

describe('finishOn', () => {
  it.each([
    ['black', '#000000', { night: 'tint', neon: 'plain', paper: 'plain' }],
    ['white', '#FFFFFF', { night: 'plain', neon: 'plain', paper: 'tint' }],
    [
      'deep red, which the lights of night swallow',
      '#C01020',
      { night: 'tint', neon: 'tint', paper: 'plain' },
    ],
    ['the pink of neon', '#E946FF', { night: 'plain', neon: 'tint', paper: 'tint' }],
  ])(
    'draws a logo of one colour in ink where it would be lost: %s',
    async (_what, color, kinds) => {
      const mark = await readLogoMark(await wordmark(color));
      expect(mark).toMatchObject({ monochrome: true, opaque: false });
      for (const theme of THEME_NAMES) {
        const { ink } = THEMES[theme];
        const expected =
          kinds[theme] === 'plain' ? { kind: 'plain' } : { kind: 'tint', color: ink };
        expect(finishOn(theme, mark), theme).toEqual(expected);
      }
    },
  );

  it('puts one of several colours on a plate where a part of it would be lost', async () => {
    const mark = await readLogoMark(await badge());
    expect(mark).toMatchObject({ monochrome: false, opaque: false });
    expect(finishOn('night', mark)).toEqual({ kind: 'plate', color: '#FFFFFF' });
  });

  it('leaves alone what brings its own ground', async () => {
    const mark = await readLogoMark(await photograph());
    expect(mark.opaque).toBe(true);
    for (const theme of THEME_NAMES) expect(finishOn(theme, mark)).toEqual({ kind: 'plain' });
  });
});

describe('the logo on a poster', () => {
  it('stands at the foot of the announcement, and in the header where the ticket code has the foot', async () => {
    for (const size of SIZE_NAMES) {
      const logo = await readLogoMark(await wordmark('#FFFFFF'));
      const foot = logoOn('announcement', { size, brand: { logo } });
      const header = logoOn('announcement', { size, brand: { logo }, extras: makeExtras() });
      expect(foot?.box.y).toBeGreaterThan(700);
      expect(foot && foot.box.x + foot.box.width).toBe(1080 - 72);
      expect(header?.box.y).toBeLessThan(350);
    }
  });

  it('stands in the header of every page of a line-up, and of the countdown', async () => {
    const logo = await readLogoMark(await badge());
    expect(logoOn('countdown', { brand: { logo } })?.box.y).toBeLessThan(150);
    expect(logoOn('lineup', { brand: { logo } })?.box.y).toBeLessThan(150);
  });

  it('keeps its proportions and is blown up no further than it bears', async () => {
    const logo = await readLogoMark(await photograph(20, 10));
    const { box } = logoOn('announcement', { brand: { logo } }) ?? {};
    expect([box?.width, box?.height]).toEqual([30, 15]);
  });
});

function logoOn(
  template: 'announcement' | 'lineup' | 'countdown',
  choices: SheetChoices,
): LogoElement | undefined {
  const [page] = composePages(makeEvent(), template, choices);
  return page?.elements.find((element): element is LogoElement => element.kind === 'logo');
}
