import type { Part } from './part.ts';

/** One form of writing: where the pattern matches, its groups say these parts; none for a word without weight. */
export interface Rule {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray, words: string) => readonly Part[];
}

/** Sticky, so that a text is read from its beginning to its end and nothing between two matches is overlooked. */
export function rule(source: string, read: Rule['read']): Rule {
  return { pattern: new RegExp(source, 'uy'), read };
}

/** One alternative per word of a table, longer ones first, since a pattern takes the first that fits. */
export function anyOf(words: Iterable<string>): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return `(?:${longestFirst.join('|')})`;
}
