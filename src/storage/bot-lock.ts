import { pid } from 'node:process';
import BetterSqlite3 from 'better-sqlite3';
import { DatabaseError, databaseError } from './database-error.ts';

/** How long a transaction of another starting bot may take. */
const WAIT_MS = 250;

/**
 * Makes this process the only bot on a database file until it is disposed of, or the process ends in whatever way:
 * the operating system holds the lock, on a small file beside the database. Programs that are not bots, such as the
 * verbs of the command line, do not ask for it and work next to a running bot.
 */
export class BotLock implements Disposable {
  readonly #file: BetterSqlite3.Database;

  /** @throws {DatabaseError} `in_use` when another bot has it. */
  static take(databasePath: string): BotLock {
    const path = `${databasePath}.lock`;
    let file: BetterSqlite3.Database | undefined;
    try {
      file = new BetterSqlite3(path, { timeout: WAIT_MS });
      // Committed first, for the one that is refused to read; a held write transaction still lets others read.
      file.exec('create table if not exists holder (one integer primary key, pid integer) strict');
      file.prepare('insert or replace into holder values (1, ?)').run(pid);
      file.exec('begin immediate');
      return new BotLock(file);
    } catch (error) {
      const failure = databaseError(error, path);
      const locked = failure instanceof DatabaseError && failure.reason === 'locked';
      const holder = locked && file ? holderOf(file) : undefined;
      file?.close();
      throw locked ? inUse(databasePath, holder, error) : failure;
    }
  }

  private constructor(file: BetterSqlite3.Database) {
    this.#file = file;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function holderOf(file: BetterSqlite3.Database): number | undefined {
  try {
    const row = file.prepare('select pid from holder').get() as { pid: number } | undefined;
    return row?.pid;
  } catch {
    // It has only just begun.
    return undefined;
  }
}

function inUse(path: string, holder: number | undefined, cause: unknown): DatabaseError {
  const who = holder === undefined || holder === pid ? '' : ` (process ${holder})`;
  return new DatabaseError(
    'in_use',
    `Another bot${who} already runs on the database ${path}; stop it, or give this one its own DATABASE_URL`,
    { cause },
  );
}
