import type { Clock } from '../events/clock.ts';
import type { Expiry, ExpiryBatch, Removal } from './expiry.ts';
import type { RecurringWork } from './recurring-work.ts';
import { deleteUnneeded, type UnneededImagesOptions, WRITING_MS } from './unneeded-images.ts';

export interface CleanUpOptions extends UnneededImagesOptions {
  readonly expiry: Expiry;
  readonly clock: Clock;
  /** How many are taken at once. */
  readonly batch?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Pictures that somebody has downloaded, or that are on Instagram. */
const PICTURE_AGE_MS = 7 * DAY_MS;
/** Drafts that nobody came back to. */
const DRAFT_AGE_MS = 30 * DAY_MS;

/** Removes pictures and drafts that are no longer needed: first the rows, then the files, which a sweep would find. */
export function cleanUp(options: CleanUpOptions): RecurringWork {
  const { expiry, clock, batch: limit = 200 } = options;

  return async ({ signal }) => {
    const now = clock();
    let files = 0;

    async function removeAll(
      before: number,
      remove: (batch: ExpiryBatch) => Promise<Removal>,
    ): Promise<number> {
      let sum = 0;
      for (;;) {
        signal.throwIfAborted();
        const { removed, hashes } = await remove({ before, limit });
        files += await deleteUnneeded(hashes, now - WRITING_MS, options);
        sum += removed;
        if (removed < limit) return sum;
      }
    }

    const pictures = await removeAll(now - PICTURE_AGE_MS, (batch) => expiry.removePictures(batch));
    const drafts = await removeAll(now - DRAFT_AGE_MS, (batch) => expiry.removeDrafts(batch));
    return `${pictures} pictures and ${drafts} drafts removed, ${files} files deleted`;
  };
}
