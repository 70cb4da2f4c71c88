import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { EventExtras } from '../events/extras.ts';
import type { ExtrasStore, KeptExtras } from '../posts/ports.ts';
import { jsonColumn } from './json-column.ts';
import type { Schema } from './schema.ts';

export const extrasSchema: z.ZodType<EventExtras> = z.object({
  ticketUrl: z.string().optional(),
  advancePrice: z.number().optional(),
  doorPrice: z.number().optional(),
  ageLimit: z.number().optional(),
  notice: z.string().optional(),
});

export const extrasColumn = jsonColumn(extrasSchema);

/** Event extras in the database. */
export class DatabaseExtrasStore implements ExtrasStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async extrasOf(guildId: string, eventId: string): Promise<KeptExtras> {
    const row = await this.#db
      .selectFrom('event_extras')
      .select(['extras', 'version'])
      .where('guild_id', '=', guildId)
      .where('event_id', '=', eventId)
      .executeTakeFirst();
    return row
      ? { extras: extrasColumn.parse(row.extras), version: row.version }
      : { extras: {}, version: 0 };
  }

  async saveExtras({
    guildId,
    eventId,
    extras,
    version,
    savedBy,
    savedAt,
  }: Parameters<ExtrasStore['saveExtras']>[0]): Promise<'saved' | 'based_on_older'> {
    const columns = {
      extras: extrasColumn.encode(extras),
      version: version + 1,
      saved_by: savedBy,
      saved_at: savedAt,
    };
    const saved =
      version === 0
        ? await this.#db
            .insertInto('event_extras')
            .values({ guild_id: guildId, event_id: eventId, ...columns })
            .onConflict((conflict) => conflict.doNothing())
            .returning('version')
            .executeTakeFirst()
        : await this.#db
            .updateTable('event_extras')
            .set(columns)
            .where('guild_id', '=', guildId)
            .where('event_id', '=', eventId)
            .where('version', '=', version)
            .returning('version')
            .executeTakeFirst();
    return saved ? 'saved' : 'based_on_older';
  }
}
