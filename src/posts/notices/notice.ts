import type { FactVerdict } from '../publishing/checks.ts';
import type { FactDifference, PublishProblem } from '../publishing/problem.ts';

/** Something a person has to hear, whatever becomes of this process before it is told. */
export interface NewNotice {
  readonly guildId: string;
  /** Discord user id of the one it is for. */
  readonly userId: string;
  /** Absent for what is about no post. */
  readonly postId?: string;
  readonly content: NoticeContent;
}

/** What is said; the words are made when it is delivered, in the person's or server's language. */
export type NoticeContent =
  | {
      readonly kind: 'published';
      readonly permalink?: string;
      readonly unchecked?: boolean;
      /** What went live is an earlier version of the post: it was sent, and came out late. */
      readonly earlier?: boolean;
    }
  /** Over: nothing more is tried by itself. With *retry* and *cancel*. */
  | { readonly kind: 'failed'; readonly problem: PublishProblem }
  /** Not now. `problem.until` when it goes on by itself; else with *publish now* and *cancel*. */
  | { readonly kind: 'held'; readonly problem: PublishProblem }
  /** Nobody can tell whether it is live. With *it is live*, *it is not, publish* and *leave it*. */
  | { readonly kind: 'unconfirmed'; readonly problem: PublishProblem }
  /** The event differs from what the post says; it waits for another approval. */
  | { readonly kind: 'facts_changed'; readonly differences: readonly FactDifference[] }
  | {
      readonly kind: 'event_stopped';
      readonly reason: Extract<FactVerdict, { verdict: 'stopped' }>['reason'];
    }
  | {
      readonly kind: 'rejected';
      /** Discord user id. */
      readonly by: string;
      readonly reason?: string;
    }
  /** Its time has come and nobody had approved it. `unasked`: there was no channel to ask in. */
  | { readonly kind: 'unapproved'; readonly unasked?: boolean }
  /** It waits for an approval, and there is no channel in which anybody could be asked for it. */
  | { readonly kind: 'unasked' }
  /** Not planned any more, for data it needs was deleted at the wish of whoever it was about. Without `postId` it is gone. */
  | { readonly kind: 'withdrawn'; readonly eventName: string; readonly dueAt: number }
  | { readonly kind: 'connected'; readonly username: string }
  | { readonly kind: 'token_expiring'; readonly username: string; readonly expiresAt: number }
  | { readonly kind: 'token_dead'; readonly username: string }
  /** Taken away on Instagram's side. */
  | { readonly kind: 'deauthorized'; readonly username: string };

export type NoticeKind = NoticeContent['kind'];

export interface Notice extends NewNotice {
  readonly id: string;
  readonly createdAt: number;
  /** Failed tries to deliver it. */
  readonly attempts: number;
  readonly fence: number;
}

/** What people have to hear, kept until it is told. */
export interface NoticeStore {
  add(notice: NewNotice, at: number): Promise<void>;
  /** As `PublicationStore.claimDue`. */
  claimDue(claim: {
    readonly now: number;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly Notice[]>;
  /** `way` is where it was told; `undeliverable`: nobody could be reached, and that is on record. */
  settle(
    notice: Pick<Notice, 'id' | 'fence'>,
    end: {
      readonly at: number;
      readonly way: 'direct' | 'channel' | 'undeliverable';
      readonly messageId?: string;
    },
  ): Promise<'settled' | 'lost'>;
  /** Tried in vain; again at `wakeAt`. */
  postpone(
    notice: Pick<Notice, 'id' | 'fence'>,
    again: { readonly wakeAt: number },
  ): Promise<'postponed' | 'lost'>;
  /** Those that are not told yet, the oldest first. */
  pending(limit: number): Promise<readonly Notice[]>;
  /** Forgets what was settled before this moment; returns how many. */
  prune(before: number): Promise<number>;
}
