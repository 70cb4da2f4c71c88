import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Event, LANGUAGES, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { acts, actTitle } from '../../src/events/night.ts';
import type { Composition } from '../../src/posters/composition.ts';
import { readLogoMark } from '../../src/posters/logo-mark.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { SIZE_NAMES, SIZES } from '../../src/posters/size.ts';
import type { SheetBrand } from '../../src/posters/template.ts';
import { eventArbitrary, makeTimeslot } from '../fixtures/event.ts';
import { extrasArbitrary } from '../fixtures/extras.ts';
import { badge, photograph, wordmark } from '../fixtures/logos.ts';
import { composePages, type SheetChoices, typesetter } from '../fixtures/posters.ts';
import { expectSound, SAFE, said } from './layout.ts';

const logos = [
  ...(await Promise.all([wordmark('#000000'), badge(), photograph(), photograph(512, 6)])),
  await photograph(3, 512),
];
const marks = await Promise.all(logos.map(readLogoMark));

const brandArbitrary: fc.Arbitrary<SheetBrand> = fc.record(
  { accent: fc.constantFrom('#00C2A8', '#FF7A00'), logo: fc.constantFrom(...marks) },
  { requiredKeys: [] },
);

const choicesArbitrary: fc.Arbitrary<SheetChoices> = fc.record({
  theme: fc.constantFrom(...THEME_NAMES),
  daysAhead: fc.constantFrom(0, 1, 7, 30, 100, 1234),
  size: fc.constantFrom(...SIZE_NAMES),
  language: fc.constantFrom(...LANGUAGES),
  extras: fc.oneof(fc.constant({}), extrasArbitrary),
  brand: fc.oneof(fc.constant({}), brandArbitrary),
});

