import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, vi } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { environmentSchema } from '../../src/config.ts';

type Variables = Readonly<Record<string, string>>;

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A person at a command line, in an empty folder, without any setting of whoever runs the tests. `rite` runs a verb in
 * this process, which takes a tenth of the time; `spawn` starts the program as a person would.
 */
export function openTerminal() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'terminal-')));
  const before = process.cwd();
  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    rite,
    spawn: (command: readonly string[], variables: Variables = {}, options: SpawnOptions = {}) =>
      spawnProgram(command, { cwd: folder, env: cleanEnvironment(variables), ...options }),
  };
}

/** From a person, who may go on typing, or from a program that has ended. */
type Typed = string | { readonly piped: string };

/** The outcome of a verb, with a person who types this, or without any; `stop` raises its stop signal. */
function rite(args: readonly string[], variables: Variables = {}, typed?: Typed) {
  const controller = new AbortController();
  const stdin = Object.assign(new PassThrough(), { isTTY: typeof typed === 'string' });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  if (typeof typed === 'object') stdin.end(typed.piped);
  else stdin.write(typed ?? '');
  for (const name of Object.keys(environmentSchema.shape)) vi.stubEnv(name, variables[name]);
  const io = { stdin, stdout, stderr, stopSignal: () => controller.signal };
  const running = runCli(args, io).finally(() => {
    stdout.end();
    stderr.end();
    vi.unstubAllEnvs();
  });
  const outcome = Promise.all([running, text(stdout), text(stderr)]).then(
    ([code, out, err]): Outcome => ({ code, stdout: out, stderr: err }),
  );
  return Object.assign(outcome, { stop: () => controller.abort() });
}

export interface Program {
  readonly child: ChildProcess;
  /** Resolves when the process and whatever it started are gone. */
  readonly ended: Promise<Outcome & { readonly signal: NodeJS.Signals | null }>;
  /** Resolves when this was printed to standard output. */
  printed(wanted: string): Promise<void>;
}

/** Of the project: `bin/rite-bot.mjs`, for one. */
export function inProject(path: string): string {
  return join(project, path);
}

function spawnProgram(command: readonly string[], options: SpawnOptions): Program {
  const [file = process.execPath, ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }));
  return {
    child,
    ended,
    async printed(wanted) {
      while (!stdout.includes(wanted)) {
        const next = once(child.stdout as NonNullable<typeof child.stdout>, 'data');
        const over = ended.then(() => {
          throw new Error(`It ended without printing ${wanted}:\n${stdout}${stderr}`);
        });
        await Promise.race([next, over]);
      }
    },
  };
}

function cleanEnvironment(variables: Variables): NodeJS.ProcessEnv {
  const unset = Object.keys(environmentSchema.shape).map((name) => [name, undefined]);
  return { ...process.env, ...Object.fromEntries(unset), ...variables };
}
