import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { MEMORY } from '../bin/launch.mjs';

export interface BotReport {
  /** Milliseconds that each acknowledgement took. */
  readonly acknowledgedMs: number[];
  /** Milliseconds. */
  readonly eventLoopDelayP99: number;
  /** Resident memory, MB. */
  readonly rssMb: number;
}

/** The bot, in a process of its own with the memory settings of the program. It measures from `measure` on. */
export class BotProcess {
  readonly #child: ChildProcess;

  /** Resolves when it answers interactions. @param flags of Node. */
  static async start(env: NodeJS.ProcessEnv, flags: readonly string[] = []): Promise<BotProcess> {
    const child = fork('bench/post-bot.ts', [], {
      env: { ...MEMORY.env, ...env },
      execArgv: [...MEMORY.flags, ...flags],
      stdio: 'inherit',
    });
    // Whatever happens, it does not go on without this process; and it never ends by itself.
    process.once('exit', () => child.kill());
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
    child.once('exit', (code, signal) => {
      if (code !== 0) throw new Error(`The bot ended with ${code ?? signal}`);
    });
    await once(child, 'message');
    return new BotProcess(child);
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  measure(): void {
    this.#child.send('start');
  }

  async report(): Promise<BotReport> {
    this.#child.send('report');
    const [message] = (await once(this.#child, 'message')) as [BotReport];
    return message;
  }

  async stop(): Promise<void> {
    this.#child.send('stop');
    await once(this.#child, 'exit');
  }
}
