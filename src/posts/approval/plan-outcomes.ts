import type { ThemeName } from '../../posters/poster.ts';
import type { SizeName } from '../../posters/size.ts';
import type { KeptPost, PostState } from '../kept-post.ts';
import type { Publication } from '../publishing/publication.ts';
import type { ChangeOutcome, DecisionOutcome, PlannedPost } from './schedule-store.ts';

/** What became of the wish to plan, move, retry or publish a post. Nothing was changed unless it is `planned`. */
export type Scheduled =
  | {
      readonly outcome: 'planned';
      /** `awaiting_approval` when somebody has to approve it first, else `scheduled`. */
      readonly post: KeptPost;
      readonly publication: Publication;
      /** Others of the same event and template on that day. */
      readonly similar: readonly PlannedPost[];
    }
  /** Somebody else has changed it since; the post as it is now. */
  | { readonly outcome: 'conflict'; readonly post: KeptPost }
  | { readonly outcome: 'not_possible'; readonly state: PostState }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'not_yours'; readonly createdBy: string }
  /**
   * A countdown that would say another number of days than there are when it is due; it has to be made anew for that
   * day (`DraftEdits.regenerate` with `at`).
   */
  | { readonly outcome: 'other_day'; readonly post: KeptPost; readonly dueAt: number }
  /** Due after its night. */
  | { readonly outcome: 'event_over'; readonly eventName: string }
  /** Instagram takes 4:5 to 1.91:1 for its feed, which a story is not (developers.facebook.com, image specifications). */
  | { readonly outcome: 'story_size'; readonly post: KeptPost }
  /** Its pictures were cleaned up: it has to be made anew. */
  | { readonly outcome: 'pictures_gone'; readonly post: KeptPost }
  | PlanRefusal;

/** Why nothing of this server, event or time can be planned, whatever the post is. */
export type PlanRefusal =
  /** `skuId`: the product to buy, where there is one. */
  | { readonly outcome: 'not_premium'; readonly skuId?: string }
  /** No Instagram account, or one whose token is dead. */
  | { readonly outcome: 'not_connected' }
  | { readonly outcome: 'no_public_url' }
  /** A night that never was. */
  | { readonly outcome: 'sample' }
  /** The server wants every post approved and has chosen no channel to do it in. */
  | { readonly outcome: 'no_approval_channel' }
  /** `earliest`: epoch milliseconds, a whole minute. */
  | { readonly outcome: 'too_soon'; readonly earliest: number }
  | { readonly outcome: 'too_late'; readonly latest: number };

/** Before there is a post: what `Scheduled` says, or that this person may plan nothing here. */
export type PlanForecast =
  | PlanRefusal
  | { readonly outcome: 'not_allowed' }
  | { readonly outcome: 'event_over'; readonly eventName: string }
  /** `theme` and `size`: the server's choice for new posts. */
  | {
      readonly outcome: 'possible';
      readonly needsApproval: boolean;
      readonly theme?: ThemeName;
      readonly size?: SizeName;
    };

export type Cancelled =
  | ChangeOutcome
  | { readonly outcome: 'not_yours'; readonly createdBy: string };
export type Settled = Cancelled;

/** `not_approver`: it never counts. */
export type Decided = DecisionOutcome | { readonly outcome: 'not_approver' };
