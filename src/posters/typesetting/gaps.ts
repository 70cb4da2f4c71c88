/** Stands where a character was left out. A non-character, so no text brings its own. */
export const GAP = '\uFFFF';

const EMPTY_PAIR = new RegExp(`[([{<“‘「『《〈【"'] *${GAP}[${GAP} ]*[)\\]}>”’」』》〉】"']`, 'gu');
/** A separator without spaces that joined a word to what was lost. */
const LOOSE_END = new RegExp(`[&+×/|·•~–—:;,-]+${GAP}+$|^${GAP}+[&+×/|·•~–—:;,-]+`, 'gu');
const SEPARATOR = /^(?:[&+×＆/|·•~–—:;,-]|x|and|with|b2b|b3b|f2f|vs\.?|feat\.?|ft\.?|w\/)$/iu;

/**
 * Text without its gaps and without what they leave behind: brackets and quotes around nothing, and separators that
 * join nothing any more (`A & ? & B` is `A & B`, `? b2b Mina` is `Mina`). Separators that a person set at an end stay.
 */
export function withoutGaps(text: string): string {
  const words = text
    .replace(EMPTY_PAIR, GAP)
    .split(' ')
    .filter((word) => word !== '');
  const isLost = (word: string | undefined) =>
    word !== undefined && /^[\uFFFF\p{P}]*\uFFFF[\uFFFF\p{P}]*$/u.test(word);
  const kept: string[] = [];
  let afterGap = false;
  for (const word of words) {
    if (isLost(word)) {
      // The separator before goes with what it led to; where nothing stands before, the one after it goes.
      if (SEPARATOR.test(kept.at(-1) ?? '')) kept.pop();
      afterGap = true;
      continue;
    }
    if (afterGap && kept.length === 0 && SEPARATOR.test(word)) continue;
    afterGap = false;
    kept.push(word.replace(LOOSE_END, '').replaceAll(GAP, ''));
  }
  const mended = kept.join(' ');
  return isLost(words.at(-1)) ? mended.replace(/[\s,;:&+/·-]+$/u, '') : mended;
}
