import { mkdtempDisposable, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PictureIndex } from '../../src/posts/picture-index.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';

/** 06:00 in Seoul. */
export const NOW = Date.parse('2026-11-22T06:00:00+09:00');
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

/** Real files of pictures whose ages are set by hand, and what posts say of them, in memory. */
export async function makePictures() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'rite-bot-pictures-'));
  const images = new ImageFiles({ directory: folder.path, clock: () => NOW });
  /** Hash -> when its row was added. */
  const rows = new Map<string, number>();
  const index: PictureIndex = {
    byToken: async () => undefined,
    unreferenced: async (hashes) => hashes.filter((hash) => !rows.has(hash)),
    hashes: async ({ after = '', limit }) =>
      [...rows.keys()]
        .filter((hash) => hash > after)
        .sort()
        .slice(0, limit),
    async forget(hash, addedBefore) {
      const addedAt = rows.get(hash);
      if (addedAt === undefined || addedAt >= addedBefore) return 0;
      rows.delete(hash);
      return 1;
    },
  };
  return {
    images,
    index,
    rows,
    /** Stores a picture, so long ago, and returns its hash. */
    async file(name: string, ageMs: number): Promise<string> {
      const hash = await images.put(Buffer.from(name));
      const at = new Date(NOW - ageMs);
      await utimes(join(folder.path, hash.slice(0, 2), `${hash}.jpg`), at, at);
      return hash;
    },
    row(hash: string, ageMs: number): void {
      rows.set(hash, NOW - ageMs);
    },
    async files(): Promise<string[]> {
      const hashes: string[] = [];
      for await (const { hash } of images.list()) hashes.push(hash);
      return hashes.sort();
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** What a job is told when it runs at `NOW`. */
export function makeContext(
  context: { readonly byHand?: boolean; readonly signal?: AbortSignal } = {},
) {
  return { slot: NOW, byHand: false, signal: new AbortController().signal, ...context };
}
