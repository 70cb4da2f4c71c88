import type { Caption } from '../events/caption.ts';
import { signsIn } from '../events/caption-signs.ts';
import { kakaoMapSearchUrl } from '../events/map-link.ts';
import { SIZES } from '../posters/size.ts';
import type { Post, PostMaterial } from './compose-post.ts';
import type { KeptPost, NewPicture, PostFacts, Revision } from './kept-post.ts';
import type { RevisionContent } from './post-store.ts';

/** A kept post together with its pictures, as people see it. */
export interface Draft
  extends Pick<KeptPost, 'id' | 'guildId' | 'state' | 'createdBy' | 'message' | 'permalink'> {
  /** The number of its revision. */
  readonly revision: number;
  /** A person has written in the caption. */
  readonly captionEdited: boolean;
  readonly post: Post;
}

/** What is shown, from what is kept and its pages. */
export function draftOf(kept: KeptPost, pages: readonly Buffer[]): Draft {
  const { id, guildId, state, createdBy, message, permalink, revision } = kept;
  return {
    id,
    guildId,
    state,
    createdBy,
    ...(message && { message }),
    ...(permalink !== undefined && { permalink }),
    revision: revision.number,
    captionEdited: revision.captionEdited,
    post: postOf(kept, pages),
  };
}

function postOf({ template, revision }: KeptPost, pages: readonly Buffer[]): Post {
  const { theme, size, language, facts } = revision;
  const { event, readAt, stale, unreadableTimeslots = 0, extras, remarks } = facts;
  const { width, height } = SIZES[size];
  const mapUrl = kakaoMapSearchUrl(event.venue);
  return {
    event,
    template,
    theme,
    size,
    language,
    poster: {
      template,
      theme,
      width,
      height,
      pages,
      ...(remarks?.actsOnPages && { actsOnPages: remarks.actsOnPages }),
      warnings: remarks?.poster ?? [],
    },
    caption: {
      ...captionSigns(revision.caption),
      // They are about the text that was made, not about the one that a person wrote.
      warnings: revision.captionEdited ? [] : (remarks?.caption ?? []),
    },
    ...(mapUrl === undefined ? {} : { mapUrl }),
    readAt,
    stale,
    unreadableTimeslots,
    ...(extras && { extras }),
    composedAt: composedAt(facts),
    unread: remarks?.unread ?? [],
  };
}

function captionSigns(text: string): Omit<Caption, 'warnings'> {
  const { hashtags, mentions } = signsIn(text);
  return { text, hashtags: [...new Set(hashtags)], mentions: [...new Set(mentions)] };
}

/** What is kept of a post that was just made, its pictures being stored already. */
export function contentOf(post: Post, pictures: readonly NewPicture[]): RevisionContent {
  const { theme, size, language, caption } = post;
  return {
    theme,
    size,
    language,
    caption: caption.text,
    captionEdited: false,
    facts: factsOf(post),
    pictures,
  };
}

function factsOf(post: Post): PostFacts {
  const { event, readAt, stale, unreadableTimeslots, extras, composedAt, poster } = post;
  return {
    event,
    readAt,
    stale,
    unreadableTimeslots,
    ...(extras && { extras }),
    composedAt,
    remarks: {
      caption: post.caption.warnings,
      poster: poster.warnings,
      ...(poster.actsOnPages && { actsOnPages: poster.actsOnPages }),
      unread: post.unread,
    },
  };
}

/** What a revision rests on, for making something of it again. */
export function materialOf({ facts }: Revision): Omit<PostMaterial, 'brand'> {
  const { event, readAt, stale, unreadableTimeslots, extras } = facts;
  return {
    reading: {
      event,
      readAt,
      stale,
      ...(unreadableTimeslots === undefined ? {} : { unreadableTimeslots }),
    },
    extras,
  };
}

/** The moment that a revision was made for, so that a countdown made again says the same. */
export function composedAt(facts: PostFacts): number {
  return facts.composedAt ?? facts.readAt;
}
