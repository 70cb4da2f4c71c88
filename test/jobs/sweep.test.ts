import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../src/posts/image-store.ts';
import { type SweepOptions, sweep } from '../../src/posts/sweep.ts';
import { DAY, HOUR, makeContext, makePictures, NOW } from './pictures.ts';

async function sweeping(options: Partial<SweepOptions> = {}) {
  const made = await makePictures();
  const lost: string[] = [];
  const run = sweep({
    pictures: made.index,
    images: made.images,
    clock: () => NOW,
    onLost: (hash) => lost.push(hash),
    onFailed: () => {},
    batch: 3,
    ...options,
  });
  return { ...made, lost, run };
}

describe('the sweep', () => {
  test('deletes files that no post has, but for those that may just get one', async () => {
    await using made = await sweeping();
    const kept = await made.file('kept', DAY);
    made.row(kept, DAY);
    await made.file('orphan', HOUR + 1_000);
    const young = await made.file('young', HOUR - 1_000);
    expect(await made.run(makeContext())).toBe(
      '3 files and 1 pictures compared, 1 files deleted, 0 pictures forgotten',
    );
    expect(await made.files()).toEqual([kept, young].sort());
    expect([...made.rows.keys()]).toEqual([kept]);
  });

  test('forgets and reports pictures whose file is gone, but for those just added', async () => {
    await using made = await sweeping();
    const gone = hashOf(Buffer.from('gone'));
    const added = hashOf(Buffer.from('added'));
    made.row(gone, DAY);
    made.row(added, HOUR - 1_000);
    await made.run(makeContext());
    expect(made.lost).toEqual([gone]);
    expect([...made.rows.keys()]).toEqual([added]);
  });

  test('does not forget a picture that was stored after the files were listed', async () => {
    await using made = await sweeping();
    const run = sweep({
      pictures: made.index,
      images: {
        async *list() {
          yield* made.images.list();
          made.row(await made.images.put(Buffer.from('new')), 2 * HOUR);
        },
        has: (hash) => made.images.has(hash),
        delete: (hash) => made.images.delete(hash),
      },
      clock: () => NOW,
      onLost: (hash) => made.lost.push(hash),
      onFailed: () => {},
    });
    await run(makeContext());
    expect(made.lost).toEqual([]);
    expect(made.rows.size).toBe(1);
  });

  test('leaves files and rows that agree, whatever was wrong before', async () => {
    const kinds = fc.constantFrom('both', 'file', 'row');
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { maxLength: 12 }), async (things) => {
        await using made = await sweeping();
        const both: string[] = [];
        for (const [index, thing] of things.entries()) {
          const name = `picture ${index}`;
          const hash = hashOf(Buffer.from(name));
          if (thing !== 'row') await made.file(name, DAY);
          if (thing !== 'file') made.row(hash, DAY);
          if (thing === 'both') both.push(hash);
        }
        await made.run(makeContext());
        expect(await made.files()).toEqual(both.sort());
        expect([...made.rows.keys()].sort()).toEqual(both);
        expect(made.lost).toHaveLength(things.filter((thing) => thing === 'row').length);
      }),
      { numRuns: 25 },
    );
  });
});

describe('when nearly everything would go', () => {
  const many = Array.from({ length: 101 }, (_, index) => `picture ${index}`);

  test('of the files, as with the database of another bot, it is left to a person', async () => {
    await using made = await sweeping();
    for (const name of many) await made.file(name, DAY);
    await expect(made.run(makeContext())).rejects.toThrow(
      /^101 of 101 files have no post, which no crash explains: check DATABASE_URL/,
    );
    expect(await made.files()).toHaveLength(101);
    expect(await made.run(makeContext({ byHand: true }))).toContain('101 files deleted');
    expect(await made.files()).toEqual([]);
  });

  test('of the pictures, as with a disk that is not there, it is left to a person', async () => {
    await using made = await sweeping();
    for (const name of many) made.row(hashOf(Buffer.from(name)), DAY);
    await expect(made.run(makeContext())).rejects.toThrow('101 of 101 pictures of posts');
    expect(made.rows.size).toBe(101);
    await made.run(makeContext({ byHand: true }));
    expect(made.rows.size).toBe(0);
  });

  test('but not the most of it, it goes', async () => {
    await using made = await sweeping();
    for (const name of many) await made.file(name, DAY);
    for (let index = 0; index < 101; index++) {
      made.row(await made.file(`other ${index}`, DAY), DAY);
    }
    expect(await made.run(makeContext())).toContain('101 files deleted');
  });
});

test('a sweep that is stopped has done no harm', async () => {
  await using made = await sweeping();
  const kept = await made.file('kept', DAY);
  made.row(kept, DAY);
  await made.file('orphan', DAY);
  const signal = AbortSignal.abort(new Error('The bot stops'));
  await expect(made.run(makeContext({ signal }))).rejects.toThrow('The bot stops');
  expect(await made.files()).toHaveLength(2);
});
