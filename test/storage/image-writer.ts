// A process that stores, reads and deletes pictures until it is killed or has done all its rounds. It tells its parent
// of every picture that is stored, and exits with 1 when it sees a broken one.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ImageFiles } from '../../src/storage/image-files.ts';

const [, , directory = '', name = '', rounds = 'Infinity', among = 'Infinity'] = process.argv;
const store = new ImageFiles({
  directory,
  onDamaged: (hash) => assert.fail(`${hash} is damaged`),
});

for (let round = 0; round < Number(rounds); round += 1) {
  // Of `among` different ones, so that two processes with the same name store the same.
  const picture = Buffer.alloc(60_000, `${name} ${round % Number(among)} `);
  const hash = await store.put(picture);
  process.send?.(hash);
  const found = await store.get(hash);
  assert.ok(!found || found.equals(picture));
  if (Number(among) < round && round % 3 === 0) {
    await store.delete(createHash('sha256').update(picture).digest('hex'));
  }
}
process.disconnect?.();
