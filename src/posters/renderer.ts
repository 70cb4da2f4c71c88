import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Event, Language, TemplateName } from '../events/event.ts';
import type { EventExtras } from '../events/extras.ts';
import type { Eve } from '../events/night.ts';
import type { PosterBrand } from './brand.ts';
import type { Composition } from './composition.ts';
import { Ground } from './ground.ts';
import { encodeJpeg } from './jpeg.ts';
import { readLogoMark } from './logo-mark.ts';
import { paint } from './painter.ts';
import type { Poster, PosterWarning, ThemeName } from './poster.ts';
import { SIZES, type SizeName } from './size.ts';
import type { SheetBrand, Template } from './template.ts';
import type { Fonts } from './typesetting/fonts.ts';
import { Typesetter } from './typesetting/typesetter.ts';

export interface RenderRequest {
  readonly event: Event;
  readonly template: TemplateName;
  readonly theme: ThemeName;
  /** Default `square`. */
  readonly size?: SizeName;
  readonly language: Language;
  /** The day from which a countdown counts. */
  readonly today: Temporal.PlainDate;
  /** The last hours of a countdown (`eveOf`). */
  readonly eve?: Eve;
  readonly extras?: EventExtras;
  readonly brand?: PosterBrand;
}

export interface RendererOptions {
  readonly fonts: Fonts;
  readonly templates: Readonly<Record<TemplateName, Template>>;
  /** How many pages may be in work at once; each holds a canvas of 4.7 MB or more. */
  readonly concurrency: number;
}

/**
 * Renders posters on this thread, some 15 milliseconds a page. What is beyond the limit waits its turn, first come first
 * served and page by page, and the event loop turns between two drawings, so that fifty at once neither delay an
 * acknowledgement nor fill the memory. Canvases are kept and used again.
 */
export class Renderer {
  readonly #options: RendererOptions;
  readonly #typesetter: Typesetter;
  readonly #ground = new Ground();
  readonly #idle: Canvas[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: RendererOptions) {
    this.#options = options;
    this.#typesetter = new Typesetter(options.fonts);
  }

  /** The same request gives the same bytes. */
  async render(request: RenderRequest): Promise<Poster> {
    await this.#enter();
    try {
      const compositions = await this.#compose(request);
      const pages: Buffer[] = [];
      for (const composition of compositions) {
        // Whoever waited while a page was drawn has a turn before the next one.
        if (pages.length > 0) await this.#goToTheEnd();
        pages.push(await this.#draw(composition));
      }
      const { template, theme, size = 'square' } = request;
      const { width, height } = SIZES[size];
      const actsOnPages = compositions.map(({ acts }) => acts).filter((acts) => acts !== undefined);
      return {
        template,
        theme,
        width,
        height,
        pages,
        ...(actsOnPages.length === 0 ? {} : { actsOnPages }),
        warnings: warningsOf(compositions),
      };
    } finally {
      this.#leave();
    }
  }

  async #compose({ event, brand, ...request }: RenderRequest): Promise<readonly Composition[]> {
    const { template, theme, size = 'square', language, today, eve, extras } = request;
    return this.#options.templates[template].compose(event, {
      size: SIZES[size],
      theme,
      language,
      today,
      typesetter: this.#typesetter,
      ...(eve && { eve }),
      ...(extras && { extras }),
      ...(brand && { brand: await readBrand(brand) }),
    });
  }

  async #draw(composition: Composition): Promise<Buffer> {
    const canvas = this.#takeCanvas(composition.width, composition.height);
    try {
      paint(canvas.getContext('2d'), composition, this.#ground, this.#typesetter);
      return await encodeJpeg(canvas);
    } finally {
      if (this.#idle.length < this.#options.concurrency) this.#idle.push(canvas);
    }
  }

  #takeCanvas(width: number, height: number): Canvas {
    const index = this.#idle.findIndex((canvas) => canvas.height === height);
    return this.#idle.splice(index, index === -1 ? 0 : 1)[0] ?? createCanvas(width, height);
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#options.concurrency) {
      this.#running++;
    } else {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    // A turn of the event loop before each drawing: many at once would otherwise follow each other as microtasks.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running--;
  }

  async #goToTheEnd(): Promise<void> {
    this.#leave();
    await this.#enter();
  }
}

async function readBrand({ accent, logo }: PosterBrand): Promise<SheetBrand> {
  return {
    ...(accent === undefined ? {} : { accent }),
    ...(logo && { logo: await readLogoMark(logo) }),
  };
}

/** Of all pages, each once: what is on every page would be reported for every page. */
function warningsOf(compositions: readonly Composition[]): PosterWarning[] {
  const missing = new Set<string>();
  const others = new Map<string, PosterWarning>();
  for (const warning of compositions.flatMap(({ warnings }) => warnings)) {
    if (warning.kind === 'missing_glyphs') {
      for (const character of warning.characters) missing.add(character);
    } else {
      others.set(JSON.stringify(warning), warning);
    }
  }
  return [
    ...others.values(),
    ...(missing.size === 0 ? [] : [{ kind: 'missing_glyphs', characters: [...missing] } as const]),
  ];
}
