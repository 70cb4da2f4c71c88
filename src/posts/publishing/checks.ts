import type { KeptPicture, KeptPost } from '../kept-post.ts';
import type { FactDifference } from './problem.ts';

/** Reads the event again, at the moment of publishing and daily before it. */
export interface FactCheck {
  /**
   * Never throws: what cannot be known is `unchecked`.
   *
   * @param at the moment it goes out, in epoch milliseconds: what a countdown must say.
   */
  check(post: KeptPost, at: number): Promise<FactVerdict>;
}

export type FactVerdict =
  | { readonly verdict: 'unchanged' }
  /**
   * Rite does not answer, or the event came from a file: what was approved is published, and the notice says that it
   * could not be looked at again, unless the server wants it held then.
   */
  | { readonly verdict: 'unchecked'; readonly hold: boolean }
  /**
   * `revise` adds a revision with the facts of now, for people to approve: to be called when the post waits for that,
   * for it makes the `fence` grow. Never throws; where nothing can be drawn there is no new revision.
   */
  | {
      readonly verdict: 'changed';
      readonly differences: readonly FactDifference[];
      revise(): Promise<void>;
    }
  /** Cancelled, over, or gone: it must not go out. */
  | { readonly verdict: 'stopped'; readonly reason: 'cancelled' | 'completed' | 'past' | 'gone' };

/** Whether Instagram will find the picture where we say it is. */
export interface PictureCheck {
  /**
   * Fetches it as Instagram would: no redirect, 200, image/jpeg, the same SHA-256. Never throws.
   *
   * @param url where it is shown to the world.
   */
  check(url: string, picture: Pick<KeptPicture, 'hash'>): Promise<PictureVerdict>;
}

export type PictureVerdict =
  | { readonly ok: true }
  /** `code`: `http 403`, `redirect`, `type text/html`, `hash`, `timeout`, `unreachable`; for support. */
  | { readonly ok: false; readonly code: string };
