import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Box, Composition, TextElement } from '../../src/posters/composition.ts';
import { Ground } from '../../src/posters/ground.ts';
import type { Typesetter } from '../../src/posters/typesetting/typesetter.ts';

/** RGBA rows. */
type Pixels = Uint8ClampedArray;

/** What lies behind the text of a composition. */
export function groundPixels(composition: Composition, typesetter: Typesetter): Pixels {
  const { width, height } = composition;
  const context = sheetOf(composition);
  ground.paint(context, composition, typesetter);
  return context.getImageData(0, 0, width, height).data;
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
    const context = sheetOf(composition);
    typesetter.draw(context, run.text, style, { x: x + run.offset, baseline });
    const cells = cellsOver(run.ink, composition);
    const letters = context.getImageData(cells.x, cells.y, cells.width, cells.height).data;
    const ink = luminanceOf(composition.palette[run.color]);
    for (const behind of inkedCells(cells, composition, letters, ground)) {
      worst = Math.min(worst, contrast(ink, behind));
    }
  }
  return worst;
}

const ground = new Ground();
/** One for each size: canvases are freed only when the event loop turns, which it does not within a test. */
const sheets = new Map<string, SKRSContext2D>();

/** An empty sheet to draw on. */
function sheetOf({ width, height }: Composition): SKRSContext2D {
  const key = `${width} ${height}`;
  const context = sheets.get(key) ?? createCanvas(width, height).getContext('2d');
  sheets.set(key, context);
  context.clearRect(0, 0, width, height);
  return context;
}

const CELL = 8;

/** The part of the sheet, in whole cells, that a box reaches into. */
function cellsOver(box: Box, { width, height }: Composition): Box {
  const [x, y] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
  const across = Math.ceil((Math.min(width, box.x + box.width) - x) / CELL);
  const down = Math.ceil((Math.min(height, box.y + box.height) - y) / CELL);
  return { x, y, width: Math.max(1, across) * CELL, height: Math.max(1, down) * CELL };
}

/** The mean luminance behind each cell that letters reach into. */
function* inkedCells(cells: Box, sheet: Composition, letters: Pixels, ground: Pixels) {
  for (let top = 0; top < cells.height; top += CELL) {
    for (let left = 0; left < cells.width; left += CELL) {
      let sum = 0;
      let inked = false;
      for (let y = top; y < top + CELL; y++) {
        for (let x = left; x < left + CELL; x++) {
          const row = Math.min(cells.y + y, sheet.height - 1);
          const at = (row * sheet.width + Math.min(cells.x + x, sheet.width - 1)) * 4;
          sum += luminance(ground[at] ?? 0, ground[at + 1] ?? 0, ground[at + 2] ?? 0);
          inked ||= (letters[(y * cells.width + x) * 4 + 3] ?? 0) > 128;
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
