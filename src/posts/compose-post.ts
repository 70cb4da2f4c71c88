import { type Caption, composeCaption } from '../events/caption.ts';
import type { Event, Language, TemplateName } from '../events/event.ts';
import type { EventExtras } from '../events/extras.ts';
import { kakaoMapSearchUrl } from '../events/map-link.ts';
import { acts, dDay, type Eve, eveOf, nightOf } from '../events/night.ts';
import { accentOn } from '../posters/accent.ts';
import type { PosterBrand } from '../posters/brand.ts';
import type { Poster, ThemeName } from '../posters/poster.ts';
import type { Renderer } from '../posters/renderer.ts';
import type { SizeName } from '../posters/size.ts';
import type { Brand } from './brand.ts';
import { PostRefusedError } from './errors.ts';
import type { EventReading } from './ports.ts';

/** Where neither the person nor the server has chosen one. */
export const DEFAULT_THEME: ThemeName = 'night';

/** What is wanted of one post. */
export interface PostWish {
  readonly template: TemplateName;
  /** Absent: the server's own, else `DEFAULT_THEME`. */
  readonly theme?: ThemeName | undefined;
  readonly size: SizeName;
  readonly language: Language;
}

/** What a post is made of. */
export interface PostMaterial {
  readonly reading: EventReading;
  /** Absent: the server has none. */
  readonly brand?: Brand | undefined;
  /** Absent: nothing was added to this event. */
  readonly extras?: EventExtras | undefined;
}

export interface ComposeOptions {
  readonly renderer: Pick<Renderer, 'render'>;
  /** Epoch milliseconds: whether the night is over, and the day from which a countdown counts. */
  readonly now: number;
  /** Hashtags a caption may carry. */
  readonly hashtagLimit: number;
}

/** Everything one answer to `/post` consists of. */
export interface Post {
  readonly event: Event;
  readonly template: TemplateName;
  readonly theme: ThemeName;
  readonly size: SizeName;
  readonly language: Language;
  readonly poster: Poster;
  readonly caption: Caption;
  /** KakaoMap search for the venue; absent when the event names no venue. */
  readonly mapUrl?: string;
  /** Epoch milliseconds of the reading the post rests on; `stale` when Rite could not be asked just now. */
  readonly readAt: number;
  readonly stale: boolean;
  /** Slots missing from timetable and poster because their times cannot be read. */
  readonly unreadableTimeslots: number;
  /** What the organizer had added to the event; absent where nothing was. */
  readonly extras?: EventExtras;
  /** The moment it was made for, in epoch milliseconds: a countdown counts from its day. */
  readonly composedAt: number;
  /** What could not be read of what the server keeps: the post was made without it, and may be wrong. */
  readonly unread: readonly KeptPart[];
}

/** What a server keeps with us for its posts. */
export const KEPT_PARTS = ['brand', 'extras'] as const;
export type KeptPart = (typeof KEPT_PARTS)[number];

/** Picture and caption for an event that was already read. @throws {PostRefusedError} */
export async function composePost(
  material: PostMaterial,
  wish: PostWish,
  { renderer, now, hashtagLimit }: ComposeOptions,
): Promise<Omit<Post, 'unread'>> {
  const { reading, brand } = material;
  const { event } = reading;
  const { template, size, language } = wish;
  const theme = wish.theme ?? brand?.theme ?? DEFAULT_THEME;
  const today = nightOf(event, now);
  refuseUnlessPostable(event, template, today);
  const added = extrasIn(material);
  const caption = captionOf(material, wish, { now, hashtagLimit });
  const poster = await renderer.render({
    event,
    template,
    theme,
    size,
    language,
    today,
    ...eveAt(event, template, now),
    ...added,
    ...posterBrand(brand, theme),
  });
  const mapUrl = kakaoMapSearchUrl(event.venue);
  return {
    event,
    template,
    theme,
    size,
    language,
    poster,
    caption,
    ...(mapUrl === undefined ? {} : { mapUrl }),
    readAt: reading.readAt,
    stale: reading.stale,
    unreadableTimeslots: reading.unreadableTimeslots ?? 0,
    ...added,
    composedAt: now,
  };
}

/** The caption alone, the same as the post has. */
export function captionOf(
  material: PostMaterial,
  { template, language }: Pick<PostWish, 'template' | 'language'>,
  { now, hashtagLimit }: Omit<ComposeOptions, 'renderer'>,
): Caption {
  const { event } = material.reading;
  const { hashtags = [] } = material.brand ?? {};
  return composeCaption(event, template, {
    language,
    today: nightOf(event, now),
    ...eveAt(event, template, now),
    hashtagLimit,
    ...extrasIn(material),
    ...(hashtags.length > 0 ? { hashtags } : {}),
  });
}

/** The look of a server on one theme; nothing where it has chosen none, so that the poster is the same as ever. */
export function posterBrand(
  brand: Brand | undefined,
  theme: ThemeName,
): { readonly brand?: PosterBrand } {
  if (!brand?.accent && !brand?.logo) return {};
  return {
    brand: {
      ...(brand.accent ? { accent: accentOn(theme, brand.accent).accent } : {}),
      ...(brand.logo ? { logo: brand.logo } : {}),
    },
  };
}

/** Only a countdown says it. */
function eveAt(event: Event, template: TemplateName, now: number): { readonly eve?: Eve } {
  const eve = template === 'countdown' ? eveOf(event, now) : undefined;
  return eve ? { eve } : {};
}

/** Nothing where nothing was added, so that the poster is the same as ever. */
function extrasIn({ extras }: PostMaterial): { readonly extras?: EventExtras } {
  return extras && Object.keys(extras).length > 0 ? { extras } : {};
}

// What Rite computes as "can generate content", decided here again: its stored flags go stale and its day changes
// at 09:00 in Seoul. A draft may be announced: organizers try their posters before they finalise.
function refuseUnlessPostable(
  event: Event,
  template: TemplateName,
  today: Temporal.PlainDate,
): void {
  if (event.phase === 'cancelled') throw new PostRefusedError('event_cancelled', event.name);
  if (event.phase === 'completed') throw new PostRefusedError('event_completed', event.name);
  if (dDay(event.date, today) < 0) throw new PostRefusedError('event_past', event.name);
  if (template === 'lineup' && acts(event).length === 0) {
    throw new PostRefusedError('lineup_empty', event.name);
  }
}
