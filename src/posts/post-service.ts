import type { Clock } from '../events/clock.ts';
import type { Renderer } from '../posters/renderer.ts';
import {
  composePost,
  type KeptPart,
  type Post,
  type PostMaterial,
  type PostWish,
} from './compose-post.ts';
import { organizerOf } from './organizer-of.ts';
import type {
  BrandStore,
  EventListReading,
  EventSource,
  ExtrasStore,
  OrganizerLinks,
} from './ports.ts';

export type { Post } from './compose-post.ts';

export interface PostRequest extends PostWish {
  /** Discord server id; decides which organizer's events may be used. */
  readonly guildId: string;
  readonly eventId: string;
  /** The moment it is made for, in epoch milliseconds; default now. A countdown counts from its day. */
  readonly at?: number;
}

export interface PostServiceOptions {
  readonly eventSource: EventSource;
  readonly organizerLinks: OrganizerLinks;
  readonly brands: Pick<BrandStore, 'brandOf'>;
  readonly extras: Pick<ExtrasStore, 'extrasOf'>;
  readonly renderer: Pick<Renderer, 'render'>;
  readonly clock: Clock;
  /** Hashtags a caption may carry. */
  readonly hashtagLimit: number;
  /** Told when brand or extras cannot be read; the post is made without them and says so. */
  onStoreError(error: unknown): void;
}

/** Makes posts: from a server's question to picture and caption. */
export class PostService {
  readonly #options: PostServiceOptions;

  constructor(options: PostServiceOptions) {
    this.#options = options;
  }

  /** @throws {PostRefusedError | EventNotFoundError | EventSourceError} */
  async create(request: PostRequest): Promise<Post> {
    const { guildId, eventId } = request;
    const { eventSource, organizerLinks, brands, extras } = this.#options;
    const organizerId = await organizerOf(organizerLinks, guildId);
    const [reading, brand, kept] = await Promise.all([
      eventSource.getEvent(organizerId, eventId),
      this.#tryRead(brands.brandOf(guildId)),
      this.#tryRead(extras.extrasOf(guildId, eventId)),
    ]);
    const unread: KeptPart[] = [
      ...(brand === undefined ? (['brand'] as const) : []),
      ...(kept === undefined ? (['extras'] as const) : []),
    ];
    const material: PostMaterial = { reading, brand, extras: kept?.extras };
    const { renderer, clock, hashtagLimit } = this.#options;
    const now = request.at ?? clock();
    const post = await composePost(material, request, { renderer, now, hashtagLimit });
    return { ...post, unread };
  }

  /** The organizer's events in no order. @throws {PostRefusedError | EventSourceError} */
  async listEvents(guildId: string): Promise<EventListReading> {
    const organizerId = await organizerOf(this.#options.organizerLinks, guildId);
    return await this.#options.eventSource.listEvents(organizerId);
  }

  /** Undefined when the store fails: a night is announced in time also while our own database is down. */
  async #tryRead<T>(reading: Promise<T>): Promise<T | undefined> {
    return await reading.catch((error: unknown) => {
      this.#options.onStoreError(error);
      return undefined;
    });
  }
}
