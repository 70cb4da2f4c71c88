import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Composition } from '../../../src/posters/composition.ts';
import { Ground } from '../../../src/posters/ground.ts';
import { encodeJpeg } from '../../../src/posters/jpeg.ts';
import { Renderer } from '../../../src/posters/renderer.ts';
import { Fonts } from '../../../src/posters/typesetting/fonts.ts';
import { fontsDirectory } from '../../../src/project.ts';
import { templates } from '../../../templates/index.ts';
import type { DrawLineup, EngineOptions } from '../engine.ts';
import { COLORS } from '../lineup-sheet.ts';
import { startDrawing } from '../our-drawing.ts';

/** The renderer of the bot as it is, without its cache and its thread. */
export function start({ design }: EngineOptions): DrawLineup {
  if (design === 'plain') return startPlain();
  const fonts = Fonts.load(fontsDirectory);
  const renderer = new Renderer({ fonts, templates, concurrency: 1 });
  return async (request) => {
    const { pages } = await renderer.render({ ...request, template: 'lineup', language: 'ko' });
    const [page] = pages;
    if (!page || pages.length > 1) throw new Error('the peers draw one page, so must we');
    return page;
  };
}

/** Our text and our encoder on the flat gradient that the peers have. */
function startPlain(): DrawLineup {
  const draw = startDrawing(new FlatGround());
  return async (request) => await encodeJpeg(draw(request));
}

class FlatGround extends Ground {
  override paint(context: SKRSContext2D, { theme, width, height }: Composition): void {
    const { from, to } = COLORS[theme];
    context.clearRect(0, 0, width, height);
    const gradient = context.createLinearGradient(0, 0, width * 0.36, height);
    gradient.addColorStop(0, from);
    gradient.addColorStop(1, to);
    context.fillStyle = gradient;
    context.fillRect(0, 0, width, height);
  }
}
