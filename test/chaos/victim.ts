import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Line } from './line.ts';
import type { Task } from './post-program.ts';

const PROGRAM = fileURLToPath(new URL('./post-program.ts', import.meta.url));

/** One process that works with posts until it is killed. Loading takes longer than its life, so it is begun early. */
export class Victim {
  /** Resolves when it could begin. */
  readonly loaded: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;
  readonly #lines = new EventEmitter();
  #said = 0;

  /** @param compiled a folder in which one leaves for the others what it has compiled: it halves their loading. */
  constructor(compiled: string) {
    this.#child = fork(PROGRAM, {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      // The options of a test runner's process are not for it.
      execArgv: [],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    this.#gone = once(this.#child, 'close');
    this.loaded = Promise.race([once(this.#child, 'message'), this.#gone]);
  }

  /** Lets it work, once it is loaded. `onLine` hears of everything that it says. */
  begin(task: Task, onLine: (line: Line) => void): void {
    const { stdout } = this.#child;
    if (!stdout) throw new Error('A program without output');
    createInterface(stdout).on('line', (text) => {
      this.#said += 1;
      onLine(JSON.parse(text) as Line);
      this.#lines.emit('line');
    });
    this.#child.send(task);
  }

  /** Resolves when it has said so many lines, or is dead. */
  async said(count: number): Promise<void> {
    const gone = this.#gone.then(() => 'gone');
    while (this.#said < count) {
      if ((await Promise.race([once(this.#lines, 'line'), gone])) === 'gone') return;
    }
  }

  /** Dead and heard to the end. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}
