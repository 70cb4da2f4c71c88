import { setTimeout as delay } from 'node:timers/promises';
import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import { DatabaseError } from './database-error.ts';

export interface TranslatingDriverOptions {
  /** What an error of the driver means to this program. */
  readonly translate: (error: unknown) => unknown;
  /**
   * A statement that found the database locked is tried again for so many milliseconds. Only for SQLite, where a
   * locked statement has done nothing; the waits leave the event loop free, which SQLite's own busy timeout does not.
   */
  readonly patienceMs?: number;
}

/** One of Kysely's drivers, with failures as this program knows them: the one door all statements go through. */
export class TranslatingDriver implements Driver {
  readonly #inner: Driver;
  readonly #attempt: Attempt;

  constructor(inner: Driver, options: TranslatingDriverOptions) {
    this.#inner = inner;
    this.#attempt = (task) => patiently(task, options);
  }

  init(): Promise<void> {
    return this.#attempt(() => this.#inner.init());
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await this.#attempt(() => this.#inner.acquireConnection());
    return new TranslatingConnection(connection, this.#attempt);
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#attempt(() => this.#inner.beginTransaction(innerOf(connection), settings));
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#attempt(() => this.#inner.commitTransaction(innerOf(connection)));
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#attempt(() => this.#inner.rollbackTransaction(innerOf(connection)));
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection(innerOf(connection));
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}

type Attempt = <T>(task: () => Promise<T>) => Promise<T>;

class TranslatingConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #attempt: Attempt;

  constructor(inner: DatabaseConnection, attempt: Attempt) {
    this.inner = inner;
    this.#attempt = attempt;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#attempt(() => this.inner.executeQuery<R>(query));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof TranslatingConnection ? connection.inner : connection;
}

async function patiently<T>(
  task: () => Promise<T>,
  { translate, patienceMs = 0 }: TranslatingDriverOptions,
): Promise<T> {
  for (let waitedMs = 0; ; ) {
    try {
      return await task();
    } catch (error) {
      const translated = translate(error);
      const locked = translated instanceof DatabaseError && translated.reason === 'locked';
      if (!locked || waitedMs >= patienceMs) throw translated;
      // Apart by chance, so that two processes do not meet again and again.
      const pauseMs = 1 + Math.random() * 9;
      await delay(pauseMs);
      waitedMs += pauseMs;
    }
  }
}
