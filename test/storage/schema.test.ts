import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { migrations } from '../../src/storage/migrations/index.ts';
import { POSTGRES_WORDS, SQLITE_WORDS } from '../../src/storage/migrations/migration.ts';
import { type Schema, tables } from '../../src/storage/schema.ts';
import { describeOnDatabases, openTemporarySqlite } from './databases.ts';

/** What each dialect calls our three kinds of columns. */
const TYPES: Readonly<Record<string, string>> = {
  text: 'text',
  integer: 'integer',
  int8: 'integer',
  blob: 'blob',
  bytea: 'blob',
};

describeOnDatabases((current) => {
  test('the declared tables are those of the database, column by column', async () => {
    const found = await current().kysely.introspection.getTables();
    const live = found.map(({ name, columns }) => [
      name,
      Object.fromEntries(
        columns.map(({ name: column, dataType, isNullable, isAutoIncrementing }) => [
          column,
          {
            kind: TYPES[dataType.toLowerCase()] ?? dataType,
            // What SQLite numbers by itself it calls nullable, and never is.
            nullable: isNullable && !isAutoIncrementing,
          },
        ]),
      ),
    ]);
    expect(Object.fromEntries(live)).toEqual(tables);
  });

  test('a post cannot be without its parents', async () => {
    const { kysely } = current();
    const orphan = kysely.insertInto('revision').values({
      post_id: 'none',
      number: 1,
      theme: 'night',
      size: 'square',
      language: 'ko',
      caption: '',
      caption_edited: 0,
      facts: '{}',
      created_at: 1,
    });
    await expect(orphan.execute()).rejects.toThrow(/foreign key/i);
  });

  test('a column takes only what it is declared for', async () => {
    const insert = sql`insert into departure (guild_id, left_at) values ('1', ${1.5})`;
    await expect(insert.execute(current().kysely)).rejects.toThrow();
  });

  test('what happens in a transaction that fails has not happened', async () => {
    const { kysely } = current();
    const failing = kysely.transaction().execute(async (trx) => {
      await trx.insertInto('departure').values({ guild_id: '1', left_at: 1 }).execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await kysely.selectFrom('departure').selectAll().execute()).toEqual([]);
  });
});

describe('migrations', () => {
  test('are numbered in order, and the list names every file', () => {
    const names = migrations.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    names.forEach((name, index) => {
      expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z-]+$`));
    });
    const folder = fileURLToPath(new URL('../../src/storage/migrations', import.meta.url));
    const files = readdirSync(folder).filter((file) => /^\d/.test(file));
    expect(files.sort()).toEqual(names.map((name) => `${name}.ts`));
  });

  // A database that has made a step never makes it again, so an edited step would be made by new databases only. To
  // change the tables, add a step; its sum is printed by the failing test.
  test('are what they were when they were released', () => {
    const sums = Object.fromEntries(
      migrations.map(({ name, statements }) => [
        name,
        createHash('sha256')
          .update([...statements(SQLITE_WORDS), ...statements(POSTGRES_WORDS)].join(';'))
          .digest('hex')
          .slice(0, 12),
      ]),
    );
    expect(sums).toEqual(RELEASED);
  });

  test('are made once', async () => {
    await using opened = await openTemporarySqlite();
    const options = { dialect: 'sqlite', name: 'x' } as const;
    expect(await migrate(opened.database.kysely, options)).toEqual([]);
  });

  describe.each([
    ['SQLite', openSqlite],
    ['PGlite', openPglite],
  ])('that fail on %s', (_, open) => {
    test('leave nothing behind, the steps before included', async () => {
      const { kysely, dialect, close } = await open();
      const steps = [
        ...migrations,
        { name: '0900-good', statements: () => ['create table good (a text not null)'] },
        {
          name: '0901-bad',
          statements: () => ['create table half (a text)', 'create table half (a text)'],
        },
      ];
      await expect(migrate(kysely, { dialect, name: 'x', migrations: steps })).rejects.toThrow();
      const found = await kysely.introspection.getTables();
      const names = found.map(({ name }) => name);
      expect(names).not.toContain('good');
      expect(names).not.toContain('half');
      // And the next start succeeds.
      const made = await migrate(kysely, { dialect, name: 'x', migrations: steps.slice(0, -1) });
      expect(made.at(-1)).toBe('0900-good');
      await close();
    });
  });
});

describe('a transaction', () => {
  const folder = fileURLToPath(new URL('../../src/storage', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')] as const);

  // Awaiting the outer connection inside would wait for itself on SQLite, for ever.
  test('uses nothing but its own connection', () => {
    const wrong = sources.flatMap(([file, text]) =>
      transactionsIn(text)
        .filter((body) => /\bthis\.|\bfetch\(/.test(body))
        .map(() => file),
    );
    expect(wrong).toEqual([]);
    expect(sources.flatMap(([, text]) => transactionsIn(text)).length).toBeGreaterThan(5);
  });

  test('that uses another is found', () => {
    const text = 'await this.#db.transaction().execute(async (trx) => { await this.#db.x(); });';
    expect(transactionsIn(text)).toEqual(['async (trx) => { await this.#db.x(); }']);
  });
});

const RELEASED = {
  '0001-servers': '33023782ea6d',
  '0002-posts': '0063c91da965',
  '0003-accounts': '768489971dd7',
  '0004-jobs': 'a015ec4e43ba',
  '0005-publishing': '980b2329aa5e',
  '0006-scheduled-events': '5789b3c58813',
};

/** The callbacks given to transactions, by counting parentheses. */
function transactionsIn(text: string): string[] {
  const start = '.transaction().execute(';
  return text
    .split(start)
    .slice(1)
    .map((rest) => {
      let depth = 1;
      const end = [...rest].findIndex((sign) => {
        if (sign === '(') depth += 1;
        if (sign === ')') depth -= 1;
        return depth === 0;
      });
      return rest.slice(0, end);
    });
}

interface Opened {
  readonly kysely: Kysely<Schema>;
  readonly dialect: 'sqlite' | 'postgres';
  close(): Promise<void>;
}

async function openSqlite(): Promise<Opened> {
  const opened = await openTemporarySqlite();
  const { kysely } = opened.database;
  return { kysely, dialect: 'sqlite', close: async () => opened[Symbol.asyncDispose]() };
}

async function openPglite(): Promise<Opened> {
  const kysely = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: new PGlite() }) });
  return { kysely, dialect: 'postgres', close: () => kysely.destroy() };
}
