import { cleanLine, graphemes } from '../text.ts';
import { ENGLISH_FORMS } from './english-forms.ts';
import { KOREAN_FORMS } from './korean-forms.ts';
import { NUMBERS_AND_SIGNS, NUMERIC_FORMS } from './numeric-forms.ts';
import type { Part } from './part.ts';
import type { Rule } from './rule.ts';

export interface Scan {
  readonly parts: readonly Part[];
  /** What no rule knows, in its order; '' when everything was understood. */
  readonly unknown: string;
}

/** Longer than any time anybody says, and short enough that no input costs anything. */
const MAX_LENGTH = 120;
const MAX_RAW_LENGTH = 1_000;
const MAX_SHOWN = 40;

// The first that matches is taken: words with their numbers before numbers alone, or 1.5시간 would begin with a date.
const RULES: readonly Rule[] = [
  ...KOREAN_FORMS,
  ...ENGLISH_FORMS,
  ...NUMERIC_FORMS,
  ...NUMBERS_AND_SIGNS,
];

// A whole word, number or sign at a time, so that an answer can name it.
const UNKNOWN = /[\p{L}\p{M}]+|\p{N}+|[^\s]/uy;

/** The parts of a text in their order. Spaces between them are free: `내일저녁8시`, `12 월 24 일`. */
export function scanWhen(raw: string): Scan {
  const typed = cleanLine(raw.slice(0, MAX_RAW_LENGTH));
  const text = plain(typed);
  if (text.length > MAX_LENGTH) return { parts: [], unknown: shown(typed) };
  const parts: Part[] = [];
  const unknown: [from: number, to: number][] = [];
  for (let at = 0; at < text.length; ) {
    const found = firstMatch(text, at);
    if (found) {
      parts.push(...found.parts);
      at = found.end;
      continue;
    }
    const rest = matchAt(UNKNOWN, text, at);
    const end = at + (rest?.[0].length ?? 1);
    if (rest) unknown.push([at, end]);
    at = end;
  }
  return { parts, unknown: shown(asTyped(typed, unknown).join(' ')) };
}

/** Full-width digits, jamo, typographic dashes and capitals written as the rules expect them. */
function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212\u30FC]/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/[\u3001\u3002]/g, ',')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The stretches of what was typed that stand at these places of its plain form. NFKC changes lengths (`ㅋ` becomes a
 * leading consonant that joins the next vowel, `㏂` becomes four signs), so the beginnings are compared.
 */
function asTyped(
  typed: string,
  stretches: readonly (readonly [from: number, to: number])[],
): string[] {
  if (stretches.length === 0) return [];
  const letters = [...typed];
  const ends = [0];
  for (const index of letters.keys()) ends.push(plain(letters.slice(0, index + 1).join('')).length);
  return stretches.map(([from, to]) => {
    const start = ends.findLastIndex((length) => length <= from);
    const end = Math.max(
      ends.findIndex((length) => length >= to),
      ends.findLastIndex((length) => length <= to),
    );
    return letters.slice(start, end).join('').trim();
  });
}

function firstMatch(text: string, at: number): { parts: readonly Part[]; end: number } | undefined {
  for (const { pattern, read } of RULES) {
    const match = matchAt(pattern, text, at);
    if (match && match[0] !== '') {
      return { parts: read(match, match[0].trim()), end: at + match[0].length };
    }
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function shown(text: string): string {
  const all = graphemes(text);
  return all.length > MAX_SHOWN ? `${all.slice(0, MAX_SHOWN - 1).join('')}…` : text;
}
