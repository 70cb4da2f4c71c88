import { randomInt } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Connection, ConnectionKind, Connections } from '../posts/connections.ts';
import type { Schema } from './schema.ts';

/** Connections in the database, their secrets sealed. */
export class DatabaseConnections implements Connections {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async find(guildId: string, kind: ConnectionKind): Promise<Connection | undefined> {
    const row = await this.#db
      .selectFrom('connection')
      .selectAll()
      .where('guild_id', '=', guildId)
      .where('kind', '=', kind)
      .executeTakeFirst();
    return row && connectionOf(row);
  }

  async connect({
    guildId,
    kind,
    sealed,
    keyId,
    connectedBy,
    connectedAt,
  }: Omit<Connection, 'version'>): Promise<void> {
    const columns = {
      sealed,
      key_id: keyId,
      connected_by: connectedBy,
      connected_at: connectedAt,
      version: newVersion(),
    };
    await this.#db
      .insertInto('connection')
      .values({ guild_id: guildId, kind, ...columns })
      .onConflict((conflict) => conflict.columns(['guild_id', 'kind']).doUpdateSet(columns))
      .execute();
  }

  async disconnect({
    guildId,
    kind,
    version,
  }: Parameters<Connections['disconnect']>[0]): Promise<'disconnected' | 'not_found'> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('connection')
      .where('guild_id', '=', guildId)
      .where('kind', '=', kind)
      .where('version', '=', version)
      .executeTakeFirst();
    return numDeletedRows > 0n ? 'disconnected' : 'not_found';
  }

  async reseal({
    guildId,
    kind,
    version,
    sealed,
    keyId,
  }: Parameters<Connections['reseal']>[0]): Promise<'resealed' | 'changed_meanwhile'> {
    const { numUpdatedRows } = await this.#db
      .updateTable('connection')
      .set({ sealed, key_id: keyId, version: newVersion() })
      .where('guild_id', '=', guildId)
      .where('kind', '=', kind)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n ? 'resealed' : 'changed_meanwhile';
  }

  async all(): Promise<readonly Connection[]> {
    const rows = await this.#db
      .selectFrom('connection')
      .selectAll()
      .orderBy('guild_id')
      .orderBy('kind')
      .execute();
    return rows.map(connectionOf);
  }
}

/** At random rather than counted: a count would begin anew with the next connection of the server. */
export function newVersion(): number {
  return randomInt(1, 2 ** 47);
}

function connectionOf(row: Selectable<Schema['connection']>): Connection {
  return {
    guildId: row.guild_id,
    kind: row.kind,
    sealed: row.sealed,
    keyId: row.key_id,
    connectedBy: row.connected_by,
    connectedAt: row.connected_at,
    version: row.version,
  };
}
