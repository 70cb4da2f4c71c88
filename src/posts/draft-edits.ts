import type { Clock } from '../events/clock.ts';
import type { ThemeName } from '../posters/poster.ts';
import type { SizeName } from '../posters/size.ts';
import { type CaptionFault, captionFaults, cleanCaption } from './caption-edit.ts';
import { captionOf, composePost } from './compose-post.ts';
import { composedAt, contentOf, type Draft, materialOf } from './draft.ts';
import {
  NotYourPostError,
  PostFixedError,
  PostNotFoundError,
  PostsUnavailableError,
} from './draft-errors.ts';
import { DraftShelf, type DraftShelfOptions, reached } from './draft-shelf.ts';
import type { DraftTelemetry } from './draft-telemetry.ts';
import { type FactPart, factChanges } from './fact-changes.ts';
import { EDITABLE_STATES, type KeptPost, type PostState } from './kept-post.ts';
import type { PostService } from './post-service.ts';
import type { PostName, PostStore, RevisionContent } from './post-store.ts';

export interface DraftEditsOptions extends DraftShelfOptions {
  readonly store: Pick<PostStore, 'findPost' | 'addRevision'>;
  /** Reads events anew. */
  readonly posts: Pick<PostService, 'create'>;
  readonly telemetry: Pick<DraftTelemetry, 'timed'>;
  readonly clock: Clock;
}

/** Who asks, and whether the server lets them change what others have made. */
export interface Editor {
  /** Discord user id. */
  readonly userId: string;
  readonly managesPosts: boolean;
}

export interface EditRequest extends PostName {
  readonly editor: Editor;
  /** The number of the revision that the person saw. */
  readonly expected: number;
}

interface EditOutcomes {
  readonly saved: { readonly outcome: 'saved'; readonly draft: Draft };
  /** There was nothing to change. */
  readonly unchanged: { readonly outcome: 'unchanged'; readonly draft: Draft };
  /** Somebody else was faster, and nothing was overwritten: the post as it is now. */
  readonly conflict: { readonly outcome: 'conflict'; readonly draft: Draft };
  /** Nothing was changed, for Instagram would not take it. */
  readonly refused: { readonly outcome: 'refused'; readonly faults: readonly CaptionFault[] };
}

export type Edited = EditOutcomes['saved' | 'unchanged' | 'conflict'];
export type CaptionEdited = Edited | EditOutcomes['refused'];
export type CaptionReset =
  /** `replaced`: what the person had written. */
  (EditOutcomes['saved'] & { readonly replaced: string }) | EditOutcomes['unchanged' | 'conflict'];
export type Regenerated =
  /** `captionKept`: somebody has written in it, so it does not follow the event. */
  | (EditOutcomes['saved'] & {
      readonly changes: readonly FactPart[];
      readonly captionKept: boolean;
    })
  | EditOutcomes['unchanged' | 'conflict'];

/**
 * Changes drafts, each time by adding a revision to the one the person saw. Whoever is later by however little changes
 * nothing and gets to see what there is. Everything throws
 * {@link PostNotFoundError}, {@link NotYourPostError}, {@link PostFixedError} and {@link PostsUnavailableError}.
 */
export class DraftEdits {
  readonly #options: DraftEditsOptions;
  readonly #shelf: DraftShelf;

  constructor(options: DraftEditsOptions) {
    this.#options = options;
    this.#shelf = new DraftShelf(options);
  }

  /** The caption to go on with, and the number of its revision, for whoever may change it. */
  async captionToEdit(
    request: Omit<EditRequest, 'expected'>,
  ): Promise<{ readonly caption: string; readonly revision: number; readonly eventName: string }> {
    const { eventName, revision } = await this.#editable(request);
    return { caption: revision.caption, revision: revision.number, eventName };
  }

