import { graphemes } from '../../events/text.ts';
import type { Piece } from './break-rules.ts';

/** How wide a line from one piece to before another is; pieces are counted from 0. */
export type LineWidth = (from: number, to: number) => number;

/** The pieces of a line with what stands between them. */
export function lineOf(pieces: readonly Piece[], from: number, to: number): string {
  let line = pieces[from]?.text ?? '';
  for (let index = from + 1; index < to; index++) {
    const piece = pieces[index];
    if (piece) line += piece.gap + piece.text;
  }
  return line;
}

/**
 * The width of the widest line where it is narrowest, for 1, 2 … `mostLines` lines: what decides how large a text
 * can be set. Fewer pieces than lines give fewer widths.
 */
export function narrowest(count: number, mostLines: number, widthOf: LineWidth): number[] {
  const widths: number[] = [];
  // rest[i]: the widest line of the pieces from i on, at its narrowest, on as many lines as have been counted.
  let rest = Array.from({ length: count }, (_, from) => widthOf(from, count));
  for (let lines = 1; lines <= Math.min(mostLines, count); lines++) {
    if (lines > 1) {
      const fewer = rest;
      rest = fewer.map((_, from) => {
        let best = Number.POSITIVE_INFINITY;
        for (let to = from + 1; to <= count - lines + 1; to++) {
          const first = widthOf(from, to);
          if (first >= best) break;
          best = Math.min(best, Math.max(first, fewer[to] ?? 0));
        }
        return best;
      });
    }
    widths.push(rest[0] ?? 0);
  }
  return widths;
}

/**
 * Breaks pieces into exactly `lines` lines none of which is wider than `limit`, as evenly as possible and without an
 * orphan where that can be; undefined when no break is that narrow. Returns the index at which each line ends.
 */
export function evenest(
  pieces: readonly Piece[],
  lines: number,
  limit: number,
  widthOf: LineWidth,
): number[] | undefined {
  const count = pieces.length;
  // cost[i] and end[i]: of the best way to set the pieces from i on, on as many lines as have been counted.
  let cost = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  cost[count] = 0;
  const ends: Int32Array[] = [];
  for (let line = 1; line <= lines; line++) {
    const fewer = cost;
    const end = new Int32Array(count);
    cost = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
    for (let from = 0; from < count; from++) {
      for (let to = from + 1; to <= count; to++) {
        const width = widthOf(from, to);
        if (width > limit + ROUNDING) break;
        const rest = fewer[to] ?? Number.POSITIVE_INFINITY;
        if (rest === Number.POSITIVE_INFINITY) continue;
        const orphan = to === count && lines > 1 && isOrphan(pieces, from, width / limit);
        const total = ((limit - width) / limit) ** 2 + (orphan ? ORPHAN_COST : 0) + rest;
        if (total < (cost[from] ?? 0)) {
          cost[from] = total;
          end[from] = to;
        }
      }
    }
    ends.unshift(end);
  }
  if (cost[0] === Number.POSITIVE_INFINITY) return undefined;
  const result: number[] = [];
  let from = 0;
  for (const end of ends) {
    from = end[from] ?? count;
    result.push(from);
  }
  return result;
}

/** How many lines of a width the pieces fill, one after the other; a piece wider than that has a line of its own. */
export function fill(count: number, limit: number, widthOf: LineWidth): number[] {
  const ends: number[] = [];
  let from = 0;
  for (let to = 1; to <= count; to++) {
    if (to > from + 1 && widthOf(from, to) > limit + ROUNDING) {
      ends.push(to - 1);
      from = to - 1;
    }
  }
  if (from < count) ends.push(count);
  return ends;
}

/** The last line of a block is not a single letter, nor one word much shorter than the rest; a number may be. */
export function isOrphan(pieces: readonly Piece[], from: number, share: number): boolean {
  const text = lineOf(pieces, from, pieces.length);
  const letters = text.replace(/[\p{P}\s]+/gu, '');
  if (letters.length <= LONGEST_GRAPHEME && graphemes(letters).length <= 1) return true;
  return from === pieces.length - 1 && share < SHORT && !/[\d]/.test(text);
}

/** In UTF-16 units; a rarer emoji that is longer is no orphan. */
const LONGEST_GRAPHEME = 16;
const ROUNDING = 1e-6;
/** More than the slack of any number of lines. */
const ORPHAN_COST = 100;
/** Part of the widest line. */
const SHORT = 0.2;

/**
 * Cuts graphemes from the end until the text with an ellipsis fits; at worst the ellipsis alone. What would stand
 * bare before the ellipsis (a comma, an opening bracket, an `&`, the first letter of a longer word) goes, too.
 */
export function ellipsize(
  text: string,
  maxWidth: number,
  widthOf: (text: string) => number,
): string {
  const parts = graphemes(text);
  let [fits, tooLong] = [0, parts.length + 1];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (widthOf(`${trimmed(parts.slice(0, middle).join(''))}…`) <= maxWidth) fits = middle;
    else tooLong = middle;
  }
  const kept = parts.slice(0, fits).join('');
  const inWord = fits < parts.length && parts[fits] !== ' ';
  return `${trimmed(inWord ? kept.replace(/(?<=\S\s)\S$/u, '') : kept)}…`;
}

function trimmed(text: string): string {
  return text.replace(/(?:\s[&+x×/|-]|[\s\p{Ps}\p{Pi}\p{Pd},.:;·…&#@])+$/u, '');
}
