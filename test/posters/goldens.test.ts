import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  type Event,
  type Language,
  TEMPLATE_NAMES,
  type TemplateName,
} from '../../src/events/event.ts';
import type { EventExtras } from '../../src/events/extras.ts';
import type { Eve } from '../../src/events/night.ts';
import type { PosterBrand } from '../../src/posters/brand.ts';
import { type Poster, THEME_NAMES, type ThemeName } from '../../src/posters/poster.ts';
import { Renderer } from '../../src/posters/renderer.ts';
import { SIZE_NAMES, type SizeName } from '../../src/posters/size.ts';
import { templates } from '../../templates/index.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { makeExtras } from '../fixtures/extras.ts';
import { badge, photograph, wordmark } from '../fixtures/logos.ts';
import { fonts } from '../fixtures/posters.ts';
import { samples } from '../fixtures/samples.ts';

// To accept a change of the design: UPDATE_GOLDENS=1 npm test -- test/posters/goldens, then look at every picture.
const UPDATE = process.env.UPDATE_GOLDENS === '1';
const folder = new URL('../goldens/', import.meta.url);
const WIDTH = 540;
const CELL = 6;
/** Levels of 255 by which the mean of a cell of 6 x 6 px may differ: encoders round, designs do not. */
const TOLERANCE = 10;

const ALL = [
  'seoulunderground47',
  'hapjeongsunrise',
  'twofloorsitaewon',
  'seongsudiscoteca',
  'hongdaemarathon',
  'euljiromodular',
  'sinchonbreaks',
  'haebangchonroof',
  'mullaeironworks',
];
/** By theme and size. The draft has no line-up to show. */
const SAMPLES = {
  announcement: ALL.with(7, 'untitleddraft'),
  lineup: [...ALL.slice(4), ...ALL.slice(0, 4)],
  countdown: [...ALL.slice(2), ...ALL.slice(0, 2)].with(0, 'untitleddraft'),
};

const renderer = new Renderer({ fonts, templates, concurrency: 2 });

/** A poster as it is drawn a week before the night, on a square sheet and without a brand, unless said otherwise. */
interface Golden {
  readonly event: Event;
  readonly template: TemplateName;
  readonly theme: ThemeName;
  readonly size?: SizeName;
  readonly language?: Language;
  readonly daysAhead?: number;
  readonly eve?: Eve;
  readonly extras?: EventExtras;
  readonly brand?: PosterBrand;
}

async function render({ daysAhead = 7, language = 'ko', ...golden }: Golden): Promise<Poster> {
  const today = Temporal.PlainDate.from(golden.event.date).subtract({ days: daysAhead });
  return await renderer.render({ ...golden, language, today });
}

function small(picture: Buffer): Sharp {
  return sharp(picture).removeAlpha().resize({ width: WIDTH });
}

/** The mean of every cell and colour. */
async function cells(picture: Sharp): Promise<Float64Array> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const columns = Math.ceil(info.width / CELL);
  const means = new Float64Array(columns * Math.ceil(info.height / CELL) * 3);
  for (const [index, level] of data.entries()) {
    const pixel = Math.floor(index / 3);
    const column = Math.floor((pixel % info.width) / CELL);
    const row = Math.floor(pixel / info.width / CELL);
    const cell = (row * columns + column) * 3 + (index % 3);
    means[cell] = (means[cell] ?? 0) + level / CELL ** 2;
  }
  return means;
}

async function expectGolden(name: string, jpeg: Buffer): Promise<void> {
  const file = new URL(`${name}.jpg`, folder);
  if (UPDATE) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      file,
      await small(jpeg).jpeg({ quality: 86, chromaSubsampling: '4:4:4' }).toBuffer(),
    );
    return;
  }
  expect(existsSync(file), `${name}.jpg is not checked in`).toBe(true);
  const found = await cells(small(jpeg));
  const golden = await cells(sharp(readFileSync(file)));
  let worst = 0;
  for (const [index, level] of found.entries()) {
    worst = Math.max(worst, Math.abs(level - (golden[index] ?? 0)));
  }
  expect(worst, `${name} differs from its golden picture`).toBeLessThanOrEqual(TOLERANCE);
}

/** Every template in every theme and size, each of its nine over another sample. */
const grid = TEMPLATE_NAMES.flatMap((template) =>
  THEME_NAMES.flatMap((theme, row) =>
    SIZE_NAMES.map((size, column): [name: string, Golden] => [
      `${template}-${theme}-${size}`,
      { event: sample(SAMPLES[template][row * SIZE_NAMES.length + column]), template, theme, size },
    ]),
  ),
);

