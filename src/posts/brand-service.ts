import type { Clock } from '../events/clock.ts';
import { type Event, type Language, TEMPLATE_NAMES } from '../events/event.ts';
import { parseHashtags } from '../events/hashtag.ts';
import { acts, dDay, nightOf } from '../events/night.ts';
import { parseColor } from '../posters/accent.ts';
import type { Logo } from '../posters/brand.ts';
import { contactSheet } from '../posters/contact-sheet.ts';
import { LOGO_MAX_BYTES, LogoError, type LogoFault, readLogo } from '../posters/logo.ts';
import type { ThemeName } from '../posters/poster.ts';
import type { Renderer } from '../posters/renderer.ts';
import type { Brand, BrandChange } from './brand.ts';
import { DEFAULT_THEME, posterBrand } from './compose-post.ts';
import { DownloadError, type DownloadFailure, type Downloads } from './downloads.ts';
import { EventSourceError, PostRefusedError } from './errors.ts';
import { organizerOf } from './organizer-of.ts';
import type { BrandStore, EventSource, OrganizerLinks } from './ports.ts';
import { sampleEvent } from './sample-event.ts';

export const BRAND_MAX_HASHTAGS = 10;

/** What somebody wants changed, as they typed and uploaded it; what is absent stays as it is. */
export interface BrandWish {
  readonly theme?: ThemeName | undefined;
  readonly accent?: string | undefined;
  readonly logo?: Upload | undefined;
  /** Separated by anything that cannot stand in a hashtag. */
  readonly hashtags?: string | undefined;
}

/** A file that is still where it was uploaded to. */
export interface Upload {
  readonly url: string;
  /** Bytes, as the uploader's side says. */
  readonly size: number;
}

/** Why one part of a wish cannot be fulfilled. */
export type BrandFault =
  | { readonly part: 'accent'; readonly fault: 'not_a_color'; readonly given: string }
  | { readonly part: 'hashtags'; readonly fault: 'none'; readonly given: string }
  | { readonly part: 'hashtags'; readonly fault: 'too_many'; readonly count: number }
  | { readonly part: 'logo'; readonly fault: LogoFault | DownloadFault };

/** The file is there no more, or does not come. */
export type DownloadFault = Exclude<DownloadFailure, 'too_large'>;

export type BrandChangeOutcome =
  | { readonly outcome: 'changed'; readonly brand: Brand }
  /** Nothing was changed, since at least one part cannot be. */
  | { readonly outcome: 'refused'; readonly faults: readonly BrandFault[] };

/** How posts of a server look. */
export interface BrandPreview {
  /** One JPEG with all templates. */
  readonly picture: Buffer;
  readonly event: Event;
  /** The event is our own example: the server has none to come, or it cannot be read. */
  readonly isSample: boolean;
}

/** A part of a brand that can be taken back alone. */
export const BRAND_PARTS = ['theme', 'accent', 'logo', 'hashtags'] as const;
export type BrandPart = (typeof BRAND_PARTS)[number];

export interface BrandServiceOptions {
  readonly brands: BrandStore;
  readonly downloads: Downloads;
  /** Where the event of a preview comes from. */
  readonly eventSource: Pick<EventSource, 'listEvents'>;
  readonly organizerLinks: OrganizerLinks;
  readonly renderer: Pick<Renderer, 'render'>;
  readonly clock: Clock;
}

/** What servers choose for all their posts. */
export class BrandService {
  readonly #options: BrandServiceOptions;

  constructor(options: BrandServiceOptions) {
    this.#options = options;
  }

  async brandOf(guildId: string): Promise<Brand> {
    return await this.#options.brands.brandOf(guildId);
  }

