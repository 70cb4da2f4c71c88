import { graphemes } from '../../events/text.ts';

export interface RunPiece {
  readonly text: string;
  /** Where it begins in its run. */
  readonly from: number;
}

/** What of a run must be drawn by itself, from left to right. */
export function runPieces(text: string, rightToLeft: boolean, tabular: boolean): RunPiece[] {
  if (!rightToLeft && !tabular) return [{ text, from: 0 }];
  let from = 0;
  const pieces = (rightToLeft ? wholes(text) : graphemes(text)).map((part) => {
    const piece = { text: part, from };
    from += part.length;
    return piece;
  });
  if (!rightToLeft) return pieces;
  // Skia turns a bracket round only inside a line that it turns itself.
  return pieces.reverse().map((piece) => ({ ...piece, text: MIRRORED[piece.text] ?? piece.text }));
}

const BRACKETS = ['()', '[]', '{}', '<>', '«»', '《》', '〈〉', '「」', '『』', '【】'];
const MIRRORED: Readonly<Record<string, string>> = Object.fromEntries(
  BRACKETS.flatMap(([left = '', right = '']) => [
    [left, right],
    [right, left],
  ]),
);

const JOINED =
  /[\p{Script=Arabic}\p{M}]+|[\p{Script=Hebrew}\p{M}]+|[\p{Script=Thai}\p{Script=Devanagari}\p{M}]+/u;

/** Single graphemes, except that letters which join or stack stay together. */
function wholes(text: string): string[] {
  return text
    .split(new RegExp(`(${JOINED.source})`, 'u'))
    .flatMap((part) => (JOINED.test(part) ? [part] : graphemes(part)))
    .filter((part) => part !== '');
}
