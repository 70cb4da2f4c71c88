import type { Kysely, Selectable } from 'kysely';
import type { SignIn, SignIns } from '../posts/accounts/instagram-account.ts';
import type { Schema } from './schema.ts';

/** Sign-ins that were begun, in the database; a used one is gone. */
export class DatabaseSignIns implements SignIns {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async open({ nonce, guildId, userId, createdAt, expiresAt }: SignIn): Promise<void> {
    await this.#db
      .insertInto('sign_in')
      .values({
        nonce,
        guild_id: guildId,
        user_id: userId,
        created_at: createdAt,
        expires_at: expiresAt,
      })
      .execute();
  }

  async find(nonce: string, now: number): Promise<SignIn | undefined> {
    const row = await this.#db
      .selectFrom('sign_in')
      .selectAll()
      .where('nonce', '=', nonce)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row && signInOf(row);
  }

  async use(nonce: string, now: number): Promise<SignIn | undefined> {
    const row = await this.#db
      .deleteFrom('sign_in')
      .where('nonce', '=', nonce)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst();
    return row && signInOf(row);
  }

  async prune(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('sign_in')
      .where('expires_at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function signInOf(row: Selectable<Schema['sign_in']>): SignIn {
  return {
    nonce: row.nonce,
    guildId: row.guild_id,
    userId: row.user_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
