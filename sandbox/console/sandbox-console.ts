import type { Readable, Writable } from 'node:stream';
import { InteractionResponseType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Actor } from '../discord/actor.ts';
import type { Channel } from '../discord/channel.ts';
import type { Exchange } from '../discord/exchange.ts';
import type { Message } from '../discord/message.ts';
import type { Modal } from '../discord/modal.ts';
import { holds } from '../discord/permissions.ts';
import type { SandboxDiscord } from '../discord/sandbox-discord.ts';
import { among, completeCommand } from './completion.ts';
import { buttonsOf, findControl, findOptions, menusOf } from './control.ts';
import { fillIn, inlineExample, inlineValues } from './form.ts';
import { helpText, WELCOME } from './help.ts';
import { Inbox } from './inbox.ts';
import { AmbiguousOptionError, optionValues, type Suggestion } from './option-value.ts';
import { printable } from './printable.ts';
import { type Completion, Prompt } from './prompt.ts';
import { findCommand, type TypableCommand, typableCommands } from './typable-command.ts';
import { type FormValues, parseCommand, parseTarget } from './typed-line.ts';

export interface SandboxConsoleOptions {
  readonly discord: SandboxDiscord;
  /** Everybody that whoever sits at the terminal can be; they begin as the first. */
  readonly people: readonly [Actor, ...Actor[]];
  readonly channel: Channel;
  /** Where the files of messages are put. */
  readonly picturesDir: string;
  readonly output: Writable;
}

type Verb = (words: string) => Promise<void> | void;

/** A person at a terminal, typing what they would do in Discord and reading what they would see there. */
export class SandboxConsole {
  readonly #options: SandboxConsoleOptions;
  readonly #people: readonly Actor[];
  readonly #inbox: Inbox;
  readonly #verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
    ['press', (words) => this.#press(words)],
    ['pick', (words) => this.#pick(words)],
    ['react', (words) => this.#react(words)],
    ['as', (words) => this.#become(words)],
    ['help', () => this.#tell(this.#help())],
  ]);
  #person: Actor;
  #prompt: Prompt | undefined;
  /** How many lines got no answer. */
  failures = 0;

  constructor(options: SandboxConsoleOptions) {
    const [first, ...others] = options.people;
    this.#options = options;
    this.#person = first.in(options.channel);
    this.#people = [this.#person, ...others.map((one) => one.in(options.channel))];
    this.#inbox = new Inbox(this.#person, {
      ...options,
      tell: (text) => this.#tell(text),
      failed: (error) => this.#fail(error),
    });
  }

  /** Reads lines until the input ends, `exit` is typed or the signal is raised. */
  async converse(input: Readable, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    using prompt = new Prompt(input, this.#options.output);
    const stop = () => prompt.close();
    signal.addEventListener('abort', stop, { once: true });
    this.#prompt = prompt;
    this.#tell(`${WELCOME}${this.#help()}\n`);
    for (;;) {
      const line = await prompt.ask(`${this.#person.username}> `, (typed) => this.#complete(typed));
      if (line === undefined || /^\s*(exit|quit)\s*$/i.test(line)) break;
      if (line.trim() !== '') await this.type(line.trim());
    }
    this.#prompt = undefined;
    signal.removeEventListener('abort', stop);
  }

  /** Does what one line says, as `converse` would. Resolves when the answer is shown. */
  async type(line: string): Promise<void> {
    try {
      const [word = ''] = line.split(/\s/, 1);
      const verb = this.#verbs.get(word.toLowerCase());
      if (line.startsWith('/')) await this.#command(line);
      else if (verb) await verb(line.slice(word.length).trim());
      else this.#tell('  /로 시작하는 명령어나 help를 입력해 주세요. Type a command, or help.\n');
    } catch (error) {
      await this.#inbox.settled();
      if (error instanceof AmbiguousOptionError) {
        this.#tell(`\n  ${error.message}\n${suggestionLines(error.suggestion, '    ')}\n`);
      } else this.#fail(error);
    }
    await this.#inbox.settled();
  }

  async #command(line: string): Promise<void> {
    const { path, options, form } = parseCommand(line);
    const command = findCommand(this.#commands, path);
    // Of one that is not registered the person says so.
    const { values, guessed } = command
      ? await optionValues(command, options, this.#person)
      : { values: options, guessed: [] };
    for (const one of guessed) this.#tell(`  ${one.option}:${suggestionLines(one)}`);
    await this.#follow(await this.#person.command(path, values), form);
  }

  async #press(words: string): Promise<void> {
    const { what, message: number, form } = parseTarget(words);
    const message = this.#messageWith(buttonsOf, number, 'button');
    const button = findControl(buttonsOf(message), what, 'button');
    if (button.customId === undefined) {
      throw new Error(`"${button.name}" is a link: ${button.url ?? 'nowhere'}`);
    }
    if (button.disabled) throw new Error(`"${button.name}" is disabled`);
    await this.#follow(await this.#person.click(message, button.customId), form);
  }

  async #pick(words: string): Promise<void> {
    const { what, message: number, form } = parseTarget(words);
    const message = this.#messageWith(menusOf, number, 'menu');
    const [, wanted = what, where] = /^(.*)\s+in\s+(\S.*)$/i.exec(what) ?? [];
    const menus = menusOf(message);
    const meant = where === undefined ? menus : [findControl(menus, where, 'menu')];
    const { menu, values } = findOptions(meant, wanted);
    if (menu.disabled) throw new Error(`"${menu.name}" is disabled`);
    await this.#follow(await this.#person.select(message, menu.customId ?? '', values), form);
  }

  async #react(words: string): Promise<void> {
    const { what, message: number } = parseTarget(words);
    const message = number === undefined ? this.#inbox.latest() : this.#inbox.numbered(number);
    if (!message) throw new Error('There is no message to react to yet');
    await this.#person.react(message, what);
  }

  #become(name: string): void {
    const person = this.#people.find((one) => one.username === name);
    if (!person) {
      throw new Error(`There is no "${name}"; you can be ${this.#names.join(', ')}`);
    }
    this.#person = person;
    this.#inbox.person = person;
    this.#tell(`  You are ${person.username} now, ${this.#standing(person)}.\n`);
  }

