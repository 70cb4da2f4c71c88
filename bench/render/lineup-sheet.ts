import { readFileSync } from 'node:fs';
import { posterDate, posterHours } from '../../src/events/korean-date.ts';
import { acts, actTitle, hoursOfTheNight } from '../../src/events/night.ts';
import type { Box } from '../../src/posters/composition.ts';
import type { ThemeName } from '../../src/posters/poster.ts';
import { ARTWORK_BOX, artworkPicture, readBackdrops } from './artwork.ts';
import { type EngineOptions, type LineupRequest, SIDE } from './engine.ts';

/** Our line-up as the peers draw it: the same words and sizes. */
export interface LineupSheet {
  readonly colors: Colors;
  readonly date: string;
  readonly hours: string;
  readonly title: string;
  readonly titleSize: number;
  /** One column, or two without handles. */
  readonly columns: readonly (readonly Row[])[];
  readonly smallSize: number;
  readonly venue: string;
  readonly address: string;
}

export interface Row {
  readonly time: string;
  readonly name: string;
  readonly nameSize: number;
  /** '' where there is none, or no room. */
  readonly handle: string;
}

interface Colors {
  readonly from: string;
  readonly to: string;
  readonly ink: string;
  readonly muted: string;
}

export const MARGIN = 72;
export const MEASURE = SIDE - 2 * MARGIN;
export const GUTTER = 40;
export const LEADING = 1.06;
export const HANDLE_SIZE = 28;
/** Width of the column of times, in em of `smallSize`. */
export const TIME_EMS = 3.9;

export const COLORS: Readonly<Record<ThemeName, Colors>> = {
  night: { from: '#0B0B10', to: '#4A1236', ink: '#F5F5F7', muted: '#BABDCB' },
  neon: { from: '#E946FF', to: '#B23CFF', ink: '#12061A', muted: '#100418' },
  paper: { from: '#F2EFE8', to: '#EAE5DA', ink: '#141414', muted: '#55524C' },
};

export function lineupSheet({ event, theme }: LineupRequest): LineupSheet {
  const all = acts(event);
  const columnCount = all.length > 14 ? 2 : 1;
  const perColumn = Math.ceil(all.length / columnCount);
  const largestTitle = all.length > 8 ? 84 : 96;
  const largestName = Math.min(columnCount > 1 ? 32 : 112, Math.max(28, (560 / perColumn) * 0.6));
  const smallSize = Math.max(26, Math.min(32, largestName * 0.56));
  const rows = all.map((act): Row => {
    const name = actTitle(act);
    const [first] = act.handles;
    const handle = columnCount > 1 || first === undefined ? '' : `@${first}`;
    const room =
      (MEASURE - GUTTER * (columnCount - 1)) / columnCount -
      smallSize * TIME_EMS -
      (handle === '' ? 0 : estimatedEms(handle) * HANDLE_SIZE + 28);
    const nameSize = Math.min(largestName, room / estimatedEms(name));
    return { time: act.start, name, nameSize, handle };
  });
  const hours = hoursOfTheNight(event);
  return {
    colors: COLORS[theme],
    date: posterDate(event.date, 'ko'),
    hours: hours ? posterHours(hours) : '',
    title: event.name,
    // Two lines at most, as far as an estimate can tell.
    titleSize: Math.min(largestTitle, (1.7 * MEASURE) / estimatedEms(event.name)),
    columns: Array.from({ length: columnCount }, (_, column) =>
      rows.slice(column * perColumn, (column + 1) * perColumn),
    ),
    smallSize,
    venue: event.venue.name,
    address: event.venue.address,
  };
}

/** A picture that lies under the text. */
export interface Picture {
  readonly source: string;
  readonly box: Box;
}

/** The pictures of one poster: backdrop and artwork in the full design, otherwise none. */
export function fullDesign({
  design,
  backdrops,
}: EngineOptions): (request: LineupRequest) => readonly Picture[] {
  if (design === 'plain') return () => [];
  const sheet = { x: 0, y: 0, width: SIDE, height: SIDE };
  const kept = new Map<ThemeName, Picture>();
  for (const [theme, jpeg] of readBackdrops(backdrops)) {
    kept.set(theme, { source: `data:image/jpeg;base64,${jpeg.toString('base64')}`, box: sheet });
  }
  return (request) => {
    const backdrop = kept.get(request.theme);
    const artwork = { source: artworkPicture(request), box: ARTWORK_BOX };
    return backdrop ? [backdrop, artwork] : [artwork];
  };
}

/** Width of a text in em, near enough to choose a size: none of the peers can be asked before it draws. */
export function estimatedEms(text: string): number {
  return Array.from(text).reduce((sum, character) => {
    if (character === ' ') return sum + 0.23;
    return sum + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af]/u.test(character) ? 0.85 : 0.6);
  }, 0);
}

/** The weights of Pretendard that the poster uses, by their files in `fonts/`. */
export const PRETENDARD = [
  { weight: 500, file: 'Pretendard-Medium.otf' },
  { weight: 600, file: 'Pretendard-SemiBold.otf' },
  { weight: 800, file: 'Pretendard-ExtraBold.otf' },
] as const;

export function readPretendard() {
  return PRETENDARD.map(({ weight, file }) => ({
    name: 'Pretendard',
    weight,
    style: 'normal' as const,
    data: readFileSync(new URL(`../../fonts/${file}`, import.meta.url)),
  }));
}
