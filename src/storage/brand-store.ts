import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../events/clock.ts';
import type { Logo } from '../posters/brand.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import type { Brand, BrandChange } from '../posts/brand.ts';
import type { BrandStore } from '../posts/ports.ts';
import { jsonColumn } from './json-column.ts';
import type { Schema } from './schema.ts';

const hashtagsColumn = jsonColumn(z.array(z.string()));

/** Brands in the database: one row for each server that has chosen something. */
export class DatabaseBrandStore implements BrandStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async brandOf(guildId: string): Promise<Brand> {
    const row = await this.#db
      .selectFrom('brand')
      .selectAll()
      .where('guild_id', '=', guildId)
      .executeTakeFirst();
    return row ? brandOf(row) : { hashtags: [] };
  }

  async changeBrand(guildId: string, change: BrandChange): Promise<Brand> {
    const columns = { ...columnsOf(change), updated_at: this.#clock() };
    // Only what is named is written, so that another person's change at the same moment stays.
    const row = await this.#db
      .insertInto('brand')
      .values({ guild_id: guildId, hashtags: '[]', ...columns })
      .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(columns))
      .returningAll()
      .executeTakeFirstOrThrow();
    return brandOf(row);
  }

  async resetBrand(guildId: string): Promise<void> {
    await this.#db.deleteFrom('brand').where('guild_id', '=', guildId).execute();
  }
}

function columnsOf({ theme, accent, logo, hashtags }: BrandChange): Partial<Schema['brand']> {
  return {
    ...(theme === undefined ? {} : { theme }),
    ...(accent === undefined ? {} : { accent }),
    ...(logo === undefined
      ? {}
      : {
          logo_png: logo?.png ?? null,
          logo_width: logo?.width ?? null,
          logo_height: logo?.height ?? null,
        }),
    ...(hashtags === undefined ? {} : { hashtags: hashtagsColumn.encode([...hashtags]) }),
  };
}

function brandOf(row: Schema['brand']): Brand {
  // A theme may go from one version to the next; then it is as if none had been chosen.
  const theme = THEME_NAMES.find((name) => name === row.theme);
  const logo = logoOf(row);
  return {
    ...(theme === undefined ? {} : { theme }),
    ...(row.accent === null ? {} : { accent: row.accent }),
    ...(logo === undefined ? {} : { logo }),
    hashtags: hashtagsColumn.parse(row.hashtags),
  };
}

function logoOf(row: Schema['brand']): Logo | undefined {
  if (row.logo_png === null || row.logo_width === null || row.logo_height === null)
    return undefined;
  // A copy of its own: drivers may hand out a window on a larger buffer, which would be cloned whole for the
  // drawing thread.
  return { png: new Uint8Array(row.logo_png), width: row.logo_width, height: row.logo_height };
}
