import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { type Interaction, PermissionFlagsBits } from 'discord.js';
import { expect } from 'vitest';
import { SandboxConsole } from '../../sandbox/console/index.ts';
import { type Actor, type Guild, SandboxDiscord } from '../../sandbox/discord/index.ts';
import { answer, COMMANDS } from './console-bot.ts';
import { Bot } from './discord-client.ts';

const WAIT = { timeout: 10_000, interval: 5 };
/** `organizer> `, `  caption: ` of a form, or where its lines go on; what is typed behind it is caught. */
const PROMPT = /\n(?:\w+> | {2}\w+: | {2}… )([^\n]*)$/;
const EMPTY_PROMPT = new RegExp(PROMPT.source.replace('([^\\n]*)', ''));

/** Ctrl-L, which begins with going to the upper left corner; Ctrl-U. */
const [REDRAW, DELETE_LINE] = ['\x0c', '\x15'];
const HOME = '\u001B[1;1H';

/** An organizer and a member at one console, in a server with a bot that does a little of everything. */
export class ConsoleTerminal implements AsyncDisposable {
  static async open(onInteraction = answer): Promise<ConsoleTerminal> {
    const discord = await SandboxDiscord.start();
    const guild = discord.createGuild({ name: 'Crew', preferredLocale: 'ko' });
    const bot = await Bot.start(discord, {
      onInteraction: async (interaction: Interaction) => {
        await onInteraction(interaction).catch((error: Error) => bot.errors.push(error));
      },
    });
    await bot.client.application.commands.set(COMMANDS);
    const terminal = new ConsoleTerminal(discord, guild, bot);
    await terminal.prompted();
    return terminal;
  }

  readonly discord: SandboxDiscord;
  readonly guild: Guild;
  readonly bot: Bot;
  readonly organizer: Actor;
  readonly minji: Actor;
  readonly folder: string = mkdtempSync(join(tmpdir(), 'console-'));
  readonly pictures: string = join(this.folder, 'pictures');
  readonly input: PassThrough = asTerminal(new PassThrough());
  readonly session: SandboxConsole;
  readonly conversation: Promise<void>;
  readonly controller: AbortController = new AbortController();
  /** Since the last line was typed. */
  shown = '';

  private constructor(discord: SandboxDiscord, guild: Guild, bot: Bot) {
    this.discord = discord;
    this.guild = guild;
    this.bot = bot;
    const permissions = PermissionFlagsBits.ManageGuild;
    this.organizer = guild.addMember({ username: 'organizer', locale: 'ko', permissions });
    this.minji = guild.addMember({ username: 'minji', locale: 'ko' });
    this.session = this.console(asTerminal(new PassThrough()));
    this.conversation = this.session.converse(this.input, this.controller.signal);
  }

  /** A console in the same server that writes into `shown` too. */
  console(output: PassThrough): SandboxConsole {
    output.setEncoding('utf8').on('data', (text: string) => {
      this.shown += text;
    });
    return new SandboxConsole({
      discord: this.discord,
      people: [this.organizer, this.minji],
      channel: this.guild.general,
      picturesDir: this.pictures,
      output,
    });
  }

  /** Types a line and waits until it is answered, which is when the next prompt stands there. */
  async type(line: string): Promise<string> {
    this.shown = '';
    this.input.write(`${line}\r`);
    return await this.prompted();
  }

  /** Types several, and returns what is shown for the last. */
  async typeAll(...lines: readonly string[]): Promise<string> {
    let shown = '';
    for (const line of lines) shown = await this.type(line);
    return shown;
  }

  /** What the line has become, and what was shown to choose from; the line is then deleted. */
  async tab(line: string): Promise<{ readonly line: string; readonly shown: string }> {
    this.shown = '';
    this.input.write(line);
    // One by one: together they would be a text that was pasted. readline reads on when it has completed the line.
    this.input.write('\t');
    this.input.write(REDRAW);
    await expect.poll(() => this.shown.split(HOME)[1] ?? '', WAIT).toMatch(/\[\d+G$/);
    const [shown = '', drawn = ''] = this.shown.split(HOME).map(onScreen);
    this.input.write(DELETE_LINE);
    return { line: PROMPT.exec(drawn)?.[1] ?? '', shown };
  }

  get screen(): string {
    return onScreen(this.shown);
  }

  async prompted(): Promise<string> {
    await expect.poll(() => this.screen, WAIT).toMatch(EMPTY_PROMPT);
    return this.screen;
  }

  /** What comes by itself. */
  async showing(text: string): Promise<string> {
    await expect.poll(() => this.screen, WAIT).toContain(text);
    return this.screen;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.controller.abort();
    await this.conversation;
    await this.bot[Symbol.asyncDispose]();
    await this.discord[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
    expect(this.bot.errors).toEqual([]);
    expect(this.discord.violations).toEqual([]);
  }
}

/** What stands on the screen. readline draws a line anew from its first column, over what stood there. */
function onScreen(output: string): string {
  return stripVTControlCharacters(output.replaceAll('\u001B[1G', '\n'));
}

function asTerminal(stream: PassThrough): PassThrough {
  return Object.assign(stream, { isTTY: true, columns: 200, setRawMode: () => stream });
}
