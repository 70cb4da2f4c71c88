import type { TemplateName } from '../../events/event.ts';
import type { KeptPost, PostState } from '../kept-post.ts';
import type { Deed, PostName, PostSummary } from '../post-store.ts';
import type { Publication } from '../publishing/publication.ts';

/**
 * The queue as people see it: plan, move, cancel, approve. Every operation is one transaction with its line in the
 * audit log, makes the `fence` grow so that a publisher at work changes nothing any more, and never touches a post
 * whose publication may have been sent (state `publishing`, `unconfirmed` or `published`).
 */
export interface ScheduleStore {
  /**
   * Puts the revision that the person saw into the queue, or moves, or retries. Counters begin anew; a container that
   * holds this very revision for this account is kept. The post becomes `awaiting_approval` when it needs an approval
   * that this revision does not have, else `scheduled`.
   */
  plan(
    plan: PostName &
      Deed & {
        /** The number of the revision. */
        readonly expected: number;
        readonly dueAt: number;
        /** When the publisher looks first: `dueAt` less the time to prepare. */
        readonly wakeAt: number;
        /** By the server's settings. One that needs an approval for another reason goes on to need it. */
        readonly needsApproval: boolean;
        /** The person has seen this revision and wants it out as it is: that is the approval, where settings ask for none. */
        readonly accepts?: boolean;
        /** Kept with it; absent: taken away. */
        readonly asap?: boolean;
        readonly accountId: string;
      },
  ): Promise<PlanOutcome>;
  cancel(deed: PostName & Deed): Promise<ChangeOutcome>;
  /** Binds to the revision the approver saw. Nobody approves what was rejected. */
  approve(deed: PostName & Deed & { readonly revision: number }): Promise<DecisionOutcome>;
  /**
   * The one who scheduled it gets a notice `rejected` in the same transaction. Also takes back the approval of a
   * revision of which nothing was sent yet, whoever gave it: of two who disagree nothing is published.
   */
  reject(
    deed: PostName & Deed & { readonly revision: number; readonly reason?: string },
  ): Promise<DecisionOutcome>;
  /** Adds the reason to a rejection, by the one who rejected; `outdated` when it is not rejected any more. */
  explainRejection(
    deed: PostName & Deed & { readonly reason: string },
  ): Promise<'explained' | 'outdated'>;
  /**
   * What a person says about an `unconfirmed` post. `live`: it becomes `published`. `not_live`: the publisher reads
   * the container once more and then sends. `leave`: nobody asks again.
   */
  settleUnconfirmed(
    deed: PostName & Deed & { readonly says: 'live' | 'not_live' | 'leave' },
  ): Promise<ChangeOutcome>;
  /** A server's posts that are planned or were, due in this span, in order of time; other servers' never. */
  calendar(
    guildId: string,
    span: { readonly from: number; readonly to: number; readonly limit: number },
  ): Promise<readonly PlannedPost[]>;
  /** Those that would say the same: same event, template and day of Seoul, waiting or published. */
  similar(plan: {
    readonly guildId: string;
    readonly eventId: string;
    readonly template: TemplateName;
    /** The span of the day. */
    readonly from: number;
    readonly to: number;
    readonly exceptPostId?: string;
  }): Promise<readonly PlannedPost[]>;
  /**
   * `awaiting_approval`, due before this moment, nobody reminded yet and nothing changed in the last half hour, in which
   * a card has called the approvers by itself; marks them as reminded.
   */
  takeUnreminded(dueBefore: number, at: number, limit: number): Promise<readonly PlannedPost[]>;
  /** `awaiting_approval` and due: become `held` (`unapproved`), with a notice; returns how many. */
  holdUnapproved(now: number): Promise<number>;
  /** Planned and not yet sent, due after `now`: for the daily look at their facts. */
  upcoming(now: number, limit: number): Promise<readonly PostName[]>;
  find(guildId: string, postId: string): Promise<Publication | undefined>;
}

export interface PlannedPost {
  readonly post: PostSummary;
  readonly publication: Publication;
}

export type PlanOutcome =
  | {
      readonly outcome: 'planned';
      readonly post: KeptPost;
      readonly publication: Publication;
    }
  /** Somebody else has changed it since; the post as it is now. */
  | { readonly outcome: 'conflict'; readonly post: KeptPost }
  | { readonly outcome: 'not_possible'; readonly state: PostState }
  | { readonly outcome: 'not_found' };

export type ChangeOutcome =
  | { readonly outcome: 'changed'; readonly post: KeptPost }
  | { readonly outcome: 'not_possible'; readonly state: PostState }
  | { readonly outcome: 'not_found' };

export type DecisionOutcome =
  | { readonly outcome: 'decided'; readonly post: KeptPost; readonly publication: Publication }
  /** Somebody was faster. */
  | {
      readonly outcome: 'decided_already';
      readonly state: PostState;
      readonly by?: string;
    }
  /** There is a newer revision than the one that was seen. */
  | { readonly outcome: 'outdated'; readonly revision: number }
  | { readonly outcome: 'not_waiting'; readonly state: PostState }
  | { readonly outcome: 'not_found' };
