import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { UsageError } from './verb.ts';

/** One picture keeps its name; several are numbered before the extension: `a.jpg` gives `a-1.jpg`, `a-2.jpg`. */
export function pageFiles(path: string, count: number): string[] {
  if (count === 1) return [path];
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return Array.from({ length: count }, (_, index) => `${stem}-${index + 1}${extension}`);
}

export interface Picture {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes files beside their places and moves them there once all are written: a failure leaves nothing, and what was
 * there before stays intact.
 *
 * @throws {UsageError} in one sentence that begins with the path.
 */
export async function writePictures(pictures: readonly Picture[]): Promise<void> {
  const targets = await Promise.all(pictures.map(({ path }) => targetOf(path)));
  const written: string[] = [];
  let path = '';
  try {
    for (const [index, picture] of pictures.entries()) {
      path = picture.path;
      const temporary = join(
        dirname(targets[index] ?? path),
        `.${process.pid}-${Date.now()}-${index}.tmp`,
      );
      written.push(temporary);
      await writeFile(temporary, picture.bytes, { flag: 'wx' });
    }
    for (const [index, temporary] of written.entries()) {
      path = pictures[index]?.path ?? '';
      await rename(temporary, targets[index] ?? path);
    }
  } catch (error) {
    await Promise.all(written.map((temporary) => rm(temporary, { force: true }).catch(() => {})));
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${path} cannot be written: ${REASONS[code] ?? code}`);
  }
}

async function targetOf(path: string): Promise<string> {
  // A link stays a link. What does not exist yet has no other path than this one.
  const target = await realpath(path).catch(() => path);
  const present = await stat(target).catch(() => undefined);
  if (present?.isDirectory()) throw new UsageError(`${path} is a folder; name a file in it`);
  // Moving a file over /dev/null would succeed, for root.
  if (present && !present.isFile()) throw new UsageError(`${path} is not an ordinary file`);
  return target;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  EROFS: 'its folder may not be written to',
  ENOSPC: 'the disk is full',
};