  /** Shows what an action leads to: an answer, or a form that is filled in and leads to one. */
  async #follow(exchange: Exchange, form: FormValues): Promise<void> {
    const modal = await answerTo(exchange);
    if (!modal) {
      const unused = Object.keys(form);
      if (unused.length > 0) this.#tell(`  No form opened for ${unused.join(', ')}.\n`);
      return;
    }
    await this.#inbox.settled();
    const inline = Object.keys(form).length > 0;
    if (!inline && !this.#prompt) {
      throw new Error(`"${modal.title}" is a form: add ${inlineExample(modal)} to the line`);
    }
    const values =
      inline || !this.#prompt ? inlineValues(modal, form) : await fillIn(modal, this.#prompt);
    if (values) await answerTo(await this.#person.submit(modal, values));
    else this.#tell('  Left the form; nothing was sent.\n');
  }

  /** The message that is meant, which has something to use. */
  #messageWith(
    controlsOf: (message: Message) => readonly unknown[],
    number: number | undefined,
    kind: string,
  ): Message {
    const usable = (one: Message) => controlsOf(one).length > 0;
    if (number === undefined) {
      const latest = this.#inbox.latest(usable);
      if (!latest) throw new Error(`There is no ${kind} yet`);
      return latest;
    }
    const message = this.#inbox.numbered(number);
    if (!usable(message)) throw new Error(`#${number} has no ${kind}`);
    return message;
  }

  async #complete(line: string): Promise<Completion> {
    if (line.startsWith('/')) return await completeCommand(line, this.#commands, this.#person);
    const buttons = this.#inbox.latest((one) => buttonsOf(one).length > 0);
    const menus = this.#inbox.latest((one) => menusOf(one).length > 0);
    return among(line, [
      ...(buttons ? buttonsOf(buttons) : []).map(({ name }) => `press ${name}`),
      ...(menus ? menusOf(menus) : []).flatMap(({ options }) =>
        options.map(({ value }) => `pick ${value}`),
      ),
      ...this.#names.map((name) => `as ${name}`),
      ...['react ', 'help', 'exit'],
    ]);
  }

  get #commands(): TypableCommand[] {
    const { discord, channel } = this.#options;
    const own = channel.guild ? discord.guildCommands(channel.guild.id) : [];
    return typableCommands([...own, ...discord.commands]);
  }

  get #names(): string[] {
    return this.#people.map(({ username }) => username);
  }

  #help(): string {
    const people = this.#people.map((one) => `${one.username} (${this.#standing(one)})`);
    return helpText(people);
  }

  #standing(person: Actor): string {
    const { channel } = this.#options;
    const granted = channel.permissionsOf(channel.guild?.members.get(person.id));
    return `${holds(granted, PermissionFlagsBits.ManageGuild) ? 'with' : 'without'} Manage Server`;
  }

  #fail(error: unknown): void {
    this.failures++;
    const reason = error instanceof Error ? error.message : String(error);
    this.#tell(`  ! ${reason.replace(/\s*\n\s*/g, ' ')}\n`);
  }

  #tell(text: string): void {
    if (this.#prompt) this.#prompt.tell(text);
    else this.#options.output.write(printable(text));
  }
}

/** Waits until there is something to read, which the inbox shows; a form is what comes back. */
async function answerTo(exchange: Exchange): Promise<Modal | undefined> {
  const { type } = await exchange.acknowledged();
  if (type === InteractionResponseType.Modal) return await exchange.modal();
  // A click may be answered on the message itself, or only below it.
  const answers = [exchange.reply(), exchange.nextFollowUp()];
  await Promise.any(answers).catch(({ errors: [first] }: AggregateError) => {
    throw first;
  });
  return undefined;
}

function suggestionLines({ choices }: Suggestion, indent = ''): string {
  return choices.map(({ value, name }) => `${indent}${value}  ${name}\n`).join('');
}
