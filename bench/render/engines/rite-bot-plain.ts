import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Composition } from '../../../src/posters/composition.ts';
import { Ground } from '../../../src/posters/ground.ts';
import { encodeJpeg } from '../../../src/posters/jpeg.ts';
import type { DrawLineup } from '../engine.ts';
import { COLORS } from '../lineup-sheet.ts';
import { startDrawing } from '../our-drawing.ts';

/** Our text and our encoder on the flat gradient that the peers have, so that all draw the same. */
export function start(): DrawLineup {
  const draw = startDrawing(new FlatGround());
  return async (request) => await encodeJpeg(draw(request));
}

class FlatGround extends Ground {
  override paint(context: SKRSContext2D, { theme, width, height }: Composition): void {
    const { from, to } = COLORS[theme];
    const gradient = context.createLinearGradient(0, 0, width * 0.36, height);
    gradient.addColorStop(0, from);
    gradient.addColorStop(1, to);
    context.fillStyle = gradient;
    context.fillRect(0, 0, width, height);
  }
}
