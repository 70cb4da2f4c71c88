import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Event, Language, TemplateName } from '../events/event.ts';
import { Ground } from './ground.ts';
import { encodeJpeg } from './jpeg.ts';
import { paint } from './painter.ts';
import type { Poster, ThemeName } from './poster.ts';
import { SIZES, type SizeName } from './size.ts';
import type { Template } from './template.ts';
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
}

export interface RendererOptions {
  readonly fonts: Fonts;
  readonly templates: Readonly<Record<TemplateName, Template>>;
  /** How many posters may be in work at once; each holds a canvas of 4.7 MB. */
  readonly concurrency: number;
}

/**
 * Renders posters: drawing on this thread (a few milliseconds), encoding on libvips' threads. Requests beyond the
 * limit wait their turn, first come first served, and the event loop turns between two drawings, so that fifty at
 * once neither delay an acknowledgement nor fill the memory. Canvases are kept and used again.
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
    const size = SIZES[request.size ?? 'square'];
    const { width, height } = size;
    const canvas = this.#takeCanvas(width, height);
    try {
      const composition = this.#options.templates[request.template].compose(request.event, {
        size,
        theme: request.theme,
        language: request.language,
        today: request.today,
        typesetter: this.#typesetter,
      });
      paint(canvas.getContext('2d'), composition, this.#ground, this.#typesetter);
      const jpeg = await encodeJpeg(canvas);
      return {
        template: request.template,
        theme: request.theme,
        width,
        height,
        jpeg,
        warnings: composition.warnings,
      };
    } finally {
      if (this.#idle.length < this.#options.concurrency) this.#idle.push(canvas);
      this.#leave();
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
}
