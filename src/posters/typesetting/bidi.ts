import { graphemes } from '../../events/text.ts';

/** A part of a line whose letters all run one way. */
export interface DirectionalRun {
  /** In reading order. */
  readonly text: string;
  /** Where it begins in the line's text. */
  readonly from: number;
  readonly rightToLeft: boolean;
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
const LEFT_TO_RIGHT = /(?![\p{Script=Hebrew}\p{Script=Arabic}])\p{L}/u;

/**
 * Whether a line reads from right to left. A sheet is Korean or English and reads from left to right, and so does
 * every line with a letter that does (`ليلى b2b Mina` names Layla first); only a line of nothing else turns round.
 */
export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text) && !LEFT_TO_RIGHT.test(text);
}

/**
 * The parts of a line from left to right as they are drawn, by the Unicode Bidirectional Algorithm (UAX #9). Without
 * embeddings, overrides and isolates: format characters have been cleaned out before. Skia does the same inside a
 * line, but does not say where it puts what, and its ink boxes end with the first run.
 */
export function directionalRuns(text: string): DirectionalRun[] {
  if (!RIGHT_TO_LEFT.test(text)) return [{ text, from: 0, rightToLeft: false }];
  const parts = graphemes(text);
  const levels = levelsOf(parts, isRightToLeft(text) ? 1 : 0);
  const runs: (DirectionalRun & { readonly level: number })[] = [];
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const level = levels[index] ?? 0;
    const last = runs.at(-1);
    if (last?.level === level) runs[runs.length - 1] = { ...last, text: last.text + part };
    else runs.push({ text: part, from, level, rightToLeft: level % 2 === 1 });
    from += part.length;
  }
  return reordered(runs);
}

/** Rule L2: from the highest level down, every stretch at that level or above turns round. */
function reordered<T extends { readonly level: number }>(runs: readonly T[]): T[] {
  let result = [...runs];
  for (let level = Math.max(...runs.map((run) => run.level)); level > 0; level--) {
    const next: T[] = [];
    let stretch: T[] = [];
    for (const run of result) {
      if (run.level >= level) {
        stretch.unshift(run);
        continue;
      }
      next.push(...stretch, run);
      stretch = [];
    }
    result = [...next, ...stretch];
  }
  return result;
}

/** Bidi classes: letters, Arabic letters, numbers, separators and terminators of numbers, and neutrals. */
type Class = 'L' | 'R' | 'AL' | 'EN' | 'AN' | 'ES' | 'CS' | 'ET' | 'ON';

function classOf(grapheme: string): Class {
  const [first = ''] = grapheme;
  if (/[0-9۰-۹]/.test(first)) return grapheme.includes('\u20E3') ? 'ON' : 'EN';
  if (/[٠-٩٫٬]/.test(first)) return 'AN';
  if (/[+-]/.test(first)) return 'ES';
  if (/[,./:،]/.test(first)) return 'CS';
  if (/[#%٪°‰\p{Sc}№]/u.test(first)) return 'ET';
  if (/\p{Script=Hebrew}/u.test(first)) return 'R';
  if (/[\p{Script=Arabic}؛؟]/u.test(first)) return 'AL';
  return /[\p{L}\p{Nl}]/u.test(first) ? 'L' : 'ON';
}

/** The embedding level of every grapheme; even ones run to the right. */
function levelsOf(parts: readonly string[], base: 0 | 1): number[] {
  const classes = resolveNumbers(parts.map(classOf), base);
  resolveBrackets(parts, classes, base);
  resolveNeutrals(classes, base);
  return classes.map((kind) => {
    if (kind === 'R') return 1;
    if (kind === 'L') return base === 0 ? 0 : 2;
    return 2;
  });
}

/** Rules W2 to W7; what is left is L, R, EN, AN and ON. */
function resolveNumbers(found: readonly Class[], base: 0 | 1): Class[] {
  const classes = [...found];
  let strong: Class = base === 0 ? 'L' : 'R';
  for (const [index, kind] of classes.entries()) {
    if (kind === 'L' || kind === 'R' || kind === 'AL') strong = kind;
    else if (kind === 'EN' && strong === 'AL') classes[index] = 'AN';
  }
  for (const [index, kind] of classes.entries()) {
    if (kind === 'AL') classes[index] = 'R';
    const [before, after] = [classes[index - 1], classes[index + 1]];
    if (kind === 'ES' && before === 'EN' && after === 'EN') classes[index] = 'EN';
    if (kind === 'CS' && before === after && (before === 'EN' || before === 'AN')) {
      classes[index] = before;
    }
  }
  for (let index = 0; index < classes.length; index++) {
    if (classes[index] !== 'ET') continue;
    let end = index;
    while (classes[end + 1] === 'ET') end++;
    if (classes[index - 1] === 'EN' || classes[end + 1] === 'EN')
      classes.fill('EN', index, end + 1);
    index = end;
  }
  strong = base === 0 ? 'L' : 'R';
  for (const [index, kind] of classes.entries()) {
    if (kind === 'L' || kind === 'R') strong = kind;
    else if (kind === 'EN' && strong === 'L') classes[index] = 'L';
    else if (kind === 'ES' || kind === 'CS' || kind === 'ET') classes[index] = 'ON';
  }
  return classes;
}

const CLOSING = new Map(
  ['()', '[]', '{}', '《》', '〈〉', '「」', '『』', '【】'].map((pair) => [pair[0], pair[1]]),
);

/** Rule N0: a pair of brackets goes with what it holds. */
function resolveBrackets(parts: readonly string[], classes: Class[], base: 0 | 1): void {
  const embedding = base === 0 ? 'L' : 'R';
  const open: { readonly closes: string; readonly at: number }[] = [];
  const pairs: [number, number][] = [];
  for (const [index, part] of parts.entries()) {
    const closes = CLOSING.get(part);
    if (closes !== undefined) open.push({ closes, at: index });
    const depth = open.findLastIndex((bracket) => bracket.closes === part);
    if (depth === -1) continue;
    pairs.push([open[depth]?.at ?? index, index]);
    open.length = depth;
  }
  for (const [start, end] of pairs.sort((a, b) => a[0] - b[0])) {
    const inside = classes.slice(start + 1, end).map(directionOf);
    const other = embedding === 'L' ? 'R' : 'L';
    if (inside.includes(embedding)) classes[start] = classes[end] = embedding;
    else if (inside.includes(other)) {
      const before = classes
        .slice(0, start)
        .map(directionOf)
        .findLast((kind) => kind !== 'ON');
      classes[start] = classes[end] = before ?? embedding;
    }
  }
}

/** Rules N1 and N2: neutrals between letters of one direction join them; others follow the line. */
function resolveNeutrals(classes: Class[], base: 0 | 1): void {
  const embedding = base === 0 ? 'L' : 'R';
  for (let index = 0; index < classes.length; index++) {
    if (classes[index] !== 'ON') continue;
    let end = index;
    while (classes[end + 1] === 'ON') end++;
    const before = index === 0 ? embedding : directionOf(classes[index - 1] ?? 'ON');
    const after = end + 1 === classes.length ? embedding : directionOf(classes[end + 1] ?? 'ON');
    classes.fill(before === after ? before : embedding, index, end + 1);
    index = end;
  }
}

/** A number counts as right-to-left for what stands beside it. */
function directionOf(kind: Class): 'L' | 'R' | 'ON' {
  if (kind === 'L' || kind === 'ON') return kind;
  return 'R';
}
