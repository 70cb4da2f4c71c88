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
  const text = plain(raw);
  if (text.length > MAX_LENGTH) return { parts: [], unknown: shown(text) };
  const parts: Part[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < text.length; ) {
    const found = firstMatch(text, at);
    if (found) {
      parts.push(...found.parts);
      at = found.end;
      continue;
    }
    const rest = matchAt(UNKNOWN, text, at);
    if (rest) unknown.push(rest[0]);
    at += rest?.[0].length ?? 1;
  }
  return { parts, unknown: shown(unknown.join(' ')) };
}

/** Full-width digits, jamo, typographic dashes and capitals written as the rules expect them. */
function plain(raw: string): string {
  return cleanLine(raw.slice(0, MAX_RAW_LENGTH))
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212\u30FC]/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/[\u3001\u3002]/g, ',')
    .replace(/\s+/g, ' ')
    .trim();
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
