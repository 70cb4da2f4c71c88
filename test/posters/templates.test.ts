import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TEMPLATE_NAMES } from '../../src/events/event.ts';
import { acts } from '../../src/events/night.ts';
import { type Composition, type TextElement, textOf } from '../../src/posters/composition.ts';
import { HERO_SIZE } from '../../src/posters/ground.ts';
import { motifFamilyOf } from '../../src/posters/motif.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { SIZE_NAMES, SIZES } from '../../src/posters/size.ts';
import { eventArbitrary, makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { compose, typesetter } from '../fixtures/posters.ts';
import { samples } from '../fixtures/samples.ts';
import { groundPixels, worstContrast } from './pixels.ts';

const SAFE = 60;

function texts(composition: Composition): TextElement[] {
  return composition.elements.filter((element) => element.kind === 'text');
}

function said(composition: Composition, role: string): string[] {
  return texts(composition)
    .filter((element) => element.role === role)
    .map(textOf);
}

function expectSound(composition: Composition): void {
  const elements = texts(composition);
  for (const { ink, style, role } of elements) {
    expect(ink.x, role).toBeGreaterThanOrEqual(SAFE);
    expect(ink.x + ink.width, role).toBeLessThanOrEqual(composition.width - SAFE);
    expect(ink.y, role).toBeGreaterThanOrEqual(SAFE);
    expect(ink.y + ink.height, role).toBeLessThanOrEqual(composition.height - SAFE);
    expect(style.size, role).toBeGreaterThanOrEqual(26);
  }
  for (const [index, a] of elements.entries()) {
    for (const b of elements.slice(index + 1)) {
      // Lines of one block are set tight: their accents and tails may share a strip, their ink boxes a little.
      const slack = a.role === b.role ? a.style.size * 0.35 : 0.5;
      const apart =
        a.ink.x + a.ink.width <= b.ink.x + slack ||
        b.ink.x + b.ink.width <= a.ink.x + slack ||
        a.ink.y + a.ink.height <= b.ink.y + slack ||
        b.ink.y + b.ink.height <= a.ink.y + slack;
      expect(apart, `${a.role} "${textOf(a)}" over ${b.role} "${textOf(b)}"`).toBe(true);
    }
  }
}

describe('the announcement', () => {
  test('says name, date, hours, venue and address', () => {
    const composition = compose(makeEvent(), 'announcement');
    expect(said(composition, 'title')).toEqual(['서울', '언더그라운드', '#47']);
    expect(said(composition, 'date')).toEqual(['2026.12.24 목']);
    expect(said(composition, 'hours')).toEqual(['22:00 – 05:00']);
    expect(said(composition, 'venue')).toEqual(['클럽 지하실']);
    expect(said(composition, 'address')).toEqual(['서울 용산구 이태원로 123, B1']);
  });

  test('sets the number of the series in the accent colour', () => {
    const last = texts(compose(makeEvent(), 'announcement')).findLast((e) => e.role === 'title');
    expect(last?.runs).toMatchObject([{ text: '#47', color: 'accent' }]);
  });

  test('leaves out what the event does not say', () => {
    const bare = makeEvent({ venue: { name: '', address: '' }, timeslots: [], description: '' });
    const roles = texts(compose(bare, 'announcement')).map((element) => element.role);
    expect(new Set(roles)).toEqual(new Set(['date', 'title']));
  });

  test('the ink of the hero stands on the margin whatever letter begins the line', () => {
    for (const name of ['AVANT', '그라운드', '#47', 'Wave', '(주)']) {
      const [first] = texts(compose(makeEvent({ name }), 'announcement')).filter(
        (element) => element.role === 'title',
      );
      expect(first?.ink.x).toBeCloseTo(72, 3);
    }
  });
});

describe('the line-up', () => {
  test('rows are in the order of the night, with time, name and handle', () => {
    const composition = compose(makeEvent(), 'lineup');
    expect(said(composition, 'time')).toEqual([
      '22:00',
      '23:00',
      '00:00',
      '01:00',
      '02:30',
      '04:00',
    ]);
    expect(said(composition, 'name')[2]).toBe('박지훈 b2b Mina');
    expect(said(composition, 'handle')[0]).toBe('@kimdaehyun');
  });

  test('type follows the count: fewer acts are larger', () => {
    const sizeFor = (count: number) => {
      const slots = Array.from({ length: count }, (_, index) =>
        makeTimeslot(`${String((20 + index) % 24).padStart(2, '0')}:00`, '23:59', `DJ ${index}`),
      );
      const found = texts(compose(makeEvent({ timeslots: slots.slice(0, 16) }), 'lineup'));
      return found.find((element) => element.role === 'name')?.style.size ?? 0;
    };
    const sizes = [1, 4, 6, 9, 14, 16].map(sizeFor);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(new Set(sizes).size).toBeGreaterThan(3);
  });

  test('says how many acts it could not carry', () => {
    const timeslots = Array.from({ length: 60 }, (_, index) =>
      makeTimeslot(
        `${20 + (index % 4)}:${String(index % 60).padStart(2, '0')}`,
        '23:59',
        `DJ ${index}`,
      ),
    );
    const composition = compose(makeEvent({ timeslots }), 'lineup');
    const omitted = composition.warnings.find((warning) => warning.kind === 'acts_omitted');
    expect(omitted?.count).toBe(60 - said(composition, 'time').length);
    expectSound(composition);
  });

  test('an act whose name no font has is shown by its handle', () => {
    const timeslots = [makeTimeslot('22:00', '23:00', 'डीजे', 'dj.k')];
    const composition = compose(makeEvent({ timeslots }), 'lineup');
    expect(said(composition, 'name')).toEqual(['@dj.k']);
    expect(composition.warnings.map((warning) => warning.kind)).toContain('missing_glyphs');
  });
});

describe('the countdown', () => {
  test.each([
    [7, 'D-7'],
    [1, 'D-1'],
    [0, 'D-DAY'],
    [100, 'D-100'],
  ])('%i days before it says %s', (days, word) => {
    const composition = compose(makeEvent(), 'countdown', 'night', days);
    expect(said(composition, 'countdown')).toEqual([word]);
    expectSound(composition);
  });

  test('fills the width', () => {
    const [word] = texts(compose(makeEvent(), 'countdown')).filter((e) => e.role === 'countdown');
    expect(word?.ink.width).toBeGreaterThan(900);
  });
});

describe('every template', () => {
  const cases = [...samples.values()].flatMap((event) =>
    TEMPLATE_NAMES.map((template) => [event.id, template] as const),
  );

  test.each(cases)('%s, %s: inside the safe area, nothing over anything', (id, template) => {
    const event = samples.get(id) ?? makeEvent();
    expectSound(compose(event, template));
  });

  test('any event at all is set inside the safe area with nothing over anything', () => {
    fc.assert(
      fc.property(
        eventArbitrary,
        fc.constantFrom(...TEMPLATE_NAMES),
        fc.constantFrom(...SIZE_NAMES),
        (event, template, size) => {
          expectSound(compose(event, template, 'night', 7, size));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('every act is on the line-up or counted as left out', () => {
    fc.assert(
      fc.property(eventArbitrary, (event) => {
        const composition = compose(event, 'lineup');
        // Every row has one time; a huge name may take several lines.
        const shown = said(composition, 'time').length;
        const omitted = composition.warnings.find((warning) => warning.kind === 'acts_omitted');
        expect(shown + (omitted?.count ?? 0)).toBe(acts(event).length);
      }),
      { numRuns: 100 },
    );
  });

  test.each(SIZE_NAMES)('in %s, text keeps to the part that Instagram leaves clear', (size) => {
    const { clear, height } = SIZES[size];
    for (const template of TEMPLATE_NAMES) {
      for (const { ink } of texts(compose(makeEvent(), template, 'night', 7, size))) {
        expect(ink.y).toBeGreaterThanOrEqual(clear.top + SAFE);
        expect(ink.y + ink.height).toBeLessThanOrEqual(height - clear.bottom - SAFE);
      }
    }
  });

  test('a title of 300 characters is shortened and reported', () => {
    const name = '끝나지 않는 밤 '.repeat(34).trim();
    for (const template of TEMPLATE_NAMES) {
      const composition = compose(makeEvent({ name }), template);
      expectSound(composition);
      expect(composition.warnings.map((warning) => warning.kind)).toContain('text_shortened');
    }
  });
});

describe('the artwork', () => {
  test('is of one family for one event, and there are three', () => {
    const families = Array.from({ length: 60 }, (_, index) => motifFamilyOf(`event${index}`));
    expect(new Set(families)).toEqual(new Set(['rings', 'moire', 'halftone']));
  });

  const heroes = ['seoulunderground47', 'hapjeongsunrise', 'mullaeironworks'];
  test.each(
    heroes.flatMap((id) =>
      THEME_NAMES.flatMap((theme) =>
        TEMPLATE_NAMES.map((template) => [id, theme, template] as const),
      ),
    ),
  )('%s, %s, %s: text keeps its contrast over it', (id, theme, template) => {
    const composition = compose(samples.get(id) ?? makeEvent(), template, theme);
    const ground = groundPixels(composition, typesetter);
    for (const element of texts(composition)) {
      if (/\p{Extended_Pictographic}/u.test(textOf(element))) continue; // brings its own colours
      const needed = element.style.size >= HERO_SIZE ? 3 : 4.5;
      const found = worstContrast(element, composition, ground, typesetter);
      expect(found, `${element.role} "${textOf(element)}"`).toBeGreaterThanOrEqual(needed);
    }
  });
});
