import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { AuditEntry, AuditLine, AuditLog } from '../posts/audit-log.ts';
import { jsonColumn } from './json-column.ts';
import type { Schema } from './schema.ts';

export const auditDetailsColumn = jsonColumn(
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
);

/** The audit log in the database. */
export class DatabaseAuditLog implements AuditLog {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async append(entry: AuditEntry): Promise<void> {
    await appendAudit(this.#db, entry);
  }

  async linesOf(
    guildId: string,
    { limit, before, subject }: Parameters<AuditLog['linesOf']>[1],
  ): Promise<readonly AuditLine[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .selectAll()
      .where('guild_id', '=', guildId)
      .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
      .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      ...(row.guild_id === null ? {} : { guildId: row.guild_id }),
      at: row.at,
      ...(row.actor_id === null ? {} : { actorId: row.actor_id }),
      action: row.action,
      subject: row.subject,
      details: auditDetailsColumn.parse(row.details),
    }));
  }
}

/** With a transaction: the line is there exactly when the change is. */
export async function appendAudit(db: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      guild_id: entry.guildId ?? null,
      at: entry.at,
      actor_id: entry.actorId ?? null,
      action: entry.action,
      subject: entry.subject,
      details: auditDetailsColumn.encode({ ...entry.details }),
    })
    .execute();
}
