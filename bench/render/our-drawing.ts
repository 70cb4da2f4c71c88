import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { Ground } from '../../src/posters/ground.ts';
import { paint } from '../../src/posters/painter.ts';
import { SIZES } from '../../src/posters/size.ts';
import { Fonts } from '../../src/posters/typesetting/fonts.ts';
import { Typesetter } from '../../src/posters/typesetting/typesetter.ts';
import { fontsDirectory } from '../../src/project.ts';
import { lineup } from '../../templates/lineup.ts';
import type { LineupRequest } from './engine.ts';

/** Our composition and our painter on one canvas that is used again, for those who change one step of it. */
export function startDrawing(ground = new Ground()): (request: LineupRequest) => Canvas {
  const typesetter = new Typesetter(Fonts.load(fontsDirectory));
  const size = SIZES.square;
  const canvas = createCanvas(size.width, size.height);
  return ({ event, theme, today }) => {
    const options = { size, theme, language: 'ko', today, typesetter } as const;
    const [composition] = lineup.compose(event, options);
    if (!composition) throw new Error('no page');
    paint(canvas.getContext('2d'), composition, ground, typesetter);
    return canvas;
  };
}
