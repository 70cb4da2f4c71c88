import type { DrawLineup } from '../engine.ts';
import { FAST_JPEG, sharp } from '../fast-jpeg.ts';
import { startSatori } from '../satori.ts';

/** As satori's README has it now. */
export function start(): DrawLineup {
  const toSvg = startSatori();
  return async (request) =>
    await sharp(Buffer.from(await toSvg(request)))
      .removeAlpha()
      .jpeg(FAST_JPEG)
      .toBuffer();
}
