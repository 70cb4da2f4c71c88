import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { TEMPLATE_NAMES } from '../events/event.ts';
import { type Poster, THEME_NAMES } from '../posters/poster.ts';
import type { PosterStore } from '../posters/poster-cache.ts';
import { absent, removeAbandoned, writeAtomically } from './atomic-file.ts';

export interface PosterFilesOptions {
  readonly directory: string;
  /** When more than this is kept, what was used longest ago goes. */
  readonly maxBytes: number;
}

/** What is written about a poster: one line of JSON. */
const headSchema = z.object({
  template: z.enum(TEMPLATE_NAMES),
  theme: z.enum(THEME_NAMES),
  width: z.number(),
  height: z.number(),
  actsOnPages: z.array(z.number()).exactOptional(),
  warnings: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('missing_glyphs'), characters: z.array(z.string()) }),
      z.object({ kind: z.literal('text_shortened'), text: z.string() }),
      z.object({ kind: z.literal('acts_omitted'), count: z.number() }),
    ]),
  ),
  /** Bytes of each page. */
  pages: z.array(z.int().nonnegative()).min(1),
});

/** Eight hexadecimal digits and a space. */
const SUM_LENGTH = 9;
const NEWLINE = 0x0a;
const NOTE_MS = 60_000;
const NOTES = 2_000;
const POSTER = /^[0-9a-f]{64}\.poster$/;

/**
 * Keeps posters in files, bounded in size. A damaged file counts as absent; files of others are left alone. Several
 * processes may share a folder: each looks at it again after writing a quarter of `maxBytes`, so there may be that
 * much too much for each.
 */
export class PosterFiles implements PosterStore {
  readonly #options: PosterFilesOptions;
  /** So many bytes may be written before the folder is looked at again; at first it is unknown. */
  #room = 0;
  #pruning: Promise<void> | undefined;
  /** When it was last written down that a file was used, in epoch milliseconds. */
  readonly #notedAt = new Map<string, number>();

  constructor(options: PosterFilesOptions) {
    this.#options = options;
  }

  async get(key: string): Promise<Poster | undefined> {
    const path = this.#path(key);
    const file = await readFile(path).catch(absent);
    const poster = file && parsePoster(file);
    if (poster) await this.#noteUse(path);
    return poster;
  }

  /** Once in a while is enough to know what was used longest ago, and costs as much as the reading otherwise. */
  async #noteUse(path: string): Promise<void> {
    const now = new Date();
    const noted = this.#notedAt.get(path) ?? Number.NEGATIVE_INFINITY;
    if (now.getTime() - noted < NOTE_MS) return;
    if (this.#notedAt.size >= NOTES) this.#notedAt.clear();
    this.#notedAt.set(path, now.getTime());
    // Where it cannot be noted that it was used, the poster is good all the same.
    await utimes(path, now, now).catch(() => {});
  }

  async put(key: string, poster: Poster): Promise<void> {
    const parts = fileOf(poster);
    await writeAtomically(this.#path(key), parts);
    for (const part of parts) this.#room -= part.length;
    // Again, when others wrote while the folder was looked at.
    while (this.#room < 0) {
      this.#pruning ??= this.#prune().finally(() => {
        this.#pruning = undefined;
      });
      await this.#pruning;
    }
  }

  #path(key: string): string {
    return join(this.#options.directory, `${key}.poster`);
  }

  /** When there is too much, down to three quarters, so that it is not done again for every poster. */
  async #prune(): Promise<void> {
    const { maxBytes } = this.#options;
    const roomBefore = this.#room;
    await removeAbandoned(this.#options.directory);
    const files = (await this.#list()).sort((a, b) => a.usedAt - b.usedAt);
    let bytes = files.reduce((sum, file) => sum + file.size, 0);
    const goal = bytes > maxBytes ? maxBytes * 0.75 : maxBytes;
    for (const file of files) {
      if (bytes <= goal) break;
      await rm(file.path, { force: true });
      bytes -= file.size;
    }
    const writtenMeanwhile = roomBefore - this.#room;
    this.#room = Math.min(maxBytes - bytes, maxBytes / 4) - writtenMeanwhile;
  }

  async #list() {
    const { directory } = this.#options;
    const found = ((await readdir(directory).catch(absent)) ?? []).filter((name) =>
      POSTER.test(name),
    );
    const files = await Promise.all(
      found.map(async (name) => {
        const path = join(directory, name);
        const file = await stat(path).catch(absent);
        return file ? [{ path, size: file.size, usedAt: file.mtimeMs }] : [];
      }),
    );
    return files.flat();
  }
}

/**
 * A checksum of the rest, the line about the poster, its JPEGs one after the other. The checksum because after a power
 * failure a file can have its length and yet zeros where its end should be.
 */
function fileOf({ pages, ...about }: Poster): readonly Buffer[] {
  const head = { ...about, pages: pages.map((page) => page.length) };
  const body = [Buffer.from(`${JSON.stringify(head)}\n`), ...pages];
  const sum = body.reduce((before, part) => crc32(part, before), 0);
  return [Buffer.from(`${hexadecimal(sum)} `), ...body];
}

function parsePoster(file: Buffer): Poster | undefined {
  const sum = file.toString('latin1', 0, SUM_LENGTH - 1);
  const body = file.subarray(SUM_LENGTH);
  if (sum !== hexadecimal(crc32(body))) return undefined;
  const end = body.indexOf(NEWLINE);
  try {
    const head = headSchema.parse(JSON.parse(body.toString('utf8', 0, end)));
    let at = end + 1;
    const pages = head.pages.map((length) => {
      at += length;
      return body.subarray(at - length, at);
    });
    return at === body.length ? { ...head, pages } : undefined;
  } catch {
    // Written by another version.
    return undefined;
  }
}

function hexadecimal(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}
