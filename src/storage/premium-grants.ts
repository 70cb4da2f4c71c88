import type { Kysely } from 'kysely';
import type { PremiumGrant, PremiumGrants } from '../posts/premium-grants.ts';
import type { Schema } from './schema.ts';

/** The operator's grants in the database. */
export class DatabasePremiumGrants implements PremiumGrants {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async isGranted(guildId: string, now: number): Promise<boolean> {
    const row = await this.#db
      .selectFrom('premium_grant')
      .select('guild_id')
      .where('guild_id', '=', guildId)
      .where(({ or, eb }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
      .executeTakeFirst();
    return row !== undefined;
  }

  async grant({ guildId, grantedAt, expiresAt }: PremiumGrant): Promise<void> {
    const columns = { granted_at: grantedAt, expires_at: expiresAt ?? null };
    await this.#db
      .insertInto('premium_grant')
      .values({ guild_id: guildId, ...columns })
      .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(columns))
      .execute();
  }

  async revoke(guildId: string): Promise<'revoked' | 'not_found'> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('premium_grant')
      .where('guild_id', '=', guildId)
      .executeTakeFirst();
    return numDeletedRows > 0n ? 'revoked' : 'not_found';
  }

  async list(): Promise<readonly PremiumGrant[]> {
    const rows = await this.#db
      .selectFrom('premium_grant')
      .selectAll()
      .orderBy('guild_id')
      .execute();
    return rows.map((row) => ({
      guildId: row.guild_id,
      grantedAt: row.granted_at,
      ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    }));
  }
}
