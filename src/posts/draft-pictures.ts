import type { Poster } from '../posters/poster.ts';
import { hashOf, type ImageStore, ImageStoreError } from './image-store.ts';
import type { NewPicture, Revision } from './kept-post.ts';

export interface DraftPicturesOptions {
  readonly images: Pick<ImageStore, 'put' | 'get'>;
  /** Hears why a picture could not be read or repaired; it is drawn again then. */
  readonly onStoreError: (error: unknown) => void;
}

/** The pictures of revisions in the image store. */
export class DraftPictures {
  readonly #options: DraftPicturesOptions;

  constructor(options: DraftPicturesOptions) {
    this.#options = options;
  }

  /** All pages, before the row that names them is written. @throws {ImageStoreError} */
  async store({ pages, width, height }: Poster): Promise<NewPicture[]> {
    return await Promise.all(
      pages.map(async (page) => ({
        hash: await this.#options.images.put(page),
        bytes: page.length,
        width,
        height,
      })),
    );
  }

  /** All pages; undefined when they were cleaned up, or one of them is lost or damaged. */
  async pagesOf({ pictures }: Revision): Promise<readonly Buffer[] | undefined> {
    if (pictures.length === 0) return undefined;
    const { images } = this.#options;
    const found = await Promise.all(
      pictures.map(({ hash }) => this.#orReport(() => images.get(hash))),
    );
    return found.every((page) => page !== undefined) ? found : undefined;
  }

  /** Puts back what was lost or damaged, where it was drawn again to the same bytes. */
  async repair({ pictures }: Revision, pages: readonly Buffer[]): Promise<void> {
    const known = new Set(pictures.map(({ hash }) => hash));
    for (const page of pages) {
      if (known.has(hashOf(page))) await this.#orReport(() => this.#options.images.put(page));
    }
  }

  async #orReport<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ImageStoreError)) throw error;
      this.#options.onStoreError(error);
      return undefined;
    }
  }
}
