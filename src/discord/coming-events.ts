import type { Event } from '../events/event.ts';
import { dDay, nightOf } from '../events/night.ts';

/** The next night first, then the following ones; after them the past ones, the latest first. */
export function upcomingFirst(events: readonly Event[], now: number): Event[] {
  const { upcoming, past } = splitByNow(events, now);
  return [...upcoming, ...past];
}

/** Nights still to come or going on, the next first; and the past ones, the latest first. */
export function splitByNow(
  events: readonly Event[],
  now: number,
): { readonly upcoming: Event[]; readonly past: Event[] } {
  const byDate = events.toSorted((a, b) => a.date.localeCompare(b.date));
  const isUpcoming = (event: Event) => dDay(event.date, nightOf(event, now)) >= 0;
  return {
    upcoming: byDate.filter(isUpcoming),
    past: byDate.filter((event) => !isUpcoming(event)).toReversed(),
  };
}
