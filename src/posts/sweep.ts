import type { Clock } from '../events/clock.ts';
import type { ImageStore } from './image-store.ts';
import type { PictureIndex } from './picture-index.ts';
import type { RecurringWork } from './recurring-work.ts';
import { deleteUnneeded, type UnneededImagesOptions, WRITING_MS } from './unneeded-images.ts';

export interface SweepOptions extends UnneededImagesOptions {
  readonly pictures: Pick<PictureIndex, 'unreferenced' | 'hashes' | 'forget'>;
  readonly images: Pick<ImageStore, 'list' | 'has' | 'delete'>;
  readonly clock: Clock;
  /** Hears of every picture that posts have and whose file is gone. */
  readonly onLost: (hash: string) => void;
  /** How many are asked about at once. */
  readonly batch?: number;
}

/** That many may go without a question. */
const UNSUSPICIOUS = 100;

/**
 * Makes files and rows agree again, which they may not after a crash: files that no post has are deleted, pictures whose
 * file is gone are forgotten. When that would be most of them, something else is wrong, such as the database of another
 * bot, or a disk that is not mounted: then it is left to a person, who may ask for it by hand.
 */
export function sweep(options: SweepOptions): RecurringWork {
  const { pictures, images, clock, onLost, batch = 500 } = options;

  async function look(before: number, signal: AbortSignal) {
    const present = new Set<string>();
    const orphans: string[] = [];
    let settled: string[] = [];
    const ask = async () => {
      if (settled.length > 0) orphans.push(...(await pictures.unreferenced(settled)));
      settled = [];
    };
    for await (const { hash, storedAt } of images.list()) {
      signal.throwIfAborted();
      present.add(hash);
      if (storedAt < before) settled.push(hash);
      if (settled.length >= batch) await ask();
    }
    await ask();
    return { present, orphans };
  }

  async function findLost(present: ReadonlySet<string>, signal: AbortSignal) {
    const lost: string[] = [];
    let rows = 0;
    let after: string | undefined;
    for (;;) {
      signal.throwIfAborted();
      const page = await pictures.hashes(
        after === undefined ? { limit: batch } : { after, limit: batch },
      );
      rows += page.length;
      for (const hash of page) {
        // It may have been stored since the files were listed.
        if (!present.has(hash) && !(await images.has(hash))) lost.push(hash);
      }
      after = page.at(-1);
      if (page.length < batch) return { rows, lost };
    }
  }

  return async ({ signal, byHand }) => {
    const before = clock() - WRITING_MS;
    const { present, orphans } = await look(before, signal);
    const { rows, lost } = await findLost(present, signal);
    if (!byHand) {
      refuseMost('files have no post', orphans.length, present.size);
      refuseMost('pictures of posts have no file', lost.length, rows);
    }
    let deleted = 0;
    for (let from = 0; from < orphans.length; from += batch) {
      signal.throwIfAborted();
      deleted += await deleteUnneeded(orphans.slice(from, from + batch), before, options);
    }
    let forgotten = 0;
    for (const hash of lost) {
      signal.throwIfAborted();
      // Fewer than were lost when somebody has just added it: the next sweep looks again.
      const removed = await pictures.forget(hash, before);
      if (removed > 0) onLost(hash);
      forgotten += removed;
    }
    return `${present.size} files and ${rows} pictures compared, ${deleted} files deleted, ${forgotten} pictures forgotten`;
  };
}

function refuseMost(what: string, count: number, all: number): void {
  if (count <= UNSUSPICIOUS || count <= all / 2) return;
  throw new Error(
    `${count} of ${all} ${what}, which no crash explains: check DATABASE_URL, MEDIA_STORE and DATA_DIR; if they are right, run the sweep by hand`,
  );
}
