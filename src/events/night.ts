import type { Event, Timeslot } from './event.ts';

const SEOUL = 'Asia/Seoul';
const DAY_MINUTES = 24 * 60;
const NOON = 12 * 60;

/** So long a silence before the first start of the afternoon ends a night. */
const REST_MINUTES = 6 * 60;

/** From here on of its day, people who read of a night have their evening before them. */
const EVENING = '17:00';

/** A night that opens before this hour opens in the small hours after its date. */
const SMALL_HOURS_END = '06:00';

/** What stands on one line of the timetable. */
export interface Act {
  /** `HH:MM`, Seoul. */
  readonly start: string;
  /** `HH:MM`, Seoul. */
  readonly end: string;
  /** Empty while the act is not announced; several when several slots share the same time. */
  readonly names: readonly string[];
  /** Instagram usernames without `@`; empty when unknown or not announced. */
  readonly handles: readonly string[];
}

/** First and last minute of the timetable, `HH:MM`; equal when no slot says how long it lasts. */
export interface NightHours {
  readonly start: string;
  readonly end: string;
}

type Times = Pick<Timeslot, 'start' | 'end'>;

/**
 * Slots by start, 22:00 before 00:00 before 04:00: a night runs from noon to noon, so a start before 12:00 is the
 * morning after. An event that plays through noon, such as one from 11:00 to 18:00, is cut at its longest silence
 * instead. Rite returns slots in the order of typing. Slots that start together keep their order.
 */
export function orderOfTheNight<S extends Times>(slots: readonly S[]): S[] {
  const opening = openingOf(slots);
  return slots.toSorted((a, b) => since(opening, a.start) - since(opening, b.start));
}

/** From the first start to the latest end, not announced acts included; undefined without slots. */
export function hoursOfTheNight(event: Pick<Event, 'timeslots'>): NightHours | undefined {
  const [first] = orderOfTheNight(event.timeslots);
  const last = latestEnding(event.timeslots);
  return first && last ? { start: first.start, end: last.end } : undefined;
}

/** The moment of the first start in Seoul; before 06:00 it is the morning after the date. Undefined without slots. */
export function openingTime(
  event: Pick<Event, 'date' | 'timeslots'>,
): Temporal.ZonedDateTime | undefined {
  const [first] = orderOfTheNight(event.timeslots);
  if (!first) return undefined;
  return Temporal.PlainDate.from(event.date)
    .add({ days: first.start < SMALL_HOURS_END ? 1 : 0 })
    .toZonedDateTime({ timeZone: SEOUL, plainTime: first.start });
}

/**
 * The line-up in the order of the night. Slots with the same start and end are one act: that is how a b2b is entered
 * on the phone, where one slot takes one name. A slot without a name keeps its line, without its handle, so that the
 * timetable has no hole and gives nothing away; but where nobody is named there is no line-up to show: [].
 */
export function acts(event: Pick<Event, 'timeslots'>): Act[] {
  if (event.timeslots.every((slot) => slot.djName === '')) return [];
  const together = Map.groupBy(
    orderOfTheNight(event.timeslots),
    (slot) => `${slot.start}-${slot.end}`,
  );
  return Array.from(together.values(), toAct);
}

/** `A`, `A & B` for slots at the same time (Rite does not say whether they play b2b), `TBA` while not announced. */
export function actTitle(act: Act): string {
  return act.names.join(' & ') || 'TBA';
}

/** Calendar days from `today` to the date of the event; negative when it is past. */
export function dDay(date: string, today: Temporal.PlainDate): number {
  return today.until(Temporal.PlainDate.from(date)).days;
}

/** The calendar date in Seoul at `now` (epoch milliseconds). */
export function todayInSeoul(now: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(SEOUL).toPlainDate();
}

/**
 * The day from which the countdown to this event counts: the calendar date in Seoul, except while the event itself
 * runs past midnight, when it is still the event's date. So at 02:00 on the 25th a night of the 24th that ends at
 * 05:00 is D-DAY, and one a week later (the 31st) is D-6. An event without slots ends with its calendar date.
 */
