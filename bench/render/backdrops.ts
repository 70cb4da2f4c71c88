import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { Backdrops } from '../../src/posters/backdrop.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { SIDE } from './engine.ts';

/** Writes the themes' backdrops as JPEGs: what somebody who uses a peer would prepare once. */
export function writeBackdrops(folder: string): void {
  const backdrops = new Backdrops();
  for (const theme of THEME_NAMES) {
    const canvas = createCanvas(SIDE, SIDE);
    backdrops.paint(canvas.getContext('2d'), theme, SIDE, SIDE);
    writeFileSync(join(folder, `${theme}.jpg`), canvas.toBuffer('image/jpeg', 95));
  }
}
