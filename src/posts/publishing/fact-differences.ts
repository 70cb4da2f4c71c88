import type { Event, TemplateName, Timeslot } from '../../events/event.ts';
import type { EventExtras } from '../../events/extras.ts';
import { dDay, nightOf, orderOfTheNight } from '../../events/night.ts';
import { composedAt } from '../draft.ts';
import type { PostFacts } from '../kept-post.ts';
import type { FactDifference } from './problem.ts';

const EXTRAS = ['ticketUrl', 'advancePrice', 'doorPrice', 'ageLimit', 'notice'] as const;

/**
 * What people would read differently if the post were made now: name, date, venue, acts with their times and handles,
 * extras, and the days a countdown says. The description and the hashtags are nobody's facts, and phases move on by
 * themselves until one of them ends the event, which is for whoever checks to see. `after.composedAt` is the moment
 * the post goes out.
 */
export function factDifferences(
  before: PostFacts,
  after: PostFacts,
  template: TemplateName,
): FactDifference[] {
  return [
    ...differing('name', before.event.name, after.event.name),
    ...differing('date', before.event.date, after.event.date),
    ...differing('venue', venueOf(before.event), venueOf(after.event)),
    ...actDifferences(before, after),
    ...(template === 'countdown' ? differing('days', daysOf(before), daysOf(after)) : []),
    ...EXTRAS.flatMap((part) =>
      differing(part, extraOf(before.extras, part), extraOf(after.extras, part)),
    ),
  ];
}

function differing(
  part: FactDifference['part'],
  before: string | undefined,
  after: string | undefined,
): FactDifference[] {
  if (before === after) return [];
  return [{ part, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function venueOf({ venue: { name, address } }: Event): string {
  return [name, address].filter((text) => text !== '').join(', ');
}

function daysOf(facts: PostFacts): string {
  return String(dDay(facts.event.date, nightOf(facts.event, composedAt(facts))));
}

function extraOf(
  extras: EventExtras | undefined,
  part: (typeof EXTRAS)[number],
): string | undefined {
  const value = extras?.[part];
  return value === undefined ? undefined : String(value);
}

/** Slots that changed their act come first, then those that are gone or new. */
function actDifferences(before: PostFacts, after: PostFacts): FactDifference[] {
  const old = new Map(slotsOf(before).map((slot) => [keyOf(slot), slot]));
  const present = new Map(slotsOf(after).map((slot) => [keyOf(slot), slot]));
  const replaced: FactDifference[] = [];
  const gone: Timeslot[] = [];
  for (const [key, slot] of old) {
    const now = present.get(key);
    if (!now) gone.push(slot);
    else if (actOf(slot) !== actOf(now)) {
      replaced.push({ part: 'lineup', before: actOf(slot), after: actOf(now) });
    }
  }
  const come = [...present].filter(([key]) => !old.has(key)).map(([, slot]) => slot);
  return [...replaced, ...moved(gone, come)];
}

/** An act that is gone at one time and there at another has only been moved. */
function moved(gone: readonly Timeslot[], come: readonly Timeslot[]): FactDifference[] {
  const left = [...come];
  const lines: FactDifference[] = [];
  for (const slot of gone) {
    const index = left.findIndex((other) => actOf(other) === actOf(slot));
    const [now] = index < 0 ? [] : left.splice(index, 1);
    lines.push(
      now
        ? { part: 'times', before: lineOf(slot), after: lineOf(now) }
        : { part: 'lineup', before: lineOf(slot) },
    );
  }
  return [...lines, ...left.map((slot) => ({ part: 'lineup' as const, after: lineOf(slot) }))];
}

/** Several slots may share one time, so each is numbered among those. */
function slotsOf({ event }: PostFacts): readonly (Timeslot & { readonly nth: number })[] {
  const seen = new Map<string, number>();
  return orderOfTheNight(event.timeslots).map((slot) => {
    const time = timeOf(slot);
    const nth = seen.get(time) ?? 0;
    seen.set(time, nth + 1);
    return { ...slot, nth };
  });
}

function keyOf(slot: Timeslot & { readonly nth: number }): string {
  return `${timeOf(slot)}/${slot.nth}`;
}

function timeOf({ start, end }: Timeslot): string {
  return `${start}-${end}`;
}

function actOf({ djName, handle }: Timeslot): string {
  return [djName, ...(djName !== '' && handle ? [`@${handle}`] : [])].join(' ');
}

function lineOf(slot: Timeslot): string {
  return [timeOf(slot), actOf(slot)].join(' ').trimEnd();
}
