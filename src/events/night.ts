import type { Event, Timeslot } from './event.ts';

const SEOUL = 'Asia/Seoul';
const DAY_MINUTES = 24 * 60;

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

/**
 * Slots by start, 22:00 before 00:00 before 04:00: a night runs from noon to noon, so a start before 12:00 is the
 * morning after. Rite returns them in the order of typing. Slots that start together keep their order.
 */
export function orderOfTheNight<S extends Pick<Timeslot, 'start'>>(slots: readonly S[]): S[] {
  return slots.toSorted((a, b) => minutesSinceNoon(a.start) - minutesSinceNoon(b.start));
}

/** From the first start to the latest end, not announced acts included; undefined without slots. */
export function hoursOfTheNight(event: Pick<Event, 'timeslots'>): NightHours | undefined {
  const [first] = orderOfTheNight(event.timeslots);
  const last = latestEnding(event.timeslots);
  return first && last ? { start: first.start, end: last.end } : undefined;
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
  const last = latestEnding(event.timeslots);
  if (!last || dDay(event.date, today) >= 0) return today;
  const night = Temporal.PlainDate.from(event.date);
  const end = night
    .toZonedDateTime({ timeZone: SEOUL, plainTime: '12:00' })
    .add({ minutes: endOf(last) });
  return now < end.epochMilliseconds ? night : today;
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

function latestEnding(slots: readonly Timeslot[]): Timeslot | undefined {
  return slots.reduce<Timeslot | undefined>(
    (latest, slot) => (latest && endOf(latest) >= endOf(slot) ? latest : slot),
    undefined,
  );
}

/** Minutes from the noon that opens the night to the end of the slot. */
function endOf(slot: Pick<Timeslot, 'start' | 'end'>): number {
  const end = minutesSinceNoon(slot.end);
  return end < minutesSinceNoon(slot.start) ? end + DAY_MINUTES : end;
}

function minutesSinceNoon(time: string): number {
  const { hour, minute } = Temporal.PlainTime.from(time);
  return ((hour + 12) * 60 + minute) % DAY_MINUTES;
}
