import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PosterFiles } from '../../src/storage/poster-files.ts';
import { makeKey, makePoster } from '../posters/make-poster.ts';
import { posterStoreContract } from '../posters/poster-store.contract.ts';

const KB = 1000;
const HOUR = 60 * 60 * 1000;

posterStoreContract('files', () => Folder.make({ maxBytes: 100 * KB }));

describe('a damaged file', () => {
  const poster = makePoster({ warnings: [{ kind: 'acts_omitted', count: 2 }] });

  test('counts as absent wherever it was cut off', async () => {
    await using folder = await Folder.make();
    await folder.store.put(KEY, poster);
    const whole = await readFile(folder.fileOf(KEY));
    for (let length = whole.length - 1; length >= 0; length -= 1) {
      await truncate(folder.fileOf(KEY), length);
      expect(await folder.store.get(KEY)).toBeUndefined();
    }
  });

  test('counts as absent whichever byte is wrong', async () => {
    await using folder = await Folder.make();
    await folder.store.put(KEY, poster);
    const whole = await readFile(folder.fileOf(KEY));
    const index = fc.nat(whole.length - 1);
    await fc.assert(
      fc.asyncProperty(index, fc.nat(255), async (at, byte) => {
        const damaged = Buffer.from(whole);
        damaged[at] = byte;
        await writeFile(folder.fileOf(KEY), damaged);
        const found = await folder.store.get(KEY);
        if (found) expect(found).toEqual(poster);
        else expect(damaged.equals(whole)).toBe(false);
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['text', 'not a poster'],
    ['a bare JPEG', makePoster().pages[0] ?? ''],
    ['zeros', Buffer.alloc(500)],
    ['of another version', withChecksum('{"template":"collage","warnings":[]}\njpeg')],
    ['without a line about it', withChecksum('jpeg')],
    ['longer than its pages', withChecksum(`${HEAD}fourteen bytes`)],
    ['shorter than its pages', withChecksum(`${HEAD}seven`)],
  ])('counts as absent when it is %s', async (_what, content) => {
    await using folder = await Folder.make();
    await writeFile(folder.fileOf(KEY), content);
    expect(await folder.store.get(KEY)).toBeUndefined();
  });

  test('is replaced by the next poster', async () => {
    await using folder = await Folder.make();
    await writeFile(folder.fileOf(KEY), 'not a poster');
    await folder.store.put(KEY, poster);
    expect(await folder.store.get(KEY)).toEqual(poster);
  });
});

describe('the size of the folder', () => {
  test('never exceeds its bound, and holds what came last', async () => {
    const posters = fc.array(
      fc.record({ key: fc.nat(30), bytes: fc.integer({ min: 1 * KB, max: 20 * KB }) }),
      { minLength: 20, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(posters, async (puts) => {
        await using folder = await Folder.make({ maxBytes: 100 * KB });
        for (const { key, bytes } of puts) {
          await folder.store.put(makeKey(`${key}`), makePoster({ pages: [Buffer.alloc(bytes)] }));
          expect(await folder.size()).toBeLessThanOrEqual(100 * KB);
          expect((await folder.store.get(makeKey(`${key}`)))?.pages[0]?.length).toBe(bytes);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('is kept also when many posters come at once', async () => {
    await using folder = await Folder.make({ maxBytes: 100 * KB });
    // Looking through many files takes a while, and meanwhile posters are written. These are the last to go.
    for (let index = 0; index < 300; index += 1) {
      await writeFile(folder.fileOf(makeKey(`old ${index}`)), Buffer.alloc(100));
      await folder.age(makeKey(`old ${index}`), -HOUR);
    }
    const putSeveral = async (name: string) => {
      for (let index = 0; index < 10; index += 1) {
        const poster = makePoster({ pages: [Buffer.alloc(10 * KB)] });
        await folder.store.put(makeKey(`${name} ${index}`), poster);
      }
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(putSeveral));
    expect(await folder.size()).toBeLessThanOrEqual(100 * KB);
    expect(await folder.size()).toBeGreaterThan(50 * KB);
  });

  test('counts what earlier processes left', async () => {
    await using folder = await Folder.make({ maxBytes: 100 * KB });
    await folder.fill(10, { pages: [Buffer.alloc(9 * KB)] });
    const smaller = new PosterFiles({ directory: folder.path, maxBytes: 40 * KB });
    await smaller.put(KEY, makePoster());
    expect(await folder.size()).toBeLessThanOrEqual(40 * KB);
    expect(await smaller.get(KEY)).toBeDefined();
  });

  test('lets go first what was used longest ago', async () => {
    await using folder = await Folder.make({ maxBytes: 100 * KB });
    const keys = await folder.fill(10, { pages: [Buffer.alloc(9 * KB)] });
    for (const [index, key] of keys.entries()) await folder.age(key, (20 - index) * HOUR);
    const [oldest, second, third] = keys as [string, string, string];
    await folder.store.get(oldest);
    const { store } = await folder.reopened();
    await store.put(KEY, makePoster({ pages: [Buffer.alloc(15 * KB)] }));
    expect(await store.get(oldest)).toBeDefined();
    expect(await store.get(second)).toBeUndefined();
    expect(await store.get(third)).toBeUndefined();
    expect(await store.get(keys.at(-1) ?? '')).toBeDefined();
    expect(await store.get(KEY)).toBeDefined();
  });

  test('allows for a poster larger than the folder may be', async () => {
    await using folder = await Folder.make({ maxBytes: 10 * KB });
    await folder.store.put(KEY, makePoster({ pages: [Buffer.alloc(20 * KB)] }));
    expect(await folder.size()).toBe(0);
    await folder.store.put(KEY, makePoster());
    expect(await folder.store.get(KEY)).toBeDefined();
  });
});

describe('what is not a poster', () => {
  test('goes when it is the abandoned half of one, and stays while somebody may be writing', async () => {
    await using folder = await Folder.make();
    const [abandoned, inWork] = [randomUUID(), randomUUID()].map((id) => `${KEY}.${id}.tmp`);
    for (const name of [abandoned, inWork]) await writeFile(join(folder.path, name ?? ''), 'half');
    const old = new Date(Date.now() - 2 * HOUR);
    await utimes(join(folder.path, abandoned ?? ''), old, old);
    await folder.store.put(KEY, makePoster());
    expect((await readdir(folder.path)).sort()).toEqual([`${KEY}.poster`, inWork].sort());
  });

  test('stays when it belongs to somebody else, however large it is', async () => {
    await using folder = await Folder.make({ maxBytes: 10 * KB });
    await writeFile(join(folder.path, 'README.md'), Buffer.alloc(50 * KB));
    await mkdir(join(folder.path, 'a-folder'));
    await folder.fill(10, { pages: [Buffer.alloc(2 * KB)] });
    expect(await readdir(folder.path)).toEqual(expect.arrayContaining(['README.md', 'a-folder']));
    expect(await folder.store.get(makeKey('9'))).toBeDefined();
  });

  test('is not left behind by a write that fails', async () => {
    await using folder = await Folder.make();
    await mkdir(folder.fileOf(KEY));
    await expect(folder.store.put(KEY, makePoster())).rejects.toThrow();
    expect(await readdir(folder.path)).toEqual([`${KEY}.poster`]);
  });
});

test('a folder that does not exist is made, with those above it', async () => {
  await using folder = await Folder.make();
  const directory = join(folder.path, 'data', 'posters');
  const store = new PosterFiles({ directory, maxBytes: 100 * KB });
  expect(await store.get(KEY)).toBeUndefined();
  await store.put(KEY, makePoster());
  expect(await store.get(KEY)).toBeDefined();
});

test('a folder that cannot be written to is an error, for whoever counts on it', async () => {
  await using folder = await Folder.make();
  await writeFile(join(folder.path, 'posters'), 'a file');
  const store = new PosterFiles({ directory: join(folder.path, 'posters'), maxBytes: 100 * KB });
  await expect(store.put(KEY, makePoster())).rejects.toThrow();
});

test('what one process keeps, the next one finds', async () => {
  await using folder = await Folder.make();
  await folder.store.put(KEY, makePoster({ theme: 'paper' }));
  expect((await (await folder.reopened()).store.get(KEY))?.theme).toBe('paper');
});

test('two processes may work in one folder', async () => {
  await using folder = await Folder.make();
  const program = new URL('./poster-writer.ts', import.meta.url);
  const writers = ['a', 'b'].map((name) => fork(program, [folder.path, name]));
  const ends = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  expect(ends).toEqual([
    [0, null],
    [0, null],
  ]);
  expect((await readdir(folder.path)).filter((name) => !name.endsWith('.poster'))).toEqual([]);
});

const KEY = makeKey('the poster');

/** Of two pages of four bytes each. */
const HEAD =
  '{"template":"lineup","theme":"night","width":1,"height":1,"warnings":[],"pages":[4,4]}\n';

function withChecksum(text: string): string {
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}`;
}

/** A folder of posters that goes when the test ends. */
class Folder implements AsyncDisposable {
  readonly path: string;
  readonly maxBytes: number;
  readonly store: PosterFiles;

  static async make({ maxBytes = 100 * KB } = {}): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), 'posters-')), maxBytes);
  }

  private constructor(path: string, maxBytes: number) {
    this.path = path;
    this.maxBytes = maxBytes;
    this.store = new PosterFiles({ directory: path, maxBytes });
  }

  /** As another process sees it. */
  async reopened(): Promise<{ readonly store: PosterFiles }> {
    return { store: new PosterFiles({ directory: this.path, maxBytes: this.maxBytes }) };
  }

  /** Puts as many posters under the keys of their numbers. */
  async fill(count: number, like: Parameters<typeof makePoster>[0]): Promise<string[]> {
    const keys = Array.from({ length: count }, (_, index) => makeKey(`${index}`));
    for (const key of keys) await this.store.put(key, makePoster(like));
    return keys;
  }

  fileOf(key: string): string {
    return join(this.path, `${key}.poster`);
  }

  /** As if it had last been used so many milliseconds ago. */
  async age(key: string, ms: number): Promise<void> {
    const then = new Date(Date.now() - ms);
    await utimes(this.fileOf(key), then, then);
  }

  /** Bytes of all posters. */
  async size(): Promise<number> {
    const names = (await readdir(this.path)).filter((name) => name.endsWith('.poster'));
    const files = await Promise.all(names.map((name) => stat(join(this.path, name))));
    return files.reduce((sum, { size }) => sum + size, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
