import type { KeptPicture, KeptPost, Revision } from '../kept-post.ts';
import type { FactDifference } from './problem.ts';

/** Reads the event again, at the moment of publishing and daily before it. */
export interface FactCheck {
  /** Never throws: what cannot be known is `unchecked`. */
  check(post: KeptPost): Promise<FactVerdict>;
}

export type FactVerdict =
  | { readonly verdict: 'unchanged' }
  /**
   * Rite does not answer, or the event came from a file: what was approved is published, and the notice says that it
   * could not be looked at again, unless the server wants it held then.
   */
  | { readonly verdict: 'unchecked'; readonly hold: boolean }
  /** `revised`: the post as it is now, drawn again from the new facts, when that could be done. */
  | {
      readonly verdict: 'changed';
      readonly differences: readonly FactDifference[];
      readonly revised?: Revision['number'];
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
