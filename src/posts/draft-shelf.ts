import type { Clock } from '../events/clock.ts';
import type { Poster } from '../posters/poster.ts';
import type { Renderer } from '../posters/renderer.ts';
import type { AuditDetails, AuditLog } from './audit-log.ts';
import { composePost } from './compose-post.ts';
import { composedAt, type Draft, draftOf, materialOf } from './draft.ts';
import { PostNotFoundError, PostsUnavailableError } from './draft-errors.ts';
import { DraftPictures } from './draft-pictures.ts';
import type { ImageStore } from './image-store.ts';
import type { KeptPost, NewPicture } from './kept-post.ts';
import type { BrandStore } from './ports.ts';
import type { PostName, PostStore } from './post-store.ts';

export interface DraftShelfOptions {
  readonly store: Pick<PostStore, 'findPost'>;
  readonly images: Pick<ImageStore, 'put' | 'get'>;
  readonly brands: Pick<BrandStore, 'brandOf'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly renderer: Pick<Renderer, 'render'>;
  readonly clock: Clock;
  /** Hashtags a caption may carry. */
  readonly hashtagLimit: number;
  /** Hears of every store that failed where something could be done all the same. */
  onStoreError(error: unknown): void;
}

/** Where all that is done with drafts finds them. */
export class DraftShelf {
  readonly #options: DraftShelfOptions;
  readonly #pictures: DraftPictures;

  constructor(options: DraftShelfOptions) {
    this.#options = options;
    const { images } = options;
    this.#pictures = new DraftPictures({
      images,
      onStoreError: (error) => options.onStoreError(error),
    });
  }

  /** @throws {PostNotFoundError | PostsUnavailableError} */
  async find({ guildId, postId }: PostName): Promise<KeptPost> {
    const kept = await reached(() => this.#options.store.findPost(guildId, postId));
    if (!kept) throw new PostNotFoundError();
    return kept;
  }

  /** With its pictures; `redrawn` when they had to be drawn again, from the facts and the server's present brand. */
  async show(kept: KeptPost): Promise<{ readonly draft: Draft; readonly redrawn: boolean }> {
    const pages = await this.#pictures.pagesOf(kept.revision);
    if (pages) return { draft: draftOf(kept, pages), redrawn: false };
    const poster = await this.#drawAgain(kept);
    await this.#pictures.repair(kept.revision, poster.pages);
    const draft = draftOf(kept, poster.pages);
    return { draft: { ...draft, post: { ...draft.post, poster } }, redrawn: true };
  }

  /** Before the row that names them is written. @throws {PostsUnavailableError} */
  async storePages(poster: Poster): Promise<NewPicture[]> {
    return await reached(() => this.#pictures.store(poster));
  }

  /** A line about something that changed nothing: when it cannot be written, nobody is kept from anything. */
  async note(
    { guildId, postId }: { readonly guildId: string; readonly postId?: string },
    actorId: string,
    action: string,
    details: AuditDetails,
  ): Promise<void> {
    const { audit, clock, onStoreError } = this.#options;
    const subject = postId ?? `user:${actorId}`;
    await audit
      .append({ guildId, at: clock(), actorId, action, subject, details })
      .catch((error: unknown) => onStoreError(error));
  }

  async #drawAgain({ guildId, template, revision }: KeptPost): Promise<Poster> {
    const { renderer, brands, hashtagLimit, onStoreError } = this.#options;
    const brand = await brands.brandOf(guildId).catch((error: unknown) => {
      onStoreError(error);
      return undefined;
    });
    const { poster } = await composePost(
      { ...materialOf(revision), brand },
      { template, ...revision },
      { renderer, now: composedAt(revision.facts), hashtagLimit },
    );
    return poster;
  }
}

/** What a store answers. @throws {PostsUnavailableError} for whatever it fails with. */
export async function reached<T>(asking: () => Promise<T>): Promise<T> {
  try {
    return await asking();
  } catch (error) {
    throw new PostsUnavailableError(error);
  }
}
