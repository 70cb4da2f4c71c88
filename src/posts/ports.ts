import type { Event } from '../events/event.ts';

/** An event together with how fresh it is. */
export interface EventReading {
  readonly event: Event;
  /** Epoch milliseconds at which the source answered with this. */
  readonly readAt: number;
  /** True when the source could not be reached just now and this is the last known answer. */
  readonly stale: boolean;
  /** Slots of the source that are missing from the event because their times cannot be read. */
  readonly unreadableTimeslots?: number;
}

export interface EventListReading {
  readonly events: readonly Event[];
  readonly readAt: number;
  readonly stale: boolean;
}

/** Where events come from. Rite in production. */
export interface EventSource {
  /** @throws {EventNotFoundError} when it does not exist or belongs to somebody else (the source does not say which). */
  /** @throws {EventSourceError} when the source is down, slow or answers nonsense and nothing is remembered. */
  getEvent(organizerId: string, eventId: string): Promise<EventReading>;
  listEvents(organizerId: string): Promise<EventListReading>;
}

/** Which Rite organizer a Discord server may use; undefined when the server is not linked. */
export interface OrganizerLinks {
  organizerOf(guildId: string): Promise<string | undefined>;
}
