import { type Breaks, type Piece, pieces } from './break-rules.ts';
import { hangOf } from './hanging.ts';
import {
  ellipsize,
  evenest,
  fill,
  isOrphan,
  type LineWidth,
  lineOf,
  narrowest,
} from './line-break.ts';
import type { Measurer, TextStyle } from './measure.ts';
import { leadingAt, leadingOf } from './type-scale.ts';

export interface FitBox {
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly maxLines: number;
  readonly maxSize: number;
  readonly minSize: number;
  /** Baseline distance in em; default by size (`leadingAt`). Ink never touches, whatever it says. */
  readonly leading?: number;
  /** How far opening quotes and brackets may stand out to the left of the box, in pixels; default 0. */
  readonly hang?: number;
}

export interface FittedText {
  readonly size: number;
  readonly lines: readonly string[];
  /** Baseline distance in pixels. */
  readonly lineHeight: number;
  /** True when the end was replaced by an ellipsis. */
  readonly shortened: boolean;
}

export type Face = Omit<TextStyle, 'size'>;

/** A line more must earn its place: nearly the same size on fewer lines reads better. */
const WORTH_A_LINE = 1.04;
/** So much smaller a block may be to be rid of an orphan. */
const ORPHAN_PRICE = 1.04;

/** Lines and the size at which they fit. */
export interface Block {
  readonly size: number;
  readonly lines: readonly string[];
}

/** How texts are set in one face in one box. */
export class Setting {
  readonly #face: Face;
  readonly #box: FitBox;
  readonly #measurer: Measurer;

  constructor(face: Face, box: FitBox, measurer: Measurer) {
    this.#face = face;
    this.#box = box;
    this.#measurer = measurer;
  }

  /** The usual case, quickly: the whole text on one line, at the largest size or because there is but one. */
  onOneLine(text: string): Block | undefined {
    const { maxLines, maxSize, maxWidth, maxHeight, minSize } = this.#box;
    const line = text.trim();
    if (line === '') return undefined;
    const lines = [line];
    const fits =
      this.#width(line, maxSize) <= maxWidth && maxSize * this.#inkOf(lines).height <= maxHeight;
    if (fits) return { size: maxSize, lines };
    if (maxLines > 1) return undefined;
    const found = this.#solve({ size: maxSize, lines });
    return found.size >= minSize ? found : undefined;
  }

  /** The largest size at which the pieces fit, which may be smaller than the box permits, and their lines. */
  largest(found: readonly Piece[]): Block {
    const { maxLines, maxWidth, maxSize, minSize } = this.#box;
    if (found.length === 0) return { size: minSize, lines: [] };
    // Tracking depends on the size, and so do widths, a little: they are taken near the size to be found.
    const near = Math.sqrt(minSize * maxSize);
    const rough = this.#lineWidth(found, near);
    const tooMany = rough(0, found.length) * (minSize / near) > maxWidth * maxLines * 1.1;
    if (tooMany) return { size: 0, lines: [lineOf(found, 0, found.length)] };
    let best = { size: 0, count: 1 };
    for (const [index, widest] of narrowest(found.length, maxLines, rough).entries()) {
      const count = index + 1;
      const byHeight = this.#byHeight(count, near, this.#inkOf(found.map((piece) => piece.text)));
      const size = Math.min(maxSize, (near * maxWidth) / widest, byHeight);
      if (size > best.size * WORTH_A_LINE) best = { size, count };
    }
    return this.#solve(this.#evened(found, best.count, best.size));
  }

