import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Renderer, type RenderRequest } from '../../src/posters/renderer.ts';
import type { Template } from '../../src/posters/template.ts';
import { templates } from '../../templates/index.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { makeExtras } from '../fixtures/extras.ts';
import { badge } from '../fixtures/logos.ts';
import { fonts } from '../fixtures/posters.ts';
import { makeRenderRequest } from './make-render-request.ts';

const request = makeRenderRequest();

function makeRenderer(concurrency = 2): Renderer {
  return new Renderer({ fonts, templates, concurrency });
}

describe('the picture', () => {
  test('is a baseline sRGB JPEG of 1080 x 1080 without metadata', async () => {
    const { pages, width, height } = await makeRenderer().render(request);
    const [jpeg = Buffer.alloc(0)] = pages;
    expect(pages).toHaveLength(1);
    const meta = await sharp(jpeg).metadata();
    expect(meta).toMatchObject({
      format: 'jpeg',
      width: 1080,
      height: 1080,
      space: 'srgb',
      isProgressive: false,
      chromaSubsampling: '4:2:0',
    });
    expect([width, height]).toEqual([1080, 1080]);
    for (const part of ['exif', 'icc', 'iptc', 'xmp', 'comments'] as const)
      expect(meta[part]).toBeUndefined();
    expect(jpeg.length).toBeLessThan(1_000_000);
  });

  test('is the same to the byte for the same event, whatever was drawn in between and by whichever renderer', async () => {
    const renderer = makeRenderer();
    const first = await renderer.render(request);
    await renderer.render({ ...request, theme: 'neon', template: 'announcement' });
    await renderer.render({ ...request, event: makeEvent({ id: 'another', name: 'X' }) });
    const again = await renderer.render(request);
    const elsewhere = await makeRenderer(1).render(request);
    expect(again.pages).toEqual(first.pages);
    expect(elsewhere.pages).toEqual(first.pages);
  });

  test('of another event has other artwork, even when everything else is the same', async () => {
    const renderer = makeRenderer();
    const one = await renderer.render(request);
    const other = await renderer.render({ ...request, event: makeEvent({ id: 'other-event' }) });
    expect(other.pages).not.toEqual(one.pages);
  });
});

describe('a line-up of several pages', () => {
  const crowded = makeEvent({
    timeslots: Array.from({ length: 40 }, (_, index) =>
      makeTimeslot(`${20 + (index % 4)}:${String(index).padStart(2, '0')}`, '23:59', `DJ ${index}`),
    ),
  });

  test('has as many pictures, all of the same size, and says how many acts each shows', async () => {
    const poster = await makeRenderer().render({ ...request, event: crowded });
    expect(poster.actsOnPages).toEqual([10, 10, 10, 10]);
    expect(poster.pages).toHaveLength(4);
    for (const page of poster.pages) {
      expect(await sharp(page).metadata()).toMatchObject({ width: 1080, height: 1080 });
    }
  });

  test('reports once what is on every page', async () => {
    const event = { ...crowded, name: `밤 𒀀 ${'끝나지 않는 밤 '.repeat(40)}` };
    const { pages, warnings } = await makeRenderer().render({ ...request, event });
    expect(pages.length).toBeGreaterThan(1);
    expect(warnings.map(({ kind }) => kind)).toEqual(['text_shortened', 'missing_glyphs']);
  });

  test('lets others have a turn between its pages', async () => {
    const renderer = makeRenderer(1);
    const order: string[] = [];
    await Promise.all([
      renderer.render({ ...request, event: crowded }).then(() => order.push('crowded')),
      renderer.render(request).then(() => order.push('single')),
    ]);
    expect(order).toEqual(['single', 'crowded']);
  });
});

describe('extras and brand', () => {
  test('are drawn', async () => {
    const renderer = makeRenderer();
    const announcement = { ...request, template: 'announcement' } as const;
    const changes: Partial<RenderRequest>[] = [
      {},
      { extras: makeExtras() },
      { brand: { accent: '#00C2A8' } },
      { brand: { logo: await badge() } },
    ];
    const pages = await Promise.all(
      changes.map((change) => renderer.render({ ...announcement, ...change })),
    );
    expect(new Set(pages.map((poster) => poster.pages[0]?.toString('latin1'))).size).toBe(4);
  });

  test('that cannot be decoded fail the poster and free its place', async () => {
    const renderer = makeRenderer(1);
    const brand = { logo: { png: new Uint8Array([1, 2, 3]), width: 10, height: 10 } };
    await expect(renderer.render({ ...request, brand })).rejects.toThrow();
    expect((await renderer.render(request)).pages).toHaveLength(1);
  });
});

describe('many at once', () => {
  test('fifty at once come out as fifty single ones would', async () => {
    const renderer = makeRenderer();
    const events = Array.from({ length: 50 }, (_, index) => makeEvent({ name: `Night ${index}` }));
    const together = await Promise.all(
      events.map((event) => renderer.render({ ...request, event })),
    );
    for (const index of [0, 17, 49]) {
      const alone = await makeRenderer().render({
        ...request,
        event: events[index] ?? makeEvent(),
      });
      expect(together[index]?.pages).toEqual(alone.pages);
    }
  });

  test('no more are in work than allowed, and the event loop turns between them', async () => {
    let inWork = 0;
    let most = 0;
    const lineup: Template = {
      name: 'lineup',
      compose(event, options) {
        inWork++;
        most = Math.max(most, inWork);
        return templates.lineup.compose(event, options);
      },
    };
    const renderer = new Renderer({ fonts, templates: { ...templates, lineup }, concurrency: 3 });
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    await Promise.all(
      Array.from({ length: 12 }, () => renderer.render(request).finally(() => inWork--)),
    );
    clearInterval(ticking);
    expect(most).toBeLessThanOrEqual(3);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  test('a failed drawing frees its place', async () => {
    const lineup: Template = {
      name: 'lineup',
      compose(event, options) {
        if (event.name === 'broken') throw new Error('cannot compose');
        return templates.lineup.compose(event, options);
      },
    };
    const renderer = new Renderer({ fonts, templates: { ...templates, lineup }, concurrency: 1 });
    const broken = { ...request, event: makeEvent({ name: 'broken' }) };
    const results = await Promise.allSettled([
      renderer.render(broken),
      renderer.render(broken),
      renderer.render(request),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
