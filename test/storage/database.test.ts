import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../src/cli/free-port.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { DatabaseError } from '../../src/storage/database-error.ts';
import { parseDatabaseUrl } from '../../src/storage/database-url.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { postgres, type TestDatabase } from './databases.ts';
import { EVENING, GUILD, makeDraft } from './make-draft.ts';

describe('a database file', () => {
  test('is created with its folder, for the bot’s user alone', async () => {
    const path = join(makeFolder(), 'deep', 'rite-bot.db');
    await using database = await openDatabase(path);
    await database.ping();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
  });

  test('survives power failures, checks references and does not wait on the main thread', async () => {
    await using database = await openDatabase(join(makeFolder(), 'x.db'));
    const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'];
    const values = await Promise.all(settings.map((name) => pragma(database, name)));
    // 2 is FULL.
    expect(values).toEqual(['wal', 2, 1, 5]);
  });

  test('keeps what was stored for the next time', async () => {
    const path = join(makeFolder(), 'x.db');
    const post = await usingDatabase(path, ({ posts }) => posts.createDraft(makeDraft()));
    const found = await usingDatabase(path, ({ posts }) => posts.findPost(GUILD, post.id));
    expect(found).toEqual(post);
  });

  test.each([
    ['a path', (path: string) => path],
    ['sqlite:', (path: string) => `sqlite:${path}`],
    ['sqlite://', (path: string) => `sqlite://${path}`],
    ['file:', (path: string) => `file:${path}`],
    ['a file URL', (path: string) => pathToFileURL(path).href],
  ])('may be named by %s', async (_, write) => {
    const path = join(makeFolder(), '한글 name.db');
    await usingDatabase(write(path), ({ brands }) => brands.changeBrand(GUILD, { theme: 'neon' }));
    expect(existsSync(path)).toBe(true);
  });

  test('may be on a drive of Windows', () => {
    const path = 'C:\\rite\\rite-bot.db';
    expect(parseDatabaseUrl(path)).toEqual({ kind: 'sqlite', path });
  });

  test.each([
    ['mysql://x/y', 'DATABASE_URL begins with mysql:'],
    ['', 'DATABASE_URL must name a file'],
    [':memory:', 'DATABASE_URL must name a file'],
    ['file:x.db?mode=ro', 'DATABASE_URL must name a file'],
    ['file://host/x.db', 'DATABASE_URL is not a file: address of this machine'],
    ['postgres://rite:p@ss:word@/x', 'DATABASE_URL must look like postgres://'],
  ])('%j is refused as an address', async (url, beginning) => {
    const error = await failureOf(openDatabase(url));
    expect(error.reason).toBe('bad_address');
    expect(error.message).toMatch(new RegExp(`^${beginning}`));
    expect(error.message).not.toContain('p@ss');
  });
});

describe('a file that cannot be used is said and left as it is:', () => {
  test('one with a damaged header', async () => {
    const path = await makeDatabase();
    const bytes = readFileSync(path);
    bytes.fill(0x2a, 0, 40);
    await expectRefused(
      path,
      bytes,
      'corrupt',
      'is damaged; stop the bot and restore the last backup',
    );
  });

  test('one that was cut off', async () => {
    const path = await makeDatabase();
    const bytes = readFileSync(path);
    await expectRefused(path, bytes.subarray(0, 8 * 1024), 'corrupt', 'is damaged');
  });

  test('one whose pages were overwritten', async () => {
    const path = await makeDatabase();
    const bytes = readFileSync(path);
    bytes.fill(0x2a, 4096);
    await expectRefused(path, bytes, 'corrupt', 'is damaged');
  });

  test('one with a damaged page in the middle, before a bot goes on writing into it', async () => {
    const path = await makeDatabase();
    const file = new BetterSqlite3(path);
    const { rootpage } = file
      .prepare("select rootpage from sqlite_master where name = 'revision'")
      .get() as { rootpage: number };
    file.close();
    const bytes = readFileSync(path);
    bytes.fill(0x2a, (rootpage - 1) * 4096, rootpage * 4096);
    await expectRefused(path, bytes, 'corrupt', 'is damaged', 'bot');
    // A verb of the command line reads what can be read, and says it for the rest.
    const reading = usingDatabase(path, async ({ posts }) => {
      const { posts: found } = await posts.listPosts({ guildId: GUILD, limit: 1 });
      await posts.findPost(GUILD, found[0]?.id ?? '');
    });
    expect((await failureOf(reading)).reason).toBe('corrupt');
  });

  test('one that is something else', async () => {
    const path = join(makeFolder(), 'x.db');
    await expectRefused(
      path,
      Buffer.from('not a database at all\n'.repeat(50)),
      'corrupt',
      'is damaged',
    );
  });

  test('one of another program', async () => {
    const path = join(makeFolder(), 'x.db');
    const other = new BetterSqlite3(path);
    other.exec('create table bookmarks (url text)');
    other.close();
    await expectRefused(path, readFileSync(path), 'foreign', 'is a database of another program');
  });

  test('one from a newer version', async () => {
    const path = await makeDatabase();
    const file = new BetterSqlite3(path);
    file.exec("insert into kysely_migration values ('9999-future', '2031-01-01T00:00:00.000Z')");
    const { tables } = contentOf(file);
    file.close();
    const error = await failureOf(openDatabase(path));
    expect(error.reason).toBe('newer');
    expect(error.message).toBe(
      `The database ${path} was last used by a newer Rite Bot (it knows 9999-future); install that version, or restore a backup from before`,
    );
    const after = new BetterSqlite3(path);
    expect(contentOf(after).tables).toEqual(tables);
    after.close();
  });

  test('a folder', async () => {
    const path = makeFolder();
    const error = await failureOf(openDatabase(path));
    expect(error).toMatchObject({ reason: 'unusable', message: expect.stringContaining(path) });
  });

  test('a file in a folder that is a file', async () => {
    const path = join(await makeDatabase(), 'x.db');
    expect((await failureOf(openDatabase(path))).reason).toBe('unusable');
  });

  test('one that may only be read', async () => {
    const path = await makeDatabase();
    chmodSync(path, 0o444);
    const error = await asNobody(path, () => failureOf(openDatabase(path)));
    expect(error.reason).toBe('read_only');
    expect(error.message).toContain('check the permissions of the file and its folder');
  });

  test('one that may not even be read', async () => {
    const path = await makeDatabase();
    chmodSync(path, 0o000);
    expect((await asNobody(path, () => failureOf(openDatabase(path)))).reason).toBe('unusable');
  });
});

