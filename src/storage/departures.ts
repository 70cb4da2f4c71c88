import { type Kysely, sql } from 'kysely';
import type { Departures } from '../posts/departures.ts';
import { unreferencedHashes } from './picture-index.ts';
import { type Schema, tables } from './schema.ts';

/** Whatever belongs to a server says so in this column, so a new table is covered as soon as it is declared. */
const GUILD_TABLES = Object.entries(tables)
  .filter(([, columns]) => 'guild_id' in columns)
  .map(([name]) => name);

/** Departed servers in the database. */
export class DatabaseDepartures implements Departures {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async left(guildId: string, at: number): Promise<void> {
    await this.#db
      .insertInto('departure')
      .values({ guild_id: guildId, left_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async returned(guildId: string): Promise<void> {
    await this.#db.deleteFrom('departure').where('guild_id', '=', guildId).execute();
  }

  async reconcile(present: ReadonlySet<string>, at: number): Promise<void> {
    const selects = GUILD_TABLES.map((name) => sql`select guild_id from ${sql.table(name)}`);
    const { rows } = await sql<{ guild_id: string | null }>`
      ${sql.join(selects, sql` union `)}
    `.execute(this.#db);
    const departed = new Set(await this.due(Number.MAX_SAFE_INTEGER));
    for (const { guild_id: guildId } of rows) {
      if (guildId === null) continue;
      if (!present.has(guildId)) await this.left(guildId, at);
      else if (departed.has(guildId)) await this.returned(guildId);
    }
  }

  async due(leftBefore: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('departure')
      .select('guild_id')
      .where('left_at', '<', leftBefore)
      .orderBy('left_at')
      .execute();
    return rows.map((row) => row.guild_id);
  }

  async removeGuild(guildId: string, leftBefore: number): ReturnType<Departures['removeGuild']> {
    return await this.#db.transaction().execute(async (trx) => {
      const publishing = await trx
        .selectFrom('schedule')
        .innerJoin('post', 'post.id', 'schedule.post_id')
        .select('post.id')
        .where('post.guild_id', '=', guildId)
        .where('post.state', '=', 'publishing')
        // Of what was not sent nobody sends anything any more: the gate refuses a server that was left.
        .where('schedule.phase', '=', 'sent')
        .executeTakeFirst();
      if (publishing) return { outcome: 'publishing' };
      // Removed first: whoever returns at this moment waits, or has come before and nothing is found.
      const departed = await trx
        .deleteFrom('departure')
        .where('guild_id', '=', guildId)
        .where('left_at', '<', leftBefore)
        .returning('left_at')
        .executeTakeFirst();
      if (!departed) return { outcome: 'returned' };
      const pictures = await trx
        .selectFrom('picture')
        .innerJoin('post', 'post.id', 'picture.post_id')
        .select('picture.hash')
        .distinct()
        .where('post.guild_id', '=', guildId)
        .execute();
      for (const name of GUILD_TABLES) {
        await sql`delete from ${sql.table(name)} where guild_id = ${guildId}`.execute(trx);
      }
      const hashes = pictures.map(({ hash }) => hash);
      return { outcome: 'removed', hashes: await unreferencedHashes(trx, hashes) };
    });
  }
}
