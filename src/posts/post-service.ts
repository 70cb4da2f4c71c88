import { type Caption, composeCaption } from '../events/caption.ts';
import type { Clock } from '../events/clock.ts';
import type { Event, Language, TemplateName } from '../events/event.ts';
import { kakaoMapSearchUrl } from '../events/map-link.ts';
import { acts, dDay, nightOf } from '../events/night.ts';
import type { Poster, ThemeName } from '../posters/poster.ts';
import type { Renderer } from '../posters/renderer.ts';
import type { SizeName } from '../posters/size.ts';
import { PostRefusedError } from './errors.ts';
import type { EventListReading, EventReading, EventSource, OrganizerLinks } from './ports.ts';

export interface PostRequest {
  /** Discord server id; decides which organizer's events may be used. */
  readonly guildId: string;
  readonly eventId: string;
  readonly template: TemplateName;
  readonly theme: ThemeName;
  readonly size: SizeName;
  readonly language: Language;
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
}

export interface PostServiceOptions {
  readonly eventSource: EventSource;
  readonly organizerLinks: OrganizerLinks;
  readonly renderer: Pick<Renderer, 'render'>;
  readonly clock: Clock;
  /** Hashtags a caption may carry. */
  readonly hashtagLimit: number;
}

/** Makes posts: from a server's question to picture and caption. */
export class PostService {
  readonly #options: PostServiceOptions;

  constructor(options: PostServiceOptions) {
    this.#options = options;
  }

  /** @throws {PostRefusedError | EventNotFoundError | EventSourceError} */
  async create(request: PostRequest): Promise<Post> {
    const organizerId = await this.#organizerOf(request.guildId);
    const reading = await this.#options.eventSource.getEvent(organizerId, request.eventId);
    return await this.compose(reading, request);
  }

  /** The organizer's events in no order. @throws {PostRefusedError | EventSourceError} */
  async listEvents(guildId: string): Promise<EventListReading> {
    const organizerId = await this.#organizerOf(guildId);
    return await this.#options.eventSource.listEvents(organizerId);
  }

  /** Picture and caption for an event that was already read. @throws {PostRefusedError} */
  async compose(
    reading: EventReading,
    { template, theme, size, language }: Omit<PostRequest, 'guildId' | 'eventId'>,
  ): Promise<Post> {
    const { event } = reading;
    const today = nightOf(event, this.#options.clock());
    refuseUnlessPostable(event, template, today);
    const { hashtagLimit, renderer } = this.#options;
    const caption = composeCaption(event, template, { language, today, hashtagLimit });
    const poster = await renderer.render({ event, template, theme, size, language, today });
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
    };
  }

  async #organizerOf(guildId: string): Promise<string> {
    const organizerId = await this.#options.organizerLinks.organizerOf(guildId);
    if (organizerId === undefined) throw new PostRefusedError('server_not_linked');
    return organizerId;
  }
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
