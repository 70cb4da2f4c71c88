import type { TemplateName } from '../events/event.ts';
import type { KeptPost, MessagePlace, NewPicture, PostState, Revision } from './kept-post.ts';

/**
 * Where posts are kept. Everything is asked for with the server's id: a post of another server is one that never was.
 * Each change and its line in the audit log are one transaction.
 */
export interface PostStore {
  /** Event id, name and date are the facts' own. */
  createDraft(draft: NewDraft): Promise<KeptPost>;
  findPost(guildId: string, postId: string): Promise<KeptPost | undefined>;
  /** What any of its revisions held. */
  revisionOf(post: PostName, number: number): Promise<RevisionContent | undefined>;
  /** Of several people who edit the same revision at once, exactly one succeeds. */
  addRevision(edit: PostEdit): Promise<EditOutcome>;
  setMessage(place: PostName & MessagePlace): Promise<'set' | 'not_found'>;
  markDownloaded(download: PostName & Deed): Promise<'marked' | 'already' | 'not_found'>;
  /** Newest first, in pages. */
  listPosts(query: PostQuery): Promise<PostPage>;
  /** How many there are, counted up to `upTo`. */
  countPosts(filter: PostFilter, upTo: number): Promise<number>;
  /** With everything that hangs on it, its schedule included. Never while it is being published or nobody knows whether it was. */
  deletePost(deletion: PostName & Deed): Promise<DeletionOutcome>;
}

export interface PostName {
  readonly guildId: string;
  readonly postId: string;
}

/** Who did it and when. */
export interface Deed {
  /** Discord user id. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** When they asked for it, where it took a while: whoever was removed since has nothing more done. Default `at`. */
  readonly begunAt?: number;
}

/** What people and templates decide about a revision. */
export interface RevisionContent
  extends Pick<Revision, 'theme' | 'size' | 'language' | 'caption' | 'captionEdited' | 'facts'> {
  /** In order, already in the image store. */
  readonly pictures: readonly NewPicture[];
}

export interface NewDraft extends Deed {
  readonly guildId: string;
  readonly template: TemplateName;
  readonly content: RevisionContent;
}

export interface PostEdit extends PostName, Deed {
  /** The number of the revision that the person saw. */
  readonly expected: number;
  /** What is not named stays as it is in that revision. */
  readonly changes: Partial<RevisionContent>;
}

export type EditOutcome =
  | { readonly outcome: 'saved'; readonly post: KeptPost }
  /** Somebody else was faster; the post as it is now. */
  | { readonly outcome: 'conflict'; readonly post: KeptPost }
  /** Its state does not allow it. */
  | { readonly outcome: 'not_editable'; readonly post: KeptPost }
  | { readonly outcome: 'not_found' };

export interface PostFilter {
  readonly guildId: string;
  readonly state?: PostState;
  readonly template?: TemplateName;
  readonly eventId?: string;
}

export interface PostQuery extends PostFilter {
  readonly limit: number;
  /** `older` or `newer` of another page. One that cannot be read means the first page. */
  readonly cursor?: string;
}

/** What a list says of a post. */
export interface PostSummary extends Omit<KeptPost, 'revision'> {
  /** The number of the revision that counts now. */
  readonly revision: number;
}

export interface PostPage {
  readonly posts: readonly PostSummary[];
  /** For the page after and before this one, at most 40 signs; absent at the ends. */
  readonly older?: string;
  readonly newer?: string;
}

export type DeletionOutcome =
  | {
      readonly outcome: 'deleted';
      /**
       * Pictures that no post has any more. Before one is deleted from the image store, `PictureIndex.unreferenced`
       * is asked again: somebody may have made the same picture meanwhile.
       */
      readonly hashes: readonly string[];
    }
  | { readonly outcome: 'publishing' }
  | { readonly outcome: 'not_found' };
