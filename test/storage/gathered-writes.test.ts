import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { GatheredWrites } from '../../src/storage/gathered-writes.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { DATABASE_KINDS, openTemporarySqlite, type TestDatabase } from './databases.ts';

describe('writes that come at nearly the same time', () => {
  test('share transactions, in their order and no more than sixteen in one', async () => {
    await using opened = await openTemporarySqlite();
    const seen = await writeAtOnce(opened, 40);
    // The first waits for nobody.
    expect(seen.map(({ transaction }) => transaction)).toEqual([
      0,
      ...Array.from({ length: 16 }, () => 1),
      ...Array.from({ length: 16 }, () => 2),
      ...Array.from({ length: 7 }, () => 3),
    ]);
    expect(await guilds(opened.database.kysely)).toEqual(seen.map(({ guild }) => guild));
  });

  test('have a transaction each where there is more than one connection', async () => {
    const pglite = DATABASE_KINDS.find(({ name }) => name === 'PGlite');
    await using opened = await pglite?.open();
    if (!opened) throw new Error('PGlite is missing');
    const seen = await writeAtOnce(opened, 5);
    expect(seen.map(({ transaction }) => transaction)).toEqual([0, 1, 2, 3, 4]);
  });

  test('are not answered before everybody can read them', async () => {
    await using opened = await openTemporarySqlite();
    await using other = await openDatabase(opened.url);
    const writes = new GatheredWrites(opened.database.kysely);
    const read = await Promise.all(
      names(8).map(async (guild) => {
        await writes.run((trx) => leave(trx, guild));
        return (await guilds(other.kysely)).includes(guild);
      }),
    );
    expect(read).toEqual(Array.from({ length: 8 }, () => true));
  });

  test('are all undone and all told when the commit fails, and are not tried again', async () => {
    await using opened = await openTemporarySqlite();
    const writes = new GatheredWrites(opened.database.kysely);
    await writes.run((trx) => leave(trx, 'before'));
    let asked = 0;
    const outcomes = await Promise.allSettled(
      names(3).map((guild, index) =>
        writes.run(async (trx) => {
          asked += 1;
          await leave(trx, guild);
          if (index === 1) await breakAtCommit(trx);
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(asked).toBe(3);
    expect(await guilds(opened.database.kysely)).toEqual(['before']);
    await writes.run((trx) => leave(trx, 'after'));
    expect(await guilds(opened.database.kysely)).toEqual(['after', 'before']);
  });

  test('lose one to a database that somebody else holds for too long, not all of them', async () => {
    await using opened = await openTemporarySqlite();
    await using impatient = await openDatabase(opened.url, { patienceMs: 1_000 });
    const { promise: letGo, resolve: leaveIt } = Promise.withResolvers<void>();
    const holding = opened.database.kysely.transaction().execute(async (trx) => {
      await leave(trx, 'holder');
      await letGo;
    });
    const writes = new GatheredWrites(impatient.kysely);
    // The first goes alone, so those that come together are behind it.
    const outcomes = await Promise.allSettled(
      names(5).map((guild, index) =>
        writes
          .run((trx) => leave(trx, guild))
          .catch((error: unknown) => {
            if (index === 1) leaveIt();
            throw error;
          }),
      ),
    );
    await holding;
    expect(outcomes.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });

  test('succeed or fail each by itself, whatever becomes of the others', async () => {
    await using opened = await openTemporarySqlite();
    const { kysely } = opened.database;
    const crowds = fc.array(fc.boolean(), { minLength: 1, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(crowds, async (crowd) => {
        await kysely.deleteFrom('departure').execute();
        const writes = new GatheredWrites(kysely);
        const all = names(crowd.length);
        const outcomes = await Promise.allSettled(
          all.map((guild, index) =>
            writes.run(async (trx) => {
              await leave(trx, guild);
              if (!crowd[index]) throw new Error(guild);
              return guild;
            }),
          ),
        );
        expect(outcomes).toEqual(
          all.map((guild, index) =>
            crowd[index]
              ? { status: 'fulfilled', value: guild }
              : { status: 'rejected', reason: new Error(guild) },
          ),
        );
        expect(await guilds(kysely)).toEqual(all.filter((_, index) => crowd[index]));
      }),
      { numRuns: 25 },
    );
  });
});

/** Which transaction each was written in, from 0. */
async function writeAtOnce({ database }: TestDatabase, count: number) {
  const writes = new GatheredWrites(database.kysely);
  const transactions: Kysely<Schema>[] = [];
  return await Promise.all(
    names(count).map((guild) =>
      writes.run(async (trx) => {
        if (!transactions.includes(trx)) transactions.push(trx);
        const transaction = transactions.indexOf(trx);
        await leave(trx, guild);
        return { guild, transaction };
      }),
    ),
  );
}

async function leave(trx: Kysely<Schema>, guild: string): Promise<void> {
  await trx.insertInto('departure').values({ guild_id: guild, left_at: 1 }).execute();
}

/** A picture of no post, which is looked at only in the end. */
async function breakAtCommit(trx: Kysely<Schema>): Promise<void> {
  await sql`pragma defer_foreign_keys = on`.execute(trx);
  await sql`insert into picture (id, secret, post_id, revision, page, hash, bytes, width, height, created_at)
    values ('one', 'two', 'nobody', 1, 1, 'hash', 1, 1, 1, 1)`.execute(trx);
}

async function guilds(db: Kysely<Schema>): Promise<readonly string[]> {
  const rows = await db.selectFrom('departure').select('guild_id').orderBy('guild_id').execute();
  return rows.map(({ guild_id: guild }) => guild);
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `guild ${String(index).padStart(2, '0')}`);
}
