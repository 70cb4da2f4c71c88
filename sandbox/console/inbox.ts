import { relative } from 'node:path';
import type { Actor } from '../discord/actor.ts';
import type { Attachment } from '../discord/attachment.ts';
import type { Channel } from '../discord/channel.ts';
import type { Message, StoredMessage } from '../discord/message.ts';
import type { SandboxDiscord } from '../discord/sandbox-discord.ts';
import type { Reaction } from '../discord/world.ts';
import { saveAttachment } from './local-file.ts';
import { messageText } from './message-text.ts';

export interface InboxOptions {
  readonly discord: SandboxDiscord;
  /** Where the person types; other channels are marked. */
  readonly channel: Channel;
  /** Where the files of messages are put. */
  readonly picturesDir: string;
  readonly tell: (text: string) => void;
  /** Told what went wrong with showing something. */
  readonly failed: (error: unknown) => void;
}

/**
 * Everything that appears in front of one person, shown when it appears: answers, edits, direct messages and what the
 * bot says by itself. Messages are numbered as they come, and keep their number.
 */
export class Inbox {
  readonly #options: InboxOptions;
  /** What was shown, the latest last: an edit brings a message to the end again. */
  readonly #shown = new Map<StoredMessage, { readonly number: number; revision: number }>();
  readonly #saved = new Map<string, string>();
  #person: Actor;
  #work: Promise<void> = Promise.resolve();

  constructor(person: Actor, options: InboxOptions) {
    this.#person = person;
    this.#options = options;
    const { discord } = options;
    discord.on('message', (message) => this.#later(() => this.#present(message)));
    discord.on('messageUpdate', (message) => this.#later(() => this.#present(message)));
    discord.on('messageDelete', (message) => this.#note(message, (number) => `#${number} is gone`));
    discord.on('reactionAdd', (reaction) => this.#noteReaction(reaction, 'reacts'));
    discord.on('reactionRemove', (reaction) => this.#noteReaction(reaction, 'no longer reacts'));
  }

  /** From now on, what another person sees. */
  set person(person: Actor) {
    this.#person = person;
  }

  /** The message shown last that fits and that the person still sees. */
  latest(fits: (message: Message) => boolean = () => true): Message | undefined {
    return [...this.#shown.keys()].findLast(
      (message) => !message.deleted && this.#placeOf(message) !== undefined && fits(message),
    );
  }

  numbered(wanted: number): Message {
    const [message] = [...this.#shown].find(([, { number }]) => number === wanted) ?? [];
    if (!message) throw new Error(`There is no message #${wanted}`);
    if (message.deleted) throw new Error(`#${wanted} is gone`);
    if (this.#placeOf(message) === undefined) {
      throw new Error(`${this.#person.username} does not see #${wanted}`);
    }
    return message;
  }

  /** Resolves when everything that has come is shown. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #present(message: StoredMessage): Promise<void> {
    const place = this.#placeOf(message);
    const before = this.#shown.get(message);
    const unchanged = before?.revision === message.revision;
    if (!place || message.loading || message.deleted || unchanged) return;
    const { revision } = message;
    const number = before?.number ?? this.#shown.size + 1;
    this.#shown.delete(message);
    this.#shown.set(message, { number, revision });
    const { lines, wrong } = await this.#files(message.attachments);
    const marks = [
      ...(before ? ['edited'] : []),
      ...(place.guild ? [] : ['direct message']),
      ...(place.guild && place.id !== this.#options.channel.id ? [`in #${place.name}`] : []),
      ...(message.ephemeral ? ['only you see this'] : []),
    ];
    const nameOf = (id: string) => this.#nameOf(id);
    this.#options.tell(
      messageText(message, { number, marks, files: lines, nameOf, now: Date.now() }),
    );
    if (wrong !== undefined) throw wrong;
  }

  /** One that cannot be saved does not hide the message. */
  async #files(attachments: readonly Attachment[]) {
    const lines: string[] = [];
    let wrong: unknown;
    for (const attachment of attachments) {
      try {
        const path =
          this.#saved.get(attachment.id) ??
          (await saveAttachment(attachment, this.#options.picturesDir));
        this.#saved.set(attachment.id, path);
        const kilobytes = Math.ceil(attachment.size / 1024);
        const shown = relative(process.cwd(), path);
        lines.push(`[${attachment.contentType} ${kilobytes} KB] ${shown}`);
      } catch (error) {
        wrong ??= error;
      }
    }
    return { lines, wrong };
  }

  /** The channel the person sees it in; undefined when they do not. */
  #placeOf(message: Message): Channel | undefined {
    if (message.visibleTo !== undefined && message.visibleTo !== this.#person.id) return undefined;
    const { guild } = this.#options.channel;
    const places = [...(guild?.channels.values() ?? []), this.#options.channel, this.#person.dm];
    return places.find((one) => one.id === message.channelId && this.#person.sees(one));
  }

  #nameOf(id: string): string | undefined {
    const { guild } = this.#options.channel;
    return (
      guild?.members.get(id)?.user.username ??
      guild?.channels.get(id)?.name ??
      guild?.roles.get(id)?.name
    );
  }

  #noteReaction({ message, userId, emoji }: Reaction, what: string): void {
    const who = this.#nameOf(userId) ?? userId;
    this.#note(message, (number) => `${who} ${what} with ${emoji.name} to #${number}`);
  }

  #note(message: StoredMessage, text: (number: number) => string): void {
    this.#later(() => {
      const number = this.#shown.get(message)?.number;
      if (number !== undefined && this.#placeOf(message)) {
        this.#options.tell(`  ${text(number)}\n`);
      }
    });
  }

  /** One after another, so that a slow disk does not mix up what came first. */
  #later(step: () => Promise<void> | void): void {
    this.#work = this.#work.then(step).catch(this.#options.failed);
  }
}
