import type { Kysely } from 'kysely';
import type { DeletionRequests } from '../posts/accounts/instagram-account.ts';
import type { Schema } from './schema.ts';

/** Meta's requests in the database; they name nobody. */
export class DatabaseDeletionRequests implements DeletionRequests {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async add(request: Parameters<DeletionRequests['add']>[0]): Promise<void> {
    const { code, at, removed } = request;
    await this.#db.insertInto('deletion_request').values({ code, at, removed }).execute();
  }

  async find(code: string): ReturnType<DeletionRequests['find']> {
    return await this.#db
      .selectFrom('deletion_request')
      .selectAll()
      .where('code', '=', code)
      .executeTakeFirst();
  }
}
