import type { CaptionCounts } from '../../events/caption-signs.ts';
import type { FactPart } from '../../posts/fact-changes.ts';
import type { PostState } from '../../posts/kept-post.ts';

/** What is said about posts that are kept: under them, and in `/posts`. */
export interface DraftMessages {
  readonly states: Readonly<Record<PostState, string>>;
  /** At most 80 characters. */
  readonly buttons: {
    readonly caption: string;
    readonly redo: string;
    readonly download: string;
    readonly schedule: string;
    readonly publish: string;
    /** The same where it was held or has failed. */
    readonly publishAgain: string;
    readonly autoCaption: string;
    readonly reopen: string;
    readonly delete: string;
    readonly keep: string;
    readonly newer: string;
    readonly older: string;
  };
  readonly sizePlaceholder: string;
  /** The post could not be written down, so it has no buttons. */
  notKept(): string;
  /** How many the person, who renders as their name, may still make today. */
  left(person: string, count: number): string;
  /** None; `when` reads like "in 3 hours". */
  noneLeft(person: string, when: string): string;
  /** Somebody else was faster. */
  conflict(): string;
  unchanged(): string;
  /** Read again; `changes` names what is different, and is empty when only the design or the server's brand is. */
  regenerated(changes: readonly FactPart[]): string;
  /** Read again, and nothing is different. */
  stillTheSame(): string;
  /** What the person has written stays; `button` brings the automatic one. */
  captionKept(button: string): string;
  /** The automatic caption is back; what it has replaced follows. */
  captionReset(): string;
  readonly caption: CaptionFormMessages;
  /** So many pictures in full quality. */
  downloaded(pages: number): string;
  /** The pictures were gone and have been drawn again. */
  redrawn(): string;
  readonly list: PostListMessages;
  readonly errors: DraftErrorMessages;
  readonly deletion: {
    /** Asks before a post, which is named, goes for good. */
    ask(post: string): string;
    done(post: string): string;
    kept(): string;
  };
}

export interface DraftErrorMessages {
  /** Also for a post of another server. */
  readonly notFound: string;
  /** `person`, who made it, renders as their name. */
  notYours(person: string): string;
  /** Somebody has decided about it: it is in this state. */
  fixed(state: string): string;
  /** `day` is the day it renews on, `when` reads like "in 3 hours". */
  quotaReached(limit: number, day: string, when: string): string;
  /** What a person may make in a server with premium; `buyable`: the button for it is below. */
  withPremium(limit: number, buyable: boolean): string;
  /** `reference` finds the case in the log. */
  unavailable(reference: string): string;
}

export interface CaptionFormMessages {
  /** At most 45 characters are shown. */
  modalTitle(event: string): string;
  /** At most 45 characters. */
  readonly label: string;
  /** At most 100 characters. */
  description(characterLimit: number): string;
  /** Nothing was saved, for so many reasons, which follow. */
  refused(count: number): string;
  readonly signs: Readonly<Record<keyof CaptionCounts, string>>;
  tooMany(sign: keyof CaptionCounts, count: number, limit: number): string;
  empty(): string;
  /** What the person typed follows. */
  typed(): string;
  /** What the person typed is in a file. */
  typedAttached(fileName: string): string;
  /** The file with it cannot be read any more. */
  typedGone(): string;
}

export interface PostListMessages {
  /** So many; `more` when there are even more. */
  heading(count: number, more: boolean): string;
  none(): string;
  noneMatching(): string;
  /** `person` renders as a name, `when` reads like "3 days ago". */
  by(person: string, when: string): string;
  readonly link: string;
  hint(command: string): string;
  /** The pages have no buttons, because the event's id is too long for them. */
  tooManyForPages(): string;
}
