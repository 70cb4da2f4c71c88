import { readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../events/clock.ts';
import {
  assertImageHash,
  assertImageSize,
  hashOf,
  type ImageDeletion,
  type ImageStore,
  type ImageStoreCheck,
  ImageStoreError,
  type KeptImage,
} from '../posts/image-store.ts';
import { absent, removeAbandoned, writeAtomically } from './atomic-file.ts';

export interface ImageFilesOptions {
  readonly directory: string;
  /** With less space on the disk the store is not ready. Default 256 MB. */
  readonly minFreeBytes?: number;
  /** Hears of every picture that was found damaged and removed. */
  readonly onDamaged?: (hash: string) => void;
  /** Tells when a picture was stored. Default the machine's. */
  readonly clock?: Clock;
}

const MIN_FREE_BYTES = 256_000_000;
const SHARD = /^[0-9a-f]{2}$/;
const IMAGE = /^([0-9a-f]{64})\.jpg$/;

/**
 * Pictures in files, `ab/ab01….jpg`. As with Git's objects one level of 256 folders is enough: with a million pictures
 * each holds 4,000, and a clean-up walks 256 folders rather than 65,536. Several processes may share the directory;
 * files of others in it are left alone.
 */
export class ImageFiles implements ImageStore {
  readonly #options: ImageFilesOptions;
  readonly #clock: Clock;

  constructor(options: ImageFilesOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
  }

  async put(bytes: Uint8Array): Promise<string> {
    assertImageSize(bytes);
    const hash = hashOf(bytes);
    const options = { durable: true, at: this.#clock() };
    await this.#use(() => writeAtomically(this.#path(hash), [bytes], options));
    return hash;
  }

  async get(hash: string): Promise<Buffer | undefined> {
    assertImageHash(hash);
    const path = this.#path(hash);
    return this.#use(async () => {
      const before = await stat(path).catch(absent);
      const bytes = before && (await readFile(path).catch(absent));
      if (!bytes) return undefined;
      if (hashOf(bytes) === hash) return bytes;
      this.#options.onDamaged?.(hash);
      // Somebody may have stored it again since it was read.
      const after = await stat(path).catch(absent);
      if (after?.ino === before.ino) await rm(path, { force: true });
      return undefined;
    });
  }

  async has(hash: string): Promise<boolean> {
    assertImageHash(hash);
    return this.#use(async () => (await stat(this.#path(hash)).catch(absent))?.isFile() ?? false);
  }

  /** Between looking at the time and removing lie some microseconds, in which a `put` would be lost. */
  async delete(hash: string, { storedBefore }: ImageDeletion = {}): Promise<void> {
    assertImageHash(hash);
    const path = this.#path(hash);
    await this.#use(async () => {
      const file = storedBefore === undefined ? undefined : await stat(path).catch(absent);
      if (file && storedBefore !== undefined && storedAtOf(file) >= storedBefore) return;
      await rm(path, { force: true });
    });
  }

  /** Also removes what crashed writers left, being the only walk through all folders. */
  async *list(): AsyncGenerator<KeptImage> {
    const { directory } = this.#options;
    const names = await this.#use(() => readdir(directory).catch(absent));
    if (!names) return;
    await this.#use(() => removeAbandoned(directory));
    for (const shard of names.filter((name) => SHARD.test(name))) {
      const folder = join(directory, shard);
      await this.#use(() => removeAbandoned(folder));
      for (const name of (await this.#use(() => readdir(folder).catch(absent))) ?? []) {
        const hash = IMAGE.exec(name)?.[1];
        if (!hash?.startsWith(shard)) continue;
        const file = await this.#use(() => stat(join(folder, name)).catch(absent));
        if (file?.isFile()) yield { hash, bytes: file.size, storedAt: storedAtOf(file) };
      }
    }
  }

  async check(): Promise<ImageStoreCheck> {
    const { directory, minFreeBytes = MIN_FREE_BYTES } = this.#options;
    const probe = join(directory, 'check');
    try {
      await this.#use(() => writeAtomically(probe, [Buffer.from('check')], { durable: true }));
      await this.#use(() => rm(probe, { force: true }));
      const { bavail, bsize } = await this.#use(() => statfs(directory));
      const freeBytes = bavail * bsize;
      if (freeBytes >= minFreeBytes) return { ready: true, freeBytes };
      const free = `${megabytes(freeBytes)} MB are free on the disk of ${directory}`;
      return { ready: false, problem: `Only ${free}; ${megabytes(minFreeBytes)} MB are needed.` };
    } catch (error) {
      if (error instanceof ImageStoreError) return { ready: false, problem: error.message };
      throw error;
    }
  }

  #path(hash: string): string {
    return join(this.#options.directory, hash.slice(0, 2), `${hash}.jpg`);
  }

  async #use<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, this.#options.directory);
    }
  }
}

function storeError(cause: unknown, directory: string): unknown {
  // Mistakes of ours have codes too, but no system call.
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) return cause;
  const code = String(cause.code);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    // The limit on the size of one file (RLIMIT_FSIZE).
    case 'EFBIG':
      return new ImageStoreError(
        'full',
        `There is no space for pictures in ${directory} (${code}); free some or choose another folder.`,
        { cause },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return new ImageStoreError(
        'refused',
        `Pictures cannot be kept in ${directory} (${code}); the bot needs a folder there that it may write to.`,
        { cause },
      );
    default:
      return new ImageStoreError('unreachable', `The disk of ${directory} fails (${code}).`, {
        cause,
      });
  }
}

/** Whole milliseconds, also where the file system counts finer. */
function storedAtOf(file: { readonly mtimeMs: number }): number {
  return Math.floor(file.mtimeMs);
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1_000_000);
}
