import type { Language } from '../events/event.ts';

/** An event of ours in a server's calendar. */
export interface KeptScheduledEvent {
  readonly guildId: string;
  /** In Rite. */
  readonly eventId: string;
  /** In Discord. */
  readonly discordId: string;
  readonly language: Language;
  /** Of all that is shown there. */
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/** Which events stand in the calendars of servers; one for each server and event. Each change leaves an audit line. */
export interface ScheduledEventStore {
  find(guildId: string, eventId: string): Promise<KeptScheduledEvent | undefined>;
  /** In the place of what was kept. `by`: Discord user id; absent: the bot by itself. */
  keep(
    event: KeptScheduledEvent,
    deed: { readonly by?: string; readonly at: number },
  ): Promise<void>;
  /** Nothing where another one stands there by now. */
  forget(
    event: Pick<KeptScheduledEvent, 'guildId' | 'eventId' | 'discordId'>,
    deed: { readonly why: 'cancelled' | 'over' | 'gone'; readonly at: number },
  ): Promise<void>;
  /** Those that have not ended, the soonest first. */
  upcoming(now: number, limit: number): Promise<readonly KeptScheduledEvent[]>;
  /** Forgets those that ended before this moment, without a word; returns how many. */
  prune(before: number): Promise<number>;
}
