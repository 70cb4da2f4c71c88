import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { DatabaseError, damaged, databaseError } from './database-error.ts';
import { TranslatingDriver } from './translating-driver.ts';

/** "Rite" in ASCII, in the header of our files: what `file` shows, and how another program's database is noticed. */
const APPLICATION_ID = 0x52_69_74_65;
/** SQLite's own waiting stops the whole process, so nearly all of it is done in `TranslatingDriver`. */
const BLOCKING_WAIT_MS = 5;
/** Several times as many as the program has; those with lists in them differ by length. */
const MAX_STATEMENTS = 500;

export interface SqliteOptions {
  /** How long another process may hold the file. */
  readonly patienceMs: number;
  /** Every page is looked at: 0.35 s for 100,000 posts. Writing on into a damaged file damages it more. */
  readonly thorough: boolean;
}

/**
 * Opens or creates a database file and proves that it is ours, sound and writable.
 *
 * @throws {DatabaseError}
 */
export function openSqlite(
  path: string,
  { patienceMs, thorough }: SqliteOptions,
): BetterSqlite3.Database {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Sealed tokens and people's ids: for the bot's user alone. SQLite gives its side files the same mode.
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    // A file that may only be read is opened all the same, to say which of the two it is.
    if (codeOf(error) !== 'EACCES') throw databaseError(error, path);
  }
  let file: BetterSqlite3.Database | undefined;
  try {
    file = new BetterSqlite3(path, { timeout: patienceMs });
    refuseForeign(file, path);
    if (thorough) refuseDamaged(file, path);
    file.pragma('journal_mode = WAL');
    // A publication is marked before it is sent, and the mark must outlive a power failure: WAL alone may lose the
    // last commits (sqlite.org/pragma.html#pragma_synchronous).
    file.pragma('synchronous = FULL');
    file.pragma('foreign_keys = ON');
    // Written each time: a file or disk that cannot be written is noticed now.
    file.pragma(`application_id = ${APPLICATION_ID}`);
    file.pragma(`busy_timeout = ${BLOCKING_WAIT_MS}`);
    return file;
  } catch (error) {
    file?.close();
    throw databaseError(error, path);
  }
}

/**
 * Remembers which file an open database is. SQLite goes on with a file that was deleted, moved away or replaced, and
 * whatever it writes then is gone when the process ends.
 *
 * @returns throws a {@link DatabaseError} when there is another file under this path, or none. It must not open it:
 * closing it would free the locks of the whole process (sqlite.org/howtocorrupt.html, 2.2).
 */
export function fileCheck(path: string): () => void {
  const place = resolve(path);
  const opened = statSync(place, { bigint: true });
  return () => {
    const found = statSync(place, { bigint: true, throwIfNoEntry: false });
    if (found?.ino === opened.ino && found.dev === opened.dev && found.size > 0n) return;
    throw new DatabaseError(
      'unusable',
      `The database ${path} was taken away or replaced while it is in use; stop the bot, then put the file back or restore the last backup`,
    );
  };
}

/** Kysely's SQLite with what it leaves out: immediate transactions, and migrations that succeed or fail as a whole. */
export class SqliteFileDialect extends SqliteDialect implements Dialect {
  readonly #file: BetterSqlite3.Database;
  readonly #patienceMs: number;

  constructor(file: BetterSqlite3.Database, patienceMs: number) {
    super({ database: new PreparedStatements(file) });
    this.#file = file;
    this.#patienceMs = patienceMs;
  }

  override createDriver(): Driver {
    const { name } = this.#file;
    return new TranslatingDriver(new ImmediateDriver(this.#file), {
      translate: (error) => databaseError(error, name),
      patienceMs: this.#patienceMs,
    });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/**
 * A file that remembers its latest statements: preparing one takes longer than running it. Kysely prepares each anew
 * (kysely-org/kysely, sqlite-driver). SQLite prepares a remembered one again by itself when the tables have changed.
 */
class PreparedStatements implements SqliteDatabase {
  readonly #file: BetterSqlite3.Database;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();

  constructor(file: BetterSqlite3.Database) {
    this.#file = file;
  }

  prepare(sql: string): BetterSqlite3.Statement {
    const known = this.#statements.get(sql);
    this.#statements.delete(sql);
    // One that is being iterated cannot be run a second time.
    const statement = known && !known.busy ? known : this.#file.prepare(sql);
    this.#statements.set(sql, statement);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > MAX_STATEMENTS && oldest !== undefined) {
      this.#statements.delete(oldest);
    }
    return statement;
  }

  close(): void {
    this.#file.close();
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #file: BetterSqlite3.Database;

  constructor(file: BetterSqlite3.Database) {
    super({ database: new PreparedStatements(file) });
    this.#file = file;
  }

  // A plain `begin` reads first and fails at its first write when another process wrote in between; no waiting helps
  // then (SQLITE_BUSY_SNAPSHOT). Kysely has no option for it (kysely-org/kysely#1152).
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  // SQLite ends the transaction by itself when the disk is full; a second end would hide why.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection);
  }
}

// Kysely says false, and leaves half a migration behind when it fails.
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function refuseForeign(file: BetterSqlite3.Database, path: string): void {
  if (file.pragma('application_id', { simple: true }) === APPLICATION_ID) return;
  const { tables } = file.prepare('select count(*) as tables from sqlite_master').get() as {
    tables: number;
  };
  if (tables === 0) return;
  throw new DatabaseError(
    'foreign',
    `${path} is a database of another program; give DATABASE_URL a file of its own`,
  );
}

function refuseDamaged(file: BetterSqlite3.Database, path: string): void {
  const found = file.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw damaged(path, new Error(String(found)));
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
