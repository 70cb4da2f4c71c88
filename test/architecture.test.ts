import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom. Core folders carry our own nouns, edges are named for what stands on their other side, and only
 * the files above them put the two together. A folder may import itself and, but for the events, packages.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // Core: from the innermost outwards.
  'src/events': [],
  'src/posters': ['src/events'],
  'src/posts': ['src/events', 'src/posters'],
  // Edges: they implement what the core declares, and never know of each other.
  'src/clients': ['src/events', 'src/posters', 'src/posts'],
  'src/discord': ['src/events', 'src/posters', 'src/posts'],
  'src/storage': ['src/events', 'src/posters', 'src/posts'],
  'src/web': ['src/events', 'src/posters', 'src/posts'],
  // What people can ask, and what we draw.
  commands: ['src/discord', 'src/posts', 'src/events'],
  templates: ['src/events', 'src/posters'],
  // An independent witness: it must not agree with the bot's mistakes.
  sandbox: [],
};

/** What only some files may use: the rest gets it handed over. */
const ONLY_IN: readonly { what: string; used: RegExp; files: RegExp }[] = [
  { what: 'process.env', used: /\bprocess\.env\b/, files: /^src\/config\.ts$/ },
  { what: 'console', used: /(?<![\w/])console\.\w/, files: /^sandbox\// },
  { what: 'node-cron', used: /'node-cron'/, files: /^src\/jobs\.ts$/ },
  {
    what: 'commands/ or templates/',
    used: /'(?:\.\.?\/)+(?:commands|templates)\/.+\.ts'/,
    files: /^src\/(?:app|cli|cli\/.+|render-thread)\.ts$/,
  },
  { what: 'sandbox/', used: /'(?:\.\.?\/)+sandbox\/.+\.ts'/, files: /^src\/cli\/.+\.ts$/ },
];

type Sources = ReadonlyMap<string, string>;

describe('the program', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources: Sources = new Map(
    globSync('{src,commands,templates,sandbox}/**/*.ts', { cwd: root }).map((file) => [
      normalize(file.replaceAll('\\', '/')),
      readFileSync(join(root, file), 'utf8'),
    ]),
  );

  it('keeps to its own rules', () => {
    expect(violations(sources)).toEqual([]);
  });

  it('is read whole', () => {
    expect(sources.size).toBeGreaterThan(100);
    expect([...importsOf('src/app.ts', sources.get('src/app.ts') ?? '')]).toContain(
      'src/discord/gateway.ts',
    );
  });

  it('imports only files that exist', () => {
    const missing = [...sources].flatMap(([file, text]) =>
      importsOf(file, text).filter((target) => isFile(target) && !sources.has(target)),
    );
    expect(missing).toEqual([]);
  });
});

describe('a rule is broken by', () => {
  it.each([
    ['src/events/a.ts', "import { z } from 'zod';", 'src/events/a.ts imports zod'],
    ['src/events/a.ts', "import '../posters/b.ts';", 'src/events/a.ts imports src/posters/b.ts'],
    [
      'src/posters/deep/a.ts',
      "import type { B } from '../../posts/b.ts';",
      'src/posters/deep/a.ts imports src/posts/b.ts',
    ],
    [
      'src/posts/a.ts',
      "export * from '../clients/b.ts';",
      'src/posts/a.ts imports src/clients/b.ts',
    ],
    [
      'src/clients/a.ts',
      "import {\n  b,\n} from '../discord/b.ts';",
      'src/clients/a.ts imports src/discord/b.ts',
    ],
    ['src/storage/a.ts', "await import('../web/b.ts')", 'src/storage/a.ts imports src/web/b.ts'],
    ['src/web/a.ts', "new URL('../app.ts', import.meta.url)", 'src/web/a.ts imports src/app.ts'],
    [
      'templates/a.ts',
      "import { b } from '../src/posts/b.ts';",
      'templates/a.ts imports src/posts/b.ts',
    ],
    [
      'commands/a.ts',
      "import { b } from '../src/posters/b.ts';",
      'commands/a.ts imports src/posters/b.ts',
    ],
    [
      'sandbox/discord/a.ts',
      "import { b } from '../../src/events/b.ts';",
      'sandbox/discord/a.ts imports src/events/b.ts',
    ],
    [
      'src/jobs.ts',
      "import { b } from '../commands/b.ts';",
      'src/jobs.ts uses commands/ or templates/',
    ],
    ['src/app.ts', "import { b } from '../sandbox/b.ts';", 'src/app.ts uses sandbox/'],
    ['src/app.ts', "import cron from 'node-cron';", 'src/app.ts uses node-cron'],
    ['src/logger.ts', 'const level = process.env.LOG_LEVEL;', 'src/logger.ts uses process.env'],
    ['src/cli/a.ts', "console.log('x');", 'src/cli/a.ts uses console'],
  ])('%s with %j', (file, text, violation) => {
    expect(violations(new Map([[file, text]]))).toEqual([violation]);
  });

  it.each([
    [
      'src/events/a.ts',
      "import { b } from './b.ts'; // process.env and console.log are not for this",
    ],
    ['src/posters/a.ts', "import sharp from 'sharp';\nimport { b } from '../events/b.ts';"],
    ['src/discord/messages/a.ts', "import type { B } from '../command.ts';"],
    ['src/cli/a.ts', "await import('../../sandbox/console.ts'); import '../web/b.ts';"],
    ['src/render-thread.ts', "import { templates } from '../templates/index.ts';"],
    ['src/config.ts', 'read(process.env)'],
    ['src/jobs.ts', "import cron from 'node-cron';"],
  ])('not %s with %j', (file, text) => {
    expect(violations(new Map([[file, text]]))).toEqual([]);
  });
});

function violations(sources: Sources): string[] {
  return [...sources].flatMap(([file, source]) => {
    const text = withoutComments(source);
    const folder = folderOf(file);
    const forbidden = importsOf(file, text)
      .filter((target) => folder !== undefined && !mayImport(folder, target))
      .map((target) => `${file} imports ${target}`);
    const misused = ONLY_IN.filter(({ used, files }) => used.test(text) && !files.test(file))
      // Whoever is told so by the table above need not hear it twice.
      .filter(() => forbidden.length === 0)
      .map(({ what }) => `${file} uses ${what}`);
    return [...forbidden, ...misused];
  });
}

/** The row of the table that a file falls under; undefined for the files that put everything together. */
function folderOf(file: string): string | undefined {
  return Object.keys(MAY_IMPORT).find((folder) => file.startsWith(`${folder}/`));
}

function mayImport(folder: string, target: string): boolean {
  if (!isFile(target)) return folder !== 'src/events';
  return [folder, ...(MAY_IMPORT[folder] ?? [])].some((allowed) =>
    target.startsWith(`${allowed}/`),
  );
}

/** Paths from the root for files, names for packages. TypeScript 7 has no parser to ask, so the spelling is read. */
function importsOf(file: string, text: string): string[] {
  const spellings = /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*'([^']+)'/g;
  return [...text.matchAll(spellings)]
    .map((match) => match[1] ?? '')
    .map((target) => (target.startsWith('.') ? join(dirname(file), target) : target));
}

function isFile(target: string): boolean {
  return /^(?:src|commands|templates|sandbox)\/.*\.ts$/.test(target);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
