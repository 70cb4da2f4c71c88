import type { Insertable, Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { LANGUAGES } from '../events/event.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import { SIZE_NAMES } from '../posters/size.ts';
import {
  DEFAULT_SETTINGS,
  type GuildSettings,
  type SettingsChange,
  type SettingsStore,
} from '../posts/approval/guild-settings.ts';
import { appendAudit } from './audit-log.ts';
import { jsonColumn } from './json-column.ts';
import type { Schema } from './schema.ts';

const rolesColumn = jsonColumn(z.array(z.string()));

/** Settings in the database: one row for each server that has chosen something. */
export class DatabaseSettingsStore implements SettingsStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async settingsOf(guildId: string): Promise<GuildSettings> {
    const row = await this.#db
      .selectFrom('guild_settings')
      .selectAll()
      .where('guild_id', '=', guildId)
      .executeTakeFirst();
    return row ? settingsOf(row) : DEFAULT_SETTINGS;
  }

  async changeSettings(
    guildId: string,
    change: SettingsChange,
    { userId, at }: Parameters<SettingsStore['changeSettings']>[2],
  ): Promise<GuildSettings> {
    const columns = columnsOf(change);
    return await this.#db.transaction().execute(async (trx) => {
      // Only what is named is written, so that another person's change at the same moment stays.
      const row = await trx
        .insertInto('guild_settings')
        .values({
          guild_id: guildId,
          approver_role_ids: '[]',
          scheduler_role_ids: '[]',
          ...columns,
        })
        .onConflict((conflict) =>
          conflict.column('guild_id').doUpdateSet({ guild_id: guildId, ...columns }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      const changed = Object.keys(change).sort().join(' ');
      await appendAudit(trx, {
        guildId,
        at,
        actorId: userId,
        action: 'settings.changed',
        subject: 'settings',
        details: { changed },
      });
      return settingsOf(row);
    });
  }
}

function columnsOf(change: SettingsChange): Partial<Insertable<Schema['guild_settings']>> {
  const { approverRoleIds, schedulerRoleIds, approvalRequired } = change;
  const columns = {
    approval_channel_id: change.approvalChannelId,
    notice_channel_id: change.noticeChannelId,
    approver_role_ids: roles(approverRoleIds),
    approval_required:
      typeof approvalRequired === 'boolean' ? Number(approvalRequired) : approvalRequired,
    language: change.language,
    when_unchecked: change.whenUnchecked,
    default_theme: change.defaultTheme,
    default_size: change.defaultSize,
    scheduler_role_ids: roles(schedulerRoleIds),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

function roles(ids: readonly string[] | null | undefined): string | undefined {
  return ids === undefined ? undefined : rolesColumn.encode([...(ids ?? [])]);
}

function settingsOf(row: Selectable<Schema['guild_settings']>): GuildSettings {
  // What a later version offered and this one does not know was never chosen.
  const language = LANGUAGES.find((name) => name === row.language);
  const theme = THEME_NAMES.find((name) => name === row.default_theme);
  const size = SIZE_NAMES.find((name) => name === row.default_size);
  return {
    ...(row.approval_channel_id === null ? {} : { approvalChannelId: row.approval_channel_id }),
    ...(row.notice_channel_id === null ? {} : { noticeChannelId: row.notice_channel_id }),
    approverRoleIds: rolesColumn.parse(row.approver_role_ids),
    approvalRequired:
      row.approval_required === null
        ? DEFAULT_SETTINGS.approvalRequired
        : row.approval_required === 1,
    ...(language && { language }),
    whenUnchecked: row.when_unchecked ?? DEFAULT_SETTINGS.whenUnchecked,
    ...(theme && { defaultTheme: theme }),
    ...(size && { defaultSize: size }),
    schedulerRoleIds: rolesColumn.parse(row.scheduler_role_ids),
  };
}
