import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';

/** Names of files that are being written, and of what is left of those whose writer died. */
const TEMPORARY = /^[\w-]+\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
/** No write takes this long: whoever began it is gone. */
const ABANDONED_MS = 60 * 60 * 1000;

export interface WriteOptions {
  /** Return only when it would survive a power failure. Costs waiting for the disk. */
  readonly durable?: boolean;
  /** The file's time, in epoch milliseconds; default now. */
  readonly at?: number;
}

/**
 * Writes beside the place and moves there, so that a reader sees the old file or the new one and never a part. Several
 * processes may write to one path: one of them wins. What fails leaves nothing behind.
 */
export async function writeAtomically(
  path: string,
  parts: readonly Uint8Array[],
  { durable = false, at }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(resolve(path));
  await makeFolder(folder, durable);
  const temporary = join(folder, `${basename(path, extname(path))}.${randomUUID()}.tmp`);
  try {
    // 'x': a name that is already there is somebody else's.
    const file = await open(temporary, 'wx');
    try {
      for (const part of parts) await file.appendFile(part);
      if (at !== undefined) await file.utimes(at / 1000, at / 1000);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (durable) await syncFolder(folder);
}

/** Removes what crashed writers left in one folder. By the machine's time, which is that of files being written. */
export async function removeAbandoned(folder: string): Promise<void> {
  const now = Date.now();
  const names = (await readdir(folder).catch(absent)) ?? [];
  for (const name of names.filter((each) => TEMPORARY.test(each))) {
    const path = join(folder, name);
    const file = await stat(path).catch(absent);
    if (file && file.mtimeMs < now - ABANDONED_MS) await rm(path, { force: true });
  }
}

/** For `.catch`: a file that is not there is undefined, other errors stay errors. */
export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function makeFolder(folder: string, durable: boolean): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (!durable || first === undefined) return;
  // Each new folder is an entry of the one above it.
  for (let made = folder; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** A file's name is on the disk when its folder is: https://man7.org/linux/man-pages/man2/fsync.2.html */
async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; NTFS keeps its journal of names itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
