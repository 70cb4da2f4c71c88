import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from './verb.ts';

/**
 * Writes a file beside its place and moves it there: a failure leaves nothing, and what was there before stays intact.
 *
 * @throws {UsageError} in one sentence that begins with the path.
 */
export async function writePicture(path: string, bytes: Uint8Array): Promise<void> {
  // A link stays a link. What does not exist yet has no other path than this one.
  const target = await realpath(path).catch(() => path);
  const present = await stat(target).catch(() => undefined);
  if (present?.isDirectory()) throw new UsageError(`${path} is a folder; name a file in it`);
  // Moving a file over /dev/null would succeed, for root.
  if (present && !present.isFile()) throw new UsageError(`${path} is not an ordinary file`);
  const temporary = join(dirname(target), `.${process.pid}-${Date.now()}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${path} cannot be written: ${REASONS[code] ?? code}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  EROFS: 'its folder may not be written to',
  ENOSPC: 'the disk is full',
};
