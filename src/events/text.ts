const segmenter = new Intl.Segmenter('ko', { granularity: 'grapheme' });

// Sequences in which an invisible character means something: a keycap, or pictographs with skin tones, variation
// selectors and flag tags, glued with ZWJ (UTS #51); and an ideograph with its variation selector (UTS #37).
const PICTOGRAPH =
  /\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?/u;
const MEANINGFUL = new RegExp(
  `[0-9#*]\\uFE0F?\\u20E3|${PICTOGRAPH.source}(?:\\u200D${PICTOGRAPH.source})*|\\p{Script=Han}[\\u{E0100}-\\u{E01EF}]`,
  'u',
);
// Everything else nobody can see, half of a broken surrogate pair included.
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const CLEANED = new RegExp(`(?<kept>\\n|${MEANINGFUL.source})|${INVISIBLE.source}`, 'gu');

const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
// U+3164 (Hangul filler) and U+2800 (Braille blank) are what people paste to get an "empty" name or line.
const SPACES = /[\t\p{Zs}\u3164\u2800]+/gu;

/**
 * Text as a person meant it: NFC, without control and format characters (kept inside emoji), broken surrogates
 * and doubled spaces. Newlines stay, but never more than one empty line in a row, and no line begins or ends with a space.
 */
export function cleanText(raw: string): string {
  return raw
    .replace(LINE_ENDS, '\n')
    .replace(SPACES, ' ')
    .replace(CLEANED, '$<kept>')
    .normalize('NFC')
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** `cleanText` on one line: a newline becomes a space. */
export function cleanLine(raw: string): string {
  return cleanText(raw).replace(/\n+/g, ' ');
}

// Printable Latin and whole Hangul syllables: none of them joins another (UAX #29), and Intl takes 60 times as long.
const SIMPLE = /^[ -~\u00A0-\u02AF\uAC00-\uD7A3]*$/;

/** What a reader calls characters: `한`, `é`, `👩🏽‍🎤`. */
export function graphemes(text: string): string[] {
  if (SIMPLE.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
