import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { storesOf } from '../../src/storage/stores.ts';
import { DATABASE_KINDS } from './databases.ts';

const ATTEMPTS = 500;
const LIMIT = 400;
const SHARED = DATABASE_KINDS.filter(({ name }) => name !== 'PGlite');

describe.each(SHARED)('two processes on one $name', (kind) => {
  test(`that take ${2 * ATTEMPTS} uses of one person at once get exactly the limit`, async () => {
    await using opened = await kind.open();
    const program = fileURLToPath(new URL('./database-process.ts', import.meta.url));
    const children = [1, 2].map(() =>
      fork(program, ['take', opened.url ?? '', String(ATTEMPTS), String(LIMIT)]),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    const results = children.map(async (child) => {
      child.send('go');
      const [taken] = await once(child, 'message');
      return taken as number;
    });
    const taken = await Promise.all(results);
    expect(taken.reduce((sum, each) => sum + each, 0)).toBe(LIMIT);
    const { usage } = storesOf(opened.database, Date.now);
    const counter = { subject: 'user:1', kind: 'generated', day: '2026-12-01' } as const;
    expect(await usage.used(counter)).toBe(LIMIT);
  }, 60_000);
});
