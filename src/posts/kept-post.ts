import type { CaptionWarning } from '../events/caption.ts';
import type { Language, TemplateName } from '../events/event.ts';
import type { EventExtras } from '../events/extras.ts';
import type { PosterWarning, ThemeName } from '../posters/poster.ts';
import type { SizeName } from '../posters/size.ts';
import type { KeptPart } from './compose-post.ts';
import type { EventReading } from './ports.ts';

/**
 * The life of a post: draft -> awaiting_approval -> scheduled -> publishing -> published. On the way it may be
 * rejected by an approver, cancelled by a person, held until somebody decides, or have failed for good. `unconfirmed`:
 * Instagram was asked to publish it and nobody can tell whether it did.
 */
export const POST_STATES = [
  'draft',
  'awaiting_approval',
  'scheduled',
  'publishing',
  'published',
  'rejected',
  'cancelled',
  'held',
  'failed',
  'unconfirmed',
] as const;
export type PostState = (typeof POST_STATES)[number];

/** In the others it is, or may be, on Instagram. */
export const EDITABLE_STATES = [
  'draft',
  'awaiting_approval',
  'scheduled',
  'rejected',
  'held',
  'failed',
  'cancelled',
] as const satisfies readonly PostState[];

/** A post that lives on after the reply, with the revision that counts now. */
export interface KeptPost {
  /** 16 lower-case letters and digits that nobody can guess. */
  readonly id: string;
  readonly guildId: string;
  readonly eventId: string;
  readonly eventName: string;
  /** The date of the night, `YYYY-MM-DD`. */
  readonly eventDate: string;
  readonly template: TemplateName;
  readonly state: PostState;
  readonly revision: Revision;
  /** Discord user id. */
  readonly createdBy: string;
  /** Where its reply stands in Discord; absent before it is known. */
  readonly message?: MessagePlace;
  /** All times in epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** The first time. */
  readonly downloadedAt?: number;
  readonly publishedAt?: number;
  /** On Instagram. */
  readonly permalink?: string;
}

export interface MessagePlace {
  readonly channelId: string;
  readonly messageId: string;
}

/** One version of a post's content. Revisions are added, never changed. */
export interface Revision {
  /** 1, 2, 3 … */
  readonly number: number;
  readonly theme: ThemeName;
  readonly size: SizeName;
  readonly language: Language;
  readonly caption: string;
  /** A person has written in it, so it is not replaced without asking. */
  readonly captionEdited: boolean;
  readonly facts: PostFacts;
  /** Discord user id; absent once that person has asked to be forgotten. */
  readonly createdBy?: string;
  readonly createdAt: number;
  /** In order. Empty once they were cleaned up. */
  readonly pictures: readonly KeptPicture[];
}

/** What a revision rests on: enough to draw it again without asking anybody. */
export interface PostFacts extends EventReading {
  readonly extras?: EventExtras;
  /** The moment it was made for, in epoch milliseconds: a countdown counts from its day. Absent: `readAt`. */
  readonly composedAt?: number;
  /** The event came from a file, and cannot be read again. */
  readonly fromFile?: boolean;
  /** Absent: nothing was to be remarked. */
  readonly remarks?: Remarks;
}

/** What showed itself when caption and poster were made, for people to check before posting. */
export interface Remarks {
  readonly caption: readonly CaptionWarning[];
  readonly poster: readonly PosterWarning[];
  /** How many acts each page shows; absent when the template names none. */
  readonly actsOnPages?: readonly number[];
  /** What the server keeps for its posts and could not be read. */
  readonly unread: readonly KeptPart[];
}

/** A picture in the image store. */
export interface NewPicture {
  /** The SHA-256 under which the image store has it. */
  readonly hash: string;
  readonly bytes: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface KeptPicture extends NewPicture {
  /** 38 signs of base64url that nobody can guess: its name in a public address. */
  readonly token: string;
}
