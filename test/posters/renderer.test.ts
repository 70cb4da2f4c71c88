import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Renderer, type RenderRequest } from '../../src/posters/renderer.ts';
import type { Template } from '../../src/posters/template.ts';
import { templates } from '../../templates/index.ts';
import { makeEvent } from '../fixtures/event.ts';
import { fonts } from '../fixtures/posters.ts';

const request: RenderRequest = {
  event: makeEvent(),
  template: 'lineup',
  theme: 'night',
  language: 'ko',
  today: Temporal.PlainDate.from('2026-12-17'),
};

function makeRenderer(concurrency = 2): Renderer {
  return new Renderer({ fonts, templates, concurrency });
}

describe('the picture', () => {
  test('is a baseline sRGB JPEG of 1080 x 1080 without metadata', async () => {
    const { jpeg, width, height } = await makeRenderer().render(request);
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
    expect(again.jpeg.equals(first.jpeg)).toBe(true);
    expect(elsewhere.jpeg.equals(first.jpeg)).toBe(true);
  });

  test('of another event has other artwork, even when everything else is the same', async () => {
    const renderer = makeRenderer();
    const one = await renderer.render(request);
    const other = await renderer.render({ ...request, event: makeEvent({ id: 'other-event' }) });
    expect(other.jpeg.equals(one.jpeg)).toBe(false);
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
      expect(together[index]?.jpeg.equals(alone.jpeg)).toBe(true);
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
    expect(most).toBe(3);
    expect(turns).toBeGreaterThanOrEqual(4);
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
