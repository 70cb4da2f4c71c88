import type { Clock } from '../../events/clock.ts';
import type { Event } from '../../events/event.ts';
import type { InstagramAccounts } from '../accounts/instagram-account.ts';
import { reached } from '../draft-shelf.ts';
import type { KeptPost, PostState } from '../kept-post.ts';
import type { PostName, PostStore } from '../post-store.ts';
import type { Entitlement, Premium } from '../premium.ts';
import type { Publication } from '../publishing/publication.ts';
import type { PublishTiming } from '../publishing/timing.ts';
import { isSampleEvent } from '../sample-event.ts';
import { type Approver, mayApprove, mayPlan, mayPlanThis, type Planner } from './approvers.ts';
import type { GuildSettings, SettingsStore } from './guild-settings.ts';
import type {
  Cancelled,
  Decided,
  PlanForecast,
  PlanRefusal,
  Scheduled,
  Settled,
} from './plan-outcomes.ts';
import { dayOf, isForAnotherDay, isOverBy, spanRefusal } from './plan-times.ts';
import type { PlannedPost, ScheduleStore } from './schedule-store.ts';

export type { Approver, Planner } from './approvers.ts';
export type { Cancelled, Decided, PlanForecast, Scheduled, Settled } from './plan-outcomes.ts';

export interface SchedulingOptions {
  readonly schedules: ScheduleStore;
  readonly posts: Pick<PostStore, 'findPost'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  readonly accounts: Pick<InstagramAccounts, 'find'>;
  readonly premium: Pick<Premium, 'has' | 'skuId'>;
  /** Where Instagram can fetch pictures from us; absent: nowhere. */
  readonly publicUrl?: string | undefined;
  readonly timing: Pick<PublishTiming, 'prepareAheadMs'>;
  readonly clock: Clock;
}

/** Who wants what, and what the server has bought. */
export interface PlanWish extends PostName {
  readonly planner: Planner;
  readonly entitlements: readonly Entitlement[];
}

export interface PlanRequest extends PlanWish {
  /** The number of the revision that the person saw. */
  readonly expected: number;
}

/** What is wanted of a post that does not exist yet. */
export interface NewPlan extends Omit<PlanWish, 'postId'> {
  readonly eventId: string;
  /** As far as it is known; absent: whether it is over by then is seen once the post is made. */
  readonly event?: Event;
  /** Epoch milliseconds. */
  readonly dueAt: number | 'now';
}

interface Plan extends PlanWish {
  /** Absent: the one there is. */
  readonly expected?: number;
  readonly dueAt: number | 'now';
  /** In these it may be done. */
  readonly states: readonly PostState[];
  /** The person has seen what will go out. */
  readonly accepts: boolean;
}

/** For an approver to see a post that somebody wants published at once. */
const NOW_WAIT_MS = 60 * 60_000;
/** Nothing was said of a rejected one since: it takes a new revision. */
const PLANNABLE = [
  'draft',
  'awaiting_approval',
  'scheduled',
  'held',
  'failed',
  'cancelled',
] as const satisfies readonly PostState[];
const MOVABLE = ['awaiting_approval', 'scheduled', 'held', 'failed'] as const;
const RETRIABLE = ['held', 'failed'] as const;
const SIMILAR_SHOWN = 3;

/**
 * What people decide about when a post is published and whether it may be. Who may, and whether it could be published
 * at all, is decided here; that it happens at most once is the store's and the publisher's business. Every method
 * throws {@link PostsUnavailableError} when the database does not answer, and nothing is changed then.
 */
export class Scheduling {
  readonly #options: SchedulingOptions;

  constructor(options: SchedulingOptions) {
    this.#options = options;
  }

  /** At least 5 minutes and at most 60 days ahead. */
  async schedule(request: PlanRequest & { readonly dueAt: number }): Promise<Scheduled> {
    return await this.#plan({ ...request, states: PLANNABLE, accepts: true });
  }

  /** As soon as it may be: at once, or when it is approved, for which there is an hour. */
  async publishNow(request: PlanRequest): Promise<Scheduled> {
    return await this.#plan({ ...request, dueAt: 'now', states: PLANNABLE, accepts: true });
  }

  /** Once more, now, what is held or has failed. */
  async retry(wish: PlanWish): Promise<Scheduled> {
    return await this.#plan({ ...wish, dueAt: 'now', states: RETRIABLE, accepts: true });
  }

  /** To another time, as it is now; what was approved stays approved, and what was not is not approved by that. */
  async move(wish: PlanWish & { readonly dueAt: number }): Promise<Scheduled> {
    return await this.#plan({ ...wish, states: MOVABLE, accepts: false });
  }

