import type { Clock } from '../events/clock.ts';
import type { Event } from '../events/event.ts';
import type { EventListReading } from '../posts/ports.ts';
import type { Posts } from './command.ts';

export interface RecentEventsOptions {
  readonly posts: Pick<Posts, 'listEvents'>;
  readonly clock: Clock;
  /** For this long an answer is good enough to search in while somebody types; in milliseconds. */
  readonly freshMs?: number;
  /** How long somebody who types is kept waiting for a new answer when there is an old one; in milliseconds. */
  readonly patienceMs?: number;
  /** So many servers are remembered. */
  readonly capacity?: number;
}

interface Known {
  readonly list: EventListReading;
  readonly askedAt: number;
}

/**
 * The last list of events of each server. Autocomplete asks at every key press and must answer within 3 s whatever
 * Rite does, so it reads here; what is finally picked is read anew by the post service.
 */
export class RecentEvents {
  readonly #options: Required<RecentEventsOptions>;
  readonly #known = new Map<string, Known>();
  readonly #asking = new Map<string, Promise<EventListReading>>();

  constructor(options: RecentEventsOptions) {
    this.#options = { freshMs: 15_000, patienceMs: 1_000, capacity: 500, ...options };
  }

  /**
   * The server's events: remembered if fresh, else asked for, else (Rite is slow or down) remembered however old.
   * Several questions at once are asked once. Rejects as `Posts.listEvents` when nothing is remembered.
   */
  async list(guildId: string): Promise<EventListReading> {
    const known = this.#known.get(guildId);
    if (!known) return this.#ask(guildId);
    if (this.#options.clock() - known.askedAt < this.#options.freshMs) return known.list;
    const { promise: patience, resolve: giveUp } = Promise.withResolvers<EventListReading>();
    const timer = setTimeout(() => giveUp(known.list), this.#options.patienceMs);
    try {
      return await Promise.race([this.#ask(guildId).catch(() => known.list), patience]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One of them; undefined where it is none of the server's, and where nobody can say. */
  async find(guildId: string, eventId: string): Promise<Event | undefined> {
    const known = await this.list(guildId).catch(() => undefined);
    return known?.events.find(({ id }) => id === eventId);
  }

  /** For a server whose events are those of somebody else now. What is being asked at this moment may come back. */
  forget(guildId: string): void {
    this.#known.delete(guildId);
  }

  #ask(guildId: string): Promise<EventListReading> {
    const asking = this.#asking.get(guildId);
    if (asking) return asking;
    const asked = this.#remember(guildId).finally(() => this.#asking.delete(guildId));
    this.#asking.set(guildId, asked);
    return asked;
  }

  async #remember(guildId: string): Promise<EventListReading> {
    const askedAt = this.#options.clock();
    const list = await this.#options.posts.listEvents(guildId);
    // Deleting first makes it the youngest: a Map keeps the order in which its keys came.
    this.#known.delete(guildId);
    this.#known.set(guildId, { list, askedAt });
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#options.capacity && oldest !== undefined) {
      this.#known.delete(oldest);
    }
    return list;
  }
}
