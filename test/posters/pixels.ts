import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Box, Composition, TextElement } from '../../src/posters/composition.ts';
import { Ground } from '../../src/posters/ground.ts';
import type { Typesetter } from '../../src/posters/typesetting/typesetter.ts';

/** RGBA rows. */
type Pixels = Uint8ClampedArray;

/** What lies behind the text of a composition. */
export function groundPixels(composition: Composition, typesetter: Typesetter): Pixels {
  return pixelsOf(composition, (context) => new Ground().paint(context, composition, typesetter));
}

/**
 * The contrast (WCAG 2) of a text against what is behind its letters, at the worst place. The ground is averaged over
 * cells of 8 px, which is what grain and fine lines amount to at the distance one reads from.
 */
export function worstContrast(
  element: TextElement,
  composition: Composition,
  ground: Pixels,
  typesetter: Typesetter,
): number {
  const { style, x, baseline } = element;
  let worst = Number.POSITIVE_INFINITY;
  for (const run of element.runs) {
    const letters = pixelsOf(composition, (context) =>
      typesetter.draw(context, run.text, style, { x: x + run.offset, baseline }),
    );
    const ink = luminanceOf(composition.palette[run.color]);
    for (const behind of inkedCells(run.ink, composition, letters, ground)) {
      worst = Math.min(worst, contrast(ink, behind));
    }
  }
  return worst;
}

function pixelsOf({ width, height }: Composition, draw: (context: SKRSContext2D) => void): Pixels {
  const context = createCanvas(width, height).getContext('2d');
  draw(context);
  return context.getImageData(0, 0, width, height).data;
}

const CELL = 8;

/** The mean luminance behind each cell that letters reach into. */
function* inkedCells(box: Box, { width, height }: Composition, letters: Pixels, ground: Pixels) {
  const right = Math.min(width, box.x + box.width);
  const bottom = Math.min(height, box.y + box.height);
  for (let top = Math.floor(box.y); top < bottom; top += CELL) {
    for (let left = Math.floor(box.x); left < right; left += CELL) {
      let sum = 0;
      let inked = false;
      for (let y = top; y < top + CELL; y++) {
        for (let x = left; x < left + CELL; x++) {
          const at = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 4;
          sum += luminance(ground[at] ?? 0, ground[at + 1] ?? 0, ground[at + 2] ?? 0);
          inked ||= (letters[at + 3] ?? 0) > 128;
        }
      }
      if (inked) yield sum / CELL ** 2;
    }
  }
}

function luminanceOf(color: string): number {
  const value = Number.parseInt(color.slice(1), 16);
  return luminance(value >> 16, (value >> 8) & 255, value & 255);
}

const LINEAR = Float64Array.from({ length: 256 }, (_, level) => {
  const part = level / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * (LINEAR[red] ?? 0) + 0.7152 * (LINEAR[green] ?? 0) + 0.0722 * (LINEAR[blue] ?? 0);
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
