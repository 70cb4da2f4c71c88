import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import type { Attachment, Upload } from '../discord/attachment.ts';

/** What somebody without a subscription may upload. */
const UPLOAD_LIMIT = 10 * 1024 * 1024;
const NAME_LENGTH = 100;

/** Discord goes by the name of the file too. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.heic': 'image/heic',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
};

/** Reads a file to upload. Throws, in one line, when there is none or a client would not take it. */
export async function readUpload(path: string): Promise<Upload> {
  const place = expandHome(path);
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    const missing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    throw missing ? new Error(`There is no file ${path}`) : error;
  });
  if (!found.isFile()) throw new Error(`${path} is not a file`);
  if (found.size > UPLOAD_LIMIT) {
    throw new Error(`${path} has ${megabytes(found.size)} MB; Discord takes 10 MB`);
  }
  const contentType = CONTENT_TYPES[extname(place).toLowerCase()] ?? 'application/octet-stream';
  return { name: basename(place), contentType, bytes: await readFile(place) };
}

/** Puts a file of a message into the folder, which is made when missing. Returns where it is. */
export async function saveAttachment(attachment: Attachment, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${attachment.id}-${safeName(attachment.filename)}`);
  await writeFile(path, attachment.bytes);
  return path;
}

/** `~/logo.png` too: a terminal's user types it without thinking. */
export function expandHome(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

/** Whatever the bot calls it, it stays in its folder, and the file system takes it. */
function safeName(name: string): string {
  const clean = name.replace(/[^\p{L}\p{N}._-]/gu, '_');
  const extension = extname(clean).slice(0, 10);
  return `${basename(clean, extname(clean)).slice(0, NAME_LENGTH)}${extension}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
