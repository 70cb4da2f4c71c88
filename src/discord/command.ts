import type {
  APIActionRowComponent,
  APIApplicationCommandOptionChoice,
  APIComponentInMessageActionRow,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { Language } from '../events/event.ts';
import type { PostService } from '../posts/post-service.ts';
import type { Messages } from './messages/messages.ts';
import type { RecentEvents } from './recent-events.ts';

/**
 * One slash command: what Discord is told about it and what it answers. It never sees the interaction: it is
 * acknowledged before `execute` begins, and what `execute` returns or throws is shown by `Dispatch`.
 */
export interface Command {
  readonly data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** Who sees the answer: everybody in the channel, or only the person who asked. */
  readonly acknowledge: 'public' | 'ephemeral';
  execute(call: CommandCall, context: Context): Promise<Reply>;
  /** At most 25 choices, names and values of 1 to 100 characters. May be slow or fail: the person then sees none. */
  autocomplete?(call: AutocompleteCall, context: Context): Promise<readonly Choice[]>;
}

/**
 * A menu or button under one of our messages. All its state is in the custom id, which begins with `prefix` and `:`,
 * so it works after a restart and under messages of any age.
 */
export interface Component {
  readonly prefix: string;
  /** `update`: the answer replaces the message the component sits under. */
  readonly acknowledge: 'update' | 'public' | 'ephemeral';
  execute(call: ComponentCall, context: Context): Promise<Reply>;
}

/** Who asks, and where. */
export interface Call {
  readonly guildId: string;
  readonly userId: string;
  /** The language of the person's Discord. */
  readonly language: Language;
  readonly serverLanguage: Language;
}

export interface CommandCall extends Call {
  readonly subcommand: string | undefined;
  /** As they arrive: a person may type what is in no list, and an old client may send what is not registered. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface AutocompleteCall extends Call {
  readonly subcommand: string | undefined;
  /** The option being typed, and what is typed so far. */
  readonly option: string;
  readonly typed: string;
}

export interface ComponentCall extends Call {
  readonly customId: string;
  /** What was picked; empty for a button. */
  readonly values: readonly string[];
}

/** What a command may use. */
export interface Context {
  readonly posts: Posts;
  /** For searching while somebody types. */
  readonly recentEvents: Pick<RecentEvents, 'list'>;
  /** In the language of whoever will read the answer: the person's for ephemeral ones, the server's for others. */
  readonly messages: Messages;
  readonly clock: Clock;
  /** Bound to this interaction. Ids and durations only, never captions. */
  readonly logger: Logger;
}

/** The part of the post service that Discord needs. */
export type Posts = Pick<PostService, 'create' | 'listEvents'>;

export type Choice = APIApplicationCommandOptionChoice<string>;

/** The whole of a message: what is not given here is not in the message afterwards. */
export interface Reply {
  /** At most 2,000 characters. */
  readonly content: string;
  readonly files?: readonly ReplyFile[];
  readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
}

export interface ReplyFile {
  readonly name: string;
  readonly data: Buffer;
  /** For those who cannot see the picture; at most 1,024 characters. */
  readonly altText?: string;
}