const tallText = fc
  .array(fc.constantFrom('ﷺ', 'ประเทศนี้', 'Ẩ̃ệ', 'ﯤﺺ', 'گرگ', 'Ặ', 'ทิ้ว', '가나다', 'jgqy'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((words) => words.join(' '));

/** All names in letters that are higher and deeper than the rows and margins were drawn for. */
const tallArbitrary: fc.Arbitrary<Event> = fc
  .tuple(
    eventArbitrary,
    tallText,
    tallText,
    tallText,
    fc.array(tallText, { maxLength: 40, size: 'max' }),
  )
  .map(([event, name, venue, address, names]) => ({
    ...event,
    name,
    venue: { name: venue, address },
    timeslots: makeNight(names).timeslots,
  }));
const anyEvent = fc.oneof(
  { weight: 3, arbitrary: eventArbitrary },
  { weight: 1, arbitrary: tallArbitrary },
);

/** Some hold so many acts that not even ten pages carry them. */
const crowdedArbitrary: fc.Arbitrary<Event> = fc
  .tuple(eventArbitrary, fc.integer({ min: 41, max: 500 }), fc.integer({ min: 1, max: 30 }))
  .map(([event, count, length]) => ({
    ...event,
    timeslots: Array.from({ length: count }, (_, index) => {
      const minutes = (index * 2) % 1440;
      const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
      const start = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
      return makeTimeslot(start, '23:59', `${'가 '.repeat(length)}${index}`);
    }),
  }));

describe('any event', () => {
  test('is set inside the safe area, nothing over anything, no type too small', () => {
    fc.assert(
      fc.property(
        anyEvent,
        fc.constantFrom(...TEMPLATE_NAMES),
        choicesArbitrary,
        (event, template, choices) => {
          const pages = composePages(event, template, choices);
          expect(pages.length).toBeGreaterThanOrEqual(1);
          expect(pages.length).toBeLessThanOrEqual(10);
          const { size = 'square' } = choices;
          for (const page of pages) expectSound(page, SIZES[size].clear);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('has each act on exactly one page, in the order of the night', () => {
    fc.assert(
      fc.property(anyEvent, choicesArbitrary, (event, choices) => {
        const pages = composePages(event, 'lineup', choices);
        // Every row has one time; a long name may take several lines.
        expect(pages.flatMap((page) => said(page, 'time'))).toEqual(
          acts(event).map((act) => act.start),
        );
        expectEvenPages(pages);
        for (const page of pages) expect(page.acts).toBe(said(page, 'time').length);
      }),
      { numRuns: 100 },
    );
  });

  test('has its names whole or says which one is not', () => {
    const name = fc.string({
      unit: fc.constantFrom(...'가나다라 마바사아 ABC abc'),
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 40, size: 'max' }),
        choicesArbitrary,
        (names, choices) => {
          const event = makeNight(names);
          const pages = composePages(event, 'lineup', choices);
          const shortened = new Set(
            pages.flatMap(({ warnings }) =>
              warnings.flatMap((warning) =>
                warning.kind === 'text_shortened' ? [letters(warning.text)] : [],
              ),
            ),
          );
          const shown = letters(pages.map((page) => said(page, 'name').join('')).join(''));
          for (const act of acts(event)) {
            const text = letters(actTitle(act));
            if (!shortened.has(text)) expect(shown).toContain(text);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('with more acts than ten pages carry says how many it left out', () => {
  fc.assert(
    fc.property(crowdedArbitrary, choicesArbitrary, (event, choices) => {
      const pages = composePages(event, 'lineup', choices);
      const times = pages.flatMap((page) => said(page, 'time'));
      const all = acts(event).map((act) => act.start);
      expect(times).toEqual(all.slice(0, times.length));
      const omitted = pages.flatMap(({ warnings }) =>
        warnings.flatMap((warning) => (warning.kind === 'acts_omitted' ? [warning.count] : [])),
      );
      expect(omitted).toEqual(times.length < all.length ? [all.length - times.length] : []);
      if (omitted.length > 0) expect(pages).toHaveLength(10);
      expectEvenPages(pages);
      const { size = 'square' } = choices;
      for (const page of pages) expectSound(page, SIZES[size].clear);
    }),
    { numRuns: 12 },
  );
});

test('no ink is drawn outside the safe area, to the pixel', () => {
  fc.assert(
    fc.property(
      anyEvent,
      fc.constantFrom(...TEMPLATE_NAMES),
      choicesArbitrary,
      (event, template, choices) => {
        const { clear } = SIZES[choices.size ?? 'square'];
        for (const page of composePages(event, template, choices).slice(0, 2)) {
          const { left, top, right, bottom } = inkedBox(page);
          expect(left).toBeGreaterThanOrEqual(SAFE - 1);
          expect(right).toBeLessThanOrEqual(page.width - SAFE + 1);
          expect(top).toBeGreaterThanOrEqual(clear.top + SAFE - 1);
          expect(bottom).toBeLessThanOrEqual(page.height - clear.bottom - SAFE + 1);
        }
      },
    ),
    { numRuns: 25 },
  );
});

function makeNight(names: readonly string[]): Event {
  return {
    id: 'names',
    name: 'Names',
    date: '2026-12-24',
    venue: { name: '', address: '' },
    description: '',
    hashtags: [],
    phase: 'finalized',
    timeslots: names.map((name, index) =>
      makeTimeslot(`${20 + (index % 4)}:${String(index).padStart(2, '0')}`, '23:59', name.trim()),
    ),
  };
}

function letters(text: string): string {
  return text.replace(/\s+/gu, '');
}

/** No page has more than one act more than another, so none has one alone. */
function expectEvenPages(pages: readonly Composition[]): void {
  const counts = pages.map((page) => said(page, 'time').length);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  if (pages.length > 1) expect(Math.min(...counts)).toBeGreaterThan(1);
}

/** Where all text together has ink, drawn on a sheet that is larger on every side: what would be cut off is seen. */
function inkedBox({ width, height, elements }: Composition) {
  const around = 200;
  const context = createCanvas(width + 2 * around, height + 2 * around).getContext('2d');
  context.translate(around, around);
  for (const element of elements) {
    if (element.kind !== 'text') continue;
    for (const run of element.runs) {
      const x = element.x + run.offset;
      typesetter.draw(context, run.text, element.style, { x, baseline: element.baseline });
    }
  }
  const { data } = context.getImageData(0, 0, width + 2 * around, height + 2 * around);
  const box = { left: width, top: height, right: 0, bottom: 0 };
  const columns = width + 2 * around;
  for (let at = 3; at < data.length; at += 4) {
    // Less than a tenth of a pixel covered is not ink yet.
    if ((data[at] ?? 0) < 26) continue;
    const pixel = (at - 3) / 4;
    const x = (pixel % columns) - around;
    const y = Math.floor(pixel / columns) - around;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
  }
  return box;
}
