import { graphemes } from '../events/text.ts';

/** The text itself when it is at most `limit` UTF-16 units long, else as many whole characters as fit and `…`. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const character of graphemes(text.slice(0, limit + 64))) {
    if (kept.length + character.length + 1 > limit) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
