import type { ImageStore } from './image-store.ts';
import type { PictureIndex } from './picture-index.ts';

export interface UnneededImagesOptions {
  readonly pictures: Pick<PictureIndex, 'unreferenced'>;
  readonly images: Pick<ImageStore, 'delete'>;
  /** Hears of every picture that could not be deleted; the next sweep tries again. */
  readonly onFailed: (hash: string, error: unknown) => void;
}

/** From the storing of a picture to the writing down of its post passes less than this, in milliseconds. */
export const WRITING_MS = 60 * 60 * 1000;

/**
 * Deletes those of these pictures that no post has, unless they were stored at `storedBefore` (epoch milliseconds) or
 * later, which may differ by picture: one is stored a moment before its post is written down, and must not be taken away in between.
 *
 * @returns how many were deleted.
 */
export async function deleteUnneeded(
  hashes: readonly string[],
  storedBefore: number | ((hash: string) => number),
  { pictures, images, onFailed }: UnneededImagesOptions,
): Promise<number> {
  if (hashes.length === 0) return 0;
  let deleted = 0;
  for (const hash of await pictures.unreferenced(hashes)) {
    try {
      const before = typeof storedBefore === 'number' ? storedBefore : storedBefore(hash);
      await images.delete(hash, { storedBefore: before });
      deleted++;
    } catch (error) {
      onFailed(hash, error);
    }
  }
  return deleted;
}
