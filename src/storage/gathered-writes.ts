import { type Kysely, SqliteAdapter } from 'kysely';
import type { Schema } from './schema.ts';

/** Statements of one of them, as part of a transaction. It may be asked twice: its first writes are then undone. */
export type Write<T> = (trx: Kysely<Schema>) => Promise<T>;

/** All of one transaction are written without a pause, some 10 ms for these. */
const MAX_TOGETHER = 16;
/** From one transaction to the next, for everything else in the process, and for more writes to come together. */
const PAUSE_MS = 30;

/**
 * Writes of several posts at once, in one transaction where they come within a few milliseconds of each other: SQLite
 * waits for the disk at each commit, 2 ms in which the whole process stands still, and 500 posts that are due together
 * are 3,500 writes. Each is durable when it is answered, as if it had been alone; the first after a rest waits for
 * nobody. What fails takes none of the others with it.
 *
 * PostgreSQL writes in as many connections as there are, and of transactions that hold several posts two could wait for
 * each other: there each has its own.
 */
export class GatheredWrites {
  readonly #db: Kysely<Schema>;
  readonly #gathers: boolean;
  #waiting: Waiting[] = [];
  #isBusy = false;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
    this.#gathers = db.getExecutor().adapter instanceof SqliteAdapter;
  }

  /** @throws what the write throws, or the database. */
  async run<T>(write: Write<T>): Promise<T> {
    if (!this.#gathers) return await this.#db.transaction().execute(write);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.push({
      reject,
      async writeIn(trx) {
        const value = await write(trx);
        return () => resolve(value);
      },
    });
    this.#begin();
    return await promise;
  }

  #begin(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const together = this.#waiting.splice(0, MAX_TOGETHER);
    void this.#write(together).then(() =>
      setTimeout(() => {
        this.#isBusy = false;
        this.#begin();
      }, PAUSE_MS),
    );
  }

  /** Never rejects: each hears of it by itself. */
  async #write(together: readonly Waiting[]): Promise<void> {
    // Where nothing is begun, the first has waited for a database that somebody else holds, as it would have alone.
    let failed = together[0];
    try {
      const answers = await this.#db.transaction().execute(async (trx) => {
        const written: (() => void)[] = [];
        for (const one of together) {
          failed = one;
          written.push(await one.writeIn(trx));
        }
        failed = undefined;
        return written;
      });
      for (const answer of answers) answer();
    } catch (error) {
      // The commit: nothing is written again by guess.
      const told = failed === undefined ? together : [failed];
      for (const { reject } of told) reject(error);
      const left = together.filter((one) => !told.includes(one));
      if (left.length > 0) await this.#write(left);
    }
  }
}

interface Waiting {
  /** Gives what tells that it is written, to be called after the commit. */
  readonly writeIn: (trx: Kysely<Schema>) => Promise<() => void>;
  readonly reject: (reason: unknown) => void;
}
