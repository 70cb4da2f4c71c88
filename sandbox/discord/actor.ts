import {
  type APIApplicationCommandOptionChoice,
  ButtonStyle,
  ComponentType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Channel } from './channel.ts';
import { callCommand, type OptionValue } from './command-call.ts';
import { findComponent } from './component-tree.ts';
import { type Emoji, parseEmoji } from './emoji.ts';
import { Exchange, type WaitOptions } from './exchange.ts';
import { type Forgery, forgedData } from './forgery.ts';
import type { Member, Role } from './guild.ts';
import { Interaction } from './interaction.ts';
import { toApiInteraction } from './interaction-payload.ts';
import { mentionsIn } from './mentions.ts';
import { type Message, StoredMessage } from './message.ts';
import { emptyContent } from './message-body.ts';
import type { Modal, ModalValue } from './modal.ts';
import { holds } from './permissions.ts';
import { waitFor } from './waiting.ts';
import type { World } from './world.ts';

export interface CallOptions {
  /** The client's language for this one call. */
  readonly locale?: string;
  /** How old the interaction is when the bot gets it: over 3,000 ms it is too late to answer. */
  readonly ageMs?: number;
  /** What a tampered client sends: channels and roles of which this server knows nothing are taken all the same. */
  readonly tampered?: boolean;
}

/** One person, sitting in front of a Discord client: does what a person can do, sees what a person sees. */
export class Actor {
  readonly #world: World;
  readonly #member: Member;
  readonly #channel: Channel;

  constructor(world: World, member: Member, channel: Channel) {
    this.#world = world;
    this.#member = member;
    this.#channel = channel;
  }

  get id(): string {
    return this.#member.user.id;
  }

  get username(): string {
    return this.#member.user.username;
  }

