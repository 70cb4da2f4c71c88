import { type DrawLineup, QUALITY } from '../engine.ts';
import { startDrawing } from '../our-drawing.ts';

/** Our drawing, encoded as the README of @napi-rs/canvas does it. */
export function start(): DrawLineup {
  const draw = startDrawing();
  return async (request) => await draw(request).encode('jpeg', QUALITY);
}
