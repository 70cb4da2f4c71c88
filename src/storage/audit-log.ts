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
    await this.#db.transaction().execute(async (trx) => appendAudit(trx, entry));
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

  async prune(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('audit')
      .where('at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

/** Ids of Discord have 17 to 20 digits: people's, and those of servers and messages, which do no harm among them. */
export const DISCORD_IDS = /(?<!\d)\d{17,20}(?!\d)/g;

/** With a transaction: the line is there exactly when the change is. */
export async function appendAudit(db: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  const { id } = await db
    .insertInto('audit')
    .values({
      guild_id: entry.guildId ?? null,
      at: entry.at,
      actor_id: entry.actorId ?? null,
      action: entry.action,
      subject: entry.subject,
      details: auditDetailsColumn.encode({ ...entry.details }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const mentioned = new Set(
    `${entry.subject} ${Object.values(entry.details).join(' ')}`.match(DISCORD_IDS),
  );
  if (mentioned.size === 0) return;
  await db
    .insertInto('audit_mention')
    .values([...mentioned].map((person) => ({ person, audit_id: id })))
    .execute();
}
