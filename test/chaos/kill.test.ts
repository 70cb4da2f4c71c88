import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { GUILD, makeDraft } from '../storage/make-draft.ts';
import { contradictions, pictureFaults } from './kept.ts';
import { World } from './world.ts';

const KILLS = 25;

test(`${KILLS} times kill -9 while people work lose nothing that they were told is done`, {
  timeout: 180_000,
}, async () => {
  // Other moments each time; with this one they come again, as far as two processors allow.
  const seed = Date.now();
  await using world = new World({ seed });
  expect(await world.run(KILLS), `seed ${seed}`).toEqual([]);
  for (const deed of ['kept', 'revised'] as const) {
    expect(world.ledger.deeds.get(deed), deed).toBeGreaterThan(0);
  }
  await world.sweep();
  expect([...world.faults(), ...world.pictureFaults()], `seed ${seed}`).toEqual([]);
});

test('an edit that is only said to be saved is found out', { timeout: 120_000 }, async () => {
  await using world = new World({ seed: 1, hasty: true });
  let faults: string[] = [];
  while (faults.length === 0 && world.kills < KILLS) faults = await world.run(world.kills + 1);
  expect(faults.join('\n')).toMatch(/^(?:revision \d+ of )?post \w+ is lost$/m);
});

test('files and rows that do not agree are found out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rite-bot-chaos-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'rite-bot.db');
  const directory = join(folder, 'pictures');
  const images = new ImageFiles({ directory });
  const [alone = '', torn = ''] = await Promise.all(
    ['alone', 'torn'].map((name) => images.put(Buffer.from(name))),
  );
  {
    await using database = await openDatabase(path);
    const { posts } = storesOf(database, Date.now);
    await posts.createDraft(makeDraft());
  }
  writeFileSync(join(directory, torn.slice(0, 2), `${torn}.jpg`), 'to');
  using file = closing(new BetterSqlite3(path));
  const hashes = file.database.prepare('select hash from picture').pluck().all();
  expect(pictureFaults(file.database, directory).sort()).toEqual(
    [
      `file ${alone} has no row`,
      `file ${torn}.jpg is something else`,
      ...hashes.map((hash) => `picture ${String(hash)} has no file`),
    ].sort(),
  );
  expect(contradictions(file.database)).toEqual([]);
  const { id } = file.database.prepare('select id from post').get() as { id: string };
  file.database.exec(`update post set revision = 2 where guild_id = '${GUILD}'`);
  expect(contradictions(file.database)).toEqual([
    `post ${id} is not what its revisions and the log say`,
  ]);
});

function closing(database: BetterSqlite3.Database) {
  return { database, [Symbol.dispose]: () => database.close() };
}
