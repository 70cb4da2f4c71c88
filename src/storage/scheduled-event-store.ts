import type { Kysely, Selectable } from 'kysely';
import { LANGUAGES } from '../events/event.ts';
import type { KeptScheduledEvent, ScheduledEventStore } from '../posts/scheduled-event-store.ts';
import { appendAudit } from './audit-log.ts';
import type { Schema } from './schema.ts';

/** Events in servers' calendars, in the database. */
export class DatabaseScheduledEventStore implements ScheduledEventStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async find(guildId: string, eventId: string): Promise<KeptScheduledEvent | undefined> {
    const row = await this.#db
      .selectFrom('scheduled_event')
      .selectAll()
      .where('guild_id', '=', guildId)
      .where('event_id', '=', eventId)
      .executeTakeFirst();
    return row && keptOf(row);
  }

  async keep(
    { guildId, eventId, discordId, language, fingerprint, endsAt }: KeptScheduledEvent,
    { by, at }: Parameters<ScheduledEventStore['keep']>[1],
  ): Promise<void> {
    const columns = { discord_id: discordId, language, fingerprint, ends_at: endsAt };
    await this.#db.transaction().execute(async (trx) => {
      await trx
        .insertInto('scheduled_event')
        .values({ guild_id: guildId, event_id: eventId, ...columns })
        .onConflict((conflict) => conflict.columns(['guild_id', 'event_id']).doUpdateSet(columns))
        .execute();
      await appendAudit(trx, {
        guildId,
        at,
        ...(by === undefined ? {} : { actorId: by }),
        action: 'scheduled_event.published',
        subject: eventId,
        details: { discordId },
      });
    });
  }

  async forget(
    { guildId, eventId, discordId }: Parameters<ScheduledEventStore['forget']>[0],
    { why, at }: Parameters<ScheduledEventStore['forget']>[1],
  ): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const forgotten = await trx
        .deleteFrom('scheduled_event')
        .where('guild_id', '=', guildId)
        .where('event_id', '=', eventId)
        .where('discord_id', '=', discordId)
        .returning('event_id')
        .executeTakeFirst();
      if (!forgotten) return;
      const details = { discordId, why };
      const action = 'scheduled_event.forgotten';
      await appendAudit(trx, { guildId, at, action, subject: eventId, details });
    });
  }

  async upcoming(now: number, limit: number): Promise<readonly KeptScheduledEvent[]> {
    const rows = await this.#db
      .selectFrom('scheduled_event')
      .selectAll()
      .where('ends_at', '>', now)
      .orderBy('ends_at')
      .orderBy('guild_id')
      .orderBy('event_id')
      .limit(limit)
      .execute();
    return rows.map(keptOf);
  }

  async prune(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('scheduled_event')
      .where('ends_at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function keptOf(row: Selectable<Schema['scheduled_event']>): KeptScheduledEvent {
  return {
    guildId: row.guild_id,
    eventId: row.event_id,
    discordId: row.discord_id,
    language: LANGUAGES.find((name) => name === row.language) ?? 'ko',
    fingerprint: row.fingerprint,
    endsAt: row.ends_at,
  };
}
