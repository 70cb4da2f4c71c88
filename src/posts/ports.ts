import type { Event } from '../events/event.ts';
import type { EventExtras } from '../events/extras.ts';
import type { Brand, BrandChange } from './brand.ts';

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

/** What servers have chosen for all their posts. */
export interface BrandStore {
  /** `{ hashtags: [] }` for a server that has chosen nothing. */
  brandOf(guildId: string): Promise<Brand>;
  /** Returns the whole after the change; changes of two people at once add up. */
  changeBrand(guildId: string, change: BrandChange): Promise<Brand>;
  resetBrand(guildId: string): Promise<void>;
}

export interface KeptExtras {
  readonly extras: EventExtras;
  /** 0 when nothing was ever saved; grows with each save. */
  readonly version: number;
}

/** What organizers add to their events; by server, so two servers with one organizer each keep their own. */
export interface ExtrasStore {
  extrasOf(guildId: string, eventId: string): Promise<KeptExtras>;
  /**
   * Replaces the whole. `based_on_older` when somebody has saved since `version` was read: nothing is changed then.
   * Empty extras are kept as such: their version still counts.
   */
  saveExtras(change: {
    readonly guildId: string;
    readonly eventId: string;
    readonly extras: EventExtras;
    /** What the person saw when they began to type. */
    readonly version: number;
    readonly savedBy: string;
    /** Epoch milliseconds. */
    readonly savedAt: number;
  }): Promise<'saved' | 'based_on_older'>;
}