export function nightOf(event: Pick<Event, 'date' | 'timeslots'>, now: number): Temporal.PlainDate {
  const today = todayInSeoul(now);
  const end = endTime(event);
  if (!end || dDay(event.date, today) >= 0) return today;
  return now < end.epochMilliseconds ? Temporal.PlainDate.from(event.date) : today;
}

/**
 * What the last hours of a countdown say instead of D-DAY: `tonight` from 17:00 of its day, `now` from the opening to
 * the end. Undefined on other days, before 17:00, and after a party of the afternoon.
 */
export type Eve = 'tonight' | 'now';

export function eveOf(event: Pick<Event, 'date' | 'timeslots'>, now: number): Eve | undefined {
  if (dDay(event.date, nightOf(event, now)) !== 0) return undefined;
  const evening = Temporal.PlainDate.from(event.date).toZonedDateTime({
    timeZone: SEOUL,
    plainTime: EVENING,
  }).epochMilliseconds;
  const opening = openingTime(event)?.epochMilliseconds ?? Infinity;
  const end = endTime(event)?.epochMilliseconds ?? Infinity;
  if (now >= opening && now < end) return 'now';
  // Where no slot says how long it lasts, nobody knows when it is over.
  const isOver = end > opening && now >= end;
  return now >= evening && opening >= evening && !isOver ? 'tonight' : undefined;
}

function toAct(slots: readonly Timeslot[]): Act {
  const [first] = slots as readonly [Timeslot, ...Timeslot[]];
  const named = slots.filter((slot) => slot.djName !== '');
  return {
    start: first.start,
    end: first.end,
    names: [...new Set(named.map((slot) => slot.djName))],
    handles: [...new Set(named.flatMap((slot) => slot.handle ?? []))],
  };
}

function endTime(event: Pick<Event, 'date' | 'timeslots'>): Temporal.ZonedDateTime | undefined {
  const last = latestEnding(event.timeslots);
  return last && openingTime(event)?.add({ minutes: endSince(openingOf(event.timeslots), last) });
}

function latestEnding(slots: readonly Timeslot[]): Timeslot | undefined {
  const opening = openingOf(slots);
  return slots.reduce<Timeslot | undefined>(
    (latest, slot) =>
      latest && endSince(opening, latest) >= endSince(opening, slot) ? latest : slot,
    undefined,
  );
}

/** Minutes from the opening to the end of the slot, at most one day: a longer night would be nonsense. */
function endSince(opening: number, slot: Times): number {
  return Math.min(since(opening, slot.start) + lengthOf(slot), DAY_MINUTES);
}

/** The first start of the night, in minutes of the day: from here the clock's circle is read. Noon without slots. */
function openingOf(slots: readonly Times[]): number {
  const played = slots.map((slot) => ({ from: minutesOf(slot.start), length: lengthOf(slot) }));
  const starts = [...new Set(played.map(({ from }) => from))].sort(
    (a, b) => forward(NOON, a) - forward(NOON, b),
  );
  const openings = starts.map((start) => ({
    start,
    // A slot that starts at this very minute last did so a day ago.
    silence: Math.min(
      ...played.map(({ from, length }) => (forward(from, start) || DAY_MINUTES) - length),
    ),
  }));
  const [afternoon] = openings;
  if (!afternoon || afternoon.silence >= REST_MINUTES) return afternoon?.start ?? NOON;
  return openings.reduce((best, next) =>
    Math.max(next.silence, 0) > Math.max(best.silence, 0) ? next : best,
  ).start;
}

function lengthOf(slot: Times): number {
  return forward(minutesOf(slot.start), minutesOf(slot.end));
}

function since(opening: number, time: string): number {
  return forward(opening, minutesOf(time));
}

/** Minutes from one time of the day on to the next time that it is the other; 0 when they are the same. */
function forward(from: number, to: number): number {
  return (to - from + DAY_MINUTES) % DAY_MINUTES;
}

function minutesOf(time: string): number {
  const { hour, minute } = Temporal.PlainTime.from(time);
  return hour * 60 + minute;
}
