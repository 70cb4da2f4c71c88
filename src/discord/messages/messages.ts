import type { CaptionCounts } from '../../events/caption-signs.ts';
import type { Language, Phase, TemplateName } from '../../events/event.ts';
import type { ThemeName } from '../../posters/poster.ts';
import type { SizeName } from '../../posters/size.ts';
import type { EventSourceFailure, PostRefusal } from '../../posts/errors.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';

/** Every text a person reads on Discord. A language is complete when it compiles. */
export interface Messages {
  readonly language: Language;
  /** Descriptions in the command picker: at most 100 characters. */
  readonly commands: {
    readonly post: string;
    readonly postTemplate: Readonly<Record<TemplateName, string>>;
    readonly events: string;
    readonly help: string;
  };
  /** Descriptions of options: at most 100 characters. */
  readonly options: {
    readonly event: string;
    readonly theme: string;
    readonly size: string;
    readonly language: string;
  };
  readonly templates: Readonly<Record<TemplateName, string>>;
  readonly themes: Readonly<Record<ThemeName, string>>;
  readonly sizes: Readonly<Record<SizeName, string>>;
  readonly languages: Readonly<Record<Language, string>>;
  readonly phases: Readonly<Record<Phase, string>>;
  readonly post: PostMessages;
  readonly events: EventsMessages;
  /** The answer to `/help`, in Markdown. */
  readonly help: string;
  readonly errors: ErrorMessages;
}

/** What a warning is about. */
export type PostPart = 'poster' | 'caption';

export interface PostMessages {
  readonly map: string;
  readonly themePlaceholder: string;
  counts(counts: CaptionCounts, characterLimit: number): string;
  /** The block shows only part of the caption, or not exactly it. */
  captionAttached(fileName: string): string;
  altText(poster: { template: string; event: string; night: string; venue: string }): string;
  altTextActs(acts: string): string;
  /** `when` is a Discord timestamp that reads like "3 minutes ago". */
  stale(when: string): string;
  /** The event is not finalized yet. */
  draft(): string;
  /** Slots without readable times are missing from the timetable. */
  timeslotsUnreadable(count: number): string;
  missingGlyphs(characters: string): string;
  textShortened(where: PostPart, text: string): string;
  actsOmitted(where: PostPart, count: number): string;
  descriptionShortened(): string;
  hashtagsDropped(count: number): string;
  mentionsDropped(count: number): string;
  moreWarnings(count: number): string;
}

export interface EventsMessages {
  heading(): string;
  none(): string;
  acts(count: number): string;
  more(count: number): string;
  stale(when: string): string;
  /** How to use an id; `command` renders as a command. */
  hint(command: string): string;
}

export interface ErrorMessages {
  readonly eventNotFound: string;
  readonly source: Readonly<Record<EventSourceFailure, string>>;
  readonly refusals: Readonly<
    Record<PostRefusal, (about: { event: string; guildId: string }) => string>
  >;
  readonly serverOnly: string;
  readonly commandGone: string;
  readonly componentGone: string;
  /** `reference` finds the case in the log. */
  unexpected(reference: string): string;
}

const table: Readonly<Record<Language, Messages>> = { ko, en };

export function messagesFor(language: Language): Messages {
  return table[language];
}
