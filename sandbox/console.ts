import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Actor } from './discord/actor.ts';
import type { Channel } from './discord/channel.ts';
import type { Exchange } from './discord/exchange.ts';
import type { Message } from './discord/message.ts';

export interface SandboxConsoleOptions {
  readonly person: Actor;
  readonly channel: Channel;
  /** Where the pictures of replies are put. */
  readonly picturesDir: string;
  readonly output: Writable;
}

const WELCOME = `Rite Bot 샌드박스입니다. 계정 없이 디스코드 서버의 멤버가 되어 명령어를 입력해 보세요.
This is a local Discord with sample events; you are a member of a server in it.

  /post lineup event:seoulunderground47           라인업 포스터 · line-up poster
  /post announcement event:<id> theme:neon        공지 · announcement
  /events    /help                                이벤트 목록 · events    도움말 · help
  pick paper                                      마지막 답의 메뉴에서 고르기 · use the menu of the last reply
  exit                                            끝내기 · leave      (Tab: 자동 완성 · completion)

`;

/** A person at a terminal, typing what they would type in Discord and reading what they would see there. */
export class SandboxConsole {
  readonly #options: SandboxConsoleOptions;
  readonly #person: Actor;
  #lastReply: Message | undefined;
  /** How many lines got no answer. */
  failures = 0;

  constructor(options: SandboxConsoleOptions) {
    this.#options = options;
    this.#person = options.person.in(options.channel);
  }

  /** Reads lines until the input ends, `exit` is typed or the signal is raised. */
  async converse(input: Readable, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let open = true;
    // Closed while a line is still being answered, readline throws when it is asked for anything more.
    const prompt = (preserveCursor = false) => {
      if (open) lines.prompt(preserveCursor);
    };
    const lines = createInterface({
      input,
      output: this.#options.output,
      prompt: '> ',
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        this.#complete(line)
          .catch(() => undefined)
          .then((longer) => {
            done(null, [longer === undefined ? [] : [longer], line]);
            prompt(true);
          });
      },
    });
    const stop = () => lines.close();
    lines.once('close', () => {
      open = false;
    });
    signal.addEventListener('abort', stop, { once: true });
    this.#write(WELCOME);
    prompt();
    for await (const line of lines) {
      const text = line.trim();
      if (/^(exit|quit)$/i.test(text)) break;
      if (text !== '') await this.type(text);
      prompt();
    }
    signal.removeEventListener('abort', stop);
    lines.close();
  }

  /** Does what one line says and prints the answer, as `converse` would. */
  async type(line: string): Promise<void> {
    try {
      const exchange = await this.#send(line);
      if (exchange) await this.#show(await exchange.reply());
    } catch (error) {
      this.failures++;
      this.#write(`  ! ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }

  async #send(line: string): Promise<Exchange | undefined> {
    if (line.startsWith('/')) {
      const { path, options } = parseCommand(line);
      return await this.#person.command(path, options);
    }
    const picked = /^pick\s+(\S+)$/i.exec(line)?.[1];
    if (picked) {
      const menu = this.#lastReply && firstMenu(this.#lastReply);
      if (!this.#lastReply || !menu) throw new Error('There is no menu to pick from yet.');
      return await this.#person.select(this.#lastReply, menu, [picked]);
    }
    this.#write(
      '  /로 시작하는 명령어를 입력해 주세요 (예: /help). Type a command, such as /help.\n',
    );
    return undefined;
  }

  async #show(message: Message): Promise<void> {
    this.#lastReply = message;
    this.#write(`\n${indent(readable(message.content))}\n`);
    for (const attachment of message.attachments) {
      const folder = this.#options.picturesDir;
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${message.id}-${attachment.filename}`);
      await writeFile(path, attachment.bytes);
      const size = Math.round(attachment.bytes.length / 1024);
      this.#write(`  [${attachment.contentType} ${size} KB] ${relative(process.cwd(), path)}\n`);
    }
    const choices = menuChoices(message);
    if (choices.length > 0) this.#write(`  pick: ${choices.join(' | ')}\n`);
    this.#write('\n');
  }

  /** What the line may be completed to; undefined when nothing is certain. Shows what there is to choose from. */
  async #complete(line: string): Promise<string | undefined> {
    const event = /^\/(\S+(?:\s+\S+)??)\s+event:(\S*)$/u.exec(line);
    if (!event?.[1]) {
      const candidates = COMMANDS.filter((candidate) => candidate.startsWith(line));
      if (candidates.length > 1) this.#list(candidates);
      return commonStart(candidates);
    }
    const typed = event[2] ?? '';
    const choices = await this.#person.autocomplete(event[1], { event: typed }, 'event');
    this.#list(choices.map((choice) => `${choice.value}  ${choice.name}`));
    const start = commonStart(choices.map((choice) => String(choice.value)));
    // Several may fit by their names alone; then what was typed stays.
    if (start === undefined || (choices.length > 1 && !start.startsWith(typed))) return undefined;
    return line.slice(0, line.length - typed.length) + start;
  }

  #list(entries: readonly string[]): void {
    this.#write(`\n${entries.map((entry) => `  ${entry}\n`).join('')}`);
  }

  #write(text: string): void {
    this.#options.output.write(text);
  }
}

const COMMANDS = [
  '/post announcement event:',
  '/post lineup event:',
  '/post countdown event:',
  '/events',
  '/help',
];

/** `/post lineup event:abc theme:neon` -> path `post lineup`, options; a value runs on to the next `name:`. */
export function parseCommand(line: string): { path: string; options: Record<string, string> } {
  const words = line.slice(1).trim().split(/\s+/);
  const isOption = (word: string) => /^[\p{L}\p{N}_-]+:/u.test(word);
  const from = words.findIndex(isOption);
  const path = (from === -1 ? words : words.slice(0, from)).join(' ');
  const options: Record<string, string> = {};
  let current: string | undefined;
  for (const word of from === -1 ? [] : words.slice(from)) {
    const colon = word.indexOf(':');
    if (isOption(word)) {
      current = word.slice(0, colon);
      options[current] = word.slice(colon + 1);
    } else if (current !== undefined) {
      options[current] = `${options[current]} ${word}`.trim();
    }
  }
  return { path, options };
}

function commonStart([first, ...others]: readonly string[]): string | undefined {
  if (first === undefined) return undefined;
  let length = first.length;
  while (!others.every((other) => other.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}

/** Discord shows a timestamp in the reader's own time; here that is Seoul. */
function readable(content: string): string {
  return content.replace(/<t:(\d+)(?::\w)?>/g, (_, seconds: string) =>
    new Date(Number(seconds) * 1000).toLocaleString('ko-KR', {
      timeZone: 'Asia/Seoul',
      dateStyle: 'medium',
      timeStyle: 'short',
    }),
  );
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

interface Menu {
  readonly custom_id?: string;
  readonly options?: readonly { readonly value: string }[];
}

function menus(message: Message): Menu[] {
  return message.components
    .flatMap((row) => ('components' in row ? (row.components as readonly Menu[]) : []))
    .filter((component) => component.options !== undefined);
}

function firstMenu(message: Message): string | undefined {
  return menus(message)[0]?.custom_id;
}

function menuChoices(message: Message): string[] {
  return menus(message).flatMap((menu) => (menu.options ?? []).map((option) => option.value));
}
