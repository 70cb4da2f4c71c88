import { isDeepStrictEqual } from 'node:util';
import type { TemplateName } from '../events/event.ts';
import { dDay, eveOf, nightOf } from '../events/night.ts';
import type { PostFacts } from './kept-post.ts';

/** What can be different when an event is read again. */
const FACT_PARTS = [
  'name',
  'date',
  'venue',
  'lineup',
  'description',
  'hashtags',
  'phase',
  'extras',
  'days',
] as const;
export type FactPart = (typeof FACT_PARTS)[number];

/** Which parts differ, in the order of `FACT_PARTS`. The days that are left matter to a countdown alone. */
export function factChanges(
  before: PostFacts,
  after: PostFacts,
  template: TemplateName,
): FactPart[] {
  const [old, present] = [before, after].map((facts) => partsOf(facts, template));
  return FACT_PARTS.filter((part) => !isDeepStrictEqual(old?.[part], present?.[part]));
}

function partsOf(facts: PostFacts, template: TemplateName): Record<FactPart, unknown> {
  const { event, extras = {}, unreadableTimeslots = 0, readAt, composedAt = readAt } = facts;
  const { name, date, venue, description, hashtags, phase, timeslots } = event;
  return {
    name,
    date,
    venue,
    // Those that cannot be read are missing from the others.
    lineup: [unreadableTimeslots, timeslots],
    description,
    hashtags,
    phase,
    extras,
    days:
      template === 'countdown'
        ? [dDay(date, nightOf(event, composedAt)), eveOf(event, composedAt)]
        : undefined,
  };
}