  async editCaption(request: EditRequest & { readonly caption: string }): Promise<CaptionEdited> {
    return await this.#timed(async (begunAt) => {
      const kept = await this.#editable(request);
      const caption = cleanCaption(request.caption);
      const faults = captionFaults(caption, this.#options.hashtagLimit);
      if (faults.length > 0) return { outcome: 'refused', faults };
      if (caption === kept.revision.caption) return await this.#unchanged(kept);
      return await this.#save(request, { caption, captionEdited: true }, begunAt);
    });
  }

  /** Puts the caption that the facts make in the place of one that somebody has written. */
  async resetCaption(request: EditRequest): Promise<CaptionReset> {
    return await this.#timed(async (begunAt) => {
      const kept = await this.#editable(request);
      const { facts, captionEdited, caption: replaced, language } = kept.revision;
      if (isOutdated(kept, request)) return await this.#conflict(kept, request);
      if (!captionEdited) return await this.#unchanged(kept);
      const { hashtagLimit } = this.#options;
      const brand = await this.#brandOf(kept);
      const { text, warnings } = captionOf(
        { ...materialOf(kept.revision), brand },
        { template: kept.template, language },
        { now: composedAt(facts), hashtagLimit },
      );
      const remarks = { poster: [], unread: [], ...facts.remarks, caption: warnings };
      const changes = { caption: text, captionEdited: false, facts: { ...facts, remarks } };
      const saved = await this.#save(request, changes, begunAt);
      return saved.outcome === 'saved' ? { ...saved, replaced } : saved;
    });
  }

  /** Draws it in another theme or size from what was read then. The caption says nothing of either, and stays. */
  async restyle(
    request: EditRequest & { readonly theme?: ThemeName; readonly size?: SizeName },
  ): Promise<Edited> {
    return await this.#timed(async (begunAt) => {
      const kept = await this.#editable(request);
      if (isOutdated(kept, request)) return await this.#conflict(kept, request);
      const { revision, template } = kept;
      const { theme = revision.theme, size = revision.size } = request;
      if (theme === revision.theme && size === revision.size) return await this.#unchanged(kept);
      const { renderer, hashtagLimit } = this.#options;
      const { poster } = await composePost(
        { ...materialOf(revision), brand: await this.#brandOf(kept) },
        { template, theme, size, language: revision.language },
        { renderer, now: composedAt(revision.facts), hashtagLimit },
      );
      const pictures = await this.#shelf.storePages(poster);
      const { actsOnPages: _, ...remarks } = revision.facts.remarks ?? { caption: [], unread: [] };
      const { actsOnPages } = poster;
      const facts = {
        ...revision.facts,
        remarks: { ...remarks, poster: poster.warnings, ...(actsOnPages && { actsOnPages }) },
      };
      return await this.#save(request, { theme, size, pictures, facts }, begunAt);
    });
  }

  /**
   * Reads the event again and makes everything anew, but for a caption that somebody has written.
   *
   * @param request.at the moment it is made for, in epoch milliseconds; default now.
   * @throws {PostRefusedError | EventNotFoundError | EventSourceError} when no post could be made of it now.
   */
  async regenerate(request: EditRequest & { readonly at?: number }): Promise<Regenerated> {
    return await this.#timed(async (begunAt) => {
      const kept = await this.#editable(request);
      if (isOutdated(kept, request)) return await this.#conflict(kept, request);
      const { guildId, eventId, template, revision } = kept;
      const { theme, size, language } = revision;
      const { at } = request;
      const wish = {
        guildId,
        eventId,
        template,
        theme,
        size,
        language,
        ...(at !== undefined && { at }),
      };
      const post = await this.#options.posts.create(wish);
      // It would be drawn without what the server keeps, in the place of a draft that has it.
      if (post.unread.length > 0) {
        throw new PostsUnavailableError(new Error(`${post.unread.join(', ')} not read`));
      }
      const anew = contentOf(post, await this.#shelf.storePages(post.poster));
      const captionKept = revision.captionEdited;
      const { caption, captionEdited, ...others } = anew;
      const content = captionKept ? others : { ...others, caption, captionEdited };
      const changes = factChanges(revision.facts, anew.facts, template);
      if (changes.length === 0 && isSame(kept, content)) return await this.#unchanged(kept);
      const saved = await this.#save(request, content, begunAt);
      return saved.outcome === 'saved' ? { ...saved, changes, captionKept } : saved;
    });
  }

  async #editable(request: Omit<EditRequest, 'expected'>): Promise<KeptPost> {
    const kept = await this.#shelf.find(request);
    const { userId, managesPosts } = request.editor;
    if (kept.createdBy !== userId && !managesPosts) {
      await this.#shelf.note(request, userId, 'post.edit_refused', { reason: 'not_theirs' });
      throw new NotYourPostError(kept.createdBy);
    }
    if (!isEditable(kept.state)) {
      await this.#shelf.note(request, userId, 'post.edit_refused', { reason: kept.state });
      throw new PostFixedError(kept.state);
    }
    return kept;
  }

  async #save(
    request: EditRequest,
    changes: Partial<RevisionContent>,
    begunAt: number,
  ): Promise<EditOutcomes['saved' | 'conflict']> {
    const { guildId, postId, expected, editor } = request;
    const { store, clock } = this.#options;
    const at = clock();
    const edit = { guildId, postId, expected, changes, by: editor.userId, at, begunAt };
    const result = await reached(() => store.addRevision(edit));
    switch (result.outcome) {
      case 'saved':
        return { outcome: 'saved', draft: await this.#draft(result.post) };
      case 'conflict':
        return await this.#conflict(result.post, request);
      case 'not_editable':
        throw new PostFixedError(result.post.state);
      case 'not_found':
        // Deleted since it was found.
        throw new PostNotFoundError();
    }
  }

  async #conflict(kept: KeptPost, request: EditRequest): Promise<EditOutcomes['conflict']> {
    const { editor, expected } = request;
    const details = { expected, present: kept.revision.number };
    await this.#shelf.note(request, editor.userId, 'post.edit_conflict', details);
    return { outcome: 'conflict', draft: await this.#draft(kept) };
  }

  async #unchanged(kept: KeptPost): Promise<EditOutcomes['unchanged']> {
    return { outcome: 'unchanged', draft: await this.#draft(kept) };
  }

  async #draft(kept: KeptPost): Promise<Draft> {
    return (await this.#shelf.show(kept)).draft;
  }

  async #brandOf({ guildId }: KeptPost) {
    return await reached(() => this.#options.brands.brandOf(guildId));
  }

  async #timed<T>(work: (begunAt: number) => Promise<T>): Promise<T> {
    const begunAt = this.#options.clock();
    return await this.#options.telemetry.timed('post.edit', () => work(begunAt));
  }
}

function isEditable(state: PostState): boolean {
  return EDITABLE_STATES.some((editable) => editable === state);
}

function isOutdated({ revision }: KeptPost, { expected }: EditRequest): boolean {
  return revision.number !== expected;
}

/** Whether caption and pictures are those that are kept already. */
function isSame({ revision }: KeptPost, content: Partial<RevisionContent>): boolean {
  const hashes = (pictures: RevisionContent['pictures'] = []) =>
    pictures.map(({ hash }) => hash).join();
  return (
    (content.caption ?? revision.caption) === revision.caption &&
    hashes(content.pictures) === hashes(revision.pictures)
  );
}
