import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../../src/posters/composition.ts';
import { motifOf } from '../../src/posters/motif.ts';
import { THEME_NAMES, type ThemeName } from '../../src/posters/poster.ts';
import { THEMES } from '../../src/posters/theme.ts';
import { type LineupRequest, SIDE } from './engine.ts';
import { motifSvg } from './motif-svg.ts';

/** Where `templates/lineup.ts` has it on a square sheet with more than one act. */
const PLACE = { x: SIDE * 0.8, y: SIDE * 0.19, radius: SIDE * 0.36, strength: 0.7 };

/** The part of the sheet that the artwork reaches. */
export const ARTWORK_BOX: Box = boxOf(PLACE);

/** The event's artwork as SVG elements in the sheet's coordinates. */
export function artworkElements({ event, theme }: LineupRequest): string {
  const { stroke, alpha } = THEMES[theme].motif;
  return motifSvg(motifOf(event.id), PLACE, stroke, alpha * PLACE.strength);
}

/** The event's artwork as an SVG document of its own, for engines that take it as a picture. */
export function artworkPicture(request: LineupRequest): string {
  const { x, y, width, height } = ARTWORK_BOX;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">${artworkElements(request)}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** JPEGs of the backdrops; a theme without lights and grain needs none. */
export function readBackdrops(folder: string): ReadonlyMap<ThemeName, Buffer> {
  const names = THEME_NAMES.filter((name) => THEMES[name].glows.length > 0);
  return new Map(names.map((name) => [name, readFileSync(join(folder, `${name}.jpg`))]));
}

function boxOf({ x, y, radius }: typeof PLACE): Box {
  const [left, top] = [Math.floor(Math.max(0, x - radius)), Math.floor(Math.max(0, y - radius))];
  const width = Math.ceil(Math.min(SIDE, x + radius)) - left;
  return { x: left, y: top, width, height: Math.ceil(Math.min(SIDE, y + radius)) - top };
}
