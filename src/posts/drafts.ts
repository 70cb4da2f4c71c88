import { todayInSeoul } from '../events/night.ts';
import type { Post } from './compose-post.ts';
import { contentOf, type Draft, draftOf } from './draft.ts';
import type { Editor } from './draft-edits.ts';
import {
  NotYourPostError,
  PostFixedError,
  PostNotFoundError,
  PostsUnavailableError,
  QuotaReachedError,
} from './draft-errors.ts';
import { DraftShelf, type DraftShelfOptions, reached } from './draft-shelf.ts';
import type { DraftFailure, DraftTelemetry } from './draft-telemetry.ts';
import { EventNotFoundError, EventSourceError, PostRefusedError } from './errors.ts';
import type { KeptPost, MessagePlace } from './kept-post.ts';
import type { PostRequest, PostService } from './post-service.ts';
import type { PostFilter, PostName, PostPage, PostQuery, PostStore } from './post-store.ts';
import type { Entitlement } from './premium.ts';
import type { Quota, QuotaUse } from './quota.ts';
import { deleteUnneeded, type UnneededImagesOptions, WRITING_MS } from './unneeded-images.ts';
import type { UsageCounters, UsageKind } from './usage-counters.ts';

export interface DraftsOptions extends DraftShelfOptions {
  readonly posts: Pick<PostService, 'create'>;
  readonly store: PostStore;
  readonly images: DraftShelfOptions['images'] & UnneededImagesOptions['images'];
  readonly pictures: UnneededImagesOptions['pictures'];
  readonly quota: Pick<Quota, 'take' | 'giveBack'>;
  readonly usage: Pick<UsageCounters, 'count'>;
  readonly telemetry: DraftTelemetry;
}

export interface DraftRequest extends PostRequest {
  /** Discord user id. */
  readonly userId: string;
  /** Of the server. */
  readonly entitlements: readonly Entitlement[];
}

export type Creation =
  | { readonly outcome: 'kept'; readonly draft: Draft; readonly quota: QuotaUse }
  /** Made, but it could not be written down: there is nothing to come back to, and it does not count. */
  | { readonly outcome: 'not_kept'; readonly post: Post };

/** Posts that live on after the answer to `/post`. Changing them is for `DraftEdits`. */
export class Drafts {
  readonly #options: DraftsOptions;
  readonly #shelf: DraftShelf;

  constructor(options: DraftsOptions) {
    this.#options = options;
    this.#shelf = new DraftShelf(options);
  }

