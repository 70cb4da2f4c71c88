import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Fonts } from './fonts.ts';
import type { Script } from './script.ts';
import { EMOJI, Shaper } from './shape.ts';
import { trackingAt } from './type-scale.ts';

/** How a piece of text is set. */
export interface TextStyle {
  /** Pixels per em. */
  readonly size: number;
  readonly weight: 500 | 600 | 800;
  /** Letter spacing in em; negative is tighter. Default by size and script (`trackingAt`). */
  readonly tracking?: number;
  /** Figures of equal width, so that times stand in columns. */
  readonly tabular?: boolean;
}

/** Lengths in pixels. */
export interface TextMetrics {
  /** Pen movement without the tracking that would follow the last letter. */
  readonly advance: number;
  /** Where the pen of a text that follows on the same line begins. */
  readonly next: number;
  /** Where ink begins and ends, from the pen's start; the left side is negative where ink hangs out. */
  readonly inkLeft: number;
  readonly inkRight: number;
  /** Distance of the ink's top above the baseline, and of its bottom below it: negative where it floats, as `“` does. */
  readonly inkAscent: number;
  readonly inkDescent: number;
}

/** A part of a text that is drawn in one go; lengths in pixels. */
export interface PlacedPart {
  readonly text: string;
  readonly script: Script;
  /** From the text's start: where the room that it takes begins, and where its pen does, which may be behind a space. */
  readonly start: number;
  readonly offset: number;
  /** How far its pen is above the baseline. */
  readonly rise: number;
  readonly size: number;
  readonly tracking: number;
  /** Where it begins in the text, in reading order, and in which run of one direction it stands. */
  readonly from: number;
  readonly run: number;
}

/**
 * Measures text on our fonts. Every length but the tracking scales with the size, so a text is shaped once and then
 * measured at any size by arithmetic.
 */
export class Measurer {
  readonly #shaper: Shaper;

  constructor(fonts: Fonts) {
    this.#shaper = new Shaper(fonts);
  }

  measure(text: string, style: TextStyle): TextMetrics {
    const { size } = style;
    let pen = 0;
    let trailing = 0;
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let ascent = Number.NEGATIVE_INFINITY;
    let descent = Number.NEGATIVE_INFINITY;
    for (const part of this.#shape(text, style)) {
      const tracking = part.tracked === 0 ? 0 : trackingOf(style, part.script);
      trailing = tracking;
      if (part.ink) {
        const start = pen + part.shift;
        left = Math.min(left, start + part.ink.left);
        right = Math.max(right, start + part.ink.right + part.trackedBeforeEnd * tracking);
        ascent = Math.max(ascent, part.ink.ascent + part.rise);
        descent = Math.max(descent, part.ink.descent - part.rise);
      }
      pen += part.advance + part.tracked * tracking;
    }
    const seen = right > left;
    return {
      advance: text.endsWith(' ') ? pen * size : (pen - trailing) * size,
      next: pen * size,
      inkLeft: seen ? left * size : 0,
      inkRight: seen ? right * size : 0,
      inkAscent: seen ? ascent * size : 0,
      inkDescent: seen ? descent * size : 0,
    };
  }

  /** What to draw where, from left to right. */
  parts(text: string, style: TextStyle): PlacedPart[] {
    const { size } = style;
    let pen = 0;
    return this.#shape(text, style).map((part) => {
      const { text, script, from, run } = part;
      const tracking = part.tracked === 0 ? 0 : trackingOf(style, script);
      const placed = {
        ...{ text, script, from, run },
        start: pen * size,
        offset: (pen + part.shift) * size,
        rise: part.rise * size,
        size: script === 'emoji' ? size * EMOJI.scale : size,
        tracking: tracking * size,
      };
      pen += part.advance + part.tracked * tracking;
      return placed;
    });
  }

  #shape(text: string, style: TextStyle) {
    return this.#shaper.shape(text, style.weight, style.tabular ?? false);
  }
}

/** Makes a context draw a part as it was measured. */
export function setPartStyle(
  context: SKRSContext2D,
  fonts: Fonts,
  weight: number,
  part: PlacedPart,
): void {
  context.font = fonts.css(weight, part.size, part.script === 'emoji' ? 'emoji' : 'text');
  context.letterSpacing = `${part.tracking}px`;
  // Letter spacing is added to word spaces, too; they keep their width.
  context.wordSpacing = `${-part.tracking}px`;
  context.fontKerning = 'normal';
}

function trackingOf(style: TextStyle, script: Script): number {
  return style.tracking ?? trackingAt(style.size, script);
}
