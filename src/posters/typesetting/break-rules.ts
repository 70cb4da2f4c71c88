import { graphemes } from '../../events/text.ts';

/** A stretch of text that no line is broken within. */
export interface Piece {
  readonly text: string;
  /** What stands before it on the same line. */
  readonly gap: '' | ' ';
}

/**
 * Where a text may be broken. `words`: at spaces only, keep-all, as Korean is composed. `phrases`: also between the
 * words of Japanese and Chinese, which are written without spaces, and after the hyphens and slashes of a long
 * compound. `spaces`: at every space, even between words that belong together. `letters`: anywhere but where it hurts.
 */
export type Breaks = 'words' | 'phrases' | 'spaces' | 'letters';

// KLREQ 3.2.1 and JIS X 4051 (kinsoku shori), with what Korean posters set between words.
const FORBIDDEN_AT_START = new Set([
  ...`)]}〉》」』】〕）］｝›»,.!?:;~·…%‥、。，．：；！？～・”’`,
  ...'ー々ゝゞヽヾ〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ',
]);
const FORBIDDEN_AT_END = new Set([...'([{〈《「『【〔（［｛‹«“‘#＃@＠№$₩￦€£¥']);

/** The pieces between the places where a text may be broken. Newlines count as spaces. */
export function pieces(text: string, breaks: Breaks): Piece[] {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const found: Piece[] = [];
  for (const [index, word] of words.entries()) {
    const before = words[index - 1] ?? '';
    const glued =
      (breaks === 'words' || breaks === 'phrases') &&
      index > 0 &&
      // A picture stays with the word that it decorates.
      (belongTogether(before, word) || (index === 1 && PICTURE.test(before)));
    const last = found.at(-1);
    if (glued && last) found[found.length - 1] = { ...last, text: `${last.text} ${word}` };
    else found.push({ text: word, gap: index === 0 ? '' : ' ' });
  }
  if (breaks === 'words' || breaks === 'spaces') return found;
  const inside = breaks === 'phrases' ? phrases : letters;
  return found.flatMap((piece) =>
    inside(piece.text).map((text, index) => ({ text, gap: index === 0 ? piece.gap : '' })),
  );
}

/** Whether no line may begin with what follows or end with what precedes. */
export function isForbiddenBreak(before: string, after: string): boolean {
  return FORBIDDEN_AT_START.has(after.charAt(0)) || FORBIDDEN_AT_END.has(before.at(-1) ?? '');
}

const SEPARATOR = /^[-–—―|/:•]+$/;
/** `A & B` breaks before the sign, `b2b Mina` and `DJ Mina` not at all. */
const BINDS_NEXT =
  /^(?:[&+×＆]|x|b2b|f2f|vs\.?|feat\.?|ft\.?|w\/|with|and|dj|디제이|mc|mr\.?|ms\.?|mrs\.?|dr\.?|st\.?|및)$/iu;
const BEFORE_NUMBER = /^(?:vol|no|nr|ep|pt|part|ch|chapter|ver|act|제)\.?$/iu;
const NUMBER = /^[#(]?[\d０-９]|^[IVX]+$/u;
/** Counters written apart from their number, as `22 시간` or `3 주년`, with a particle at most. */
const COUNTER =
  /^(?:시간|시|분|초|년|월|일|주년|주|회차|회|차|층|부작|부|인|명|팀|탄|호|기|번|원|만원)\p{Script=Hangul}{0,2}$|^(?:hours?|hrs?|days?|years?|bpm|am|pm)$/iu;
const ORDINAL = /^(?:번째|번째의|회차)$/;
const PICTURE =
  /^(?:[\d#*]\uFE0F?\u20E3|\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\uFE0F|\u200D)+$/u;

/** Words that a typographer keeps on one line. */
function belongTogether(before: string, after: string): boolean {
  if (isForbiddenBreak(before, after) || SEPARATOR.test(after) || BINDS_NEXT.test(before))
    return true;
  if (BEFORE_NUMBER.test(before) && NUMBER.test(after)) return true;
  if (ORDINAL.test(after) || (/\d$/.test(before) && COUNTER.test(after))) return true;
  return PICTURE.test(after) && !PICTURE.test(before);
}

const japanese = new Intl.Segmenter('ja', { granularity: 'word' });
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]/u;
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆\u3000-\u303F\uFF00-\uFF60]+$/u;
const HIRAGANA = /^\p{Script=Hiragana}+$/u;

/** The words of Japanese and Chinese, particles with what they follow; compounds after their hyphens and slashes. */
function phrases(text: string): string[] {
  const compounds = text.match(/.*?[\p{L}]{2}[-/·‐–+](?=\p{L}{2})|.+$/gu) ?? [text];
  return compounds.flatMap((compound) => {
    if (!UNSPACED.test(compound)) return [compound];
    const found: string[] = [];
    for (const { segment } of japanese.segment(compound)) {
      const last = found.at(-1);
      const mayBreak =
        last !== undefined &&
        WIDE.test(graphemes(last).at(-1) ?? '') &&
        WIDE.test(segment) &&
        !HIRAGANA.test(segment) &&
        !/\p{Nd}$/u.test(last) &&
        !isForbiddenBreak(last, segment);
      if (last === undefined || mayBreak) found.push(segment);
      else found[found.length - 1] = last + segment;
    }
    return found;
  });
}

/** Letters, but numbers whole and punctuation with what it belongs to. */
function letters(text: string): string[] {
  const found: string[] = [];
  for (const unit of graphemes(text)) {
    const last = found.at(-1);
    const number = last !== undefined && /[\d#№@.,:/-]$/.test(last) && /^\d$/.test(unit);
    const together = last !== undefined && (number || isForbiddenBreak(last, unit));
    if (together && graphemes(last).length < LONGEST_UNIT) found[found.length - 1] = last + unit;
    else found.push(unit);
  }
  return found;
}

/** Where punctuation runs on, a line of it must be broken after all. */
const LONGEST_UNIT = 8;
