import { type ChildProcess, execFile, fork } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ImageStoreError } from '../../src/posts/image-store.ts';
import { ImageFiles, type ImageFilesOptions } from '../../src/storage/image-files.ts';
import {
  hashOf,
  type ImageStoreHarness,
  imageStoreContract,
  keptIn,
} from '../posts/image-store.contract.ts';

const HOUR = 60 * 60 * 1000;
const WRITER = new URL('./image-writer.ts', import.meta.url);

imageStoreContract('files', () => Folder.make());

test('a picture was stored when the clock says, also when it is stored again', async () => {
  let now = Date.UTC(2031, 0, 1);
  await using folder = await Folder.make();
  const store = folder.reopened({ clock: () => now });
  const bytes = Buffer.from('a');
  const hash = await store.put(bytes);
  await store.delete(hash, { storedBefore: now });
  expect(await keptIn(store)).toMatchObject([{ hash, storedAt: now }]);
  now += HOUR;
  await store.put(bytes);
  expect(await keptIn(store)).toMatchObject([{ hash, storedAt: now }]);
});

describe('what crashed writers left', () => {
  test('goes with the next listing, unless somebody may still be writing it', async () => {
    await using folder = await Folder.make();
    const hash = await folder.store.put(Buffer.from('a'));
    const shard = join(folder.path, hash.slice(0, 2));
    const old = [join(shard, leftover(hash)), join(folder.path, leftover('check'))];
    const inWork = join(shard, leftover(hash));
    for (const path of [...old, inWork]) await writeFile(path, 'half');
    for (const path of old) await age(path);
    await keptIn(folder.store);
    expect((await readdir(shard)).sort()).toEqual([`${hash}.jpg`, basename(inWork)].sort());
    expect(await readdir(folder.path)).toEqual([hash.slice(0, 2)]);
    await age(inWork);
    expect(await keptIn(folder.store)).toHaveLength(1);
    expect(await readdir(shard)).toEqual([`${hash}.jpg`]);
  });

  test('is never more than that, after kill -9 at fifty moments', {
    timeout: 120_000,
  }, async () => {
    await using folder = await Folder.make();
    const acknowledged = new Set<string>();
    for (let kill = 0; kill < 50; kill += 1) {
      const writer = fork(WRITER, [folder.path, `life ${kill}`]);
      writer.on('message', (hash) => acknowledged.add(String(hash)));
      await once(writer, 'message');
      await killWithin(writer, 30);
    }
    const kept = await keptIn(folder.store);
    for (const { hash, bytes } of kept) {
      expect(hashOf(await readFile(folder.fileOf(hash)))).toBe(hash);
      expect(bytes).toBe(60_000);
    }
    const hashes = new Set(kept.map(({ hash }) => hash));
    expect([...acknowledged].filter((hash) => !hashes.has(hash))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThanOrEqual(50);
    for (const path of await folder.filesBut(/\.jpg$/)) await age(path);
    await keptIn(folder.store);
    expect(await folder.filesBut(/\.jpg$/)).toEqual([]);
  });
});

test('two processes may store, read and delete the same pictures in one directory', async () => {
  await using folder = await Folder.make();
  const writers = ['a', 'a', 'b'].map((name) => fork(WRITER, [folder.path, name, '60', '7']));
  const ends = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  expect(ends).toEqual(writers.map(() => [0, null]));
  for (const { hash } of await keptIn(folder.store)) {
    expect(await folder.store.get(hash)).toBeDefined();
  }
  expect(await folder.filesBut(/\.jpg$/)).toEqual([]);
});

describe('without space', () => {
  // Every POSIX system limits the size of a file for anybody: the write fails half-way through, as on a full disk. A
  // small disk of its own needs a kernel that lets anybody mount one.
  const ways = [
    ['a limit on the size of files', 'ulimit -f 64; exec "$@"', []],
    ['a full disk', 'mount -t tmpfs -o size=192k tmpfs "$3"; exec "$@"', ['unshare', '-rm']],
  ] as const;

  test.each(ways)(
    '%s is told apart, and nothing half-written is seen',
    async (_, shell, before) => {
      await using folder = await Folder.make();
      const mounts = before.length === 0 || (await canMount());
      const command = mounts ? shell : ways[0][1];
      const program = new URL('./image-filler.ts', import.meta.url).pathname;
      const [file = '', ...args] = [...(mounts ? before : []), 'sh', '-c', command, 'sh'];
      const { stdout } = await promisify(execFile)(file, [
        ...args,
        process.execPath,
        program,
        folder.path,
      ]);
      expect(JSON.parse(stdout)).toMatchObject({
        failure: 'full',
        message: expect.stringMatching(/no space for pictures in .+; free some/),
        names: [expect.stringMatching(/^[0-9a-f]{2}\/[0-9a-f]{64}\.jpg$/)],
        smallIsKept: true,
      });
    },
  );

  test('left over it is not ready', async () => {
    await using folder = await Folder.make();
    const store = folder.reopened({ minFreeBytes: Number.MAX_SAFE_INTEGER });
    expect(await store.check()).toEqual({
      ready: false,
      problem: expect.stringMatching(/^Only \d+ MB are free on the disk of .+ MB are needed\.$/),
    });
    const free = await folder.store.check();
    expect(free.ready && free.freeBytes).toBeGreaterThan(0);
  });
});

describe('a directory', () => {
  test('that does not exist is made with those above it', async () => {
    await using folder = await Folder.make();
    const store = folder.reopened({ directory: join(folder.path, 'data', 'images') });
    expect(await store.check()).toMatchObject({ ready: true });
    const hash = await store.put(Buffer.from('a'));
    expect(await store.get(hash)).toBeDefined();
  });

  test('may be given relative to the working directory', async () => {
    await using folder = await Folder.make();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [new URL('./image-filler.ts', import.meta.url).pathname, 'some/where'],
      { cwd: folder.path },
    );
    expect(JSON.parse(stdout).names).toHaveLength(2);
    expect(await readdir(join(folder.path, 'some'))).toEqual(['where']);
  });

  test('that is a file says so in words', async () => {
    await using folder = await Folder.make();
    const directory = join(folder.path, 'images');
    await writeFile(directory, 'a file');
    const failure = await folder
      .reopened({ directory })
      .put(Buffer.from('a'))
      .catch((error) => error);
    expect(failure).toBeInstanceOf(ImageStoreError);
    expect(failure).toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('the bot needs a folder there that it may write to'),
    });
    expect(await readFile(directory, 'utf8')).toBe('a file');
  });

  test('keeps its pictures readable when it may not be written to', async () => {
    await using folder = await Folder.make();
    const hash = await folder.store.put(Buffer.from('a'));
    await chmod(folder.path, 0o555);
    await chmod(join(folder.path, hash.slice(0, 2)), 0o555);
    expect((await folder.store.get(hash))?.toString()).toBe('a');
    const put = await folder.store.put(Buffer.from('a')).catch((error) => error);
    // Root may write everywhere.
    if (process.getuid?.() === 0) expect(put).toBe(hash);
    else expect(put).toMatchObject({ failure: 'refused' });
    for (const path of [folder.path, join(folder.path, hash.slice(0, 2))]) await chmod(path, 0o755);
  });
});

