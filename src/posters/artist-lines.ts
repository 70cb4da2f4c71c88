import type { Face, FitBox, FittedText } from './typesetting/setting.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

const BEFORE_ARTIST = /\s+(?=(?:b2b|f2f|[&x×])\s)/iu;
/** There are twice as many ways to divide one artist more. */
const MOST_ARTISTS = 8;
/** Baseline distance in em. */
const LEADING = 1.12;

/**
 * The name of an act on several lines that begin with b2b, &, x or ×, so that no artist is torn in two, as large as the
 * box allows. Undefined where the name has one artist, or stands on one line anyway, or an artist is too long for a
 * line of the smallest type.
 */
export function artistLines(
  name: string,
  face: Face,
  box: FitBox,
  typesetter: Typesetter,
): FittedText | undefined {
  const artists = name.split(BEFORE_ARTIST);
  if (artists.length < 2 || artists.length > MOST_ARTISTS) return undefined;
  if (artists.some((artist) => typesetter.isRightToLeft(artist))) return undefined;
  if (typesetter.fit(name, face, box).lines.length < 2) return undefined;
  const settings = divisions(artists, box.maxLines)
    .filter((lines) => lines.length > 1)
    .flatMap((lines) => settingOf(lines, face, box, typesetter) ?? []);
  return settings.toSorted((a, b) => b.size - a.size)[0];
}

function settingOf(
  lines: readonly string[],
  face: Face,
  box: FitBox,
  typesetter: Typesetter,
): FittedText | undefined {
  const maxHeight = box.maxHeight / lines.length;
  const each = lines.map((line) => typesetter.fit(line, face, { ...box, maxLines: 1, maxHeight }));
  const size = Math.min(...each.map((fitted) => fitted.size));
  if (size < box.minSize || each.some((fitted) => fitted.shortened)) return undefined;
  const inks = lines.map((line) => typesetter.measure(line, { ...face, size }));
  const ink =
    Math.max(...inks.map(({ inkAscent }) => inkAscent)) +
    Math.max(...inks.map(({ inkDescent }) => inkDescent));
  if (ink > maxHeight) return undefined;
  return {
    size,
    lines,
    lineHeight: Math.min(maxHeight, Math.max(size * LEADING, ink)),
    shortened: false,
  };
}

/** All ways to set the parts on at most so many lines, in order. */
function divisions(parts: readonly string[], maxLines: number): string[][] {
  const whole = [parts.join(' ')];
  if (maxLines === 1 || parts.length === 1) return [whole];
  const divided = parts.slice(1).flatMap((_, index) => {
    const first = parts.slice(0, index + 1).join(' ');
    return divisions(parts.slice(index + 1), maxLines - 1).map((rest) => [first, ...rest]);
  });
  return [whole, ...divided];
}