  async cancel(request: PostName & { readonly planner: Planner }): Promise<Cancelled> {
    const { guildId, postId, planner } = request;
    const refusal = await this.#notTheirs(request);
    if (refusal) return refusal;
    const { schedules, clock } = this.#options;
    return await reached(() =>
      schedules.cancel({ guildId, postId, by: planner.userId, at: clock() }),
    );
  }

  /** What a person has found on Instagram of a post of which nobody knows whether it is live. */
  async settle(
    request: PostName & { readonly planner: Planner; readonly says: 'live' | 'not_live' | 'leave' },
  ): Promise<Settled> {
    const { guildId, postId, planner, says } = request;
    const refusal = await this.#notTheirs(request);
    if (refusal) return refusal;
    const { schedules, clock } = this.#options;
    return await reached(() =>
      schedules.settleUnconfirmed({ guildId, postId, by: planner.userId, at: clock(), says }),
    );
  }

  /** Of exactly the revision that the approver saw. One that was wanted at once is due from then on. */
  async approve(
    request: PostName & { readonly revision: number; readonly approver: Approver },
  ): Promise<Decided> {
    const { guildId, postId, revision, approver } = request;
    if (!(await this.#approves(guildId, approver))) return { outcome: 'not_approver' };
    const { schedules, clock } = this.#options;
    const deed = { guildId, postId, by: approver.userId, at: clock() };
    const decided = await reached(() => schedules.approve({ ...deed, revision }));
    if (decided.outcome !== 'decided') return decided;
    const { publication } = decided;
    if (!publication.asap || publication.dueAt <= deed.at || !publication.accountId) return decided;
    const due = await reached(() =>
      schedules.plan({
        ...deed,
        expected: revision,
        dueAt: deed.at,
        wakeAt: deed.at,
        needsApproval: publication.needsApproval,
        accountId: publication.accountId ?? '',
      }),
    );
    // Changed in between: the approval stands, the rest is for whoever changed it.
    return due.outcome === 'planned' ? { ...due, outcome: 'decided' } : decided;
  }

  /** The one who scheduled it is told. */
  async reject(
    request: PostName & {
      readonly revision: number;
      readonly approver: Approver;
      readonly reason?: string;
    },
  ): Promise<Decided> {
    const { guildId, postId, revision, approver, reason } = request;
    if (!(await this.#approves(guildId, approver))) return { outcome: 'not_approver' };
    const { schedules, clock } = this.#options;
    const deed = { guildId, postId, by: approver.userId, at: clock() };
    const said = reason === undefined ? {} : { reason };
    return await reached(() => schedules.reject({ ...deed, revision, ...said }));
  }

  /** Whether anything could be planned for an event, asked before a post is made for it. */
  async forecast(plan: NewPlan): Promise<PlanForecast> {
    const { guildId, planner, eventId, event, dueAt } = plan;
    const settings = await this.#settingsOf(guildId);
    if (!mayPlan(planner, settings)) return { outcome: 'not_allowed' };
    const refusal =
      (await this.#notReady(plan, eventId)) ??
      spanRefusal(dueAt, this.#options.clock()) ??
      noChannel(settings);
    if (refusal) return refusal;
    if (event && dueAt !== 'now' && isOverBy(event, dueAt)) {
      return { outcome: 'event_over', eventName: event.name };
    }
    const { approvalRequired: needsApproval, defaultTheme: theme, defaultSize } = settings;
    // Stories are not for the feed; of the sizes that are, portrait is the nearest.
    const size = defaultSize === 'story' ? 'portrait' : defaultSize;
    return { outcome: 'possible', needsApproval, ...(theme && { theme }), ...(size && { size }) };
  }

  /** Others of this event and template, waiting or published, on the same day of Seoul. */
  async similar(
    plan: Pick<KeptPost, 'guildId' | 'eventId' | 'template'> & {
      readonly dueAt: number;
      readonly exceptPostId?: string;
    },
  ): Promise<readonly PlannedPost[]> {
    const { dueAt, ...alike } = plan;
    return await reached(() => this.#options.schedules.similar({ ...alike, ...dayOf(dueAt) }));
  }

  /** A server's posts that are planned or were, due in this span, in order of time. */
  async calendar(
    guildId: string,
    span: { readonly from: number; readonly to: number; readonly limit: number },
  ): Promise<readonly PlannedPost[]> {
    return await reached(() => this.#options.schedules.calendar(guildId, span));
  }

  /** When and how a post is planned; undefined when it never was. */
  async find({ guildId, postId }: PostName): Promise<Publication | undefined> {
    return await reached(() => this.#options.schedules.find(guildId, postId));
  }

  async #plan(plan: Plan): Promise<Scheduled> {
    const { guildId, postId, planner, states } = plan;
    const { posts, schedules, accounts, clock, timing } = this.#options;
    const post = await reached(() => posts.findPost(guildId, postId));
    if (!post) return { outcome: 'not_found' };
    const settings = await this.#settingsOf(guildId);
    if (!mayPlanThis(planner, post, settings)) {
      return { outcome: 'not_yours', createdBy: post.createdBy };
    }
    const refusal = (await this.#notReady(plan, post.eventId)) ?? spanRefusal(plan.dueAt, clock());
    if (refusal) return refusal;
    if (!states.some((state) => state === post.state)) {
      return { outcome: 'not_possible', state: post.state };
    }
    const { expected = post.revision.number } = plan;
    if (expected !== post.revision.number) return { outcome: 'conflict', post };

    const [account, before] = await reached(() =>
      Promise.all([accounts.find(guildId), schedules.find(guildId, postId)]),
    );
    if (!account) return { outcome: 'not_connected' };
    const isApproved =
      before?.approval?.revision === expected && before.accountId === account.accountId;
    const waits = settings.approvalRequired && !isApproved;
    const channel = waits ? noChannel(settings) : undefined;
    if (channel) return channel;
    const now = clock();
    const asap = plan.dueAt === 'now';
    const shownAt = plan.dueAt === 'now' ? now : plan.dueAt;
    const unfit = unfitFor(post, shownAt);
    if (unfit) return unfit;
    const dueAt = asap && waits ? now + NOW_WAIT_MS : shownAt;
    const planned = await reached(() =>
      schedules.plan({
        guildId,
        postId,
        by: planner.userId,
        at: now,
        expected,
        dueAt,
        wakeAt: Math.max(now, dueAt - timing.prepareAheadMs),
        needsApproval: settings.approvalRequired,
        accepts: plan.accepts,
        accountId: account.accountId,
        ...(asap && waits && { asap }),
      }),
    );
    if (planned.outcome !== 'planned') return planned;
    return { ...planned, similar: await this.#similarTo(planned.post, dueAt) };
  }

  /** It is planned already: that nobody can be warned must not look as if it were not. */
  async #similarTo(post: KeptPost, dueAt: number): Promise<readonly PlannedPost[]> {
    const { id, guildId, eventId, template } = post;
    try {
      const found = await this.similar({ guildId, eventId, template, dueAt, exceptPostId: id });
      return found.slice(0, SIMILAR_SHOWN);
    } catch {
      return [];
    }
  }

  async #notReady(
    { guildId, entitlements }: Pick<PlanWish, 'guildId' | 'entitlements'>,
    eventId: string,
  ): Promise<PlanRefusal | undefined> {
    const { premium, accounts, publicUrl } = this.#options;
    if (isSampleEvent({ id: eventId })) return { outcome: 'sample' };
    if (!(await reached(() => premium.has(guildId, entitlements)))) {
      const { skuId } = premium;
      return { outcome: 'not_premium', ...(skuId !== undefined && { skuId }) };
    }
    if (publicUrl === undefined) return { outcome: 'no_public_url' };
    const account = await reached(() => accounts.find(guildId));
    return account?.state === 'alive' ? undefined : { outcome: 'not_connected' };
  }

  async #notTheirs({
    guildId,
    postId,
    planner,
  }: PostName & { readonly planner: Planner }): Promise<
    Extract<Cancelled, { outcome: 'not_found' | 'not_yours' }> | undefined
  > {
    const post = await reached(() => this.#options.posts.findPost(guildId, postId));
    if (!post) return { outcome: 'not_found' };
    const settings = await this.#settingsOf(guildId);
    if (mayPlanThis(planner, post, settings)) return undefined;
    return { outcome: 'not_yours', createdBy: post.createdBy };
  }

  async #approves(guildId: string, approver: Approver): Promise<boolean> {
    return mayApprove(approver, await this.#settingsOf(guildId));
  }

  async #settingsOf(guildId: string): Promise<GuildSettings> {
    return await reached(() => this.#options.settings.settingsOf(guildId));
  }
}

function noChannel({
  approvalRequired,
  approvalChannelId,
}: GuildSettings): PlanRefusal | undefined {
  return approvalRequired && approvalChannelId === undefined
    ? { outcome: 'no_approval_channel' }
    : undefined;
}

/** Why its content cannot go out at this moment, whoever wants it. */
function unfitFor(post: KeptPost, dueAt: number): Scheduled | undefined {
  const { revision, eventName } = post;
  if (isOverBy(revision.facts.event, dueAt)) return { outcome: 'event_over', eventName };
  if (revision.size === 'story') return { outcome: 'story_size', post };
  if (isForAnotherDay(post, dueAt)) return { outcome: 'other_day', post, dueAt };
  if (revision.pictures.length === 0) return { outcome: 'pictures_gone', post };
  return undefined;
}
