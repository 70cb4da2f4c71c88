import { createHash } from 'node:crypto';
import { dDay } from '../events/night.ts';
import type { Poster } from './poster.ts';
import type { Renderer, RenderRequest } from './renderer.ts';

/** Where finished posters are kept, by key. A store may forget anything at any time. */
export interface PosterStore {
  get(key: string): Promise<Poster | undefined>;
  put(key: string, poster: Poster): Promise<void>;
}

export interface CachedRendererOptions {
  readonly renderer: Pick<Renderer, 'render'>;
  readonly store: PosterStore;
  /** Changes with the design: posters of an older one are not shown again. */
  readonly designVersion: string;
  /** Called when the store fails; the poster is drawn all the same. */
  readonly onStoreError: (error: unknown) => void;
}

/**
 * Draws each poster once. Drawing is deterministic, so the key is what goes into it: the same event, template, theme,
 * language, extras and brand give the same pictures, and asking twice at the same time draws them once.
 */
export class CachedRenderer implements Pick<Renderer, 'render'> {
  readonly #options: CachedRendererOptions;
  readonly #inWork = new Map<string, Promise<Poster>>();

  constructor(options: CachedRendererOptions) {
    this.#options = options;
  }

  async render(request: RenderRequest): Promise<Poster> {
    const key = posterKey(request, this.#options.designVersion);
    const inWork = this.#inWork.get(key);
    if (inWork) return await inWork;
    const found = this.#find(key, request).finally(() => this.#inWork.delete(key));
    this.#inWork.set(key, found);
    return await found;
  }

  async #find(key: string, request: RenderRequest): Promise<Poster> {
    const { renderer, store, onStoreError } = this.#options;
    const report = (error: unknown): undefined => {
      onStoreError(error);
    };
    const kept = await store.get(key).catch(report);
    if (kept) return kept;
    const poster = await renderer.render(request);
    await store.put(key, poster).catch(report);
    return poster;
  }
}

/** 64 hexadecimal digits. The day matters to the countdown alone, and there only as the number of days left and its last hours. */
export function posterKey(request: RenderRequest, designVersion: string): string {
  const {
    event,
    template,
    theme,
    size = 'square',
    language,
    today,
    eve,
    extras = {},
    brand,
  } = request;
  const { id, name, date, venue, timeslots } = event;
  const { ticketUrl, advancePrice, doorPrice, ageLimit, notice } = extras;
  const drawn = {
    ...{ id, name, date, venue, timeslots, template, theme, size, language },
    days: template === 'countdown' ? dDay(date, today) : 0,
    ...(template === 'countdown' && eve && { eve }),
    // In this order, whatever order they came in.
    extras: { ticketUrl, advancePrice, doorPrice, ageLimit, notice },
    accent: brand?.accent,
  };
  const hash = createHash('sha256').update(designVersion).update(JSON.stringify(drawn));
  if (brand?.logo) hash.update(brand.logo.png);
  return hash.digest('hex');
}
