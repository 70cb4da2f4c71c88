import {
  type APIEmbed,
  type APIMessage,
  type APIMessageInteractionMetadata,
  type APIMessageTopLevelComponent,
  type APIReaction,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { type Attachment, toApiAttachment } from './attachment.ts';
import { type Emoji, emojiKey, toApiEmoji } from './emoji.ts';
import type { Mentions } from './mentions.ts';
import { timestampOf } from './snowflake.ts';
import { toApiUser, type User } from './user.ts';

/** What a person sees of a message. It is live: an edit, a reaction or a deletion shows on the same object. */
export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly author: User;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  /** All files of the message, those shown inside an embed or a component included. */
  readonly attachments: readonly Attachment[];
  /** Bits of `MessageFlags`. */
  readonly flags: number;
  readonly ephemeral: boolean;
  /** Shown to this one person only, when ephemeral. */
  readonly visibleTo: string | undefined;
  /** The application "is thinking": deferred, no answer yet. */
  readonly loading: boolean;
  readonly reactions: readonly ReactionCount[];
  readonly edited: boolean;
  readonly deleted: boolean;
  /** Who was pinged by it, after `allowed_mentions`. */
  readonly mentions: Mentions;
  /** The message this one answers. */
  readonly repliesTo: string | undefined;
  /** Epoch milliseconds of the sandbox clock. */
  readonly createdAt: number;
}

export interface ReactionCount {
  /** `✅`, or `name:id` for a server's own emoji. */
  readonly emoji: string;
  readonly count: number;
  /** Ids of the people, in the order they reacted. */
  readonly users: readonly string[];
}

/** What can be changed about a message after it was written. */
export interface MessageContent {
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly APIMessageTopLevelComponent[];
  attachments: readonly Attachment[];
  flags: number;
  mentions: Mentions;
}

export interface MessageOrigin {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | undefined;
  readonly author: User;
  readonly visibleTo?: string | undefined;
  readonly nonce?: string | number | undefined;
  readonly repliesTo?: string | undefined;
  readonly interaction?: APIMessageInteractionMetadata | undefined;
}

/** Who reads: a message tells the bot which reactions are its own. */
interface Identity {
  readonly applicationId: string;
  readonly bot: User;
}

/** The world's own copy of a message. */
export class StoredMessage implements Message {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string | undefined;
  readonly author: User;
  readonly visibleTo: string | undefined;
  readonly nonce: string | number | undefined;
  readonly repliesTo: string | undefined;
  readonly interaction: APIMessageInteractionMetadata | undefined;
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly APIMessageTopLevelComponent[];
  attachments: readonly Attachment[];
  flags: number;
  mentions: Mentions;
  editedAt: number | undefined;
  deleted = false;
  /** Counts every change, so that a waiting person can tell an answer from the message before it. */
  revision = 0;
  readonly #reactions = new Map<string, { readonly emoji: Emoji; readonly users: Set<string> }>();

  constructor(origin: MessageOrigin, content: MessageContent) {
    this.id = origin.id;
    this.channelId = origin.channelId;
    this.guildId = origin.guildId;
    this.author = origin.author;
    this.visibleTo = origin.visibleTo;
    this.nonce = origin.nonce;
    this.repliesTo = origin.repliesTo;
    this.interaction = origin.interaction;
    this.content = content.content;
    this.embeds = content.embeds;
    this.components = content.components;
    this.attachments = content.attachments;
    this.flags = content.flags;
    this.mentions = content.mentions;
  }

  get createdAt(): number {
    return timestampOf(this.id);
  }

  get ephemeral(): boolean {
    return (this.flags & MessageFlags.Ephemeral) !== 0;
  }

  get loading(): boolean {
    return (this.flags & MessageFlags.Loading) !== 0;
  }

  get edited(): boolean {
    return this.editedAt !== undefined;
  }

  get reactions(): readonly ReactionCount[] {
    return [...this.#reactions].map(([emoji, { users }]) => ({
      emoji,
      count: users.size,
      users: [...users],
    }));
  }

  /** False when that person had already reacted with it. */
  addReaction(emoji: Emoji, userId: string): boolean {
    const key = emojiKey(emoji);
    const reaction = this.#reactions.get(key) ?? { emoji, users: new Set<string>() };
    if (reaction.users.has(userId)) return false;
    reaction.users.add(userId);
    this.#reactions.set(key, reaction);
    return true;
  }

  /** False when there was nothing to take back. */
  removeReaction(emoji: Emoji, userId: string): boolean {
    const key = emojiKey(emoji);
    const reaction = this.#reactions.get(key);
    if (!reaction?.users.delete(userId)) return false;
    if (reaction.users.size === 0) this.#reactions.delete(key);
    return true;
  }

  /** The message as the bot reads it. */
  toApi(identity: Identity): APIMessage {
    return {
      id: this.id,
      channel_id: this.channelId,
      author: toApiUser(this.author),
      content: this.content,
      timestamp: new Date(this.createdAt).toISOString(),
      edited_timestamp: this.editedAt === undefined ? null : new Date(this.editedAt).toISOString(),
      tts: false,
      mention_everyone: this.mentions.everyone,
      mentions: this.mentions.users.map(toApiUser),
      mention_roles: [...this.mentions.roles],
      attachments: this.attachments
        .filter((one) => !this.#isShownInline(one))
        .map((one) => toApiAttachment(one, this.ephemeral)),
      embeds: [...this.embeds],
      components: [...this.components],
      ...(this.#reactions.size === 0 ? {} : { reactions: this.#toApiReactions(identity) }),
      pinned: false,
      type: this.#type,
      flags: this.flags as MessageFlags,
      ...(this.interaction === undefined
        ? {}
        : {
            interaction_metadata: this.interaction,
            application_id: identity.applicationId,
            webhook_id: identity.applicationId,
          }),
      ...(this.repliesTo === undefined
        ? {}
        : { message_reference: { channel_id: this.channelId, message_id: this.repliesTo } }),
    };
  }

  get #type(): MessageType {
    if (this.interaction?.type === 2) return MessageType.ChatInputCommand;
    return this.repliesTo === undefined ? MessageType.Default : MessageType.Reply;
  }

  /** A file shown inside an embed or a component is not listed a second time (message structure). */
  #isShownInline(attachment: Attachment): boolean {
    return refersTo([this.embeds, this.components], attachment);
  }

  #toApiReactions({ bot }: Identity): APIReaction[] {
    return [...this.#reactions.values()].map(({ emoji, users }) => ({
      emoji: toApiEmoji(emoji),
      count: users.size,
      count_details: { burst: 0, normal: users.size },
      me: users.has(bot.id),
      me_burst: false,
      burst_colors: [],
    }));
  }
}

/** Whether a link to the attachment occurs anywhere in these embeds or components. */
export function refersTo(parts: unknown, attachment: Attachment): boolean {
  return JSON.stringify(parts).includes(`/${attachment.id}/${attachment.filename}`);
}
