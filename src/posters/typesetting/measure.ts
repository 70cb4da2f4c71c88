import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { graphemes } from '../../events/text.ts';
import type { Fonts } from './fonts.ts';

/** How a piece of text is set. */
export interface TextStyle {
  /** Pixels per em. */
  readonly size: number;
  readonly weight: 500 | 600 | 800;
  /** Letter spacing in em; negative is tighter. */
  readonly tracking: number;
  /** Figures of equal width, so that times stand in columns. */
  readonly tabular?: boolean;
}

export interface TextMetrics {
  /** Pen movement without the tracking that would follow the last letter. */
  readonly advance: number;
  /** Where ink begins and ends, from the pen's start; the left side is negative where ink hangs out. */
  readonly inkLeft: number;
  readonly inkRight: number;
  /** Distance of the ink's top above the baseline, and of its bottom below it. */
  readonly inkAscent: number;
  readonly inkDescent: number;
}

/** A part of a text and how far from the text's start its pen begins, in pixels. */
export interface PlacedPart {
  readonly text: string;
  readonly offset: number;
}

const REFERENCE_SIZE = 100;
const CACHE_LIMIT = 20_000;

/**
 * Measures text on our fonts. Glyphs are placed at sub-pixel positions and not hinted, so every length scales with
 * the size: a text is measured once at 100 px and the fitter needs no further measuring.
 */
export class Measurer {
  readonly #fonts: Fonts;
  readonly #context: SKRSContext2D;
  readonly #known = new Map<string, TextMetrics>();

  constructor(fonts: Fonts) {
    this.#fonts = fonts;
    this.#context = createCanvas(1, 1).getContext('2d');
  }

  measure(text: string, style: TextStyle): TextMetrics {
    const scale = style.size / REFERENCE_SIZE;
    const at100 = this.#atReferenceSize(text, style);
    return {
      advance: at100.advance * scale,
      inkLeft: at100.inkLeft * scale,
      inkRight: at100.inkRight * scale,
      inkAscent: at100.inkAscent * scale,
      inkDescent: at100.inkDescent * scale,
    };
  }

  /** What to draw where. Canvas has no `tabular-nums` here, so figures are centred in cells as wide as the zero. */
  parts(text: string, style: TextStyle): PlacedPart[] {
    if (!style.tabular) return [{ text, offset: 0 }];
    const plain = { ...style, tabular: false };
    const cell = this.measure('0', plain).advance;
    let pen = 0;
    return graphemes(text).map((grapheme) => {
      const { advance } = this.measure(grapheme, plain);
      const width = /^\d$/.test(grapheme) ? cell : advance;
      const part = { text: grapheme, offset: pen + (width - advance) / 2 };
      pen += width + style.tracking * style.size;
      return part;
    });
  }

  #atReferenceSize(text: string, style: TextStyle): TextMetrics {
    const key = `${style.weight} ${style.tracking} ${style.tabular ? 't' : ''} ${text}`;
    let metrics = this.#known.get(key);
    if (!metrics) {
      const reference = { ...style, size: REFERENCE_SIZE };
      metrics = style.tabular
        ? this.#measureParts(this.parts(text, reference), reference)
        : this.#measureRun(text, reference);
      if (this.#known.size >= CACHE_LIMIT) this.#known.clear();
      this.#known.set(key, metrics);
    }
    return metrics;
  }

  // Skia's ink box covers only the first run of a text that mixes scripts (measured with @napi-rs/canvas 1.0.11:
  // '언더AVg' reports the ink of '언더'), and ignores letter spacing. Its advance is right. So ink is put together
  // from parts that are one run each.
  #measureRun(text: string, style: TextStyle): TextMetrics {
    setTextStyle(this.#context, this.#fonts, style);
    const advance = this.#context.measureText(text).width - style.tracking * style.size;
    const texts = runs(text);
    if (texts.length > 1) {
      const last = texts.at(-1) ?? '';
      const before = advance - this.measure(last, style).advance;
      const parts = texts.map((part, index) => ({
        text: part,
        // Only the outer two matter for the box's sides.
        offset: index === texts.length - 1 ? before : 0,
      }));
      return { ...this.#measureParts(parts, style), advance };
    }
    this.#context.letterSpacing = '0px';
    const ink = this.#context.measureText(text);
    return {
      advance,
      inkLeft: -ink.actualBoundingBoxLeft,
      inkRight: ink.actualBoundingBoxRight,
      inkAscent: ink.actualBoundingBoxAscent,
      inkDescent: ink.actualBoundingBoxDescent,
    };
  }

  #measureParts(parts: readonly PlacedPart[], style: TextStyle): TextMetrics {
    const inks = parts.map((part) => this.measure(part.text, { ...style, tabular: false }));
    const first = inks[0] ?? EMPTY;
    const last = inks.at(-1) ?? EMPTY;
    const lastOffset = parts.at(-1)?.offset ?? 0;
    return {
      advance: lastOffset + last.advance,
      inkLeft: (parts[0]?.offset ?? 0) + first.inkLeft,
      inkRight: lastOffset + last.inkRight,
      inkAscent: Math.max(0, ...inks.map((ink) => ink.inkAscent)),
      inkDescent: Math.max(0, ...inks.map((ink) => ink.inkDescent)),
    };
  }
}

const EMPTY: TextMetrics = { advance: 0, inkLeft: 0, inkRight: 0, inkAscent: 0, inkDescent: 0 };

const JOINING_RUN =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{M}]+/u;

/** Single graphemes, except that letters which join or reorder stay together. */
function runs(text: string): string[] {
  return text
    .split(new RegExp(`(${JOINING_RUN.source})`, 'u'))
    .flatMap((part) => (JOINING_RUN.test(part) ? [part] : graphemes(part)))
    .filter((part) => part !== '');
}

/** Makes a context set text in this style; shared by measuring and painting so that the two cannot differ. */
export function setTextStyle(context: SKRSContext2D, fonts: Fonts, style: TextStyle): void {
  context.font = fonts.css(style.weight, style.size);
  context.letterSpacing = `${style.tracking * style.size}px`;
  context.fontKerning = 'normal';
}
