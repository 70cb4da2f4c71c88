import type { KeptPicture } from './kept-post.ts';

/** Which pictures posts need: for their public addresses, and for sweeping rows and files against each other. */
export interface PictureIndex {
  /** Undefined for a token that never was, and for one whose post is gone. */
  byToken(token: string): Promise<KeptPicture | undefined>;
  /** Those that no post has. Asked about files, in batches of up to some thousands. */
  unreferenced(hashes: readonly string[]): Promise<readonly string[]>;
  /** What posts have, each once, in order, beginning after `after`. */
  hashes(page: { readonly after?: string; readonly limit: number }): Promise<readonly string[]>;
  /**
   * Forgets a picture whose file is lost; posts go on without it and draw it again when it is needed. Only where it
   * was added before this moment (epoch milliseconds). Returns how many posts' pictures went.
   */
  forget(hash: string, addedBefore: number): Promise<number>;
}
