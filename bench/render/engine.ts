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

/** `full`: backdrop, artwork and text. `plain`: text on one linear gradient. */
export type Design = 'full' | 'plain';

export interface EngineOptions {
  readonly design: Design;
  /** A folder with the backdrops of the themes, `<theme>.jpg`: the same for all events, so nobody draws them twice. */
  readonly backdrops: string;
}

export const SIDE = 1080;
export const QUALITY = 90;

interface Engine {
  readonly title: string;
  /** What there is to say of its picture, per design that it is measured in. */
  readonly draws: Partial<Record<Design, string>>;
}

const PEERS_FULL = 'backdrop from a JPEG, artwork as SVG; no clear space around text';

/** Us first; each is a module of `engines/` whose `start` gives a `DrawLineup`. */
export const ENGINES = {
  'rite-bot': { title: 'Rite Bot', draws: { full: 'everything', plain: 'text and gradient' } },
  'napi-canvas': {
    title: '@napi-rs/canvas, its own JPEG',
    draws: { full: 'everything, by our drawing' },
  },
  'satori-resvg': {
    title: 'satori + resvg + sharp',
    draws: { full: PEERS_FULL, plain: 'text and gradient' },
  },
  takumi: {
    title: 'takumi, its own JPEG (4:4:4)',
    draws: { full: PEERS_FULL, plain: 'text and gradient' },
  },
  'sharp-svg': {
    title: 'sharp, SVG written by hand',
    draws: { full: PEERS_FULL, plain: 'text and gradient' },
  },
  floor: {
    title: 'floor: our drawing + libjpeg-turbo',
    draws: { full: 'everything, by our drawing' },
  },
} as const satisfies Record<string, Engine>;
export type EngineName = keyof typeof ENGINES;
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

export function drawingOf(name: EngineName, design: Design): string | undefined {
  const draws: Engine['draws'] = ENGINES[name].draws;
  return draws[design];
}

export async function startEngine(name: EngineName, options: EngineOptions): Promise<DrawLineup> {
  const { start } = (await import(`./engines/${name}.ts`)) as {
    readonly start: (options: EngineOptions) => DrawLineup | Promise<DrawLineup>;
  };
  return await start(options);
}
