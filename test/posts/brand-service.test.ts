import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { BrandService, type BrandWish } from '../../src/posts/brand-service.ts';
import { DownloadError, type DownloadFailure } from '../../src/posts/downloads.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import { sampleEvent } from '../../src/posts/sample-event.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makePoster } from '../posters/make-poster.ts';
import { MemoryBrands } from './memory-stores.ts';

const GUILD = '900000000000000001';
const NOW = Date.parse('2026-12-17T11:00:00Z');

describe('a wish', () => {
  test('is fulfilled as it can be kept', async () => {
    const { service, brands } = makeService();
    const wish = { theme: 'paper', accent: ' 1e5bff ', hashtags: 'Techno #techno 하우스' } as const;
    const brand = { theme: 'paper', accent: '#1E5BFF', hashtags: ['Techno', '하우스'] };
    expect(await service.change(GUILD, wish)).toEqual({ outcome: 'changed', brand });
    expect(brands.kept.get(GUILD)).toEqual(brand);
  });

  test('with several faults is refused with all of them, and the logo is judged too', async () => {
    const { service, brands } = makeService({ download: 'timeout' });
    const wish: BrandWish = {
      theme: 'paper',
      accent: 'bluish',
      hashtags: '#47',
      logo: { url: 'https://cdn.discordapp.com/a.png', size: 100 },
    };
    expect(await service.change(GUILD, wish)).toEqual({
      outcome: 'refused',
      faults: [
        { part: 'accent', fault: 'not_a_color', given: 'bluish' },
        { part: 'hashtags', fault: 'none', given: '#47' },
        { part: 'logo', fault: 'timeout' },
      ],
    });
    expect(brands.kept.size).toBe(0);
  });

  test.each<[DownloadFailure, string]>([
    ['too_large', 'too_large_file'],
    ['gone', 'gone'],
    ['refused', 'refused'],
    ['unreachable', 'unreachable'],
  ])('whose logo cannot be fetched is refused: %s', async (download, fault) => {
    const { service } = makeService({ download });
    const logo = { url: 'https://cdn.discordapp.com/a.png', size: 100 };
    const refusal = { outcome: 'refused', faults: [{ part: 'logo', fault }] };
    expect(await service.change(GUILD, { logo })).toEqual(refusal);
  });

  test('whose logo is too large by what is said of it is not fetched at all', async () => {
    const { service, fetched } = makeService();
    const logo = { url: 'https://cdn.discordapp.com/a.png', size: 5 * 1024 * 1024 + 1 };
    expect(await service.change(GUILD, { logo })).toMatchObject({
      faults: [{ part: 'logo', fault: 'too_large_file' }],
    });
    expect(fetched).toEqual([]);
  });

  test('that cannot be kept fails for a reason that nobody foresaw', async () => {
    const { service, brands } = makeService();
    brands.error = new Error('SQLITE_FULL');
    await expect(service.change(GUILD, { theme: 'neon' })).rejects.toBe(brands.error);
  });
});

describe('what is taken back', () => {
  test.each(['theme', 'accent', 'hashtags'] as const)('may be one part: %s', async (part) => {
    const { service, brands } = makeService();
    await service.change(GUILD, { theme: 'neon', accent: '#fff48c', hashtags: '#techno' });
    const before = brands.kept.get(GUILD);
    await service.reset(GUILD, part);
    const { [part]: _taken, ...rest } = { ...before, hashtags: before?.hashtags ?? [] };
    expect(brands.kept.get(GUILD)).toEqual({ hashtags: [], ...rest });
  });

  test('may be everything, of this server only', async () => {
    const { service } = makeService();
    const other = '900000000000000002';
    for (const guild of [GUILD, other]) await service.change(guild, { theme: 'neon' });
    await service.reset(GUILD);
    expect(await service.brandOf(GUILD)).toEqual({ hashtags: [] });
    expect(await service.brandOf(other)).toEqual({ theme: 'neon', hashtags: [] });
  });
});

describe('a preview', () => {
  test('is one picture of all templates', async () => {
    const { service, drawn } = makeService();
    const { picture, event, isSample } = await service.preview(GUILD, 'en');
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg' });
    expect({ id: event.id, isSample }).toEqual({ id: 'event-47', isSample: false });
    expect(drawn).toEqual(['announcement night en', 'lineup night en', 'countdown night en']);
  });

  test('fails when the server’s choices cannot be read: another look would deceive', async () => {
    const { service, brands } = makeService();
    brands.error = new Error('SQLITE_BUSY');
    await expect(service.preview(GUILD, 'ko')).rejects.toBe(brands.error);
  });
});

describe('the example event', () => {
  test.each([
    ['2026-12-17T11:00:00Z', '2026-12-26'],
    ['2026-12-18T14:59:59Z', '2026-12-26'],
    ['2026-12-18T15:00:00Z', '2026-12-26'],
    ['2026-12-19T15:00:00Z', '2027-01-02'],
  ])('is on a Saturday at least a week ahead: at %s on %s', (now, date) => {
    expect(sampleEvent(Date.parse(now)).date).toBe(date);
  });
});

function makeService(circumstances: { readonly download?: DownloadFailure } = {}) {
  const { download } = circumstances;
  const brands = new MemoryBrands();
  const fetched: string[] = [];
  const drawn: string[] = [];
  const service = new BrandService({
    brands,
    downloads: {
      async fetch(url) {
        fetched.push(url);
        if (download) throw new DownloadError(download, 'no file');
        return new Uint8Array();
      },
    },
    eventSource: {
      listEvents: async () => ({ events: [makeEvent()], readAt: NOW, stale: false }),
    },
    organizerLinks: new OrganizerMap(new Map([[GUILD, 'organizer1']])),
    renderer: {
      async render({ template, theme, language }) {
        drawn.push([template, theme, language].join(' '));
        const create = { width: 30, height: 30, channels: 3, background: 'red' } as const;
        return makePoster({ pages: [await sharp({ create }).jpeg().toBuffer()] });
      },
    },
    clock: () => NOW,
  });
  return { service, brands, fetched, drawn };
}
