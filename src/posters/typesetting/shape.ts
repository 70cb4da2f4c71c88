import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { graphemes } from '../../events/text.ts';
import { directionalRuns } from './bidi.ts';
import type { Fonts } from './fonts.ts';
import { type Glyphs, type Ink, InkReader } from './ink-reader.ts';
import { type RunPiece, runPieces } from './run-pieces.ts';
import { type Script, scriptSpans } from './script.ts';

/** A piece of a text that is drawn in one go, or nothing but room where it is empty. */
export interface ShapedPart extends Glyphs {
  readonly text: string;
  readonly script: Script;
  /** Where it begins in the text, in reading order, and in which run of one direction it stands. */
  readonly from: number;
  readonly run: number;
  /** How many of its letters are followed by tracking, and how many of those stand before its last ink. */
  readonly tracked: number;
  readonly trackedBeforeEnd: number;
  /** Moves it in the room it takes: behind a space, or to the middle of a figure's cell. */
  readonly shift: number;
  /** Moves it up: a colon to the middle of figures, an emoji to that of letters. */
  readonly rise: number;
}

/** Skia says the ink of letters in whole pixels up to this size, and in 64ths of an em above it. */
const REFERENCE_SIZE = 256;
const CACHE_LIMIT = 20_000;
/**
 * Emoji are drawn 1.13 em tall and sink below the line. At this scale and height they stand where Hangul stands
 * (0.81 em above the baseline to 0.09 below), whose middle is that of capitals, too. Between Hangul and Latin nothing
 * needs moving: in Pretendard their middles are 0.36 and 0.355 em high, and the Latin, which is the bolder, only gets
 * bolder still when its capitals are made as tall as Hangul.
 */
export const EMOJI = { scale: 0.82, rise: 0.078, bearing: 0.06 } as const;
/** Between figures, signs stand at the middle of figures, 0.36 em high, and not at that of small letters. */
const FIGURE_RISE: Readonly<Record<string, number>> = { ':': 0.085, '–': 0.07, '-': 0.07 };

/**
 * Takes a line apart into what Skia draws in one go, from left to right: runs of one direction, in them spans of one
 * script. Glyphs are placed at sub-pixel positions and not hinted, so all lengths are in em and hold for any size.
 */
export class Shaper {
  readonly #fonts: Fonts;
  readonly #reader = new InkReader();
  readonly #context: SKRSContext2D;
  readonly #shapes = new Map<string, readonly ShapedPart[]>();
  readonly #inks = new Map<string, Ink | undefined>();
  readonly #read = new Map<string, Glyphs>();

  constructor(fonts: Fonts) {
    this.#fonts = fonts;
    this.#context = createCanvas(1, 1).getContext('2d');
    this.#context.fontKerning = 'normal';
  }

