import { mkdtempDisposable, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/events/clock.ts';
import type { KeptPost, NewPicture } from '../../src/posts/kept-post.ts';
import { PrivacyService, type PrivacyTelemetry } from '../../src/posts/privacy-service.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { openTemporarySqlite } from '../storage/databases.ts';
import { GUILD, MINA, makeContent, makeDraft } from '../storage/make-draft.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The privacy service over a real database and real files. */
export async function openPrivacy(clock: Clock) {
  const parts = new AsyncDisposableStack();
  const { database } = parts.use(await openTemporarySqlite());
  const folder = parts.use(await mkdtempDisposable(join(tmpdir(), 'rite-bot-privacy-')));
  const images = new ImageFiles({ directory: folder.path });
  const stores = storesOf(database, clock);
  const failed: [what: string, error: unknown][] = [];
  const timed: string[] = [];
  const telemetry: PrivacyTelemetry = {
    timed(operation, work) {
      timed.push(operation);
      return work();
    },
  };
  const options = { ...stores, images, telemetry, clock };
  const privacy = new PrivacyService({
    ...options,
    onFailed: (what, error) => failed.push([what, error]),
  });

  /** A picture in the image store, as old as this. */
  async function picture(name: string, ageMs = DAY_MS): Promise<NewPicture> {
    const bytes = Buffer.from(name);
    const hash = await images.put(bytes);
    const at = new Date(clock() - ageMs);
    await utimes(join(folder.path, hash.slice(0, 2), `${hash}.jpg`), at, at);
    return { hash, bytes: bytes.length, width: 1080, height: 1080 };
  }

  return {
    database,
    stores,
    images,
    options,
    privacy,
    /** What was timed. */
    timed,
    /** What went wrong after deletions. */
    failed,
    picture,
    /** A draft with one picture for each name. */
    async draft(
      names: readonly string[],
      { guildId = GUILD, by = MINA }: { readonly guildId?: string; readonly by?: string } = {},
    ): Promise<KeptPost> {
      const pictures = await Promise.all(names.map((name) => picture(name)));
      return await stores.posts.createDraft(
        makeDraft({ guildId, by, at: clock(), content: makeContent({ pictures }) }),
      );
    },
    async files(): Promise<string[]> {
      const hashes: string[] = [];
      for await (const { hash } of images.list()) hashes.push(hash);
      return hashes.sort();
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
