import { graphemes } from '../../events/text.ts';
import { GAP, withoutGaps } from './gaps.ts';

type Ranges = readonly (readonly [first: number, last: number])[];

/** Text with everything taken out that would be drawn as an empty box. */
export interface DrawableText {
  readonly text: string;
  /** The graphemes that no font has, each once, in order of appearance. */
  readonly missing: readonly string[];
}

const CACHE_LIMIT = 20_000;
const JOINERS = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

/**
 * Which graphemes the fonts can draw. A grapheme counts as covered when one family has all of its code points,
 * because Skia falls back for a whole cluster, not for a part of it.
 */
export class Coverage {
  readonly #families: readonly Ranges[];
  readonly #known = new Map<string, number>();
  readonly #texts = new Map<string, DrawableText>();

  constructor(families: readonly Ranges[]) {
    this.#families = families;
  }

  covers(grapheme: string): boolean {
    return this.familyOf(grapheme) !== -1;
  }

  /** The first family that has all of a grapheme, counted from 0 in fall-back order; -1 when none has. */
  familyOf(grapheme: string): number {
    let family = this.#known.get(grapheme);
    if (family === undefined) {
      const codes = [...grapheme].map(codePoint).filter((code) => !JOINERS.has(code));
      family = this.#families.findIndex((ranges) => codes.every((code) => within(ranges, code)));
      if (this.#known.size >= CACHE_LIMIT) this.#known.clear();
      this.#known.set(grapheme, family);
    }
    return family;
  }

  /**
   * Keeps what can be drawn. Decorative letters (𝗗𝗝, ⓢ, Ⅷ) that no font has are set as the plain letters they
   * stand for (Unicode NFKC). What still has no glyph is reported; of a letter with marks the letter stays, anything
   * else is left out, and with it the sign that joined it to its neighbours.
   */
  drawable(text: string): DrawableText {
    let drawable = this.#texts.get(text);
    if (!drawable) {
      drawable = this.#without(text);
      if (this.#texts.size >= CACHE_LIMIT) this.#texts.clear();
      this.#texts.set(text, drawable);
    }
    return drawable;
  }

  #without(text: string): DrawableText {
    const missing = new Set<string>();
    let result = '';
    for (const grapheme of graphemes(text.normalize('NFC').replace(/\s+/gu, ' '))) {
      // Controls and lone surrogates: fonts map some of them, nothing is ever meant to be seen of them.
      if (/^[\p{Cc}\p{Cf}\p{Cs}]+$/u.test(grapheme)) continue;
      if (this.covers(grapheme)) {
        result += grapheme;
        continue;
      }
      const plain = grapheme.normalize('NFKC');
      if (plain !== grapheme && this.#coversAll(plain)) {
        result += plain;
        continue;
      }
      missing.add(grapheme);
      const bare = plain
        .normalize('NFD')
        .replace(/\p{M}+/gu, '')
        .normalize('NFC');
      result += bare !== '' && this.#coversAll(bare) ? bare : GAP;
    }
    const whole = missing.size === 0 ? result : withoutGaps(result);
    return { text: whole.replace(/ {2,}/g, ' ').trim(), missing: [...missing] };
  }

  #coversAll(text: string): boolean {
    return graphemes(text).every((part) => this.covers(part));
  }
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function within(ranges: Ranges, code: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (!range) return false;
    if (code < range[0]) high = middle - 1;
    else if (code > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}
