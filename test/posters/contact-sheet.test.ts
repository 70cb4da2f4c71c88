import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contactSheet } from '../../src/posters/contact-sheet.ts';

describe('a contact sheet', () => {
  it('shows three pictures side by side, each with its edge', async () => {
    const sheet = await contactSheet(
      await Promise.all(['#FF0000', '#00FF00', '#0000FF'].map(flat)),
    );
    expect(await sharp(sheet).metadata()).toMatchObject({
      format: 'jpeg',
      width: 2288,
      height: 784,
      space: 'srgb',
    });
    const colors = await colorsAt(sheet, [
      [16, 392],
      [60, 60],
      [724, 720],
      [768, 392],
      [812, 392],
      [1560, 392],
      [2272, 392],
    ]);
    expect(colors).toEqual(['grey', 'red', 'red', 'grey', 'green', 'blue', 'grey']);
  });

  it('shows a tall picture whole', async () => {
    const tall = {
      create: { width: 540, height: 960, channels: 3, background: '#FF0000' },
    } as const;
    const sheet = await contactSheet([await sharp(tall).jpeg().toBuffer()]);
    expect(await sharp(sheet).metadata()).toMatchObject({ width: 784, height: 784 });
    expect(
      await colorsAt(sheet, [
        [100, 392],
        [392, 40],
        [392, 740],
      ]),
    ).toEqual(['grey', 'red', 'red']);
  });

  it('begins another row after three', async () => {
    const sheet = await contactSheet(await Promise.all(Array(4).fill('#FF0000').map(flat)));
    expect(await sharp(sheet).metadata()).toMatchObject({ width: 2288, height: 1536 });
  });

  it('is under 1 MB even where nothing can be compressed, and carries no metadata', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 90 } as const;
    const picture = await sharp({
      create: { width: 1080, height: 1080, channels: 3, background: '#000000', noise },
    })
      .withExif({ IFD0: { Artist: 'a machine' } })
      .jpeg({ quality: 100 })
      .toBuffer();
    const sheet = await contactSheet([picture, picture, picture]);
    expect(sheet.length).toBeLessThan(1_000_000);
    expect((await sharp(sheet).metadata()).exif).toBeUndefined();
  });
});

async function flat(background: string): Promise<Buffer> {
  return await sharp({ create: { width: 1080, height: 1080, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

async function colorsAt(sheet: Buffer, places: readonly (readonly [number, number])[]) {
  const { data, info } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true });
  return places.map(([x, y]) => {
    const at = (y * info.width + x) * info.channels;
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (Math.max(red, green, blue) - Math.min(red, green, blue) < 30) return 'grey';
    if (red > 200) return 'red';
    return green > 200 ? 'green' : 'blue';
  });
}
