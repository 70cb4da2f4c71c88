import type { Kysely } from 'kysely';
import type { LinkCode, LinkCodes } from '../posts/link-codes.ts';
import type { Schema } from './schema.ts';

/** Open link codes in the database. */
export class DatabaseLinkCodes implements LinkCodes {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async open(code: LinkCode): Promise<void> {
    const columns = {
      event_id: code.eventId,
      code: code.code,
      requested_by: code.requestedBy,
      created_at: code.createdAt,
      expires_at: code.expiresAt,
    };
    await this.#db
      .insertInto('link_code')
      .values({ guild_id: code.guildId, ...columns })
      .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(columns))
      .execute();
  }

  async find(guildId: string, now: number): Promise<LinkCode | undefined> {
    const row = await this.#db
      .selectFrom('link_code')
      .selectAll()
      .where('guild_id', '=', guildId)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return (
      row && {
        guildId: row.guild_id,
        eventId: row.event_id,
        code: row.code,
        requestedBy: row.requested_by,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      }
    );
  }

  async use(guildId: string, code: string): Promise<'used' | 'not_found'> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('link_code')
      .where('guild_id', '=', guildId)
      .where('code', '=', code)
      .executeTakeFirst();
    return numDeletedRows > 0n ? 'used' : 'not_found';
  }

  async prune(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('link_code')
      .where('expires_at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
