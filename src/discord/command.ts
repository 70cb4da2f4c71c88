import type {
  APIActionRowComponent,
  APIApplicationCommandOptionChoice,
  APIComponentInMessageActionRow,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { InstagramLinking } from '../posts/accounts/instagram-linking.ts';
import type { Campaigns } from '../posts/approval/campaigns.ts';
import type { SettingsStore } from '../posts/approval/guild-settings.ts';
import type { ScheduleStore } from '../posts/approval/schedule-store.ts';
import type { Scheduling } from '../posts/approval/scheduling.ts';
import type { BrandService } from '../posts/brand-service.ts';
import type { Downloads } from '../posts/downloads.ts';
import type { DraftEdits } from '../posts/draft-edits.ts';
import type { Drafts } from '../posts/drafts.ts';
import type { ExtrasService } from '../posts/extras-service.ts';
import type { MessagePlace } from '../posts/kept-post.ts';
import type { OrganizerLinking } from '../posts/organizer-linking.ts';
import type { PostService } from '../posts/post-service.ts';
import type { Premium } from '../posts/premium.ts';
import type { PrivacyService } from '../posts/privacy-service.ts';
import type { InsightStore } from '../posts/publishing/insights.ts';
import type { ScheduledEvents } from '../posts/scheduled-events.ts';
import type { AutocompleteCall, CommandCall, ComponentCall, ModalCall } from './call.ts';
import type { OwnServer } from './channel-permissions.ts';
import type { Messages } from './messages/messages.ts';
import type { Modal } from './modal.ts';
import type { RecentEvents } from './recent-events.ts';

/**
 * One slash command: what Discord is told about it and what it answers, by itself or by its sub-commands. It never sees
 * the interaction: what its actions return or throw is shown by `Dispatch`.
 */
export type Command = {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Asked for again when the command arrives: what `data` says is only Discord's default, which a server may change. */
  readonly requires?: Permission;
  /** At most 25 choices, names and values of 1 to 100 characters. May be slow or fail: the person then sees none. */
  autocomplete?(call: AutocompleteCall, context: Context): Promise<readonly Choice[]>;
} & (
  | CommandAction
  // By their names. One that answers for all of them does without.
  | { readonly subcommands: Readonly<Record<string, CommandAction>> }
);

export type CommandAction = Answering<CommandCall, 'public' | 'ephemeral'> | Opening<CommandCall>;

/**
 * A menu or button under one of our messages. All its state is in the custom id, which begins with `prefix` and `:`,
 * so it works after a restart and under messages of any age.
 */
export type Component = {
  readonly prefix: string;
  readonly requires?: Permission;
  /**
   * The server that a custom id is about. With it the component also works under direct messages, for those who are in
   * that server. `execute` compares it with the server of the call. @throws {OutdatedComponentError}
   */
  guildOf?(customId: string): string;
} & (Answering<ComponentCall, 'update' | 'public' | 'ephemeral'> | Opening<ComponentCall>);

/**
 * What becomes of a modal that is sent off; found by the custom id of the modal, as a component is. With `update` the
 * answer replaces the message whose button opened the modal; one that a command opened is answered in private then.
 */
export interface ModalForm extends Answering<ModalCall, 'update' | 'public' | 'ephemeral'> {
  readonly prefix: string;
  readonly requires?: Permission;
  /** Shown under the reason when `execute` throws, so that nothing typed is lost. Must not throw or wait. */
  salvage?(call: ModalCall, context: Context): Message;
}

/** Acknowledged before `execute` begins, which then has 15 minutes. */
export interface Answering<TheCall, Mode> {
  /** Who sees the answer: everybody in the channel, or only the person who asked; `update` replaces a message. */
  readonly acknowledge: Mode;
  execute(call: TheCall, context: Context): Promise<Answer>;
}

/** Answered with a form. It must be the first response, so `open` has 2 s, and then the person is told to try again. */
export interface Opening<TheCall> {
  readonly acknowledge: 'modal';
  open(call: TheCall, context: Context): Promise<Modal>;
}

/** A permission in the server, by Discord's name. */
export type Permission = 'ManageGuild';

/** What the program does for those who ask on Discord. */
export interface Services {
  readonly settings: SettingsStore;
  readonly rejections: Pick<ScheduleStore, 'explainRejection'>;
  readonly posts: Posts;
  readonly drafts: KeptDrafts;
  readonly draftEdits: Edits;
  readonly premium: Pick<Premium, 'has' | 'skuId'>;
  readonly downloads: Downloads;
  readonly brands: Brands;
  readonly extras: Extras;
  readonly linking: Linking;
  readonly instagram: Instagram;
  readonly privacy: Privacy;
  readonly scheduling: PostScheduling;
  readonly campaigns: Pick<Campaigns, 'accept'>;
  readonly stats: Pick<InsightStore, 'statsOf' | 'find'>;
  readonly scheduledEvents: Pick<ScheduledEvents, 'publish'>;
}

/** The parts of the services that Discord needs. */
export type Posts = Pick<PostService, 'listEvents'>;
export type KeptDrafts = Pick<
  Drafts,
  'create' | 'find' | 'show' | 'download' | 'list' | 'count' | 'toDelete' | 'delete' | 'noteMessage'
>;
export type Edits = Pick<
  DraftEdits,
  'captionToEdit' | 'editCaption' | 'resetCaption' | 'restyle' | 'regenerate'
>;
export type Brands = Pick<BrandService, 'brandOf' | 'change' | 'reset' | 'preview'>;
export type Extras = Pick<ExtrasService, 'eventOf' | 'keptOf' | 'save'>;
export type Linking = Pick<OrganizerLinking, 'linkOf' | 'begin' | 'confirm' | 'cancel' | 'unlink'>;
export type Instagram = Pick<InstagramLinking, 'linkOf' | 'begin' | 'disconnect' | 'waiting'>;
export type PostScheduling = Pick<
  Scheduling,
  | 'schedule'
  | 'publishNow'
  | 'retry'
  | 'move'
  | 'cancel'
  | 'settle'
  | 'forecast'
  | 'similar'
  | 'calendar'
  | 'find'
>;
export type Privacy = Pick<PrivacyService, 'exportOf' | 'summaryOf' | 'remove' | 'receipt'>;

/** What a command may use. */
export interface Context extends Services {
  /** For searching while somebody types. */
  readonly recentEvents: Pick<RecentEvents, 'list' | 'find' | 'forget'>;
  /** In the language of whoever will read the answer: the person's for private ones, the server's for others. */
  readonly messages: Messages;
  readonly clock: Clock;
  /** A message to the person who asks, besides the answer; `closed` when they take none from us. */
  sendDirect(reply: Reply): Promise<'sent' | 'closed'>;
  /** The channels and roles of the server, and what the bot may do there. */
  readonly server: OwnServer;
  /** Bound to this interaction. Ids and durations only, never captions. */
  readonly logger: Logger;
}

export type Choice = APIApplicationCommandOptionChoice<string>;

/** A message, or only something for the person who asked, while the message they asked under stays as it is. */
export type Answer = Reply | Aside;

export interface Aside {
  readonly aside: Message;
}

/** A message with what comes with it. */
export interface Reply extends Message {
  /** Said to the person who asked, in private, once the message is there. */
  readonly aside?: Message;
  /**
   * Grows with what the message shows. Of two updates that overtake each other the one with the higher edition stays;
   * without editions, the one that was asked for later.
   */
  readonly edition?: number;
  /** Another message that shows the same; nobody is told when it cannot be brought up to date. */
  readonly original?: Original;
  /** Told where the message stands. Must not throw. */
  readonly onDelivered?: (place: MessagePlace) => Promise<void>;
}

/** A message of ours that is in a channel already. */
export interface Original {
  readonly place: MessagePlace;
  /** What it becomes; absent: it stays, but for its components. */
  readonly message?: Message;
  /** Of what it becomes, where that is not what the answer shows. */
  readonly edition?: number;
}

/** The whole of a message: what is not given here is not in the message afterwards. */
export interface Message {
  /** At most 2,000 characters. */
  readonly content: string;
  readonly files?: readonly ReplyFile[];
  /** Of an update: the files that are there stay, instead of `files`. */
  readonly keepsFiles?: boolean;
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
}

export interface ReplyFile {
  readonly name: string;
  readonly data: Buffer;
  /** For those who cannot see the picture; at most 1,024 characters. */
  readonly altText?: string;
}
