import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGliteDialect, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { Database, openDatabase } from '../../src/storage/database.ts';
import { tables } from '../../src/storage/schema.ts';
import { administer, PostgresServer, postgresPrograms } from './postgres-server.ts';

/** A database to test on, and what another process needs to open the same one. */
export interface TestDatabase extends AsyncDisposable {
  readonly database: Database;
  /** Absent where only one process can use it. */
  readonly url?: string;
}

export interface DatabaseKind {
  readonly name: string;
  open(): Promise<TestDatabase>;
}

const sqlite: DatabaseKind = { name: 'SQLite', open: openTemporarySqlite };

/** PostgreSQL compiled to WebAssembly: its language everywhere, without its concurrency. */
const pglite: DatabaseKind = {
  name: 'PGlite',
  async open() {
    const dialect = new PGliteDialect({ pglite: new PGlite() });
    const database = await Database.over(dialect, { dialect: 'postgres', name: 'PGlite' });
    return { database, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
  },
};

/** Real PostgreSQL, where a server is given by TEST_DATABASE_URL or its programs are installed. */
export const postgres: DatabaseKind | undefined = givenPostgres() ?? installedPostgres();

export const DATABASE_KINDS: readonly DatabaseKind[] = [
  sqlite,
  pglite,
  ...(postgres ? [postgres] : []),
];

/** The suite once for each kind of database, empty at the start of each test. */
export function describeOnDatabases(
  suite: (current: () => Database, kind: DatabaseKind) => void,
  kinds = DATABASE_KINDS,
): void {
  for (const kind of kinds) {
    describe(`on ${kind.name}`, () => {
      let opened: TestDatabase;
      beforeAll(async () => {
        opened = await kind.open();
      }, 60_000);
      beforeEach(() => empty(opened.database));
      afterAll(() => opened[Symbol.asyncDispose]());
      suite(() => opened.database, kind);
    });
  }
}

export async function openTemporarySqlite(): Promise<TestDatabase & { readonly url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'rite-bot-database-'));
  const url = join(folder, 'rite-bot.db');
  const database = await openDatabase(url);
  return {
    database,
    url,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

async function empty({ kysely, dialect }: Database): Promise<void> {
  const names = Object.keys(tables);
  if (dialect === 'postgres') {
    await sql`truncate ${sql.join(names.map((name) => sql.table(name)))} restart identity`.execute(
      kysely,
    );
    return;
  }
  // Parents are declared first.
  for (const name of names.reverse()) await sql`delete from ${sql.table(name)}`.execute(kysely);
}

/** Each opening gets a database of its own there: test files run at the same time. */
function givenPostgres(): DatabaseKind | undefined {
  const given = process.env.TEST_DATABASE_URL;
  if (!given) return undefined;
  return {
    name: 'PostgreSQL',
    async open() {
      const name = `rite_bot_${randomBytes(6).toString('hex')}`;
      await administer(given, `create database ${name}`);
      const url = Object.assign(new URL(given), { pathname: `/${name}` }).href;
      const parts = new AsyncDisposableStack();
      parts.defer(() => administer(given, `drop database ${name} with (force)`));
      const database = parts.use(await openDatabase(url));
      return { database, url, [Symbol.asyncDispose]: async () => parts.disposeAsync() };
    },
  };
}

function installedPostgres(): DatabaseKind | undefined {
  const programs = postgresPrograms();
  if (!programs) return undefined;
  return {
    name: 'PostgreSQL',
    async open() {
      const parts = new AsyncDisposableStack();
      const server = parts.use(await PostgresServer.start(programs));
      const url = await server.createDatabase();
      const database = parts.use(await openDatabase(url));
      return { database, url, [Symbol.asyncDispose]: () => parts.disposeAsync() };
    },
  };
}
