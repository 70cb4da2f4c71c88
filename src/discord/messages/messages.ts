import type { CaptionCounts } from '../../events/caption-signs.ts';
import type { Language, Phase, TemplateName } from '../../events/event.ts';
import type { ExtrasField, ExtrasReason } from '../../events/extras-input.ts';
import type { LogoFault } from '../../posters/logo.ts';
import type { ThemeName } from '../../posters/poster.ts';
import type { SizeName } from '../../posters/size.ts';
import type { BrandPart, DownloadFault } from '../../posts/brand-service.ts';
import type { EventSourceFailure, PostRefusal } from '../../posts/errors.ts';
import type { NotAllowedError } from '../not-allowed.ts';
import type { ApprovalMessages } from './approval.ts';
import type { ConnectMessages } from './connect.ts';
import type { DraftMessages } from './drafts.ts';
import { en } from './en.ts';
import type { InstagramMessages } from './instagram.ts';
import { ko } from './ko.ts';
import type { NoticeMessages } from './notices.ts';
import type { PrivacyMessages } from './privacy.ts';
import type { ScheduleMessages } from './schedule.ts';
import type { ScheduledEventMessages } from './scheduled-event.ts';
import type { SettingsMessages } from './settings.ts';
import type { StatsMessages } from './stats.ts';

/** Every text a person reads on Discord. A language is complete when it compiles. */
export interface Messages {
  readonly language: Language;
  /** Descriptions in the command picker: at most 100 characters. */
  readonly commands: {
    readonly post: string;
    readonly postTemplate: Readonly<Record<TemplateName, string>>;
    readonly events: string;
    readonly event: string;
    readonly eventExtras: string;
    readonly brand: string;
    readonly brandSet: string;
    readonly brandPreview: string;
    readonly brandReset: string;
    readonly posts: string;
    readonly postsList: string;
    readonly postsShow: string;
    readonly postsDelete: string;
    readonly connect: string;
    readonly connectRite: string;
    readonly disconnect: string;
    readonly disconnectRite: string;
    readonly privacy: string;
    readonly privacyExport: string;
    readonly privacyDelete: string;
    readonly privacyReceipt: string;
    readonly help: string;
  };
  /** Descriptions of options: at most 100 characters. */
  readonly options: {
    readonly event: string;
    readonly theme: string;
    readonly size: string;
    readonly language: string;
    readonly brandTheme: string;
    readonly accent: string;
    readonly logo: string;
    readonly hashtags: string;
    readonly brandPart: string;
    readonly state: string;
    readonly template: string;
    readonly listedEvent: string;
    readonly post: string;
    readonly riteEvent: string;
    readonly reference: string;
  };
  readonly templates: Readonly<Record<TemplateName, string>>;
  readonly themes: Readonly<Record<ThemeName, string>>;
  readonly sizes: Readonly<Record<SizeName, string>>;
  readonly languages: Readonly<Record<Language, string>>;
  readonly phases: Readonly<Record<Phase, string>>;
  readonly post: PostMessages;
  readonly drafts: DraftMessages;
  readonly events: EventsMessages;
  readonly brand: BrandMessages;
  readonly extras: ExtrasMessages;
  readonly connect: ConnectMessages;
  readonly instagram: InstagramMessages;
  readonly privacy: PrivacyMessages;
  readonly approval: ApprovalMessages;
  readonly settings: SettingsMessages;
  readonly schedule: ScheduleMessages;
  readonly notices: NoticeMessages;
  readonly stats: StatsMessages;
  readonly scheduledEvent: ScheduledEventMessages;
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
  /** It is a night that never was, which an unlinked server may try things on. */
  sample(): string;
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
  /** What the server has chosen could not be read just now; the poster looks as it does without. */
  brandUnread(): string;
  /** Prices and the like could not be read just now. */
  extrasUnread(): string;
}

export interface EventsMessages {
  heading(): string;
  none(): string;
  acts(count: number): string;
  more(count: number): string;
  stale(when: string): string;
  /** These are samples: the server is not linked, and how that is done. */
  samples(): string;
  /** How to use an id; `command` renders as a command. */
  hint(command: string): string;
}

export interface BrandMessages {
  /** Names of the choices, as they stand before a value. */
  readonly parts: Readonly<Record<BrandPart, string>>;
  heading(): string;
  saved(): string;
  /** No option was given: what there is, and what to do. */
  nothingGiven(): string;
  /** In the place of a value that is not set. */
  readonly unset: Readonly<Record<Exclude<BrandPart, 'theme'>, string>>;
  themeByDefault(theme: string): string;
  logo(width: number, height: number): string;
  /** On some themes the accent cannot be read, so another one is shown there. */
  corrected(shown: readonly { readonly theme: string; readonly accent: string }[]): string;
  /** When the server's own hashtags are used. */
  hashtagsNote(): string;
  previewOf(night: string, event: string): string;
  previewOfSample(): string;
  /** Saved, but there is no picture. */
  previewFailed(): string;
  altText(theme: string, event: string): string;
  /** Nothing was changed, for so many reasons, which follow. */
  refused(count: number): string;
  notAColor(given: string): string;
  noHashtag(given: string): string;
  tooManyHashtags(count: number, limit: number): string;
  readonly logoFaults: Readonly<Record<LogoFault | DownloadFault, string>>;
  /** Asks before `parts`, a list of names, are taken back. */
  confirmReset(parts: string): string;
  readonly confirmResetButton: string;
  readonly keepButton: string;
  resetDone(parts: string): string;
  resetKept(): string;
  nothingToReset(): string;
}

export interface ExtrasMessages {
  /** At most 45 characters are shown; without the event where its name is not at hand. */
  modalTitle(event?: string): string;
  /** At most 45 characters, without a colon. */
  readonly labels: Readonly<Record<ExtrasField, string>>;
  /** At most 100 characters. */
  readonly placeholders: Readonly<Record<ExtrasField, string>>;
  readonly faults: Readonly<Record<ExtrasReason, string>>;
  heading(event: string): string;
  saved(): string;
  cleared(): string;
  /** Nothing was saved, for so many reasons, which follow. */
  refused(count: number): string;
  /** Somebody else was faster; what they saved follows. */
  basedOnOlder(): string;
  /** What they saved is nothing at all. */
  keptNothing(): string;
  /** What the person typed follows. */
  typed(): string;
  readonly reopenButton: string;
}

export interface ErrorMessages {
  readonly eventNotFound: string;
  readonly source: Readonly<Record<EventSourceFailure, string>>;
  readonly refusals: Readonly<
    Record<PostRefusal, (about: { event: string; guildId: string }) => string>
  >;
  readonly notAllowed: Readonly<Record<NotAllowedError['reason'], string>>;
  /** A form did not open in time. */
  readonly tooSlow: string;
  readonly commandGone: string;
  readonly componentGone: string;
  /** `reference` finds the case in the log. */
  unexpected(reference: string): string;
}

const table: Readonly<Record<Language, Messages>> = { ko, en };

export function messagesFor(language: Language): Messages {
  return table[language];
}