const hard = Object.entries<Golden>({
  'tickets-night': {
    event: sample('seoulunderground47'),
    template: 'announcement',
    theme: 'night',
    extras: makeExtras(),
    brand: { logo: await wordmark('#000000') },
  },
  'tickets-neon-portrait': {
    event: sample('sinchonbreaks'),
    template: 'announcement',
    theme: 'neon',
    size: 'portrait',
    language: 'en',
    extras: makeExtras({
      notice: 'No photos, no videos: what happens here stays here. Cash only at the bar.',
    }),
    brand: { logo: await badge(), accent: '#FFFFFF' },
  },
  'tickets-paper-story': {
    event: sample('hapjeongsunrise'),
    template: 'announcement',
    theme: 'paper',
    size: 'story',
    extras: makeExtras({ ticketUrl: 'https://t.example/1', doorPrice: 20_000 }),
    brand: { logo: await wordmark('#C01020'), accent: '#0057B8' },
  },
  'link-and-badge': {
    event: sample('seongsudiscoteca'),
    template: 'announcement',
    theme: 'night',
    extras: makeExtras({
      ticketUrl: `https://www.example.com/${'x'.repeat(200)}`,
      advancePrice: 0,
      doorPrice: 0,
    }),
    brand: { logo: await badge() },
  },
  'branded-lineup': {
    event: sample('sinchonbreaks'),
    template: 'lineup',
    theme: 'paper',
    extras: makeExtras(),
    brand: { logo: await wordmark('#0057B8'), accent: '#0057B8' },
  },
  'branded-countdown': {
    event: sample('seoulunderground47'),
    template: 'countdown',
    theme: 'neon',
    daysAhead: 0,
    extras: makeExtras(),
    brand: { logo: await photograph() },
  },
  'hundred-days': { event: makeEvent(), template: 'countdown', theme: 'night', daysAhead: 100 },
  'countdown-tonight': {
    event: sample('seoulunderground47'),
    template: 'countdown',
    theme: 'night',
    daysAhead: 0,
    eve: 'tonight',
  },
  'countdown-now': {
    event: sample('sinchonbreaks'),
    template: 'countdown',
    theme: 'paper',
    daysAhead: 0,
    eve: 'now',
  },
  'two-columns': { event: makeNight(20), template: 'lineup', theme: 'neon' },
  'forty-acts': { event: makeNight(40), template: 'lineup', theme: 'night' },
  'forty-acts-story': { event: makeNight(40), template: 'lineup', theme: 'paper', size: 'story' },
  'long-names': {
    event: makeEvent({
      timeslots: [
        makeTimeslot(
          '22:00',
          '23:00',
          '박지훈 b2b Amélie Laurent b2b The Extraordinary Gentlemen',
          'jihoon',
        ),
        makeTimeslot('23:00', '00:00', 'Kuroneko', 'kuroneko.jp'),
        makeTimeslot('00:00', '01:00', '아주아주아주긴이름을띄어쓰기없이쓰는사람', 'long.name'),
        makeTimeslot('01:00', '02:00', 'डीजे', 'dj.k'),
        makeTimeslot('02:00', '03:00', ''),
      ],
      venue: {
        name: '성수동 오래된 인쇄 공장을 고쳐 만든 복합문화공간',
        address: '서울 성동구 연무장길 123-45, 지하 2층',
      },
    }),
    template: 'lineup',
    theme: 'night',
  },
  'one-syllable': { event: makeEvent({ name: '밤' }), template: 'announcement', theme: 'neon' },
  'three-hundred-letters': {
    event: makeEvent({ name: '끝나지 않는 밤 '.repeat(34).trim() }),
    template: 'announcement',
    theme: 'paper',
  },
});

describe('golden pictures', () => {
  test.each([...grid, ...hard])('%s', async (name, golden) => {
    const { pages } = await render(golden);
    for (const [index, page] of pages.entries()) {
      await expectGolden(pages.length === 1 ? name : `${name}-${index + 1}`, page);
    }
  });

  test('a picture of another event is told apart', async () => {
    const event = makeEvent({ id: 'seoulunderground47', name: '서울 언더그라운드 #48' });
    const { pages } = await render({ event, template: 'announcement', theme: 'night' });
    const [page = Buffer.alloc(0)] = pages;
    if (!UPDATE) {
      await expect(expectGolden('announcement-night-square', page)).rejects.toThrow(/differs/);
    }
  });
});

function sample(id: string | undefined): Event {
  const event = samples.get(id ?? '');
  if (!event) throw new Error(`no sample ${id}`);
  return event;
}

function makeNight(count: number): Event {
  const names = [
    '김대현',
    'Amélie Laurent',
    '박지훈 b2b Mina',
    'Kuroneko',
    '사운드클래시',
    'NIGHT BUS',
  ];
  return makeEvent({
    timeslots: Array.from({ length: count }, (_, index) => {
      const minutes = 20 * 60 + Math.floor((index * 600) / count);
      const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60];
      const start = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
      return makeTimeslot(
        start,
        '06:00',
        `${names[index % names.length]} ${index + 1}`,
        `act.${index + 1}`,
      );
    }),
  });
}
