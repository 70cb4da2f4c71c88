import type { Language } from '../events/event.ts';
import type {
  Box,
  CodeElement,
  ColorRole,
  Composition,
  Element,
  LogoElement,
  MotifPlacement,
  TextElement,
  TextRun,
} from './composition.ts';
import type { PosterWarning } from './poster.ts';
import type { ComposeOptions } from './template.ts';
import { paletteOf, THEMES } from './theme.ts';
import type { TextMetrics, TextStyle } from './typesetting/measure.ts';
import type { FitBox } from './typesetting/setting.ts';

/** Nothing but the artwork comes nearer to an edge than the margin, except for hanging quotes and brackets. */
export const MARGIN = 72;
/** Nor they nearer than this. */
const EDGE = 60;
/** No text is smaller than this at 1080 px width: it must be read in a feed. */
export const MIN_TEXT_SIZE = 26;

type Face = Omit<TextStyle, 'size'>;

/** The faces of the type system. Tracking follows size and script where a face does not fix it (type-scale.ts). */
export const FACES = {
  hero: { weight: 800 },
  title: { weight: 800 },
  name: { weight: 800 },
  strong: { weight: 600 },
  text: { weight: 500 },
  figures: { weight: 500, tracking: 0, tabular: true },
  header: { weight: 600, tracking: 0, tabular: true },
} as const satisfies Record<string, Face>;

export interface LineOptions {
  readonly role: string;
  readonly face: Face;
  readonly size: number;
  readonly color: ColorRole;
  /** The edge the ink stands on: its left edge for `left`, its right edge for `right`. */
  readonly x: number;
  readonly align?: 'left' | 'right';
  readonly baseline: number;
  /** Shrinks down to `minSize` (default 26), then ends in an ellipsis. */
  readonly maxWidth: number;
  readonly minSize?: number;
  /** The part of the line, from here on, that takes the accent; see `accentStart`. */
  readonly accentFrom?: number;
}

export interface BlockOptions extends Omit<FitBox, 'leading' | 'hang'> {
  readonly role: string;
  readonly face: Face;
  readonly x: number;
  /** Where the ink of the first line begins, or where the last line stands. */
  readonly anchor: { readonly top: number } | { readonly lastBaseline: number };
  /** Default `ink`. */
  readonly color?: ColorRole;
  /** From which letter on each line takes the accent colour; `text` is the whole that was broken into the lines. */
  readonly accent?: (lines: readonly string[], text: string) => readonly (number | undefined)[];
}

export interface RuleOptions {
  readonly thickness: number;
  readonly color: ColorRole;
  readonly alpha: number;
  readonly left?: number;
  readonly right?: number;
}

/** A composition under construction: places text by its ink and collects the warnings. */
export class Sheet {
  readonly #options: ComposeOptions;
  readonly #seed: string;
  readonly #elements: Element[] = [];
  readonly #warnings: PosterWarning[] = [];
  readonly #missing = new Set<string>();

  constructor(seed: string, options: ComposeOptions) {
    this.#seed = seed;
    this.#options = options;
  }

  get width(): number {
    return this.#options.size.width;
  }

  get height(): number {
    return this.#options.size.height;
  }

  /** Between these, text may stand. */
  get top(): number {
    return this.#options.size.clear.top;
  }

  get bottom(): number {
    return this.height - this.#options.size.clear.bottom;
  }

  get language(): Language {
    return this.#options.language;
  }

  /** Width between the margins. */
  get measure(): number {
    return this.width - 2 * MARGIN;
  }

  /** The text without what no font of ours can draw; the loss is reported once. */
  drawable(text: string): string {
    const drawable = this.#options.typesetter.drawable(text);
    for (const character of drawable.missing) this.#missing.add(character);
    return drawable.text;
  }

