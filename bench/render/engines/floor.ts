import turbo from '@julusian/jpeg-turbo';
import { type DrawLineup, QUALITY, SIDE } from '../engine.ts';
import { startDrawing } from '../our-drawing.ts';

/**
 * What our drawing costs at least: libjpeg-turbo 3 called directly on the canvas' pixels, baseline 4:2:0 with fixed
 * Huffman tables, into a buffer that is used again. Nothing else happens in this process, so it may block.
 */
export function start(): DrawLineup {
  const draw = startDrawing();
  const options = {
    format: turbo.FORMAT_RGBA,
    width: SIDE,
    height: SIDE,
    subsampling: turbo.SAMP_420,
    quality: QUALITY,
  };
  const room = Buffer.alloc(turbo.bufferSize(options));
  return async (request) => {
    const pixels = draw(request).data();
    const jpeg = Buffer.from(turbo.compressSync(pixels, room, options));
    // Given back now: waiting for the garbage collector costs a collection every few posters.
    (pixels.buffer as ArrayBuffer).transfer(0);
    return jpeg;
  };
}
