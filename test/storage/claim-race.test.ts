import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { storesOf } from '../../src/storage/stores.ts';
import { DATABASE_KINDS } from './databases.ts';
import { planPost } from './plan-post.ts';

const POSTS = 200;
const SHARED = DATABASE_KINDS.filter(({ name }) => name !== 'PGlite');

describe.each(SHARED)('two processes on one $name', (kind) => {
  test(`that claim ${POSTS} posts at once never get the same one`, async () => {
    await using opened = await kind.open();
    const stores = storesOf(opened.database, Date.now);
    for (let n = 0; n < POSTS; n += 1) await planPost(stores);
    const program = fileURLToPath(new URL('./database-process.ts', import.meta.url));
    const children = [1, 2].map(() => fork(program, ['claim', opened.url ?? '']));
    await Promise.all(children.map((child) => once(child, 'message')));
    const claims = children.map(async (child) => {
      child.send('go');
      const [ids] = await once(child, 'message');
      return ids as readonly string[];
    });
    const ids = (await Promise.all(claims)).flat();
    expect(ids).toHaveLength(POSTS);
    expect(new Set(ids).size).toBe(POSTS);
  }, 60_000);
});
