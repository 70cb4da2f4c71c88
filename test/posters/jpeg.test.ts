import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodeJpeg } from '../../src/posters/jpeg.ts';

function paintedCanvas() {
  const canvas = createCanvas(320, 200);
  const context = canvas.getContext('2d');
  const gradient = context.createLinearGradient(0, 0, 320, 200);
  gradient.addColorStop(0, '#E946FF');
  gradient.addColorStop(1, '#0B0B10');
  context.fillStyle = gradient;
  context.fillRect(0, 0, 320, 200);
  context.fillStyle = '#F5F5F7';
  context.fillRect(40, 30, 90, 60);
  return canvas;
}

// The optional encoder, where there is one, and the one that is always there.
describe.each([
  ['the fastest installed', undefined],
  ['sharp', null],
] as const)('%s', (_, turbo) => {
  test('writes a baseline 4:2:0 JPEG without metadata, true to the canvas', async () => {
    const canvas = paintedCanvas();
    const jpeg = await encodeJpeg(canvas, turbo);
    const meta = await sharp(jpeg).metadata();
    expect(meta).toMatchObject({
      format: 'jpeg',
      width: 320,
      height: 200,
      space: 'srgb',
      isProgressive: false,
      chromaSubsampling: '4:2:0',
    });
    for (const part of ['exif', 'icc', 'iptc', 'xmp', 'comments'] as const) {
      expect(meta[part]).toBeUndefined();
    }
    const found = await sharp(jpeg).raw().toBuffer();
    const expected = await sharp(canvas.data(), { raw: { width: 320, height: 200, channels: 4 } })
      .removeAlpha()
      .raw()
      .toBuffer();
    const away = found.reduce((sum, level, at) => sum + Math.abs(level - (expected[at] ?? 0)), 0);
    expect(away / found.length).toBeLessThan(2);
  });

  test('leaves the canvas as it was and gives the same bytes again', async () => {
    const canvas = paintedCanvas();
    const before = canvas.data();
    const first = await encodeJpeg(canvas, turbo);
    expect(await encodeJpeg(canvas, turbo)).toEqual(first);
    expect(canvas.data()).toEqual(before);
  });
});
