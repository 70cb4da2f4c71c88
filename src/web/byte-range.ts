/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A longer number is past the end of any picture, and would lose figures. */
const MAX_FIGURES = 15;

/**
 * What a `Range` header asks of something that is `size` bytes long (RFC 9110, section 14). `whole` also for what a
 * server may ignore: other units, several ranges, nonsense. `unsatisfiable` when it asks well for bytes that are not
 * there.
 */
export function byteRange(
  header: string | undefined,
  size: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '');
  if (!match) return 'whole';
  const [, from = '', to = ''] = match;
  if (from === '') return to === '' ? 'whole' : suffix(number(to), size);
  const first = number(from);
  const last = to === '' ? Number.POSITIVE_INFINITY : number(to);
  if (last < first) return 'whole';
  return first >= size ? 'unsatisfiable' : { first, last: Math.min(last, size - 1) };
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable';
  return { first: Math.max(0, size - length), last: size - 1 };
}

function number(figures: string): number {
  const significant = figures.replace(/^0+(?=\d)/, '');
  return significant.length > MAX_FIGURES ? Number.MAX_SAFE_INTEGER : Number(significant);
}
