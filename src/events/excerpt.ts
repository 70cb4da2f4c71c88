import { graphemes } from './text.ts';

const segmenter = new Intl.Segmenter('ko', { granularity: 'sentence' });

/**
 * The beginning of a text in at most `maxLength` UTF-16 units: whole sentences if they fill at least half of the
 * room, else whole words and `…`, else as many graphemes as fit and `…`. Never ends inside a mention or hashtag, which
 * would name somebody else.
 */
export function excerpt(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const sentences = wholeSentences(text, maxLength);
  if (sentences.length >= maxLength / 2) return sentences;

  const head = text.slice(0, Math.max(0, maxLength - 1));
  const words = head.replace(/\s+\S*$/, '');
  const cut = words.length < head.length && words.length >= maxLength / 2 ? words : inWord(head);
  const trimmed = cut.replace(/[\s,;:·~–—-]+$/, '');
  return trimmed === '' ? '' : `${trimmed}…`;
}

function wholeSentences(text: string, maxLength: number): string {
  let end = 0;
  // A little more than fits, so that a sentence ending at the very limit is seen as complete.
  for (const { segment, index } of segmenter.segment(text.slice(0, maxLength + 2))) {
    const sentence = segment.trimEnd();
    if (index + sentence.length > maxLength) break;
    if (sentence.length < segment.length) end = index + sentence.length;
  }
  return text.slice(0, end).trimEnd();
}

function inWord(head: string): string {
  // The last grapheme may be half of one.
  return graphemes(head)
    .slice(0, -1)
    .join('')
    .replace(/[#＃@＠]+[\p{L}\p{M}\p{N}_.]*$/u, '');
}
