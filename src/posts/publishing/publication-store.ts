import type { AuditEntry } from '../audit-log.ts';
import type { PostState } from '../kept-post.ts';
import type { NewNotice } from '../notices/notice.ts';
import type { Usage } from '../usage-counters.ts';
import type { PublishProblem } from './problem.ts';
import type { Container, Publication, PublishPhase } from './publication.ts';

/**
 * The queue as the publisher sees it. The posts themselves are the queue: there is no other list that could drift away
 * from them. Whatever is written is written only while the claim holds, all of it in one transaction.
 */
export interface PublicationStore {
  /**
   * Takes up to `limit` posts whose `wakeAt` has come, the oldest first, in one statement: their `fence` grows and
   * their `wakeAt` becomes `now + leaseMs`, so that they come back when their claimer dies. Two who claim at once
   * never get the same post. An empty queue costs one look at a partial index. Those of a server that the bot had to
   * leave stay where they are until it returns, but for what may have been sent already.
   */
  claimDue(claim: {
    readonly now: number;
    readonly leaseMs: number;
    readonly limit: number;
    /** Ids of posts that are left alone. */
    readonly except?: readonly string[];
  }): Promise<readonly Publication[]>;
  /** The earliest `wakeAt` there is among those that can be claimed; undefined when nothing waits. */
  nextWake(): Promise<number | undefined>;
  /** `lost` when the fence is no longer this one: somebody else has taken it or changed it, nothing is written. */
  write(claimed: Publication, change: PublicationChange): Promise<Written>;
  /**
   * The gate: marks `media_publish` as sent before it is. Nothing is sent unless this says `sent`, and it only does
   * when in one and the same transaction the fence holds, the post is `scheduled` (or `publishing`, for another try),
   * the container holds the post's present revision, that revision is approved where it needs to be, and the
   * account's uses of the day are below the limit (taken once for each post, however often it is sent). What a person
   * vouched for was an earlier try, and counts no more. For a server that the bot had to leave it says `lost`.
   */
  markSent(
    claimed: Publication,
    mark: {
      readonly at: number;
      /** When somebody else should look, if we do not come back. */
      readonly wakeAt: number;
      /** The revision about to go out. */
      readonly revision: number;
      readonly usage: Usage;
      readonly usageLimit: number;
    },
  ): Promise<
    | { readonly outcome: 'sent'; readonly publication: Publication }
    | { readonly outcome: 'lost' }
    /** The post has changed, is not approved, or is not scheduled any more. */
    | { readonly outcome: 'not_allowed' }
    | { readonly outcome: 'over_limit' }
  >;
  find(guildId: string, postId: string): Promise<Publication | undefined>;
  /** Which of these ids on Instagram are the media of a post already, of any server: they are not another's. */
  knownMedia(mediaIds: readonly string[]): Promise<readonly string[]>;
  /**
   * Brings back those of a server (or, without one, of everybody) that are held for one of these reasons, `wakeAt`
   * being `at`: after a new connection, for instance. Their problem is taken away, so that people hear of the next one.
   * Returns how many. With `dueAfter` only those whose time is after it.
   */
  resumeHeld(
    reasons: readonly PublishProblem['kind'][],
    at: number,
    guildId?: string,
    dueAfter?: number,
  ): Promise<number>;
}

export type Written =
  | { readonly outcome: 'written'; readonly publication: Publication }
  | { readonly outcome: 'lost' };

/** What is not named stays as it is; `null` takes away. */
export interface PublicationChange {
  readonly at: number;
  /** Given up by `null`: then nobody looks before a person decides. While working on: `at + leaseMs`. */
  readonly wakeAt: number | null;
  readonly phase?: PublishPhase;
  /** Of the post. */
  readonly state?: PostState;
  readonly attempts?: number;
  readonly container?: Container | null;
  readonly unpublishedSince?: number | null;
  readonly doubtedAt?: number | null;
  /** Known not to go live any more, or vouched for. */
  readonly sentContainer?: null;
  readonly looks?: number;
  readonly vouchedBy?: null;
  readonly checkedAt?: number | null;
  readonly mediaId?: string;
  readonly accountId?: string;
  readonly permalink?: string;
  readonly publishedAt?: number;
  readonly problem?: PublishProblem | null;
  /** Gives back the use of the day that `markSent` took: it is known not to be live and not sent again. */
  readonly givesBackUse?: boolean;
  /** Needs an approval from now on, and a new one: what it was approved for is no longer so. */
  readonly dropsApproval?: boolean;
  /** When the approvers' card shows it; default at once. */
  readonly cardAt?: number;
  /** Told to people, in the same transaction. */
  readonly notices?: readonly NewNotice[];
  readonly audit?: Pick<AuditEntry, 'action' | 'details'>;
}
