import { ImageData } from '@napi-rs/canvas';
import type { Box } from './composition.ts';

/** One colour over a part of the sheet, as opaque in each pixel as something is drawn there. */
export class Mask {
  x = 0;
  y = 0;
  width = 0;
  height = 0;
  image = new ImageData(1, 1);
  /** RGBA without premultiplication, row by row. */
  pixels: Uint8ClampedArray = this.image.data;

  /** Lays the mask over another part (whole pixels): transparent, in a colour (`#RRGGBB`). */
  cover({ x, y, width, height }: Box, color: string): void {
    Object.assign(this, { x, y, width, height });
    // Used again where it fits: fresh memory, which the system hands out page by page, costs more than the drawing.
    if (this.image.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height);
      this.pixels = this.image.data;
    }
    const value = Number.parseInt(color.slice(1), 16);
    // Red comes first in memory: the lowest byte on all processors that Node runs on.
    const rgb = ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16);
    new Uint32Array(this.pixels.buffer, this.pixels.byteOffset, width * height).fill(rgb);
  }

  /** Takes `share` (0 to 1) away inside a box, and less and less over `margin` pixels around it. */
  fade(box: Box, share: number, margin: number): void {
    const { pixels } = this;
    const across = falloff(box.x - this.x, box.width, margin, this.width);
    const down = falloff(box.y - this.y, box.height, margin, this.height);
    for (const [row, high] of down.values.entries()) {
      const start = ((down.first + row) * this.width + across.first) * 4 + OPACITY;
      for (let column = 0; column < across.values.length; column++) {
        const at = start + column * 4;
        const opacity = pixels[at] as number;
        if (opacity === 0) continue;
        pixels[at] = opacity * (1 - share * high * (across.values[column] as number));
      }
    }
  }
}

/** Where a pixel's opacity is among its four bytes. */
export const OPACITY = 3;

/** 1 inside, 0 from `margin` on, in between a smooth slope; for the pixels `first`, `first + 1` … below `limit`. */
function falloff(start: number, length: number, margin: number, limit: number) {
  const first = Math.max(0, Math.floor(start - margin));
  const end = Math.min(limit, Math.ceil(start + length + margin));
  const values = new Float32Array(Math.max(0, end - first));
  for (let index = 0; index < values.length; index++) {
    const middle = first + index + 0.5;
    const outside = Math.max(0, start - middle, middle - start - length);
    const near = Math.max(0, 1 - outside / margin);
    values[index] = near * near * (3 - 2 * near);
  }
  return { first, values };
}