describe('a file that another process has', () => {
  test('locked, is waited for, then said', async () => {
    const path = await makeDatabase();
    const other = new BetterSqlite3(path);
    onTestFinished(() => void other.close());
    other.exec('begin immediate');
    const error = await failureOf(openDatabase(path, { patienceMs: 30 }));
    expect(error.reason).toBe('locked');
    expect(error.message).toBe(
      `The database ${path} is locked by another program; close that program and try again`,
    );
    other.exec('rollback');
    await usingDatabase(path, ({ posts }) => posts.createDraft(makeDraft()));
  });

  test('locked for a moment, only delays', async () => {
    const path = await makeDatabase();
    await using database = await openDatabase(path);
    const other = new BetterSqlite3(path);
    onTestFinished(() => void other.close());
    other.exec('begin immediate');
    const writing = storesOf(database, Date.now).posts.createDraft(makeDraft());
    // The event loop goes on meanwhile, or this would never run.
    setTimeout(() => other.exec('commit'), 50);
    expect((await writing).guildId).toBe(GUILD);
  });

  test('written to between a transaction’s reading and writing, loses nothing', async () => {
    const path = await makeDatabase();
    await using one = await openDatabase(path);
    await using two = await openDatabase(path);
    const add = (database: Database) =>
      database.kysely.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('usage')
          .select('used')
          .where('subject', '=', 'user:1')
          .executeTakeFirst();
        await sql`insert or replace into usage values ('user:1', 'failed', 'd', ${(row?.used ?? 0) + 1})`.execute(
          trx,
        );
      });
    await Promise.all(Array.from({ length: 40 }, (_, n) => add(n % 2 ? one : two)));
    expect(
      await storesOf(one, Date.now).usage.used({ subject: 'user:1', kind: 'failed', day: 'd' }),
    ).toBe(40);
  });

  test('running as a bot, refuses a second bot and lets other verbs work', async () => {
    const path = await makeDatabase();
    const bot = await forkProcess('open', path);
    const error = await failureOf(openDatabase(path, { role: 'bot' }));
    expect(error.reason).toBe('in_use');
    expect(error.message).toBe(
      `Another bot (process ${bot.pid}) already runs on the database ${path}; stop it, or give this one its own DATABASE_URL`,
    );
    await usingDatabase(path, ({ premium }) => premium.grant({ guildId: GUILD, grantedAt: 1 }));
    const link = join(makeFolder(), 'link.db');
    symlinkSync(path, link);
    expect((await failureOf(openDatabase(link, { role: 'bot' }))).reason).toBe('in_use');
  });

  test('running as a bot, is free again when that bot was killed', async () => {
    const path = await makeDatabase();
    const bot = await forkProcess('open', path);
    bot.kill('SIGKILL');
    await once(bot, 'exit');
    await using database = await openDatabase(path, { role: 'bot' });
    await database.ping();
  });

  test('running as a bot in this process, is refused and free after it stopped', async () => {
    const path = await makeDatabase();
    const first = await openDatabase(path, { role: 'bot' });
    expect((await failureOf(openDatabase(path, { role: 'bot' }))).reason).toBe('in_use');
    await first[Symbol.asyncDispose]();
    await using second = await openDatabase(path, { role: 'bot' });
    await second.ping();
  });
});

