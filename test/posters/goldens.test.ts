import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { type Event, TEMPLATE_NAMES, type TemplateName } from '../../src/events/event.ts';
import { THEME_NAMES, type ThemeName } from '../../src/posters/poster.ts';
import { Renderer } from '../../src/posters/renderer.ts';
import type { SizeName } from '../../src/posters/size.ts';
import { templates } from '../../templates/index.ts';
import { makeEvent } from '../fixtures/event.ts';
import { fonts } from '../fixtures/posters.ts';
import { samples } from '../fixtures/samples.ts';

// To accept a change of the design: UPDATE_GOLDENS=1 npm test -- test/posters/goldens, then look at every picture.
const UPDATE = process.env.UPDATE_GOLDENS === '1';
const folder = new URL('../goldens/', import.meta.url);
const WIDTH = 540;
const CELL = 6;
/** Levels of 255 by which the mean of a cell of 6 x 6 px may differ: encoders round, designs do not. */
const TOLERANCE = 10;

const renderer = new Renderer({ fonts, templates, concurrency: 2 });

async function render(
  event: Event,
  template: TemplateName,
  theme: ThemeName,
  size: SizeName = 'square',
): Promise<Buffer> {
  const today = Temporal.PlainDate.from(event.date).subtract({ days: 7 });
  const poster = await renderer.render({ event, template, theme, size, language: 'ko', today });
  return poster.jpeg;
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

describe('golden pictures', () => {
  test.each(
    TEMPLATE_NAMES.flatMap((template) => THEME_NAMES.map((theme) => [template, theme] as const)),
  )('%s in %s', async (template, theme) => {
    const event = samples.get('seoulunderground47') ?? makeEvent();
    await expectGolden(`${template}-${theme}`, await render(event, template, theme));
  });

  test.each(
    (['portrait', 'story'] as const).flatMap((size) =>
      TEMPLATE_NAMES.map((template, index) => [size, template, THEME_NAMES[index]] as const),
    ),
  )('%s %s', async (size, template, theme = 'night') => {
    const event = samples.get('seoulunderground47') ?? makeEvent();
    await expectGolden(`${template}-${size}`, await render(event, template, theme, size));
  });

  const hard = [...samples.keys()].filter((id) => id !== 'seoulunderground47');
  test.each(hard)('%s, line-up and announcement', async (id) => {
    const event = samples.get(id) ?? makeEvent();
    await expectGolden(`${id}-lineup`, await render(event, 'lineup', 'night'));
    await expectGolden(`${id}-announcement`, await render(event, 'announcement', 'paper'));
  });

  test('a picture of another event is told apart', async () => {
    const event = makeEvent({ id: 'seoulunderground47', name: '서울 언더그라운드 #48' });
    const jpeg = await render(event, 'announcement', 'night');
    if (!UPDATE) await expect(expectGolden('announcement-night', jpeg)).rejects.toThrow(/differs/);
  });
});
