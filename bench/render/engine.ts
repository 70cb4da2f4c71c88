import type { Event } from '../../src/events/event.ts';
import type { ThemeName } from '../../src/posters/poster.ts';

/** What every engine is asked to draw: the line-up of one night, 1080 x 1080, as JPEG of quality 90. */
export interface LineupRequest {
  readonly event: Event;
  readonly theme: ThemeName;
  readonly today: Temporal.PlainDate;
}

/** One way to make the poster, fonts loaded; the promise is fulfilled with the JPEG. */
export type DrawLineup = (request: LineupRequest) => Promise<Uint8Array>;

export const SIDE = 1080;
export const QUALITY = 90;

/** The engines, us first; each is a module of `engines/` whose `start` gives a `DrawLineup`. */
export const ENGINES = {
  'rite-bot': 'Rite Bot',
  'rite-bot-plain': 'Rite Bot, no more than peers draw',
  'napi-canvas': '@napi-rs/canvas, its own JPEG',
  'satori-resvg': 'satori + resvg + sharp',
  'satori-librsvg': 'satori + sharp (librsvg)',
  takumi: 'takumi, its own JPEG',
  'sharp-svg': 'sharp, SVG written by hand',
  floor: 'floor: our drawing + libjpeg-turbo',
} as const;
export type EngineName = keyof typeof ENGINES;
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

export async function startEngine(name: EngineName): Promise<DrawLineup> {
  const { start } = (await import(`./engines/${name}.ts`)) as {
    readonly start: () => DrawLineup | Promise<DrawLineup>;
  };
  return await start();
}
