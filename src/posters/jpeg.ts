import type { Canvas } from '@napi-rs/canvas';
import sharp from 'sharp';

// libvips keeps results of operations for reuse; ours never repeat.
sharp.cache(false);

/**
 * Encodes a canvas as baseline 4:2:0 JPEG, sRGB, without metadata. Skia's own encoder takes 80 % of a poster's time;
 * libjpeg-turbo through sharp does the same work in half, on libvips' threads instead of ours. Fixed Huffman tables
 * (`optimiseCoding: false`) halve it again for 10 % more bytes.
 */
export async function encodeJpeg(canvas: Canvas): Promise<Buffer> {
  const { width, height } = canvas;
  return await sharp(canvas.data(), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90, chromaSubsampling: '4:2:0', progressive: false, optimiseCoding: false })
    .toBuffer();
}
