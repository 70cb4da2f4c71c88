// A process that puts and gets posters beside another one that does the same; exits with 1 when it sees a broken one.
import assert from 'node:assert/strict';
import { PosterFiles } from '../../src/storage/poster-files.ts';
import { makeKey, makePoster } from '../posters/make-poster.ts';

const [, , directory = '', name = ''] = process.argv;
const store = new PosterFiles({ directory, maxBytes: 200_000 });

for (let round = 0; round < 150; round += 1) {
  // Both write the same keys, each its own bytes, and there is room for half of them.
  const jpeg = Buffer.alloc(10_000 + round, name);
  await store.put(makeKey(`${round % 40}`), makePoster({ pages: [jpeg] }));
  const found = await store.get(makeKey(`${(round * 7) % 40}`));
  if (found) {
    const [page = Buffer.alloc(0)] = found.pages;
    assert.equal(new Set(page).size, 1);
    assert.ok(page.length >= 10_000);
  }
}
