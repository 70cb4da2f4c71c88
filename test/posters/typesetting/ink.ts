import { createCanvas } from '@napi-rs/canvas';
import type { TextStyle } from '../../../src/posters/typesetting/measure.ts';
import type { Typesetter } from '../../../src/posters/typesetting/typesetter.ts';

const MARGIN = 150;
/** Fainter pixels are no ink: the soft edges of colour bitmaps. */
const CLEAR = 0.1;

export interface InkBox {
  readonly left: number;
  readonly right: number;
  readonly ascent: number;
  readonly descent: number;
}

/** Where the ink of a line really is, from its pen and baseline, read from pixels. */
export function drawnInk(
  text: string,
  style: TextStyle,
  typesetter: Typesetter,
): InkBox | undefined {
  const width = Math.ceil(typesetter.measure(text, style).advance + 2 * MARGIN + style.size);
  const height = Math.ceil(style.size * 3);
  const baseline = Math.round(style.size * 1.8);
  const context = createCanvas(width, height).getContext('2d');
  typesetter.draw(context, text, style, { x: MARGIN, baseline });
  const { data } = context.getImageData(0, 0, width, height);
  const columns = new Array<number>(width).fill(0);
  const rows = new Array<number>(height).fill(0);
  for (let index = 3; index < data.length; index += 4) {
    const share = (data[index] ?? 0) / 255;
    const x = (index >> 2) % width;
    const y = Math.floor((index >> 2) / width);
    columns[x] = Math.max(columns[x] ?? 0, share);
    rows[y] = Math.max(rows[y] ?? 0, share);
  }
  const [left, right] = ends(columns);
  const [top, bottom] = ends(rows);
  if (right < left) return undefined;
  return {
    left: left - MARGIN,
    right: right - MARGIN,
    ascent: baseline - top,
    descent: bottom - baseline,
  };
}

/** A letter that covers a part of its outermost pixel ends in it. */
function ends(shares: readonly number[]): [number, number] {
  const first = shares.findIndex((share) => share > CLEAR);
  const last = shares.findLastIndex((share) => share > CLEAR);
  return [first + 1 - (shares[first] ?? 0), last + (shares[last] ?? 0)];
}
