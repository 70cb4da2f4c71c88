import type { Caption } from '../events/caption.ts';
import type { Event, Language, TemplateName } from '../events/event.ts';
import type { Poster, ThemeName } from '../posters/poster.ts';

export interface PostRequest {
  /** Discord server id; decides which organizer's events may be used. */
  readonly guildId: string;
  readonly eventId: string;
  readonly template: TemplateName;
  readonly theme: ThemeName;
  readonly language: Language;
}

/** Everything one answer to `/post` consists of. */
export interface Post {
  readonly event: Event;
  readonly template: TemplateName;
  readonly theme: ThemeName;
  readonly language: Language;
  readonly poster: Poster;
  readonly caption: Caption;
  /** KakaoMap search for the venue; absent when the event names no venue. */
  readonly mapUrl?: string;
  /** Epoch milliseconds of the reading the post rests on; `stale` when Rite could not be asked just now. */
  readonly readAt: number;
  readonly stale: boolean;
}
