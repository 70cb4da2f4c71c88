import { graphemes } from '../../events/text.ts';

/** Advance width of a text at the style in use. */
export type WidthOf = (text: string) => number;

// Korean composition keeps these off the start or the end of a line (KLREQ, JIS X 4051 for the Japanese ones).
const FORBIDDEN_AT_START = new Set([...`)]}〉》」』】〕）］｝,.!?:;~·…%、。，．：；！？ー々’”`]);
const FORBIDDEN_AT_END = new Set([...'([{〈《「『【〔（［｛#@‘“']);

/**
 * The largest pieces that a line may not be broken within: Korean breaks at spaces only (keep-all), and so do we
 * for every script. Newlines count as spaces.
 */
export function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/**
 * Breaks words into at most `count` lines so that the widest line is as narrow as possible; among equals the
 * evenest wins, and a single syllable alone on the last line is avoided where another break does.
 * Fewer words than lines give fewer lines.
 */
export function balance(pieces: readonly string[], count: number, widthOf: WidthOf): string[] {
  const lineCount = Math.min(count, pieces.length);
  if (lineCount === 0) return [];
  const line = (from: number, to: number) => pieces.slice(from, to).join(' ');
  // best[k][i]: the cheapest way to set the pieces from i on in k lines.
  const best = new Map<string, Setting>();
  const solve = (from: number, lines: number): Setting => {
    const key = `${lines} ${from}`;
    const known = best.get(key);
    if (known) return known;
    let chosen: Setting | undefined;
    const lastBreak = pieces.length - (lines - 1);
    for (let to = lines === 1 ? pieces.length : from + 1; to <= lastBreak; to++) {
      const text = line(from, to);
      const width = widthOf(text);
      const rest = lines === 1 ? NOTHING : solve(to, lines - 1);
      const orphan = lines === 1 && lineCount > 1 && graphemes(text).length === 1 ? width : 0;
      const candidate = {
        widest: Math.max(width, rest.widest),
        unevenness: width * width + rest.unevenness + orphan * ORPHAN_WEIGHT,
        lines: [text, ...rest.lines],
      };
      if (!chosen || cheaper(candidate, chosen)) chosen = candidate;
    }
    const result = chosen ?? NOTHING;
    best.set(key, result);
    return result;
  };
  return [...solve(0, lineCount).lines];
}

interface Setting {
  readonly widest: number;
  readonly unevenness: number;
  readonly lines: readonly string[];
}

const NOTHING: Setting = { widest: 0, unevenness: 0, lines: [] };
const ORPHAN_WEIGHT = 1e6;

function cheaper(a: Setting, b: Setting): boolean {
  const difference = a.widest - b.widest;
  if (Math.abs(difference) > 0.5) return difference < 0;
  return a.unevenness < b.unevenness;
}

/**
 * Fills lines of `maxWidth` greedily. A word that is wider than a whole line is broken between graphemes, never
 * before closing punctuation nor after an opening bracket.
 */
export function fill(pieces: readonly string[], maxWidth: number, widthOf: WidthOf): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of pieces) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (widthOf(joined) <= maxWidth) {
      current = joined;
      continue;
    }
    if (current !== '') lines.push(current);
    const parts = breakWord(word, maxWidth, widthOf);
    lines.push(...parts.slice(0, -1));
    current = parts.at(-1) ?? '';
  }
  if (current !== '') lines.push(current);
  return lines;
}

function breakWord(word: string, maxWidth: number, widthOf: WidthOf): string[] {
  const parts: string[] = [];
  let current: string[] = [];
  for (const grapheme of graphemes(word)) {
    if (current.length === 0 || widthOf([...current, grapheme].join('')) <= maxWidth) {
      current.push(grapheme);
      continue;
    }
    const carried = carriedOver(current, grapheme);
    const kept = current.slice(0, current.length - carried.length);
    parts.push(kept.join(''));
    current = [...carried, grapheme];
  }
  parts.push(current.join(''));
  return parts;
}

/** What must move to the next line together with the grapheme that begins it; never the whole line. */
function carriedOver(line: readonly string[], next: string): string[] {
  let count = 0;
  let start = next;
  while (count < line.length - 1) {
    const last = line[line.length - 1 - count] ?? '';
    if (!FORBIDDEN_AT_START.has(start) && !FORBIDDEN_AT_END.has(last)) break;
    start = last;
    count++;
  }
  return count === 0 ? [] : line.slice(line.length - count);
}

/** Cuts graphemes from the end until the text with an ellipsis fits; at worst the ellipsis alone. */
export function ellipsize(text: string, maxWidth: number, widthOf: WidthOf): string {
  const parts = graphemes(text);
  while (parts.length > 0) {
    const shortened = `${parts.join('').trimEnd()}…`;
    if (widthOf(shortened) <= maxWidth) return shortened;
    parts.pop();
  }
  return '…';
}