  /** The same person in another channel. */
  in(channel: Channel): Actor {
    return new Actor(this.#world, this.#member, channel);
  }

  /** The private conversation with the bot, for `in()`. */
  get dm(): Channel {
    return this.#world.directChannel(this.id);
  }

  /** Types `/post lineup`; refuses what a client refuses: unknown names, missing options, missing permission. */
  async command(
    path: string,
    options: Readonly<Record<string, OptionValue>> = {},
    call: CallOptions = {},
  ): Promise<Exchange> {
    this.#requireSight(this.#channel);
    const caller = { ...this.#caller, tampered: call.tampered ?? false };
    const data = callCommand(caller, path, options);
    const type = InteractionType.ApplicationCommand;
    return this.#interact({ type, channel: this.#channel, data, label: `/${path}`, call });
  }

  /** What is offered while `focused` is being typed. Rejects when the bot offers nothing in time. */
  async autocomplete(
    path: string,
    options: Readonly<Record<string, OptionValue>>,
    focused: string,
    call: CallOptions = {},
  ): Promise<APIApplicationCommandOptionChoice[]> {
    const data = callCommand(this.#caller, path, options, focused);
    const type = InteractionType.ApplicationCommandAutocomplete;
    const label = `the suggestions for ${focused} of /${path}`;
    const exchange = await this.#interact({ type, channel: this.#channel, data, label, call });
    await exchange.acknowledged();
    return [...(this.#world.interactions.get(exchange.id)?.choices ?? [])];
  }

  /** Presses a button, named by custom id, by the part of it before ':' or by label. */
  async click(message: Message, name: string, call: CallOptions = {}): Promise<Exchange> {
    const source = this.#requireVisible(message);
    const button = findComponent(source.components, name, ComponentType.Button);
    if (button.style === ButtonStyle.Link) throw new Error(`The button ${name} is a link`);
    const data = { component_type: ComponentType.Button, custom_id: button.custom_id };
    return this.#use(source, data, `the button ${name}`, call);
  }

  /** Chooses in a select, named by custom id or the part before ':'; values as the bot set them, or labels. */
  async select(
    message: Message,
    name: string,
    values: readonly string[],
    call: CallOptions = {},
  ): Promise<Exchange> {
    const source = this.#requireVisible(message);
    const select = findComponent(source.components, name, ComponentType.StringSelect);
    const chosen = values.map((value) => {
      const option = select.options?.find((one) => one.value === value || one.label === value);
      if (option) return option.value;
      const known = select.options?.map((one) => one.value).join(', ');
      throw new Error(`The select ${name} has no option ${value}; it has ${known}`);
    });
    const min = select.min_values ?? 1;
    const max = select.max_values ?? 1;
    if (chosen.length < min || chosen.length > max) {
      throw new Error(`The select ${name} takes ${min} to ${max} options, not ${chosen.length}`);
    }
    const data = {
      component_type: ComponentType.StringSelect,
      custom_id: select.custom_id,
      values: chosen,
    };
    return this.#use(source, data, `the select ${name}`, call);
  }

  /** Sends a form off; values by custom id or label, what is left out stays as it stood. */
  async submit(
    modal: Modal,
    values: Readonly<Record<string, ModalValue>>,
    call: CallOptions = {},
  ): Promise<Exchange> {
    const { channel, source } = modal.opener;
    const type = InteractionType.ModalSubmit;
    const label = `the modal "${modal.title}"`;
    return this.#interact({ type, channel, source, data: modal.fill(values), label, call });
  }

  /** Sends what no client offers, under a message this person sees. */
  async forge(message: Message, forgery: Forgery, call: CallOptions = {}): Promise<Exchange> {
    const source = this.#requireVisible(message);
    const channel = this.#world.channel(source.channelId);
    const label = `the forged ${forgery.kind} ${forgery.customId}`;
    return this.#interact({ ...forgedData(forgery), channel, source, label, call });
  }

  async react(message: Message, emoji: string): Promise<void> {
    const stored = this.#requireVisible(message);
    const channel = this.#world.channel(stored.channelId);
    const granted = channel.permissionsOf(this.#memberIn(channel));
    const joins = stored.reactions.some((one) => one.emoji === emoji);
    if (!joins && !holds(granted, PermissionFlagsBits.AddReactions)) {
      throw new Error(`${this.username} may not add reactions in #${channel.name}`);
    }
    this.#world.addReaction({ message: stored, emoji: knownEmoji(emoji), userId: this.id });
  }

  /** What Discord never says: that this person has reacted where they are to a message that stands elsewhere. */
  forgeReaction(message: Message, emoji: string): void {
    const moved = this.#moved(message);
    this.#world.announce('reactionAdd', {
      message: moved,
      emoji: knownEmoji(emoji),
      userId: this.id,
    });
  }

  /** What Discord never says: that a message that stands elsewhere was deleted where this person is. */
  forgeDeletion(message: Message): void {
    this.#world.announce('messageDelete', this.#moved(message));
  }

  async unreact(message: Message, emoji: string): Promise<void> {
    const stored = this.#requireVisible(message);
    this.#world.removeReaction({ message: stored, emoji: knownEmoji(emoji), userId: this.id });
  }

  async say(text: string): Promise<Message> {
    const channel = this.#channel;
    if (!holds(channel.permissionsOf(this.#memberIn(channel)), PermissionFlagsBits.SendMessages)) {
      throw new Error(`${this.username} may not write in #${channel.name}`);
    }
    return this.#world.addMessage(
      channel,
      { author: this.#member.user },
      {
        ...emptyContent(),
        content: text,
        mentions: mentionsIn(text, undefined, 'channel', (id) => this.#world.findUser(id)),
      },
    );
  }

  async delete(message: Message): Promise<void> {
    const stored = this.#requireVisible(message);
    const channel = this.#world.channel(stored.channelId);
    const granted = channel.permissionsOf(this.#memberIn(channel));
    const own = stored.author.id === this.id || stored.ephemeral;
    if (!own && !holds(granted, PermissionFlagsBits.ManageMessages)) {
      throw new Error(`${this.username} may not delete messages in #${channel.name}`);
    }
    this.#world.deleteMessage(stored);
  }

  closeDMs(): void {
    this.#world.closedDms.add(this.id);
  }

  openDMs(): void {
    this.#world.closedDms.delete(this.id);
  }

  /** What the bot and this person wrote to each other. */
  get directMessages(): readonly Message[] {
    return this.dm.messages;
  }

  /** What this person sees in the channel they are in. */
  get messages(): readonly Message[] {
    return this.sees(this.#channel) ? this.#channel.messages.filter((one) => this.#reads(one)) : [];
  }

  sees(channel: Channel): boolean {
    if (!channel.guild) return channel.recipient?.id === this.id;
    const granted = channel.permissionsOf(this.#memberIn(channel));
    return holds(granted, PermissionFlagsBits.ViewChannel);
  }

  /** The oldest message this person sees, anywhere, that fits: one that is there already, or the next to come. */
  waitForMessage(
    fits: (message: Message) => boolean,
    { timeoutMs = 15_000 }: WaitOptions = {},
  ): Promise<Message> {
    return waitFor(this.#world, `a message to ${this.username}`, timeoutMs, () =>
      [...this.#world.messages.values()].find(
        (one) => this.#reads(one) && this.sees(this.#world.channel(one.channelId)) && fits(one),
      ),
    );
  }

  /** Replaces the roles this person was given. */
  setRoles(roles: readonly Role[]): void {
    this.#member.guild.setRoles(this.#member, roles);
  }

  leave(): void {
    this.#member.guild.removeMember(this.id);
  }

  get #caller() {
    return { world: this.#world, member: this.#member, channel: this.#channel };
  }

  #memberIn(channel: Channel): Member | undefined {
    return channel.guild?.members.get(this.id);
  }

  #use(source: StoredMessage, data: unknown, label: string, call: CallOptions): Exchange {
    const channel = this.#world.channel(source.channelId);
    const type = InteractionType.MessageComponent;
    return this.#interact({ type, channel, source, data, label, call });
  }

  #interact(options: {
    readonly type: InteractionType;
    readonly channel: Channel;
    readonly data: unknown;
    readonly label: string;
    readonly call: CallOptions;
    readonly source?: StoredMessage | undefined;
  }): Exchange {
    const { type, channel, source, call } = options;
    const member = this.#memberIn(channel) ?? this.#member;
    const createdAt = this.#world.now() - (call.ageMs ?? 0);
    const id = this.#world.ids.next(createdAt);
    const user = this.#member.user;
    const interaction = new Interaction({ id, type, user, channel, createdAt, source });
    const locale = call.locale ?? this.#member.locale;
    interaction.payload = toApiInteraction(
      this.#world,
      interaction,
      { member, locale },
      options.data,
    );
    this.#world.addInteraction(interaction);
    return new Exchange(this.#world, interaction, options.label);
  }

  #moved({ id, author }: Message): StoredMessage {
    const { id: channelId, guild } = this.#channel;
    return new StoredMessage({ id, channelId, guildId: guild?.id, author }, emptyContent());
  }

  #reads(message: Message): boolean {
    return message.visibleTo === undefined || message.visibleTo === this.id;
  }

  #requireSight(channel: Channel): void {
    if (!this.sees(channel)) throw new Error(`${this.username} does not see #${channel.name}`);
  }

  #requireVisible(message: Message): StoredMessage {
    const stored = this.#world.messages.get(message.id);
    if (!stored) throw new Error(`The message ${message.id} is gone`);
    this.#requireSight(this.#world.channel(stored.channelId));
    if (!this.#reads(stored)) {
      throw new Error(`The message ${message.id} is shown to somebody else only`);
    }
    return stored;
  }
}

function knownEmoji(text: string): Emoji {
  const emoji = parseEmoji(text);
  if (!emoji) throw new Error(`${text} is not an emoji`);
  return emoji;
}
