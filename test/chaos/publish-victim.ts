import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentSchema } from '../../src/config.ts';
import {
  type PublishComplaint,
  type PublishTask,
  SHORT_TIMING,
  TOKEN_KEYS,
} from './publish-task.ts';

const PROGRAM = fileURLToPath(new URL('./publish-program.ts', import.meta.url));
const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
/** pino's. */
const ERROR_LEVEL = 50;

/** One process that publishes until it is killed, by itself or by somebody. Loading takes a while: it is begun early. */
export abstract class PublishVictim {
  /** Resolves when it could begin. */
  abstract readonly loaded: Promise<unknown>;
  readonly #child: ChildProcess;
  /** Resolves when it is dead and heard to the end. */
  readonly gone: Promise<unknown>;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.gone = once(child, 'close');
  }

  /** Lets it publish, once it is loaded. `onComplaint` hears of what nobody foresaw. */
  abstract begin(task: PublishTask, onComplaint: (text: string) => void): void;

  /** Not a step for so long, as when the machine has no time for it or sleeps. */
  async pause(ms: number): Promise<void> {
    this.#child.kill('SIGSTOP');
    await delay(ms);
    this.#child.kill('SIGCONT');
  }

  /** @returns whether it was still alive. */
  async kill(): Promise<boolean> {
    const wasAlive = this.#child.exitCode === null && this.#child.signalCode === null;
    this.#child.kill('SIGKILL');
    await this.gone;
    return wasAlive;
  }
}

/** The publisher alone, which can be told where to die. */
export class ProgramVictim extends PublishVictim {
  readonly loaded: Promise<unknown>;
  readonly #child: ChildProcess;

  /** @param compiled a folder in which one leaves for the others what it has compiled: it halves their loading. */
  constructor(compiled: string) {
    const child = fork(PROGRAM, {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      // The options of a test runner's process are not for it.
      execArgv: [],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    super(child);
    this.#child = child;
    this.loaded = Promise.race([once(child, 'message'), this.gone]);
  }

  begin(task: PublishTask, onComplaint: (text: string) => void): void {
    linesOf(this.#child.stdout).on('line', (text) => {
      onComplaint((JSON.parse(text) as PublishComplaint).error);
    });
    this.#child.send(task);
  }
}

/** `rite-bot worker`, as an operator runs it. It publishes from the moment it is loaded. */
export class WorkerVictim extends PublishVictim {
  readonly loaded: Promise<unknown>;
  readonly #complaints: string[] = [];
  #onComplaint = (text: string): void => void this.#complaints.push(text);

  constructor(task: Omit<PublishTask, 'naive' | 'death'>, dataDir: string) {
    const child = spawn(process.execPath, [CLI, 'worker'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...settingsOf(task, dataDir) },
    });
    super(child);
    const lines = linesOf(child.stderr);
    const { promise: runs, resolve } = Promise.withResolvers<void>();
    lines.on('line', (text) => {
      if (text.includes('worker runs')) resolve();
      if (isComplaint(text)) this.#onComplaint(text);
    });
    this.loaded = Promise.race([runs, this.gone]);
  }

  begin(_task: PublishTask, onComplaint: (text: string) => void): void {
    this.#onComplaint = onComplaint;
    this.#complaints.forEach(onComplaint);
  }
}

function settingsOf(
  { databaseUrl, graphUrl, publicUrl }: Omit<PublishTask, 'naive' | 'death'>,
  dataDir: string,
): NodeJS.ProcessEnv {
  const unset = Object.keys(environmentSchema.shape).map((name) => [name, undefined]);
  const seconds = (ms: number) => String(ms / 1_000);
  return {
    ...Object.fromEntries(unset),
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    INSTAGRAM_GRAPH_URL: graphUrl,
    PUBLIC_URL: publicUrl,
    TOKEN_ENCRYPTION_KEYS: TOKEN_KEYS,
    // Nobody is there.
    RITE_URL: 'http://127.0.0.1:1',
    LOG_LEVEL: 'info',
    PUBLISH_TICK_SECONDS: seconds(SHORT_TIMING.tickMs),
    PUBLISH_LEASE_SECONDS: seconds(SHORT_TIMING.leaseMs),
    PUBLISH_HTTP_TIMEOUT_SECONDS: seconds(SHORT_TIMING.httpTimeoutMs),
    PUBLISH_GRACE_SECONDS: seconds(SHORT_TIMING.graceMs),
    PUBLISH_RETRY_BASE_SECONDS: seconds(SHORT_TIMING.retryBaseMs),
    PUBLISH_PREPARE_AHEAD_SECONDS: seconds(SHORT_TIMING.prepareAheadMs),
  };
}

/** What is no line of the log was printed because the program could not go on. */
function isComplaint(text: string): boolean {
  if (!text.startsWith('{')) return true;
  return (JSON.parse(text) as { readonly level: number }).level >= ERROR_LEVEL;
}

function linesOf(stream: Readable | null): Interface {
  if (!stream) throw new Error('A program without output');
  return createInterface(stream);
}
