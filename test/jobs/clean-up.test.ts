import { describe, expect, test } from 'vitest';
import { cleanUp } from '../../src/posts/clean-up.ts';
import { removeDepartedServers } from '../../src/posts/departed-servers.ts';
import type { ExpiryBatch, Removal } from '../../src/posts/expiry.ts';
import { DAY, HOUR, makeContext, makePictures, NOW } from './pictures.ts';

/** Answers with these removals one after the other, then with nothing, and notes what it was asked. */
function removing(...removals: readonly Removal[]) {
  const asked: ExpiryBatch[] = [];
  const left = [...removals];
  return {
    asked,
    remove: async (batch: ExpiryBatch) => {
      asked.push(batch);
      return left.shift() ?? { removed: 0, hashes: [] };
    },
  };
}

async function cleaning(
  pictures: ReturnType<typeof removing>,
  drafts: ReturnType<typeof removing> = removing(),
) {
  const made = await makePictures();
  const failed: string[] = [];
  const options = {
    pictures: made.index,
    images: made.images,
    expiry: { removePictures: pictures.remove, removeDrafts: drafts.remove },
    clock: () => NOW,
    onFailed: (hash: string) => failed.push(hash),
    batch: 2,
  };
  return { ...made, options, failed, run: cleanUp(options) };
}

describe('the clean-up', () => {
  test('asks for pictures after 7 days and for drafts after 30', async () => {
    const pictures = removing();
    const drafts = removing();
    await using made = await cleaning(pictures, drafts);
    expect(await made.run(makeContext())).toBe('0 pictures and 0 drafts removed, 0 files deleted');
    expect(pictures.asked).toEqual([{ before: NOW - 7 * DAY, limit: 2 }]);
    expect(drafts.asked).toEqual([{ before: NOW - 30 * DAY, limit: 2 }]);
  });

  test('goes on until nothing is left, and deletes the files that no post has', async () => {
    await using files = await makePictures();
    const [one, two, three] = await Promise.all(
      ['one', 'two', 'three'].map((name) => files.file(name, 8 * DAY)),
    );
    const other = await files.file('other', 8 * DAY);
    const pictures = removing(
      { removed: 2, hashes: [one as string] },
      { removed: 1, hashes: [two as string] },
    );
    const drafts = removing({ removed: 1, hashes: [three as string] });
    const run = cleanUp({
      pictures: files.index,
      images: files.images,
      expiry: { removePictures: pictures.remove, removeDrafts: drafts.remove },
      clock: () => NOW,
      onFailed: () => {},
      batch: 2,
    });
    expect(await run(makeContext())).toBe('3 pictures and 1 drafts removed, 3 files deleted');
    expect(await files.files()).toEqual([other]);
  });

  test('leaves a file that another post has got meanwhile, or that was stored again', async () => {
    const hashes: string[] = [];
    const pictures = removing({ removed: 2, hashes });
    await using made = await cleaning(pictures);
    const taken = await made.file('taken', 8 * DAY);
    made.row(taken, 0);
    const again = await made.file('again', HOUR - 1);
    hashes.push(taken, again);
    await made.run(makeContext());
    expect(await made.files()).toEqual([taken, again].sort());
  });

  test('goes on when a file cannot be deleted, which is told', async () => {
    await using made = await cleaning(removing());
    const one = await made.file('one', 8 * DAY);
    const two = await made.file('two', 8 * DAY);
    const run = cleanUp({
      ...made.options,
      expiry: {
        removePictures: removing({ removed: 1, hashes: [one, two] }).remove,
        removeDrafts: removing().remove,
      },
      images: {
        delete: (hash, deletion) =>
          hash === one ? Promise.reject(new Error('refused')) : made.images.delete(hash, deletion),
      },
    });
    expect(await run(makeContext())).toContain('1 files deleted');
    expect(made.failed).toEqual([one]);
    expect(await made.files()).toEqual([one]);
  });

  test('stops between two batches when it is told to', async () => {
    const stop = new AbortController();
    const pictures = removing({ removed: 2, hashes: [] }, { removed: 2, hashes: [] });
    await using made = await cleaning({
      asked: pictures.asked,
      remove: (batch) => {
        stop.abort(new Error('The bot stops'));
        return pictures.remove(batch);
      },
    });
    await expect(made.run(makeContext({ signal: stop.signal }))).rejects.toThrow('The bot stops');
    expect(pictures.asked).toHaveLength(1);
  });
});

describe('the removal of departed servers', () => {
  test('takes those that left 30 days ago, with their files, and leaves who came back or never went', async () => {
    await using made = await makePictures();
    const hash = await made.file('theirs', 40 * DAY);
    const kept = await made.file('of others too', 40 * DAY);
    made.row(kept, 40 * DAY);
    const asked: unknown[] = [];
    const run = removeDepartedServers({
      pictures: made.index,
      images: made.images,
      clock: () => NOW,
      onFailed: () => {},
      departures: {
        async due(leftBefore) {
          asked.push(leftBefore);
          return ['gone', 'back', 'present'];
        },
        async returned(guildId) {
          asked.push(['returned', guildId]);
        },
        async removeGuild(guildId, leftBefore) {
          asked.push([guildId, leftBefore]);
          return guildId === 'back'
            ? { outcome: 'returned' }
            : { outcome: 'removed', hashes: [hash, kept] };
        },
      },
      isPresent: (guildId) => guildId === 'present',
    });
    expect(await run(makeContext())).toBe('1 servers removed, 1 files deleted');
    const before = NOW - 30 * DAY;
    expect(asked).toEqual([before, ['gone', before], ['back', before], ['returned', 'present']]);
    expect(await made.files()).toEqual([kept]);
  });
});
