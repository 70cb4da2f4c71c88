import type { Event, Language } from '../../events/event.ts';
import type { Drafts } from '../drafts.ts';
import type { CampaignPost } from './campaign.ts';
import type { PlanForecast, Scheduled } from './plan-outcomes.ts';
import type { NewPlan, Scheduling } from './scheduling.ts';

export interface CampaignsOptions {
  readonly drafts: Pick<Drafts, 'create'>;
  readonly scheduling: Pick<Scheduling, 'forecast' | 'schedule' | 'similar'>;
}

export interface CampaignAcceptance extends Omit<NewPlan, 'dueAt'> {
  /** In order of time. */
  readonly posts: readonly CampaignPost[];
  readonly language: Language;
  /** Absent: Rite did not answer. */
  readonly event?: Event;
}

const OF_ONE_TIME = ['too_soon', 'too_late', 'event_over'] as const;

/** What became of one post of a campaign. */
export type CampaignResult = CampaignPost &
  (
    | { readonly result: Scheduled }
    /** Somebody has accepted it before: the same event, template and time. */
    | { readonly result: { readonly outcome: 'planned_already' } }
    /** It was made but could not be kept. */
    | { readonly result: { readonly outcome: 'not_kept' } }
    /** What `Drafts.create` threw. */
    | { readonly result: { readonly outcome: 'not_made' }; readonly error: unknown }
  );

export type Acceptance =
  | { readonly outcome: 'accepted'; readonly results: readonly CampaignResult[] }
  /** The same campaign is being made at this moment: somebody has pressed twice. */
  | { readonly outcome: 'underway' }
  | Exclude<PlanForecast, { outcome: 'possible' }>;

/** Makes and plans all the posts of a campaign; each is a post of its own, with its own approval and its own use. */
export class Campaigns {
  readonly #options: CampaignsOptions;
  readonly #underway = new Set<string>();

  constructor(options: CampaignsOptions) {
    this.#options = options;
  }

  /** What is planned already stays as it is, so that accepting twice makes nothing twice. */
  async accept(acceptance: CampaignAcceptance): Promise<Acceptance> {
    const key = `${acceptance.guildId}:${acceptance.eventId}`;
    if (this.#underway.has(key)) return { outcome: 'underway' };
    this.#underway.add(key);
    try {
      const results: CampaignResult[] = [];
      for (const post of acceptance.posts) {
        const forecast = await this.#options.scheduling.forecast({ ...acceptance, ...post });
        if (forecast.outcome === 'possible') {
          results.push(await this.#make(post, acceptance, forecast));
        } else if (isAboutItsTime(forecast)) {
          results.push({ ...post, result: forecast });
        } else return forecast;
      }
      return { outcome: 'accepted', results };
    } finally {
      this.#underway.delete(key);
    }
  }

  async #make(
    post: CampaignPost,
    { guildId, eventId, planner, entitlements, language }: CampaignAcceptance,
    { theme, size = 'square' }: Extract<PlanForecast, { outcome: 'possible' }>,
  ): Promise<CampaignResult> {
    const { drafts, scheduling } = this.#options;
    const { template, dueAt } = post;
    const alike = await scheduling.similar({ guildId, eventId, template, dueAt });
    if (alike.some(({ publication }) => publication.dueAt === dueAt)) {
      return { ...post, result: { outcome: 'planned_already' } };
    }
    const { userId } = planner;
    const look = { theme, size, language };
    const wish = { guildId, userId, entitlements, eventId, template, ...look, at: dueAt };
    try {
      const creation = await drafts.create(wish);
      if (creation.outcome === 'not_kept') return { ...post, result: { outcome: 'not_kept' } };
      const { id: postId, revision: expected } = creation.draft;
      const plan = { guildId, postId, expected, planner, entitlements, dueAt };
      return { ...post, result: await scheduling.schedule(plan) };
    } catch (error) {
      return { ...post, result: { outcome: 'not_made' }, error };
    }
  }
}

function isAboutItsTime(
  forecast: PlanForecast,
): forecast is Extract<PlanForecast, { outcome: (typeof OF_ONE_TIME)[number] }> {
  return OF_ONE_TIME.some((outcome) => outcome === forecast.outcome);
}
