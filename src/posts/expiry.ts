/** Takes away what nobody needs any more, a little at a time so that nothing waits for it. */
export interface Expiry {
  /**
   * Pictures added before `before` (epoch milliseconds) whose post was downloaded or published, and those that a later
   * revision replaced. Never those of a post that waits, for its time or for somebody, or whose outcome is unknown, nor of
   * one that has failed since `before`: somebody may try it once more.
   */
  removePictures(batch: ExpiryBatch): Promise<Removal>;
  /**
   * Drafts and posts that were rejected, cancelled or failed, with their pictures, when they were never downloaded and
   * not touched since `before`.
   */
  removeDrafts(batch: ExpiryBatch): Promise<Removal>;
}

export interface ExpiryBatch {
  readonly before: number;
  /** At most so many; when fewer were removed there are no more. */
  readonly limit: number;
}

export interface Removal {
  readonly removed: number;
  /** Pictures that no post has any more; see `DeletionOutcome`. */
  readonly hashes: readonly string[];
}