  /** The same with words broken that are wider than the box at the smallest size. */
  lettered(text: string): Block {
    return this.largest(this.#divided(text, 'letters'));
  }

  /** The pieces on so many lines, as even as can be at about the size that the widest line permits. */
  #evened(found: readonly Piece[], count: number, size: number): Block {
    const widthOf = this.#lineWidth(found, size);
    const limit = narrowest(found.length, count, widthOf)[count - 1] ?? 0;
    const ends = evenest(found, count, limit, widthOf) ?? [found.length];
    const start = ends.at(-2) ?? 0;
    const orphaned = count > 1 && isOrphan(found, start, widthOf(start, found.length) / limit);
    const loose = Math.max(limit * ORPHAN_PRICE, this.#box.maxWidth);
    const looser = orphaned ? evenest(found, count, loose, widthOf) : undefined;
    return { size, lines: linesOf(found, looser ?? ends) };
  }

  /** The exact size for lines that are settled. */
  #solve({ size, lines }: Block): Block {
    const { maxWidth, maxSize } = this.#box;
    const ink = this.#inkOf(lines);
    let exact = size;
    for (let step = 0; step < 4; step++) {
      const byWidth = (exact * maxWidth) / this.#widest(lines, exact);
      exact = Math.min(maxSize, byWidth, this.#byHeight(lines.length, exact, ink));
    }
    while (this.#widest(lines, exact) > maxWidth + 0.05) exact *= 0.999;
    return { size: exact, lines };
  }

  /** At the smallest size: words that are too wide are broken, and what does not fit is cut off. */
  squeeze(text: string): FittedText {
    const { maxWidth, minSize, maxLines, maxHeight } = this.#box;
    const { found, ends, lines } = this.#filled(text);
    const ink = this.#inkOf(lines);
    const leading = this.#leading(minSize, ink.need);
    const room = 1 + Math.floor((maxHeight / minSize - ink.height) / leading + 1e-9);
    const limit = Math.max(1, Math.min(maxLines, room));
    if (lines.length <= limit) return this.fitted({ size: minSize, lines }, false);
    const kept = linesOf(found, ends).slice(0, limit - 1);
    const rest = lineOf(found, ends[limit - 2] ?? 0, found.length);
    kept.push(ellipsize(rest, maxWidth, (line) => this.#width(line, minSize)));
    return this.fitted({ size: minSize, lines: kept }, true);
  }

  /** Lines at the smallest size, of words as long as those are narrow enough, else of what they can be divided into. */
  #filled(text: string) {
    const { maxWidth, minSize, maxLines } = this.#box;
    const fillWith = (breaks: 'words' | 'phrases' | 'letters', limit: number) => {
      const found = this.#divided(text, breaks);
      const widthOf = this.#lineWidth(found, minSize);
      const ends = fill(found.length, limit, widthOf);
      const evened = ends.length > maxLines ? ends : evenest(found, ends.length, limit, widthOf);
      return { found, ends, lines: linesOf(found, evened ?? ends) };
    };
    const fits = ({ found, ends, lines }: ReturnType<typeof fillWith>) =>
      this.#widest([...lines, ...linesOf(found, ends)], minSize) <= maxWidth + 0.5;
    for (const breaks of ['words', 'phrases'] as const) {
      const filled = fillWith(breaks, maxWidth);
      if (fits(filled)) return filled;
    }
    // Letters that join are wider alone or together than measured one by one.
    let limit = maxWidth;
    let filled = fillWith('letters', limit);
    while (!fits(filled) && limit > minSize) {
      limit *= 0.95;
      filled = fillWith('letters', limit);
    }
    return filled;
  }

  /** The pieces of a text; those that are wider than a line at the smallest size are divided further. */
  #divided(text: string, breaks: 'words' | 'phrases' | 'letters'): Piece[] {
    const divide = (piece: Piece, finer: Breaks): Piece[] =>
      this.#width(piece.text, this.#box.minSize) <= this.#box.maxWidth
        ? [piece]
        : pieces(piece.text, finer).map((part, index) =>
            index === 0 ? { ...part, gap: piece.gap } : part,
          );
    const words = pieces(text, 'words');
    if (breaks === 'words') return words;
    if (breaks === 'phrases') return words.flatMap((word) => divide(word, 'phrases'));
    return words
      .flatMap((word) => divide(word, 'spaces'))
      .flatMap((word) => divide(word, 'letters'));
  }

  fitted(block: Block, shortened: boolean): FittedText {
    const leading = this.#leading(block.size, this.#inkOf(block.lines).need);
    return { ...block, lineHeight: block.size * leading, shortened };
  }

  #leading(size: number, need: number): number {
    const { leading } = this.#box;
    return leading === undefined ? leadingAt(size, need) : leadingOf(leading, need);
  }

  #byHeight(count: number, size: number, ink: Heights): number {
    return this.#box.maxHeight / (ink.height + (count - 1) * this.#leading(size, ink.need));
  }

  /** What lines take upwards and downwards, in em: the block's outer two, and the most between two baselines. */
  #inkOf(lines: readonly string[]): Heights {
    const inks = lines.map((line) => this.#measurer.measure(line, { ...this.#face, size: 1 }));
    const ascents = inks.map((ink) => ink.inkAscent);
    const descents = inks.map((ink) => ink.inkDescent);
    return {
      height: Math.max(1, Math.max(...ascents) + Math.max(...descents)),
      need: Math.max(...ascents) + Math.max(...descents),
    };
  }

  #width(line: string, size: number): number {
    const { hang = 0 } = this.#box;
    const style = { ...this.#face, size };
    const { inkLeft, inkRight } = this.#measurer.measure(line, style);
    const hanging = hang === 0 ? 0 : Math.min(hang, hangOf(line, style, this.#measurer));
    return inkRight - inkLeft - hanging;
  }

  #widest(lines: readonly string[], size: number): number {
    return Math.max(...lines.map((line) => this.#width(line, size)));
  }

  /** Widths of lines as sums of those of their pieces: a line of five words is not shaped again for every break. */
  #lineWidth(found: readonly Piece[], size: number): LineWidth {
    const style = { ...this.#face, size };
    const measured = found.map((piece) => this.#measurer.measure(piece.text, style));
    const starts = [0];
    for (const [index, piece] of found.entries()) {
      const spaced = found[index + 1]?.gap === ' ';
      const { next } = spaced
        ? this.#measurer.measure(`${piece.text} `, style)
        : (measured[index] ?? { next: 0 });
      starts.push((starts[index] ?? 0) + next);
    }
    return (from, to) => {
      const { inkLeft } = measured[from] ?? { inkLeft: 0 };
      const { inkRight } = measured[to - 1] ?? { inkRight: 0 };
      return (starts[to - 1] ?? 0) - (starts[from] ?? 0) + inkRight - inkLeft;
    };
  }
}

interface Heights {
  readonly height: number;
  readonly need: number;
}

function linesOf(found: readonly Piece[], ends: readonly number[]): string[] {
  return ends.map((end, index) => lineOf(found, ends[index - 1] ?? 0, end));
}
