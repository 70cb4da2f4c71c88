import type { Event } from '../../events/event.ts';
import { dDay, eveOf, nightOf, todayInSeoul } from '../../events/night.ts';
import { composedAt } from '../draft.ts';
import type { KeptPost } from '../kept-post.ts';
import type { PlanRefusal } from './plan-outcomes.ts';

const MINUTE_MS = 60_000;
/** Picture, approval and container take their time. */
export const MIN_AHEAD_MS = 5 * MINUTE_MS;
export const MAX_AHEAD_MS = 60 * 24 * 60 * MINUTE_MS;

/**
 * At least 5 minutes and at most 60 days ahead, counted in whole minutes, as times are typed: what was said to be in
 * five minutes is not refused for the seconds that it took to say.
 */
export function spanRefusal(dueAt: number | 'now', now: number): PlanRefusal | undefined {
  if (dueAt === 'now') return undefined;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const earliest = minute + MIN_AHEAD_MS;
  const latest = minute + MINUTE_MS + MAX_AHEAD_MS;
  if (dueAt < earliest) return { outcome: 'too_soon', earliest };
  return dueAt > latest ? { outcome: 'too_late', latest } : undefined;
}

/** The first moment of its day in Seoul, and of the next one. */
export function dayOf(at: number): { readonly from: number; readonly to: number } {
  const day = todayInSeoul(at).toZonedDateTime('Asia/Seoul');
  return { from: day.epochMilliseconds, to: day.add({ days: 1 }).epochMilliseconds };
}

/** Whether a countdown says another number of days than there are at this moment, or NOW before the opening. */
export function isForAnotherDay(
  { template, revision }: Pick<KeptPost, 'template' | 'revision'>,
  at: number,
): boolean {
  if (template !== 'countdown') return false;
  const { event } = revision.facts;
  const made = composedAt(revision.facts);
  // The other way round it is still true: TONIGHT and D-DAY stay so until the end.
  const isEarly = eveOf(event, made) === 'now' && eveOf(event, at) !== 'now';
  return isEarly || daysLeft(event, made) !== daysLeft(event, at);
}

/** Whether a countdown to this event would look the same at both moments. */
export function countsAlike(event: Event, one: number, other: number): boolean {
  return (
    daysLeft(event, one) === daysLeft(event, other) && eveOf(event, one) === eveOf(event, other)
  );
}

/** Whether the night is past at this moment. */
export function isOverBy(event: Event, at: number): boolean {
  return daysLeft(event, at) < 0;
}

function daysLeft(event: Event, at: number): number {
  return dDay(event.date, nightOf(event, at));
}
