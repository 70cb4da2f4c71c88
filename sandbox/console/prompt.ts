import {
  clearScreenDown,
  createInterface,
  cursorTo,
  type Interface,
  moveCursor,
} from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { printable } from './printable.ts';

/** What a line may become, and what there is to choose from. */
export interface Completion {
  /** Undefined when nothing is certain. */
  readonly line: string | undefined;
  readonly choices: readonly string[];
}

export type Completer = (line: string) => Promise<Completion>;

/** The line at the bottom of a terminal. What is told meanwhile appears above it, and nothing typed is lost. */
export class Prompt implements Disposable {
  readonly #output: Writable;
  readonly #lines: Interface;
  readonly #typed: AsyncIterator<string>;
  #completer: Completer | undefined;
  #open = true;
  #waiting = false;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    this.#lines = createInterface({
      input,
      output,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        this.#complete(line).then((longer) => {
          if (this.#open) done(null, [longer === undefined ? [] : [longer], line]);
        });
      },
    });
    this.#typed = this.#lines[Symbol.asyncIterator]();
    this.#lines.once('close', () => {
      this.#open = false;
    });
  }

  /** The next line; undefined when there will be none. */
  async ask(prompt: string, completer?: Completer): Promise<string | undefined> {
    this.#completer = completer;
    this.#lines.setPrompt(prompt);
    // Closed while a line is still being answered, readline throws when it is asked for anything more.
    if (this.#open) this.#lines.prompt();
    this.#waiting = true;
    const { value, done } = await this.#typed.next();
    this.#waiting = false;
    return done ? undefined : value;
  }

  tell(told: string): void {
    const text = printable(told);
    if (!this.#waiting || !this.#open) {
      this.#output.write(text);
      return;
    }
    const { rows } = this.#lines.getCursorPos();
    if (this.#lines.terminal) {
      moveCursor(this.#output, 0, -rows);
      cursorTo(this.#output, 0);
      clearScreenDown(this.#output);
    }
    // readline goes up as many rows as the typed line had before it draws that line anew.
    this.#output.write(this.#lines.terminal ? text + '\n'.repeat(rows) : text);
    this.#lines.prompt(true);
  }

  close(): void {
    this.#lines.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #complete(line: string): Promise<string | undefined> {
    const { line: longer, choices } = (await this.#completer?.(line).catch(() => undefined)) ?? {
      line: undefined,
      choices: [],
    };
    if (choices.length > 0) this.tell(`\n${choices.map((choice) => `  ${choice}\n`).join('')}`);
    return longer;
  }
}
