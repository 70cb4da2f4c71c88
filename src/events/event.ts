/**
 * The event as the program knows it: only what may be shown to the public. Rite's document also holds
 * payments, deadlines and submission tokens; those are dropped where the wire is read (`clients/rite.ts`).
 */
export interface Event {
  readonly id: string;
  /** NFC, trimmed, never empty (the wire schema refuses an event without a name). */
  readonly name: string;
  /** The date of the night, `YYYY-MM-DD`: the morning after still belongs to it (`orderOfTheNight`). */
  readonly date: string;
  readonly venue: Venue;
  /** NFC, trimmed; '' when unset. */
  readonly description: string;
  /** Valid for Instagram, without `#`, NFC, in the organizer's order, no duplicates. */
  readonly hashtags: readonly string[];
  readonly phase: Phase;
  /** In the order of the night: 22:00 before 00:00 before 04:00. */
  readonly timeslots: readonly Timeslot[];
}

export interface Venue {
  /** '' when unset. */
  readonly name: string;
  /** '' when unset. */
  readonly address: string;
}

/** One slot of the timetable. A b2b arrives from Rite as one slot whose `djName` is `A b2b B`. */
export interface Timeslot {
  /** `HH:MM`, 24 h, Seoul wall clock. */
  readonly start: string;
  /** `HH:MM`; earlier than `start` when the slot runs past midnight. */
  readonly end: string;
  /** NFC, trimmed, '' while the act is not announced. */
  readonly djName: string;
  /** Instagram username without `@`; absent when unset or not a valid username. */
  readonly handle?: string;
}

export const PHASES = [
  'draft',
  'planning',
  'finalized',
  'day_of',
  'completed',
  'cancelled',
] as const;
export type Phase = (typeof PHASES)[number];

/** What one poster announces. The names are also the sub-commands of `/post`. */
export const TEMPLATE_NAMES = ['announcement', 'lineup', 'countdown'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
