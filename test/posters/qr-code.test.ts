import decodeQR from 'qr/decode.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { CodeElement } from '../../src/posters/composition.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { qrCode } from '../../src/posters/qr-code.ts';
import { Renderer } from '../../src/posters/renderer.ts';
import { SIZE_NAMES, type SizeName } from '../../src/posters/size.ts';
import { templates } from '../../templates/index.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makeExtras } from '../fixtures/extras.ts';
import { composePages, fonts } from '../fixtures/posters.ts';
import { said } from './layout.ts';

const link = (length: number) => 'https://t.example/'.padEnd(length, 'x');

describe('qrCode', () => {
  it.each([18, 26, 42, 62, 84, 106, 122])('of %i bytes is large enough to be read', (length) => {
    const code = qrCode(link(length), { target: 250, limit: 270 });
    expect(code?.modulePixels).toBeGreaterThanOrEqual(5);
    expect(code?.side).toBeGreaterThanOrEqual(180);
    expect(code?.side).toBeLessThanOrEqual(270);
    expect(code?.side).toBe(((code?.modules.length ?? 0) + 8) * (code?.modulePixels ?? 0));
  });

  it.each([123, 400, 5000])('of %i bytes would not be, so there is none', (length) => {
    expect(qrCode(link(length), { target: 250, limit: 270 })).toBeUndefined();
  });
});

describe('the ticket code on the announcement', () => {
  it.each(SIZE_NAMES.flatMap((size) => THEME_NAMES.map((theme) => [size, theme] as const)))(
    'is read from the finished picture: %s, %s',
    async (size, theme) => {
      const url = 'https://tickets.example.com/e/seoul-underground-47';
      const page = await pageWith({ size, theme, ticketUrl: url });
      expect(await readCode(page, 1080)).toBe(url);
      expect(await readCode(page, 540)).toBe(url);
    },
  );

  it.each(SIZE_NAMES)(
    'is read even when the link is as long as a code may be: %s',
    async (size) => {
      const url = link(122);
      const page = await pageWith({ size, theme: 'night', ticketUrl: url });
      expect(await readCode(page, 1080)).toBe(url);
      expect(await readCode(page, 540)).toBe(url);
    },
  );

  it('opens an address with Korean letters in it', async () => {
    const ticketUrl = 'https://예매.example/밤';
    const page = await pageWith({ size: 'square', theme: 'paper', ticketUrl });
    expect(await readCode(page, 1080)).toBe(new URL(ticketUrl).href);
  });

  it('is dark on light in every theme, on whole pixels, with its quiet zone', () => {
    for (const theme of THEME_NAMES) {
      const [page] = composePages(makeEvent(), 'announcement', { theme, extras: makeExtras() });
      const code = page?.elements.find(
        (element): element is CodeElement => element.kind === 'code',
      );
      expect(code && code.dark < code.light).toBe(true);
      const { box, modules, modulePixels } = code ?? {
        box: undefined,
        modules: [],
        modulePixels: 0,
      };
      expect([box?.x, box?.y, box?.width, modulePixels].every(Number.isInteger)).toBe(true);
      expect(box?.width).toBe((modules.length + 8) * modulePixels);
    }
  });

  it.each([
    ['short', 'https://www.example.com/tickets/', ['예매 example.com/tickets']],
    ['long', `https://www.example.com/${'x'.repeat(200)}`, ['예매 example.com']],
    ['with a query', `https://example.com/t?id=${'7'.repeat(200)}`, ['예매 example.com']],
  ])('becomes a line where there can be none: %s', (name, ticketUrl, lines) => {
    const [page] = composePages(makeEvent(), 'announcement', { extras: { ticketUrl } });
    expect(page && said(page, 'link')).toEqual(name === 'short' ? [] : lines);
    expect(page && said(page, 'call')).toEqual(name === 'short' ? ['예매'] : []);
  });

  it('is on the announcement alone', () => {
    for (const template of ['lineup', 'countdown'] as const) {
      const [page] = composePages(makeEvent(), template, { extras: makeExtras() });
      expect(page?.elements.map(({ kind }) => kind)).not.toContain('code');
    }
  });
});

const renderer = new Renderer({ fonts, templates, concurrency: 1 });

async function pageWith(choices: {
  readonly size: SizeName;
  readonly theme: (typeof THEME_NAMES)[number];
  readonly ticketUrl: string;
}): Promise<Buffer> {
  const { size, theme, ticketUrl } = choices;
  const { pages } = await renderer.render({
    event: makeEvent(),
    template: 'announcement',
    theme,
    size,
    language: 'ko',
    today: Temporal.PlainDate.from('2026-12-17'),
    extras: makeExtras({ ticketUrl }),
  });
  return pages[0] ?? Buffer.alloc(0);
}

/** What a reader sees in the picture at this width. */
async function readCode(jpeg: Buffer, width: number): Promise<string> {
  const { data, info } = await sharp(jpeg)
    .resize({ width })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return decodeQR({ data, width: info.width, height: info.height });
}