  /**
   * Makes a post and keeps it. A use of the person's quota is taken first and given back when nothing comes of it. When
   * nothing can be kept, or counted, the person gets picture and caption all the same.
   *
   * @throws {QuotaReachedError | PostRefusedError | EventNotFoundError | EventSourceError}
   */
  async create(request: DraftRequest): Promise<Creation> {
    return await this.#options.telemetry.timed('post.generate', async () => {
      const begunAt = this.#options.clock();
      const { userId: _, entitlements: __, ...wish } = request;
      const { guildId } = request;
      const quota = await this.#take(request);
      let post: Post;
      try {
        post = await this.#options.posts.create(wish);
      } catch (error) {
        await this.#giveBack(quota);
        await this.#failed(request, error);
        throw error;
      }
      try {
        // Uncounted, it is not kept either: else the limit would be none while the counters are away.
        const draft = quota && (await this.#keep(post, request, begunAt));
        if (quota && draft) {
          const { template, theme, size } = post;
          const about = { postId: draft.id, guildId, template, theme, size };
          this.#options.telemetry.generated(about);
          return { outcome: 'kept', draft, quota };
        }
      } catch (error) {
        this.#options.onStoreError(error);
        await this.#giveBack(quota);
      }
      this.#options.telemetry.failed('generate', 'store', { guildId });
      await this.#count('failed', request.userId);
      return { outcome: 'not_kept', post };
    });
  }

  /** The post as it is now. @throws {PostNotFoundError | PostsUnavailableError} */
  async show(name: PostName): Promise<Draft> {
    return (await this.#shelf.show(await this.#shelf.find(name))).draft;
  }

  /** What is kept of the post, without its pictures. @throws as `show`. */
  async find(name: PostName): Promise<KeptPost> {
    return await this.#shelf.find(name);
  }

  /**
   * The pictures as they were drawn, for anybody who may see the post. `redrawn`: they had been cleaned up or were
   * damaged.
   *
   * @throws {PostNotFoundError | PostsUnavailableError}
   */
  async download(
    request: PostName & { readonly userId: string },
  ): Promise<{ readonly draft: Draft; readonly redrawn: boolean }> {
    const { telemetry, store, clock } = this.#options;
    const { guildId, postId, userId } = request;
    return await telemetry.timed('post.download', async () => {
      try {
        const shown = await this.#shelf.show(await this.#shelf.find(request));
        const deed = { guildId, postId, by: userId, at: clock() };
        const marked = await reached(() => store.markDownloaded(deed));
        // Deleted since it was found.
        if (marked === 'not_found') throw new PostNotFoundError();
        // Of each post once, so that there are never more downloads than posts.
        if (marked === 'marked') await this.#count('downloaded', userId);
        telemetry.downloaded({ guildId, postId });
        return shown;
      } catch (error) {
        if (!(error instanceof PostNotFoundError)) {
          telemetry.failed('download', failureOf(error), { guildId, postId, err: error });
        }
        throw error;
      }
    });
  }

  /** Newest first. @throws {PostsUnavailableError} */
  async list(query: PostQuery): Promise<PostPage> {
    return await reached(() => this.#options.store.listPosts(query));
  }

  /** How many there are, counted up to `upTo`. @throws {PostsUnavailableError} */
  async count(filter: PostFilter, upTo: number): Promise<number> {
    return await reached(() => this.#options.store.countPosts(filter, upTo));
  }

  /** The post that somebody is about to delete, if they may. @throws as `delete`. */
  async toDelete(request: PostName & { readonly editor: Editor }): Promise<KeptPost> {
    const kept = await this.#shelf.find(request);
    const { userId, managesPosts } = request.editor;
    if (kept.createdBy !== userId && !managesPosts) {
      await this.#shelf.note(request, userId, 'post.delete_refused', { reason: 'not_theirs' });
      throw new NotYourPostError(kept.createdBy);
    }
    if (kept.state === 'publishing') throw new PostFixedError(kept.state);
    return kept;
  }

  /**
   * For good, with its schedule and those pictures that no other post has.
   *
   * @throws {PostNotFoundError | NotYourPostError | PostFixedError | PostsUnavailableError}
   */
  async delete(request: PostName & { readonly editor: Editor }): Promise<KeptPost> {
    const kept = await this.toDelete(request);
    const { guildId, postId, editor } = request;
    const { store, clock, onStoreError } = this.#options;
    const now = clock();
    const deletion = { guildId, postId, by: editor.userId, at: now };
    const deleted = await reached(() => store.deletePost(deletion));
    if (deleted.outcome === 'not_found') throw new PostNotFoundError();
    if (deleted.outcome === 'publishing') throw new PostFixedError('publishing');
    await deleteUnneeded(deleted.hashes, now - WRITING_MS, {
      ...this.#options,
      onFailed: (_hash, error) => onStoreError(error),
    }).catch((error: unknown) => onStoreError(error));
    return kept;
  }

  /** Remembers where the answer stands; nobody is told when that fails, for the post works without. */
  async noteMessage(place: PostName & MessagePlace): Promise<void> {
    const { store, onStoreError } = this.#options;
    await store.setMessage(place).catch((error: unknown) => onStoreError(error));
  }

  /** Undefined when it cannot be counted just now. @throws {QuotaReachedError} */
  async #take(request: DraftRequest): Promise<QuotaUse | undefined> {
    const { guildId, userId } = request;
    const { quota, onStoreError, telemetry } = this.#options;
    const use = await quota.take(request).catch((error: unknown) => {
      onStoreError(error);
      return undefined;
    });
    if (use === undefined || use.taken) return use;
    telemetry.failed('generate', 'quota', { guildId });
    await this.#shelf.note({ guildId }, userId, 'quota.reached', { limit: use.limit });
    throw new QuotaReachedError(use);
  }

  async #giveBack(use: QuotaUse | undefined): Promise<void> {
    const { quota, onStoreError } = this.#options;
    if (use) await quota.giveBack(use).catch((error: unknown) => onStoreError(error));
  }

  async #keep(post: Post, { guildId, userId: by }: DraftRequest, begunAt: number): Promise<Draft> {
    const { store, clock } = this.#options;
    const content = contentOf(post, await this.#shelf.storePages(post.poster));
    const { template } = post;
    const kept = await store.createDraft({
      guildId,
      template,
      content,
      by,
      at: clock(),
      begunAt,
    });
    return draftOf(kept, post.poster.pages);
  }

  async #failed({ guildId, userId }: DraftRequest, err: unknown): Promise<void> {
    const failure = failureOf(err);
    this.#options.telemetry.failed('generate', failure, { guildId, err });
    // A night that is over is the event's fault, and nobody's failure.
    if (failure !== 'refused') await this.#count('failed', userId);
  }

  async #count(kind: UsageKind, userId: string): Promise<void> {
    const { usage, clock, onStoreError } = this.#options;
    const day = todayInSeoul(clock()).toString();
    await usage
      .count({ subject: `user:${userId}`, kind, day })
      .catch((error: unknown) => onStoreError(error));
  }
}

function failureOf(error: unknown): DraftFailure {
  if (error instanceof PostRefusedError || error instanceof EventNotFoundError) return 'refused';
  if (error instanceof EventSourceError) return 'rite';
  return error instanceof PostsUnavailableError ? 'store' : 'bug';
}
