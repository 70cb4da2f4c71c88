import { realpathSync } from 'node:fs';
import { type Dialect, Kysely, sql } from 'kysely';
import { BotLock } from './bot-lock.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { type DialectName, migrate } from './migrate.ts';
import { PostgresServerDialect } from './postgres.ts';
import type { Schema } from './schema.ts';
import { fileCheck, openSqlite, SqliteFileDialect } from './sqlite.ts';

export interface DatabaseOptions {
  /**
   * `bot`: the one process that answers Discord; a second one on the same file is refused. `tool`, the default: verbs
   * of the command line and workers, which may run beside it.
   */
  readonly role?: 'bot' | 'tool';
  /** How long a file may be held by another process before that is an error, in milliseconds. Default 5,000. */
  readonly patienceMs?: number;
  /** A server's connection broke while nobody used it; it is replaced by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

const PATIENCE_MS = 5_000;

/**
 * Opens the database that `DATABASE_URL` names and brings its tables up to this version.
 *
 * @throws {DatabaseError} with a sentence for the operator; nothing that was stored is changed then.
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const address = parseDatabaseUrl(url);
  if (address.kind === 'postgres') {
    const { onConnectionLost } = options;
    const dialect = new PostgresServerDialect({ ...address, onConnectionLost });
    return await Database.over(dialect, { dialect: 'postgres', name: address.name });
  }
  const { role = 'tool', patienceMs = PATIENCE_MS } = options;
  const file = openSqlite(address.path, { patienceMs, thorough: role === 'bot' });
  let lock: BotLock | undefined;
  let check: () => void;
  try {
    check = fileCheck(address.path);
    // By its real name, so that a link to it is the same database.
    if (role === 'bot') lock = BotLock.take(realpathSync(address.path));
  } catch (error) {
    file.close();
    throw error;
  }
  const dialect = new SqliteFileDialect(file, patienceMs);
  return await Database.over(dialect, { dialect: 'sqlite', name: address.path, lock, check });
}

interface DatabaseParts {
  readonly dialect: DialectName;
  readonly lock?: Disposable | undefined;
  /** Throws when what answers is not what the next start would open. */
  readonly check?: () => void;
}

/** An open database, its tables up to date. Disposing of it closes it. */
export class Database implements AsyncDisposable {
  readonly kysely: Kysely<Schema>;
  readonly dialect: DialectName;
  readonly #lock: Disposable | undefined;
  readonly #check: (() => void) | undefined;

  /** @throws {DatabaseError} and closes what it was given. */
  static async over(
    dialect: Dialect,
    options: DatabaseParts & { readonly name: string },
  ): Promise<Database> {
    const kysely = new Kysely<Schema>({ dialect });
    const database = new Database(kysely, options);
    try {
      await migrate(kysely, options);
      return database;
    } catch (error) {
      await database[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(kysely: Kysely<Schema>, { dialect, lock, check }: DatabaseParts) {
    this.kysely = kysely;
    this.dialect = dialect;
    this.#lock = lock;
    this.#check = check;
  }

  /** Whether it answers, and will still be there tomorrow. @throws {DatabaseError} */
  async ping(): Promise<void> {
    this.#check?.();
    await sql`select 1 from brand limit 1`.execute(this.kysely);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.kysely.destroy();
    } finally {
      this.#lock?.[Symbol.dispose]();
    }
  }
}
