import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { LogoError, type LogoFault, readLogo } from '../../src/posters/logo.ts';

const RED = { r: 230, g: 0, b: 18, alpha: 1 };
const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };

describe('a logo', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('may be a %s', async (format) => {
    const logo = await readLogo(await block(300, 120).toFormat(format).toBuffer());
    expect(logo).toMatchObject({ width: 300, height: 120 });
    const { data, info } = await pixelsOf(logo.png);
    expect(info).toMatchObject({ width: 300, height: 120, channels: 4 });
    expect(data[3]).toBe(255);
    expectRed(data);
  });

  it('is at most 512 px on its longer side', async () => {
    expect(await readLogo(await block(1500, 600).png().toBuffer())).toMatchObject({
      width: 512,
      height: 205,
    });
    expect(await readLogo(await block(600, 1500).jpeg().toBuffer())).toMatchObject({
      width: 205,
      height: 512,
    });
  });

  it('is not made larger', async () => {
    expect(await readLogo(await block(40, 20).png().toBuffer())).toMatchObject({ width: 40 });
  });

  it('loses its transparent borders, and little of its sharpness on a large sheet', async () => {
    const file = await onClearSheet({ sheet: [3000, 2600], at: [2000, 1000], block: [300, 200] });
    const logo = await readLogo(await file.png().toBuffer());
    expect(Math.abs(logo.width - 300)).toBeLessThanOrEqual(1);
    expect(Math.abs(logo.height - 200)).toBeLessThanOrEqual(1);
    expectRed((await pixelsOf(logo.png)).data, 150 * 300);
  });

  it('keeps its opaque background', async () => {
    const inner = await block(100, 100).png().toBuffer();
    const file = sharp({ create: { width: 300, height: 300, channels: 3, background: '#FFFFFF' } })
      .composite([{ input: inner }])
      .jpeg();
    const logo = await readLogo(await file.toBuffer());
    expect(logo).toMatchObject({ width: 300, height: 300 });
  });

  it('stands upright as its orientation says', async () => {
    const file = block(300, 120).withMetadata({ orientation: 6 }).jpeg();
    expect(await readLogo(await file.toBuffer())).toMatchObject({ width: 120, height: 300 });
  });

  it('comes from print in the colours of the screen', async () => {
    const print = await block(200, 200).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(print).metadata()).space).toBe('cmyk');
    expectRed((await pixelsOf((await readLogo(print)).png)).data, 0, 40);
  });

  it('comes from a wider gamut in the colours of the screen', async () => {
    const wide = await block(200, 200).withIccProfile('p3').png().toBuffer();
    expect((await sharp(wide).metadata()).icc).toBeDefined();
    expectRed((await pixelsOf((await readLogo(wide)).png)).data, 0, 6);
  });

  it('may be grey, of 16 bits, or of a palette', async () => {
    const files = [
      block(200, 100).toColourspace('grey16').png(),
      block(200, 100).toColourspace('rgb16').png(),
      block(200, 100).png({ palette: true }),
    ];
    for (const file of files) {
      const logo = await readLogo(await file.toBuffer());
      expect(await sharp(logo.png).metadata()).toMatchObject({ depth: 'uchar', channels: 4 });
    }
  });

  it('carries nothing but its pixels', async () => {
    const file = block(200, 100)
      .withExif({ IFD0: { Artist: 'a person', Copyright: 'a place' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .withIccProfile('p3');
    const { png } = await readLogo(await file.jpeg().toBuffer());
    const { exif, xmp, icc } = await sharp(png).metadata();
    expect([exif, xmp, icc]).toEqual([undefined, undefined, undefined]);
    expect(Buffer.from(png).includes('a person')).toBe(false);
  });

  it('is what can be seen, wherever it lies and however the file is turned', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          sheet: fc.tuple(fc.integer({ min: 60, max: 1400 }), fc.integer({ min: 60, max: 1400 })),
          place: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 1000 })),
          orientation: fc.integer({ min: 1, max: 8 }),
        }),
        async ({ sheet, place, orientation }) => {
          const [width, height] = [Math.ceil(sheet[0] / 1.5), Math.ceil(sheet[1] / 1.5)];
          const at = [
            Math.floor(place[0] * (sheet[0] - width)),
            Math.floor((place[1] / 1000) * (sheet[1] - height)),
          ] as const;
          const file = await onClearSheet({ sheet, at, block: [width, height] });
          const logo = await readLogo(await file.withMetadata({ orientation }).png().toBuffer());
          const upright = orientation < 5 ? [width, height] : [height, width];
          const scale = Math.min(1, 512 / Math.max(width, height));
          for (const [index, side] of [logo.width, logo.height].entries()) {
            const most = (upright[index] ?? 0) * scale;
            // A pixel of the small picture on each side, which may be three of the large one.
            expect(side).toBeLessThanOrEqual(most + 8);
            expect(side).toBeGreaterThanOrEqual(most * 0.96 - 2);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a file is refused', () => {
  const refusals: readonly [string, LogoFault, () => Uint8Array | Promise<Uint8Array>][] = [
    ['without a byte', 'empty', () => new Uint8Array()],
    ['all transparent', 'empty', () => clearSheet(200, 200).png().toBuffer()],
    ['of more than 5 MB', 'too_large_file', () => Buffer.alloc(5 * 1024 * 1024 + 1, 0xff)],
    ['of text', 'not_an_image', () => Buffer.from('hello')],
    ['of noise', 'not_an_image', () => Buffer.alloc(5000, 0x5a)],
    ['of a GIF', 'unsupported_format', () => block(100, 100).gif().toBuffer()],
    ['of a TIFF', 'unsupported_format', () => block(100, 100).tiff().toBuffer()],
    ['of an AVIF', 'unsupported_format', () => block(100, 100).avif().toBuffer()],
    ['of an SVG', 'unsupported_format', () => Buffer.from('<svg width="9" height="9"/>')],
    ['of an SVG in XML', 'unsupported_format', () => Buffer.from('\uFEFF\n<?xml version="1.0"?>')],
    ['of a PDF', 'unsupported_format', () => Buffer.from('%PDF-1.7')],
    ['that moves as WebP', 'animated', () => moving(['#FF0000', '#0000FF'])],
    ['that moves as PNG', 'animated', () => png(100, 100, [chunk('acTL', Buffer.alloc(8))])],
    ['of 30 px', 'too_small', () => block(30, 30).png().toBuffer()],
    ['of one line', 'too_small', () => block(3000, 3).png().toBuffer()],
    ['of 4097 x 4096 px', 'too_many_pixels', () => block(4097, 4096).png().toBuffer()],
    ['that ends in its first bytes', 'truncated', () => png(100, 100).subarray(0, 20)],
    ['that only begins as a picture', 'truncated', () => Buffer.of(0xff, 0xd8, 0xff, 1, 2, 3)],
  ];
  it.each(refusals)('%s: %s', async (_, reason, file) => {
    expect(await faultOf(await file())).toBe(reason);
  });

  it.each([
    ['a PNG', 'too_many_pixels', () => png(50_000, 50_000)],
    ['an interlaced PNG', 'too_many_pixels', () => png(50_000, 50_000, [], 1)],
    ['a WebP', 'too_many_pixels', () => webpHeader(16_383, 16_383)],
    // Larger than the decoder can count.
    ['an endless PNG', 'not_an_image', () => png(0x7f_ff_ff_ff, 0x7f_ff_ff_ff)],
  ])('by its header when it is a bomb of pixels: %s, %s', async (_, reason, bomb) => {
    const file = bomb();
    expect(file.length).toBeLessThan(3000);
    await faultOf(file);
    const before = performance.now();
    const memory = process.memoryUsage().rss;
    expect(await faultOf(file)).toBe(reason);
    expect(performance.now() - before).toBeLessThan(50);
    expect(process.memoryUsage().rss - memory).toBeLessThan(20_000_000);
  });

  it('with one sentence', () => {
    const error = new LogoError('animated', { cause: new Error('x') });
    expect(error).toMatchObject({ name: 'LogoError', reason: 'animated' });
    expect(error.message).toBe('The picture moves.');
  });
});

