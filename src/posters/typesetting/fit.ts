import { balance, ellipsize, fill, words } from './line-break.ts';
import type { Measurer, TextStyle } from './measure.ts';

export interface FitBox {
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly maxLines: number;
  readonly maxSize: number;
  readonly minSize: number;
  /** Baseline distance in em. */
  readonly leading: number;
}

export interface FittedText {
  readonly size: number;
  readonly lines: readonly string[];
  /** Baseline distance in pixels. */
  readonly lineHeight: number;
  /** True when the end was replaced by an ellipsis. */
  readonly shortened: boolean;
}

/**
 * The largest setting of a text in a box. First words are kept whole and the number of lines is chosen so that the
 * size is greatest; when not even the smallest size holds them, long words are broken between graphemes; when
 * that overflows too, the last line ends in an ellipsis. Lengths scale with the size, so nothing is searched.
 */
export function fitText(
  text: string,
  style: Omit<TextStyle, 'size'>,
  box: FitBox,
  measurer: Measurer,
): FittedText {
  const pieces = words(text);
  const inkWidthAt = (size: number) => (line: string) => {
    const metrics = measurer.measure(line, { ...style, size });
    return metrics.inkRight - metrics.inkLeft;
  };
  const unit = inkWidthAt(1);
  let best: { size: number; lines: string[] } | undefined;
  for (let count = 1; count <= Math.min(box.maxLines, pieces.length); count++) {
    const lines = balance(pieces, count, unit);
    const widest = Math.max(...lines.map(unit));
    const byHeight = box.maxHeight / (1 + (lines.length - 1) * box.leading);
    const size = Math.min(box.maxSize, box.maxWidth / widest, byHeight);
    // A line more must earn its place: the same size on fewer lines reads better.
    if (!best || size > best.size * 1.04) best = { size, lines };
  }
  if (!best) return { size: box.minSize, lines: [], lineHeight: 0, shortened: false };
  if (best.size >= box.minSize) return fitted(best.size, best.lines, box, false);
  return squeeze(pieces, box, inkWidthAt);
}

function squeeze(
  pieces: readonly string[],
  box: FitBox,
  inkWidthAt: (size: number) => (line: string) => number,
): FittedText {
  const widthOf = inkWidthAt(box.minSize);
  const roomFor = 1 + Math.floor((box.maxHeight / box.minSize - 1) / box.leading + 1e-9);
  const limit = Math.max(1, Math.min(box.maxLines, roomFor));
  const lines = fill(pieces, box.maxWidth, widthOf);
  if (lines.length <= limit) return fitted(box.minSize, lines, box, false);
  const kept = lines.slice(0, limit);
  const rest = lines.slice(limit - 1).join(' ');
  kept[limit - 1] = ellipsize(rest, box.maxWidth, widthOf);
  return fitted(box.minSize, kept, box, true);
}

function fitted(
  size: number,
  lines: readonly string[],
  box: FitBox,
  shortened: boolean,
): FittedText {
  return { size, lines, lineHeight: size * box.leading, shortened };
}