  /** Either everything that is wished for, or nothing and every fault there is. */
  async change(guildId: string, wish: BrandWish): Promise<BrandChangeOutcome> {
    const faults: BrandFault[] = [];
    const accent = readAccent(wish.accent, faults);
    const hashtags = readHashtags(wish.hashtags, faults);
    // Last, for it takes longest; also when all is lost already, so that nobody learns of the logo next time.
    const logo = await this.#fetchLogo(wish.logo, faults);
    if (faults.length > 0) return { outcome: 'refused', faults };
    const change: BrandChange = {
      ...(wish.theme === undefined ? {} : { theme: wish.theme }),
      ...(accent === undefined ? {} : { accent }),
      ...(logo === undefined ? {} : { logo }),
      ...(hashtags === undefined ? {} : { hashtags }),
    };
    return { outcome: 'changed', brand: await this.#options.brands.changeBrand(guildId, change) };
  }

  /** Takes back one part, or everything. */
  async reset(guildId: string, part?: BrandPart): Promise<void> {
    const { brands } = this.#options;
    if (part === undefined) await brands.resetBrand(guildId);
    else
      await brands.changeBrand(guildId, part === 'hashtags' ? { hashtags: [] } : { [part]: null });
  }

  /** All templates in the server's look: of its next night that has acts, else of an example. */
  async preview(guildId: string, language: Language): Promise<BrandPreview> {
    const [brand, own] = await Promise.all([this.brandOf(guildId), this.#nextEvent(guildId)]);
    const now = this.#options.clock();
    const event = own ?? sampleEvent(now);
    const theme = brand.theme ?? DEFAULT_THEME;
    const posters = await Promise.all(
      TEMPLATE_NAMES.map((template) =>
        this.#options.renderer.render({
          event,
          template,
          theme,
          size: 'square',
          language,
          today: nightOf(event, now),
          ...posterBrand(brand, theme),
        }),
      ),
    );
    const picture = await contactSheet(posters.flatMap(({ pages }) => pages.slice(0, 1)));
    return { picture, event, isSample: own === undefined };
  }

  /** The next one that every template can show. */
  async #nextEvent(guildId: string): Promise<Event | undefined> {
    const { eventSource, organizerLinks, clock } = this.#options;
    try {
      const organizerId = await organizerOf(organizerLinks, guildId);
      const { events } = await eventSource.listEvents(organizerId);
      return events
        .filter(({ phase }) => phase !== 'cancelled' && phase !== 'completed')
        .filter((event) => dDay(event.date, nightOf(event, clock())) >= 0)
        .filter((event) => acts(event).length > 0)
        .toSorted((a, b) => a.date.localeCompare(b.date))[0];
    } catch (error) {
      // No link, or no Rite: a look can be judged on an example as well.
      if (error instanceof PostRefusedError || error instanceof EventSourceError) return undefined;
      throw error;
    }
  }

  async #fetchLogo(upload: Upload | undefined, faults: BrandFault[]): Promise<Logo | undefined> {
    if (upload === undefined) return undefined;
    if (upload.size > LOGO_MAX_BYTES) {
      faults.push({ part: 'logo', fault: 'too_large_file' });
      return undefined;
    }
    try {
      return await readLogo(await this.#options.downloads.fetch(upload.url, LOGO_MAX_BYTES));
    } catch (error) {
      faults.push({ part: 'logo', fault: logoFault(error) });
      return undefined;
    }
  }
}

function readAccent(given: string | undefined, faults: BrandFault[]): string | undefined {
  if (given === undefined) return undefined;
  const accent = parseColor(given);
  if (accent === undefined) faults.push({ part: 'accent', fault: 'not_a_color', given });
  return accent;
}

function readHashtags(given: string | undefined, faults: BrandFault[]): string[] | undefined {
  if (given === undefined) return undefined;
  const hashtags = parseHashtags(given);
  if (hashtags.length === 0) faults.push({ part: 'hashtags', fault: 'none', given });
  if (hashtags.length > BRAND_MAX_HASHTAGS) {
    faults.push({ part: 'hashtags', fault: 'too_many', count: hashtags.length });
  }
  return hashtags;
}

function logoFault(error: unknown): LogoFault | DownloadFault {
  if (error instanceof LogoError) return error.reason;
  if (!(error instanceof DownloadError)) throw error;
  return error.reason === 'too_large' ? 'too_large_file' : error.reason;
}