describe('whatever the bytes are', () => {
  // Noise compresses badly, so that a cut anywhere loses pixels.
  const files: Buffer[] = [];
  beforeAll(async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const picture = sharp({
      create: { width: 120, height: 80, channels: 3, background: 'red', noise },
    });
    const progressive = picture.clone().jpeg({ progressive: true });
    const formats = [picture.clone().png(), picture.clone().jpeg(), progressive, picture.webp()];
    files.push(...(await Promise.all(formats.map((format) => format.toBuffer()))));
    const lossless = picture.clone().webp({ lossless: true });
    files.push(await lossless.toBuffer());
  });
  const file = fc.nat({ max: 4 }).map((index) => () => files[index] ?? Buffer.alloc(0));
  const part = fc.noBias(fc.double({ min: 0, max: 1, noNaN: true }));

  it('a file that is cut anywhere is refused', async () => {
    await fc.assert(
      fc.asyncProperty(file, part, async (read, where) => {
        const whole = read();
        expect(await faultOf(whole)).toBe('accepted');
        const cut = whole.subarray(0, Math.floor(where * (whole.length - 2)));
        expect(['truncated', 'empty', 'not_an_image']).toContain(await faultOf(cut));
      }),
      { numRuns: 150 },
    );
  });

  it('a damaged file is a logo or refused, within two seconds', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.array(fc.tuple(part, fc.nat({ max: 255 }), fc.integer({ min: 0, max: 40 })), {
          minLength: 1,
          maxLength: 4,
        }),
        async (read, hits) => {
          let damaged = Buffer.from(read());
          for (const [where, byte, removed] of hits) {
            const at = Math.floor(where * damaged.length);
            damaged[at] = byte;
            if (removed > 30) {
              const after = damaged.subarray(at + removed);
              damaged = Buffer.concat([damaged.subarray(0, at), after]);
            }
          }
          const before = performance.now();
          expect(await faultOf(damaged)).toBeTypeOf('string');
          expect(performance.now() - before).toBeLessThan(2000);
        },
      ),
      { numRuns: 300, interruptAfterTimeLimit: 20_000 },
    );
  }, 30_000);

  it('noise is refused, with or without the first bytes of a picture', async () => {
    const starts = ['', '\x89PNG\r\n\x1A\n', '\xFF\xD8\xFF', 'RIFF\xFF\0\0\0WEBPVP8 ', 'RIFF', '<'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 400 }),
        async (start, noise) => {
          const fault = await faultOf(Buffer.concat([Buffer.from(start, 'latin1'), noise]));
          expect(fault).not.toBe('accepted');
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** The reason of the refusal; any other error is one of the test. */
async function faultOf(bytes: Uint8Array): Promise<LogoFault | 'accepted'> {
  try {
    await readLogo(bytes);
    return 'accepted';
  } catch (error) {
    if (error instanceof LogoError) return error.reason;
    throw error;
  }
}

function block(width: number, height: number) {
  return sharp({ create: { width, height, channels: 4, background: RED } });
}

function clearSheet(width: number, height: number) {
  return sharp({ create: { width, height, channels: 4, background: CLEAR } });
}

async function onClearSheet(parts: {
  sheet: readonly [number, number];
  at: readonly [number, number];
  block: readonly [number, number];
}) {
  const input = await block(...parts.block)
    .png()
    .toBuffer();
  return clearSheet(...parts.sheet).composite([{ input, left: parts.at[0], top: parts.at[1] }]);
}

async function moving(colors: readonly string[]): Promise<Buffer> {
  const frames = await Promise.all(
    colors.map((background) =>
      sharp({ create: { width: 90, height: 90, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  return await sharp(frames, { join: { animated: true } })
    .webp({ loop: 0 })
    .toBuffer();
}

async function pixelsOf(png: Uint8Array) {
  return await sharp(png).raw().toBuffer({ resolveWithObject: true });
}

function expectRed(data: Buffer, pixel = 0, tolerance = 3): void {
  const levels = [RED.r, RED.g, RED.b];
  levels.forEach((level, channel) => {
    expect(Math.abs((data[pixel * 4 + channel] ?? 0) - level)).toBeLessThanOrEqual(tolerance);
  });
}

/** An RGBA PNG whose pixels are missing for the most part. */
function png(width: number, height: number, chunks: readonly Buffer[] = [], interlace = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1A\n', 'latin1'),
    chunk('IHDR', header),
    ...chunks,
    chunk('IDAT', deflateSync(Buffer.alloc(40_100))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The header of a lossless WebP: 14 bits for each side less one. */
function webpHeader(width: number, height: number): Buffer {
  const body = Buffer.alloc(1000);
  body[0] = 0x2f;
  body.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  const file = Buffer.alloc(20);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(12 + body.length, 4);
  file.write('WEBPVP8L', 8, 'latin1');
  file.writeUInt32LE(body.length, 16);
  return Buffer.concat([file, body]);
}