describe('a full disk', () => {
  test('is said, loses nothing, and is over when there is room again', async () => {
    const path = await makeDatabase();
    await using database = await openDatabase(path);
    const { posts } = storesOf(database, Date.now);
    const kept = await posts.createDraft(makeDraft());
    await sql`pragma max_page_count = 1`.execute(database.kysely);
    const error = await failureOf(
      (async () => {
        for (;;) await posts.createDraft(makeDraft());
      })(),
    );
    expect(error.reason).toBe('disk_full');
    expect(error.message).toBe(
      `There is no room left for the database ${path}; free some disk space`,
    );
    expect(await posts.findPost(GUILD, kept.id)).toEqual(kept);
    await sql`pragma max_page_count = 100000`.execute(database.kysely);
    await posts.createDraft(makeDraft());
    expect(await pragma(database, 'integrity_check')).toBe('ok');
    const { rows } = await sql`pragma foreign_key_check`.execute(database.kysely);
    expect(rows).toEqual([]);
  });
});

describe('a database server', () => {
  test('that is not there is said without its password', async () => {
    const port = await freePort();
    const error = await failureOf(openDatabase(`postgres://rite:hunter2@127.0.0.1:${port}/rite`));
    expect(error.reason).toBe('unreachable');
    expect(error.message).toBe(
      `The database 127.0.0.1:${port}/rite does not answer; check that the server runs and DATABASE_URL names it`,
    );
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain('hunter2');
  });

  test('that hangs up is said', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const error = await failureOf(openDatabase(`postgres://rite@127.0.0.1:${port}/rite`));
    expect(error.reason).toBe('unreachable');
  });
});

if (postgres) {
  const kind = postgres;

  describe('a database server that is there', () => {
    let opened: TestDatabase;
    const url = () => opened.url ?? '';
    beforeAll(async () => {
      opened = await kind.open();
    }, 60_000);
    afterAll(() => opened[Symbol.asyncDispose]());

    test('and does not know the database says so', async () => {
      expect((await failureOf(openDatabase(`${url()}_not`))).reason).toBe('refused');
    });

    test('and ends our connections is asked again', async () => {
      const lost: Error[] = [];
      await using database = await openDatabase(url(), {
        onConnectionLost: (error) => lost.push(error),
      });
      const { posts } = storesOf(database, Date.now);
      const post = await posts.createDraft(makeDraft());
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
      `.execute(opened.database.kysely);
      await expect.poll(() => lost.length).toBeGreaterThan(0);
      expect(await posts.findPost(GUILD, post.id)).toEqual(post);
    });

    test('is migrated once by two that start at the same time', async () => {
      await sql`drop schema public cascade`.execute(opened.database.kysely);
      await sql`create schema public`.execute(opened.database.kysely);
      const both = await Promise.all([openDatabase(url()), openDatabase(url())]);
      for (const database of both) {
        await database.ping();
        await database[Symbol.asyncDispose]();
      }
    });
  });
}

test('a file is migrated once by many that start at the same time', async () => {
  const path = join(makeFolder(), 'x.db');
  const opened = await Promise.all(Array.from({ length: 5 }, () => openDatabase(path)));
  for (const database of opened) {
    await database.ping();
    await database[Symbol.asyncDispose]();
  }
});

test('closing twice is no error', async () => {
  const database = await openDatabase(join(makeFolder(), 'x.db'));
  await database[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rite-bot-database-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The path of a database with something in it, closed. */
async function makeDatabase(): Promise<string> {
  const path = join(makeFolder(), 'rite-bot.db');
  await usingDatabase(path, ({ posts }) => posts.createDraft(makeDraft()));
  return path;
}

async function usingDatabase<T>(
  url: string,
  use: (stores: ReturnType<typeof storesOf>) => Promise<T>,
): Promise<T> {
  await using database = await openDatabase(url);
  return await use(storesOf(database, () => EVENING));
}

async function failureOf(promise: Promise<unknown>): Promise<DatabaseError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DatabaseError)) throw error ?? new Error('Nothing failed');
  expect(error.message.split('\n')).toHaveLength(1);
  return error;
}

async function expectRefused(
  path: string,
  bytes: Uint8Array,
  reason: string,
  text: string,
  role: 'bot' | 'tool' = 'tool',
): Promise<void> {
  writeFileSync(path, bytes);
  copyFileSync(path, `${path}.before`);
  const error = await failureOf(openDatabase(path, { role }));
  expect(error.reason).toBe(reason);
  expect(error.message).toContain(`${path} ${text}`);
  expect(readFileSync(path).equals(readFileSync(`${path}.before`))).toBe(true);
  rmSync(`${path}.before`);
  expect(readdirSync(join(path, '..')).filter((name) => name.endsWith('-wal'))).toEqual([]);
}

/** Permissions bind everybody but root, so for the moment of the test root is somebody else. */
async function asNobody<T>(path: string, work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await work();
  chmodSync(join(path, '..'), 0o777);
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

async function pragma(database: Database, name: string): Promise<unknown> {
  const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(
    database.kysely,
  );
  return Object.values(rows[0] ?? {})[0];
}

function contentOf(file: BetterSqlite3.Database) {
  return { tables: file.prepare('select name, sql from sqlite_master order by name').all() };
}

async function forkProcess(...args: readonly string[]): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./database-process.ts', import.meta.url)), args);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
}
