import { Renderer } from '../../../src/posters/renderer.ts';
import { Fonts } from '../../../src/posters/typesetting/fonts.ts';
import { fontsDirectory } from '../../../src/project.ts';
import { templates } from '../../../templates/index.ts';
import type { DrawLineup } from '../engine.ts';

/** The renderer of the bot as it is, without its cache and its thread. */
export function start(): DrawLineup {
  const fonts = Fonts.load(fontsDirectory);
  const renderer = new Renderer({ fonts, templates, concurrency: 1 });
  return async (request) => {
    const poster = await renderer.render({ ...request, template: 'lineup', language: 'ko' });
    return poster.jpeg;
  };
}