  /** Sets one line; returns where its ink is, or undefined when there is nothing to set. */
  line(raw: string, options: LineOptions): TextElement | undefined {
    const text = this.drawable(raw);
    if (text === '') return undefined;
    const fitted = this.#options.typesetter.fit(text, options.face, {
      maxWidth: options.maxWidth,
      maxHeight: Number.POSITIVE_INFINITY,
      maxLines: 1,
      maxSize: options.size,
      minSize: Math.min(options.size, options.minSize ?? MIN_TEXT_SIZE),
      hang: options.align === 'right' ? 0 : hangAt(options.x),
    });
    if (fitted.shortened) this.#warnings.push({ kind: 'text_shortened', text });
    const style = { ...options.face, size: fitted.size };
    return this.#place(fitted.lines[0] ?? '', style, options);
  }

  /** Sets a hero or title as large as its box allows; returns its lines from top to bottom. */
  block(raw: string, options: BlockOptions): TextElement[] {
    const text = this.drawable(raw);
    const { typesetter } = this.#options;
    const fitted = typesetter.fit(text, options.face, { ...options, hang: hangAt(options.x) });
    if (fitted.shortened) this.#warnings.push({ kind: 'text_shortened', text });
    const style = { ...options.face, size: fitted.size };
    const [first] = fitted.lines;
    if (first === undefined) return [];
    const { anchor } = options;
    let baseline =
      'top' in anchor
        ? anchor.top + typesetter.measure(first, style).inkAscent
        : anchor.lastBaseline - (fitted.lines.length - 1) * fitted.lineHeight;
    const accents = options.accent?.(fitted.lines, text) ?? [];
    // Several lines that read from the right begin at one edge, too: the right one.
    const fromRight =
      fitted.lines.length > 1 && fitted.lines.every((line) => typesetter.isRightToLeft(line));
    const edge = fromRight
      ? ({ x: options.x + options.maxWidth, align: 'right' } as const)
      : { x: options.x };
    return fitted.lines.flatMap((line, index) => {
      const placed = this.#place(line, style, {
        role: options.role,
        color: options.color ?? 'ink',
        ...edge,
        baseline,
        ...(accents[index] === undefined ? {} : { accentFrom: accents[index] }),
      });
      baseline += fitted.lineHeight;
      return placed ? [placed] : [];
    });
  }

  /** A horizontal rule below `y`, from margin to margin unless said otherwise. */
  rule(y: number, options: RuleOptions): void {
    const { thickness, color, alpha, left = MARGIN, right = this.width - MARGIN } = options;
    const box = { x: left, y, width: right - left, height: thickness };
    this.#elements.push({ kind: 'rule', box, color, alpha });
  }

  /** Of a text that is `drawable`. */
  inkOf(text: string, style: TextStyle): TextMetrics {
    return this.#options.typesetter.measure(text, style);
  }

  inkWidth(text: string, style: TextStyle): number {
    const { inkLeft, inkRight } = this.inkOf(text, style);
    return inkRight - inkLeft;
  }

  /**
   * The lowest baseline down to `wanted` on which a text's ink ends above `floor`, at the sheet's edge unless said
   * otherwise: some scripts reach twice as deep as Hangul.
   */
  baselineAbove(wanted: number, text: string, style: TextStyle, floor?: number): number {
    const { inkDescent } = this.#options.typesetter.measure(this.drawable(text), style);
    return Math.min(wanted, (floor ?? this.bottom - EDGE) - inkDescent);
  }

  warn(warning: PosterWarning): void {
    this.#warnings.push(warning);
  }

  /** Places what is not text; templates know its size beforehand. */
  add(element: CodeElement | LogoElement): void {
    this.#elements.push(element);
  }

  /** `acts`: how many this page shows. */
  finish(motif: MotifPlacement, acts?: number): Composition {
    const { theme, brand = {} } = this.#options;
    const stroke = THEMES[theme].motif.accented && brand.accent;
    if (this.#missing.size > 0) {
      this.#warnings.push({ kind: 'missing_glyphs', characters: [...this.#missing] });
    }
    return {
      width: this.width,
      height: this.height,
      theme,
      palette: paletteOf(theme, brand.accent),
      seed: this.#seed,
      motif: stroke === undefined ? motif : { ...motif, stroke },
      elements: this.#elements,
      ...(acts === undefined ? {} : { acts }),
      warnings: this.#warnings,
    };
  }

  /**
   * Optical alignment: the ink stands on the edge and not the letter's box, and the first letter where a line begins
   * with a quote or bracket, which hangs out.
   */
  #place(
    text: string,
    style: TextStyle,
    options: Pick<LineOptions, 'role' | 'color' | 'x' | 'align' | 'baseline' | 'accentFrom'>,
  ): TextElement | undefined {
    if (text === '') return undefined;
    const { typesetter } = this.#options;
    const { role, color, baseline, accentFrom } = options;
    const metrics = typesetter.measure(text, style);
    const x =
      options.align === 'right'
        ? options.x - metrics.inkRight
        : options.x - metrics.inkLeft - Math.min(hangAt(options.x), typesetter.hang(text, style));
    const inkAt = (pen: number, ink: TextMetrics): Box => ({
      x: pen + ink.inkLeft,
      y: baseline - ink.inkAscent,
      width: ink.inkRight - ink.inkLeft,
      height: ink.inkAscent + ink.inkDescent,
    });
    const stretches =
      accentFrom === undefined
        ? [{ text, offset: 0, isEnd: false }]
        : typesetter.divide(text, style, accentFrom);
    const runs = stretches.map((stretch): TextRun => {
      const measured = typesetter.measure(stretch.text, style);
      return {
        text: stretch.text,
        color: stretch.isEnd ? 'accent' : color,
        offset: stretch.offset,
        ink: inkAt(x + stretch.offset, measured),
      };
    });
    const ink = inkAt(x, metrics);
    const element: TextElement = { kind: 'text', role, runs, style, x, baseline, ink };
    this.#elements.push(element);
    return element;
  }
}

/** Where the number of a series begins (`#47`, `vol.3`), by line: it is how its nights are told apart. */
export function numberStarts(lines: readonly string[]): (number | undefined)[] {
  return lines.map((line, index) => {
    if (index !== lines.length - 1) return undefined;
    const number = /(?:^|\s)([#№]?\d[\d.]*|(?:vol|no|ep|pt)\.?\s?\d+)$/iu.exec(line)?.[1];
    return number === undefined ? undefined : line.length - number.length;
  });
}

/** The number, or where there is none the last of several lines, if it is whole words up to the end of the text. */
export function accentStarts(lines: readonly string[], text: string): (number | undefined)[] {
  const numbers = numberStarts(lines);
  const last = lines.at(-1) ?? '';
  if (lines.length < 2 || numbers.at(-1) !== undefined) return numbers;
  if (last.endsWith('…') || beginsInsideWord(last, text)) return numbers;
  return numbers.with(-1, 0);
}

function beginsInsideWord(last: string, text: string): boolean {
  const before = text.trimEnd().slice(0, -last.length);
  return /[\p{L}\p{M}\p{N}]$/u.test(before) && /^[\p{L}\p{M}\p{N}]/u.test(last);
}

/** How far quotes and brackets at the beginning of a line may stand out from its left edge. */
function hangAt(x: number): number {
  return Math.min(MARGIN - EDGE, Math.max(0, x - EDGE));
}
