import type { Event, TemplateName } from '../../events/event.ts';
import { acts, openingTime } from '../../events/night.ts';
import type { CampaignStep } from './guild-settings.ts';
import { countsAlike, dayOf, isOverBy, MAX_AHEAD_MS, spanRefusal } from './plan-times.ts';

/** One post of a campaign, not made yet. */
export interface CampaignPost {
  readonly template: TemplateName;
  /** Epoch milliseconds, a whole minute. */
  readonly dueAt: number;
}

export interface CampaignProposal {
  /** In order of time. */
  readonly posts: readonly CampaignPost[];
  /** Steps that were left out: what is past or too close, too far, or has no line-up to show. */
  readonly skipped: readonly SkippedStep[];
}

export interface SkippedStep extends CampaignPost {
  readonly why: 'too_soon' | 'too_late' | 'no_lineup';
}

/**
 * What promoters of club nights do: the evening is when people are home and not yet out. The last one says TONIGHT, at
 * noon it is still D-DAY (`eveOf`).
 */
const CAMPAIGN_STEPS: readonly CampaignStep[] = [
  { template: 'announcement', daysBefore: 14, time: '20:00' },
  { template: 'lineup', daysBefore: 7, time: '20:00' },
  { template: 'countdown', daysBefore: 3, time: '20:00' },
  { template: 'countdown', daysBefore: 1, time: '20:00' },
  { template: 'countdown', daysBefore: 0, time: '12:00' },
  { template: 'countdown', daysBefore: 0, time: '18:00' },
];

const SEOUL = 'Asia/Seoul';
/** Who reads it on the day still has to get there. */
const BEFORE_OPENING_HOURS = 2;

/**
 * The posts before one night, as a proposal. Of the day itself only what is 2 hours before the opening or earlier is
 * proposed; where both posts of the day would say the same, such as before a day party, there is one. Pure: `now` in
 * epoch milliseconds.
 */
export function campaignFor(
  event: Event,
  now: number,
  steps: readonly CampaignStep[] = CAMPAIGN_STEPS,
): CampaignProposal {
  const posts: CampaignPost[] = [];
  const skipped: SkippedStep[] = [];
  for (const post of steps.map((step) => momentOf(step, event))) {
    if (posts.some((other) => saysTheSame(other, post, event))) continue;
    const why = reasonToSkip(post, event, now);
    if (why) skipped.push({ ...post, why });
    else posts.push(post);
  }
  return { posts: posts.toSorted((a, b) => a.dueAt - b.dueAt), skipped };
}

/** The same posts with one of them at another time, in order of time. */
export function movedTo(
  posts: readonly CampaignPost[],
  index: number,
  dueAt: number,
): CampaignPost[] {
  return posts
    .map((post, position) => (position === index ? { ...post, dueAt } : post))
    .toSorted((a, b) => a.dueAt - b.dueAt);
}

/** Those of which an earlier one on the same day says the same: two countdowns to one night at one stage of its day. */
export function repeatedIn(posts: readonly CampaignPost[], event: Event): CampaignPost[] {
  return posts.filter((post, index) =>
    posts.slice(0, index).some((earlier) => saysTheSame(earlier, post, event)),
  );
}

/** Whether both go out on one day of Seoul and look alike. */
export function saysTheSame(one: CampaignPost, other: CampaignPost, event: Event): boolean {
  return (
    one.template === other.template &&
    dayOf(one.dueAt).from === dayOf(other.dueAt).from &&
    (one.template !== 'countdown' || countsAlike(event, one.dueAt, other.dueAt))
  );
}

function momentOf({ template, daysBefore, time }: CampaignStep, event: Event): CampaignPost {
  const at = Temporal.PlainDate.from(event.date)
    .subtract({ days: daysBefore })
    .toZonedDateTime({ timeZone: SEOUL, plainTime: time }).epochMilliseconds;
  const last = openingTime(event)?.subtract({ hours: BEFORE_OPENING_HOURS }).epochMilliseconds;
  return { template, dueAt: daysBefore === 0 ? Math.min(at, last ?? at) : at };
}

function reasonToSkip(
  { template, dueAt }: CampaignPost,
  event: Event,
  now: number,
): SkippedStep['why'] | undefined {
  if (spanRefusal(dueAt, now)?.outcome === 'too_soon' || isOverBy(event, dueAt)) return 'too_soon';
  if (dueAt > now + MAX_AHEAD_MS) return 'too_late';
  return template === 'lineup' && acts(event).length === 0 ? 'no_lineup' : undefined;
}
