import type { Clock } from '../events/clock.ts';
import type { Event } from '../events/event.ts';
import type { EventExtras } from '../events/extras.ts';
import { organizerOf } from './organizer-of.ts';
import type { EventSource, ExtrasStore, KeptExtras, OrganizerLinks } from './ports.ts';

export interface ExtrasServiceOptions {
  readonly extras: ExtrasStore;
  readonly eventSource: Pick<EventSource, 'getEvent'>;
  readonly organizerLinks: OrganizerLinks;
  readonly clock: Clock;
}

export interface ExtrasChange {
  readonly guildId: string;
  readonly eventId: string;
  readonly userId: string;
  readonly extras: EventExtras;
  /** What the person saw when they began to type. */
  readonly version: number;
}

export type ExtrasOutcome =
  | { readonly outcome: 'saved'; readonly event: Event }
  /** Somebody else has saved meanwhile, and that stays: `kept`. */
  | { readonly outcome: 'based_on_older'; readonly event: Event; readonly kept: KeptExtras };

/** What organizers add to their events. */
export class ExtrasService {
  readonly #options: ExtrasServiceOptions;

  constructor(options: ExtrasServiceOptions) {
    this.#options = options;
  }

  /** An event that the server may use. @throws {PostRefusedError | EventNotFoundError | EventSourceError} */
  async eventOf(guildId: string, eventId: string): Promise<Event> {
    const { eventSource, organizerLinks } = this.#options;
    const organizerId = await organizerOf(organizerLinks, guildId);
    return (await eventSource.getEvent(organizerId, eventId)).event;
  }

  /** Without asking whether the event is the server's: nothing is kept of one that is not. */
  async keptOf(guildId: string, eventId: string): Promise<KeptExtras> {
    return await this.#options.extras.extrasOf(guildId, eventId);
  }

  /** @throws as `eventOf`. */
  async save({ guildId, eventId, userId, extras, version }: ExtrasChange): Promise<ExtrasOutcome> {
    // Asked for anew: what is sent off says itself which event it is for.
    const event = await this.eventOf(guildId, eventId);
    const outcome = await this.#options.extras.saveExtras({
      guildId,
      eventId,
      extras,
      version,
      savedBy: userId,
      savedAt: this.#options.clock(),
    });
    if (outcome === 'saved') return { outcome, event };
    return { outcome, event, kept: await this.keptOf(guildId, eventId) };
  }
}