  shape(text: string, weight: number, tabular: boolean): readonly ShapedPart[] {
    const key = `${weight}${tabular ? 't' : ' '}${text}`;
    let shape = this.#shapes.get(key);
    if (!shape) {
      const parts = directionalRuns(text).flatMap((run, index) =>
        runPieces(run.text, run.rightToLeft, tabular).flatMap((piece) =>
          this.#spans(piece, run.from, index, weight),
        ),
      );
      shape = tabular ? this.#inCells(parts, weight) : parts;
      if (this.#shapes.size >= CACHE_LIMIT) this.#shapes.clear();
      this.#shapes.set(key, shape);
    }
    return shape;
  }

  #spans(piece: RunPiece, runStart: number, run: number, weight: number): ShapedPart[] {
    const isPicture = (sign: string) => this.#fonts.drawsAsEmoji(sign);
    let from = runStart + piece.from;
    return scriptSpans(piece.text, isPicture).flatMap(({ text, script }) => {
      const place = { text, script, from, run, shift: 0 } as const;
      from += text.length;
      if (script === 'emoji') {
        let start = place.from;
        return graphemes(text).map((emoji) => {
          const part = { ...place, ...this.#emoji(emoji), text: emoji, from: start };
          start += emoji.length;
          return part;
        });
      }
      // Spaces at the ends are room and nothing to draw: Skia spaces them otherwise than those between words.
      const drawn = text.trim();
      const space = drawn.length === text.length ? 0 : this.#advance(' ', weight);
      const shift = space * text.indexOf(drawn);
      const tracking = script === 'whole' ? UNTRACKED : trackingOf(drawn);
      const { advance: own, ink } =
        script === 'whole' ? this.#whole(drawn, weight) : this.#letters(drawn, weight);
      const advance = own + space * (text.length - drawn.length);
      return { ...place, text: drawn, shift, advance, ink, ...tracking, rise: 0 };
    });
  }

  #whole(text: string, weight: number): Glyphs {
    return this.#reading(`${weight}${text}`, () =>
      this.#reader.read(text, (size) => this.#fonts.css(weight, size)),
    );
  }

  /** One emoji. Some bitmaps have wide clear sides, others none: all get the same. */
  #emoji(text: string) {
    const { advance, ink } = this.#reading(text, () =>
      scaled(
        this.#reader.read(text, (size) => this.#fonts.css(500, size, 'emoji')),
        EMOJI.scale,
      ),
    );
    const set = { ...UNTRACKED, rise: EMOJI.rise, ink };
    if (!ink) return { ...set, advance, shift: 0 };
    const width = ink.right - ink.left;
    return { ...set, advance: width + 2 * EMOJI.bearing, shift: EMOJI.bearing - ink.left };
  }

  #reading(key: string, read: () => Glyphs): Glyphs {
    let glyphs = this.#read.get(key);
    if (!glyphs) {
      glyphs = read();
      if (this.#read.size >= CACHE_LIMIT) this.#read.clear();
      this.#read.set(key, glyphs);
    }
    return glyphs;
  }

  /** Skia's ink box ends with the first run of glyphs from one font, so ink is put together from letters. */
  #letters(text: string, weight: number): Glyphs {
    const letters = graphemes(text);
    const advance = text === '' ? 0 : this.#advance(text, weight);
    const inks = letters.flatMap((letter) => this.#letter(letter, weight) ?? []);
    const [left, right] = [inks[0]?.left, inks.at(-1)?.right];
    if (left === undefined || right === undefined) return { advance, ink: undefined };
    const end = letters.length === 1 ? 0 : advance - this.#advance(letters.at(-1) ?? '', weight);
    const ink = {
      left,
      right: end + right,
      ascent: Math.max(...inks.map((ink) => ink.ascent)),
      descent: Math.max(...inks.map((ink) => ink.descent)),
    };
    return { advance, ink };
  }

  #letter(letter: string, weight: number): Ink | undefined {
    const key = `${weight}${letter}`;
    if (this.#inks.has(key)) return this.#inks.get(key);
    this.#use(weight);
    const box = this.#context.measureText(letter);
    const ink = {
      left: -unrounded(box.actualBoundingBoxLeft),
      right: unrounded(box.actualBoundingBoxRight),
      ascent: unrounded(box.actualBoundingBoxAscent),
      descent: unrounded(box.actualBoundingBoxDescent),
    };
    const seen = ink.right > ink.left ? ink : undefined;
    if (this.#inks.size >= CACHE_LIMIT) this.#inks.clear();
    this.#inks.set(key, seen);
    return seen;
  }

  #advance(text: string, weight: number): number {
    this.#use(weight);
    return this.#context.measureText(text).width / REFERENCE_SIZE;
  }

  #use(weight: number): void {
    this.#context.font = this.#fonts.css(weight, REFERENCE_SIZE);
  }

  /** Canvas has no `tabular-nums` here, so figures are centred in cells as wide as the zero. */
  #inCells(parts: readonly ShapedPart[], weight: number): ShapedPart[] {
    const cell = this.#advance('0', weight);
    return parts.map((part, index) => {
      if (FIGURE.test(part.text)) {
        return { ...part, advance: cell, shift: (cell - part.advance) / 2 };
      }
      const rise = FIGURE_RISE[part.text] ?? 0;
      const between = isFigureNear(parts, index, -1) && isFigureNear(parts, index, 1);
      return rise > 0 && between ? { ...part, rise } : part;
    });
  }
}

/** Boxes are rounded outwards to whole pixels, which on average adds half of one; letters that end on the line do so. */
function unrounded(pixels: number): number {
  return pixels === 0 ? 0 : (pixels - 0.5) / REFERENCE_SIZE;
}

const UNTRACKED = { tracked: 0, trackedBeforeEnd: 0 } as const;

/** Tracking closes the gaps between letters; a word space keeps its own width. */
function trackingOf(text: string) {
  const letters = graphemes(text);
  const tracked = (part: readonly string[]) => part.filter((letter) => letter !== ' ').length;
  return { tracked: tracked(letters), trackedBeforeEnd: tracked(letters.slice(0, -1)) };
}

function scaled({ advance, ink }: Glyphs, scale: number): Glyphs {
  if (!ink) return { advance: advance * scale, ink };
  const { left, right, ascent, descent } = ink;
  return {
    advance: advance * scale,
    ink: {
      left: left * scale,
      right: right * scale,
      ascent: ascent * scale,
      descent: descent * scale,
    },
  };
}

const FIGURE = /^\d$/;

/** Whether the nearest part in a direction that is not a space is a figure. */
function isFigureNear(parts: readonly ShapedPart[], index: number, step: -1 | 1): boolean {
  let at = index + step;
  while (parts[at]?.text === '') at += step;
  return FIGURE.test(parts[at]?.text ?? '');
}
