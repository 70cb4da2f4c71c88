import { graphemes } from '../../events/text.ts';

type Ranges = readonly (readonly [first: number, last: number])[];

/** Text with everything taken out that would be drawn as an empty box. */
export interface DrawableText {
  readonly text: string;
  /** The graphemes that were left out, each once, in order of appearance. */
  readonly missing: readonly string[];
}

const JOINERS = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

/**
 * Which graphemes the fonts can draw. A grapheme counts as covered when one family has all of its code points,
 * because Skia falls back for a whole cluster, not for a part of it.
 */
export class Coverage {
  readonly #families: readonly Ranges[];
  readonly #known = new Map<string, boolean>();

  constructor(families: readonly Ranges[]) {
    this.#families = families;
  }

  covers(grapheme: string): boolean {
    let covered = this.#known.get(grapheme);
    if (covered === undefined) {
      const codes = [...grapheme].map(codePoint).filter((code) => !JOINERS.has(code));
      covered = this.#families.some((ranges) => codes.every((code) => within(ranges, code)));
      if (this.#known.size > 20_000) this.#known.clear();
      this.#known.set(grapheme, covered);
    }
    return covered;
  }

  /**
   * Keeps what can be drawn. Decorative letters (𝗗𝗝, ⓢ, Ⅷ) that no font has are set as the plain letters they
   * stand for (Unicode NFKC); what still has no glyph is left out and reported.
   */
  drawable(text: string): DrawableText {
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
      if (plain !== grapheme && graphemes(plain).every((part) => this.covers(part)))
        result += plain;
      else missing.add(grapheme);
    }
    return { text: result.replace(/ {2,}/g, ' ').trim(), missing: [...missing] };
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