test('a put that fails leaves nothing behind', async () => {
  await using folder = await Folder.make();
  const bytes = Buffer.from('a');
  await mkdir(folder.fileOf(hashOf(bytes)), { recursive: true });
  await expect(folder.store.put(bytes)).rejects.toBeInstanceOf(ImageStoreError);
  expect(await readdir(join(folder.path, hashOf(bytes).slice(0, 2)))).toEqual([
    `${hashOf(bytes)}.jpg`,
  ]);
});

test('a damaged picture is removed', async () => {
  await using folder = await Folder.make();
  const hash = await folder.store.put(Buffer.from('a'));
  await folder.damage(hash, Buffer.from('b'));
  await folder.store.get(hash);
  expect(await folder.store.has(hash)).toBe(false);
});

function leftover(name: string): string {
  return `${name}.${randomUUID()}.tmp`;
}

async function canMount(): Promise<boolean> {
  const mount = ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()];
  return promisify(execFile)('unshare', mount).then(
    () => true,
    () => false,
  );
}

/** As if its writer had died long ago. */
async function age(path: string): Promise<void> {
  await utimes(path, new Date(0), new Date(0));
}

/** At a random moment of the next so many milliseconds of its life. */
async function killWithin(writer: ChildProcess, ms: number): Promise<void> {
  const gone = once(writer, 'exit');
  const until = performance.now() + randomInt(ms * 1000) / 1000;
  // Waking up for the message would always be between two writes.
  while (performance.now() < until);
  writer.kill('SIGKILL');
  expect(await gone).toEqual([null, 'SIGKILL']);
}

/** A folder of pictures that goes when the test ends. */
class Folder implements ImageStoreHarness {
  readonly path: string;
  readonly store: ImageFiles;
  readonly damaged: string[] = [];

  static async make(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), 'images-')));
  }

  private constructor(path: string) {
    this.path = path;
    this.store = this.reopened();
  }

  /** As another process sees it. */
  reopened(options: Partial<ImageFilesOptions> = {}): ImageFiles {
    const onDamaged = (hash: string) => this.damaged.push(hash);
    return new ImageFiles({ directory: this.path, minFreeBytes: 0, onDamaged, ...options });
  }

  fileOf(hash: string): string {
    return join(this.path, hash.slice(0, 2), `${hash}.jpg`);
  }

  /** Of all folders, by path. */
  async filesBut(names: RegExp): Promise<string[]> {
    const entries = await readdir(this.path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !names.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  }

  async damage(hash: string, bytes: Buffer): Promise<void> {
    await writeFile(this.fileOf(hash), bytes);
  }

  async age(hash: string, ms: number): Promise<void> {
    const then = new Date((await stat(this.fileOf(hash))).mtimeMs - ms);
    await utimes(this.fileOf(hash), then, then);
  }

  async litter(): Promise<void> {
    await writeFile(join(this.path, 'README.md'), 'not a picture');
    await mkdir(join(this.path, 'ab', 'c'.repeat(64)), { recursive: true });
    await writeFile(join(this.path, 'ab', `${'0'.repeat(64)}.jpg`), 'in the wrong folder');
    await writeFile(join(this.path, 'ab', 'notes.tmp'), 'not ours');
  }

  async breakDown(): Promise<void> {
    await rm(this.path, { recursive: true });
    await writeFile(this.path, 'a file where the folder was');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
