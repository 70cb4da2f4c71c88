import { EventEmitter } from 'node:events';
import { ChannelType } from 'discord-api-types/v10';
import { AttachmentStore } from './attachment.ts';
import { Channel } from './channel.ts';
import { CommandRegistry } from './command-registry.ts';
import type { Emoji } from './emoji.ts';
import { Guild, type GuildOptions, type Member, type Role } from './guild.ts';
import type { Interaction } from './interaction.ts';
import { type MessageContent, type MessageOrigin, StoredMessage } from './message.ts';
import { Snowflakes } from './snowflake.ts';
import type { User } from './user.ts';

/** What happens in the world; the gateway tells the bot, a console or a page shows it to people. */
export interface WorldEvents {
  guildCreate: [guild: Guild];
  guildDelete: [guild: Guild];
  /** Out of order for the bot, which is still in it. */
  guildOutage: [guild: Guild];
  channelCreate: [channel: Channel];
  channelUpdate: [channel: Channel];
  channelDelete: [channel: Channel];
  roleCreate: [guild: Guild, role: Role];
  roleDelete: [guild: Guild, role: Role];
  memberUpdate: [member: Member];
  message: [message: StoredMessage];
  messageUpdate: [message: StoredMessage];
  messageDelete: [message: StoredMessage];
  reactionAdd: [reaction: Reaction];
  reactionRemove: [reaction: Reaction];
  /** A person did something the bot has to answer. */
  interaction: [interaction: Interaction];
  /** The bot acknowledged it, or showed a modal or choices. */
  interactionUpdate: [interaction: Interaction];
  /** Commands were registered: globally, or for one guild. */
  commands: [guildId: string | undefined];
  /** After each of the above. */
  change: [];
  close: [];
}

export interface Reaction {
  readonly message: StoredMessage;
  readonly userId: string;
  readonly emoji: Emoji;
}

/** Everything that exists in this Discord. It knows no protocol: servers and actors read and change it. */
export class World extends EventEmitter<WorldEvents> {
  readonly now: () => number;
  readonly ids: Snowflakes;
  readonly applicationId: string;
  readonly bot: User;
  readonly guilds: Map<string, Guild> = new Map();
  readonly channels: Map<string, Channel> = new Map();
  readonly messages: Map<string, StoredMessage> = new Map();
  readonly interactions: Map<string, Interaction> = new Map();
  readonly commands: CommandRegistry;
  readonly attachments: AttachmentStore;
  /** People who accept no direct messages. */
  readonly closedDms: Set<string> = new Set();
  readonly #users = new Map<string, User>();
  readonly #tokens = new Map<string, Interaction>();
  readonly #startedAt: number;
  #guildCount = 0;

  constructor(now: () => number) {
    super();
    this.setMaxListeners(0);
    this.now = now;
    this.#startedAt = now();
    this.ids = new Snowflakes(now);
    // Two ids, although newer applications have one for both: a bot that mixes them up is found here.
    this.applicationId = this.ids.next();
    this.bot = this.addUser({ username: 'rite-bot', bot: true });
    this.commands = new CommandRegistry(this.ids, this.applicationId);
    this.attachments = new AttachmentStore(now);
  }

  announce<Name extends keyof WorldEvents>(name: Name, ...args: WorldEvents[Name]): void {
    (this as EventEmitter).emit(name, ...args);
    if (name !== 'change') this.emit('change');
  }

  addUser(user: Omit<User, 'id'>): User {
    const added: User = { id: this.ids.next(), ...user };
    this.#users.set(added.id, added);
    return added;
  }

  findUser(id: string): User | undefined {
    return this.#users.get(id);
  }

  user(id: string): User {
    return this.#users.get(id) ?? absent('user', id);
  }

  channel(id: string): Channel {
    return this.channels.get(id) ?? absent('channel', id);
  }

  addGuild(options: GuildOptions): Guild {
    // Guilds a millisecond apart, so that they spread over the shards as real ones do.
    const id = options.id ?? this.ids.next(this.#startedAt - 86_400_000 + this.#guildCount);
    this.#guildCount += 1;
    const guild = new Guild(this, id, options);
    this.guilds.set(id, guild);
    this.announce('guildCreate', guild);
    return guild;
  }

  removeGuild(id: string): void {
    const guild = this.guilds.get(id) ?? absent('guild', id);
    this.guilds.delete(id);
    for (const channel of guild.channels.values()) {
      this.channels.delete(channel.id);
      for (const message of channel.messages) this.messages.delete(message.id);
    }
    this.announce('guildDelete', guild);
  }

  /** Puts a guild out of order, or back in order. */
  setAvailable(id: string, available: boolean): void {
    const guild = this.guilds.get(id) ?? absent('guild', id);
    guild.available = available;
    this.announce(available ? 'guildCreate' : 'guildOutage', guild);
  }

  /** The private conversation of the bot with a person; there is only ever one. */
  directChannel(userId: string): Channel {
    const recipient = this.user(userId);
    for (const channel of this.channels.values()) {
      if (channel.recipient?.id === userId) return channel;
    }
    const channel = new Channel({
      id: this.ids.next(),
      type: ChannelType.DM,
      name: recipient.username,
      recipient,
    });
    this.channels.set(channel.id, channel);
    return channel;
  }

  sharesGuild(userId: string): boolean {
    return [...this.guilds.values()].some((guild) => guild.members.has(userId));
  }

  addInteraction(interaction: Interaction): void {
    this.interactions.set(interaction.id, interaction);
    this.#tokens.set(interaction.token, interaction);
    this.announce('interaction', interaction);
  }

  interactionByToken(token: string): Interaction | undefined {
    return this.#tokens.get(token);
  }

  addMessage(
    channel: Channel,
    origin: Omit<MessageOrigin, 'id' | 'channelId' | 'guildId'>,
    content: MessageContent,
    id: string = this.ids.next(),
  ): StoredMessage {
    const message = new StoredMessage(
      { ...origin, id, channelId: channel.id, guildId: channel.guild?.id },
      content,
    );
    channel.messages = [...channel.messages, message];
    this.messages.set(message.id, message);
    this.announce('message', message);
    return message;
  }

  /** `silent`: the answer that replaces "is thinking" does not count as an edit. */
  editMessage(message: StoredMessage, changes: Partial<MessageContent>, silent = false): void {
    Object.assign(message, changes);
    message.revision += 1;
    if (!silent) message.editedAt = this.now();
    this.announce('messageUpdate', message);
  }

  deleteMessage(message: StoredMessage): void {
    const channel = this.channels.get(message.channelId);
    if (channel) channel.messages = channel.messages.filter((one) => one !== message);
    this.messages.delete(message.id);
    message.deleted = true;
    message.revision += 1;
    this.announce('messageDelete', message);
  }

  addReaction(reaction: Reaction): void {
    if (reaction.message.addReaction(reaction.emoji, reaction.userId)) {
      this.announce('reactionAdd', reaction);
    }
  }

  removeReaction(reaction: Reaction): void {
    if (reaction.message.removeReaction(reaction.emoji, reaction.userId)) {
      this.announce('reactionRemove', reaction);
    }
  }
}

function absent(what: string, id: string): never {
  throw new Error(`There is no ${what} ${id} in this sandbox`);
}
