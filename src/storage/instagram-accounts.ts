import type { Kysely, Selectable } from 'kysely';
import type {
  InstagramAccount,
  InstagramAccounts,
  NewInstagramAccount,
} from '../posts/accounts/instagram-account.ts';
import { newVersion } from './connections.ts';
import { insertNotices } from './notice-store.ts';
import { resumeHeld } from './publication-store.ts';
import type { Schema } from './schema.ts';

type Named = Pick<InstagramAccount, 'guildId' | 'version'>;

/** Instagram accounts in the database: a connection each, with a row of what is known beside the token. */
export class DatabaseInstagramAccounts implements InstagramAccounts {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async find(
    guildId: string,
  ): Promise<(InstagramAccount & { readonly sealed: string }) | undefined> {
    const row = await accounts(this.#db)
      .select('connection.sealed')
      .where('instagram_account.guild_id', '=', guildId)
      .executeTakeFirst();
    return row && { ...accountOf(row), sealed: row.sealed };
  }

  async connect(account: NewInstagramAccount): Promise<InstagramAccount> {
    const { guildId } = account;
    const connection = {
      sealed: account.sealed,
      key_id: account.keyId,
      connected_by: account.connectedBy,
      connected_at: account.connectedAt,
      version: newVersion(),
    };
    const columns = {
      account_id: account.accountId,
      app_scoped_id: account.appScopedId ?? null,
      username: account.username,
      issued_at: account.issuedAt,
      expires_at: account.expiresAt,
      state: 'alive' as const,
      refresh_tried_at: null,
      refresh_failures: 0,
      warned_days: null,
    };
    return await this.#db.transaction().execute(async (trx) => {
      await trx
        .insertInto('connection')
        .values({ guild_id: guildId, kind: 'instagram', ...connection })
        .onConflict((conflict) => conflict.columns(['guild_id', 'kind']).doUpdateSet(connection))
        .execute();
      await trx
        .insertInto('instagram_account')
        .values({ guild_id: guildId, kind: 'instagram', ...columns })
        .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(columns))
        .execute();
      const row = await accounts(trx)
        .where('instagram_account.guild_id', '=', guildId)
        .executeTakeFirstOrThrow();
      return accountOf(row);
    });
  }

  async disconnect({ guildId, version }: Named): Promise<'disconnected' | 'not_found'> {
    // The account goes with it.
    const { numDeletedRows } = await this.#db
      .deleteFrom('connection')
      .where('guild_id', '=', guildId)
      .where('kind', '=', 'instagram')
      .where('version', '=', version)
      .executeTakeFirst();
    return numDeletedRows > 0n ? 'disconnected' : 'not_found';
  }

  async replaceToken(
    { guildId, version }: Named,
    { sealed, keyId, issuedAt, expiresAt }: Parameters<InstagramAccounts['replaceToken']>[1],
  ): Promise<'replaced' | 'changed_meanwhile'> {
    return await this.#db.transaction().execute(async (trx) => {
      const replaced = await trx
        .updateTable('connection')
        .set({ sealed, key_id: keyId, version: newVersion() })
        .where('guild_id', '=', guildId)
        .where('kind', '=', 'instagram')
        .where('version', '=', version)
        .returning('guild_id')
        .executeTakeFirst();
      if (!replaced) return 'changed_meanwhile';
      await trx
        .updateTable('instagram_account')
        .set({
          issued_at: issuedAt,
          expires_at: expiresAt,
          state: 'alive',
          refresh_tried_at: issuedAt,
          refresh_failures: 0,
          warned_days: null,
        })
        .where('guild_id', '=', guildId)
        .execute();
      // Taken for dead while it was being refreshed.
      await resumeHeld(trx, ['token_dead'], issuedAt, guildId);
      return 'replaced';
    });
  }

  async noteRefreshFailed(account: Named, at: number): Promise<void> {
    await this.#change(account)
      .set(({ eb }) => ({ refresh_tried_at: at, refresh_failures: eb('refresh_failures', '+', 1) }))
      .execute();
  }

  async markDead(
    account: Named,
    news?: Parameters<InstagramAccounts['markDead']>[1],
  ): ReturnType<InstagramAccounts['markDead']> {
    const marked = await this.#db.transaction().execute(async (trx) => {
      const { numUpdatedRows } = await changeIn(trx, account)
        .set({ state: 'dead' })
        .where('state', '=', 'alive')
        .executeTakeFirst();
      if (numUpdatedRows > 0n && news) await insertNotices(trx, [news.notice], news.at);
      return numUpdatedRows > 0n;
    });
    if (marked) return 'marked';
    const { version } = (await this.find(account.guildId)) ?? {};
    return version === account.version ? 'dead_already' : 'changed_meanwhile';
  }

  async markWarned(account: Named, days: number): Promise<'warned' | 'warned_already'> {
    const { numUpdatedRows } = await this.#change(account)
      .set({ warned_days: days })
      .where(({ or, eb }) => or([eb('warned_days', 'is', null), eb('warned_days', '>', days)]))
      .executeTakeFirst();
    return numUpdatedRows > 0n ? 'warned' : 'warned_already';
  }

  async endingBefore(expiresBefore: number): Promise<readonly InstagramAccount[]> {
    const rows = await accounts(this.#db)
      .where('instagram_account.state', '=', 'alive')
      .where('instagram_account.expires_at', '<', expiresBefore)
      .orderBy('instagram_account.expires_at')
      .orderBy('instagram_account.guild_id')
      .execute();
    return rows.map(accountOf);
  }

  async byInstagramId(id: string): Promise<readonly InstagramAccount[]> {
    const rows = await accounts(this.#db)
      .where(({ or, eb }) =>
        or([
          eb('instagram_account.account_id', '=', id),
          eb('instagram_account.app_scoped_id', '=', id),
        ]),
      )
      .execute();
    return rows.map(accountOf);
  }

  /** One statement, so that of several who do the same at once one is told that it did. */
  #change(account: Named) {
    return changeIn(this.#db, account);
  }
}

function accounts(db: Kysely<Schema>) {
  return db
    .selectFrom('instagram_account')
    .innerJoin('connection', (join) =>
      join
        .onRef('connection.guild_id', '=', 'instagram_account.guild_id')
        .onRef('connection.kind', '=', 'instagram_account.kind'),
    )
    .selectAll('instagram_account')
    .select(['connection.connected_by', 'connection.connected_at', 'connection.version']);
}

/** Of this version only: another connection is another account. */
function changeIn(db: Kysely<Schema>, { guildId, version }: Named) {
  return db
    .updateTable('instagram_account')
    .where('guild_id', '=', guildId)
    .where(({ exists }) =>
      exists(
        db
          .selectFrom('connection')
          .select('connection.guild_id')
          .where('connection.guild_id', '=', guildId)
          .where('connection.kind', '=', 'instagram')
          .where('connection.version', '=', version),
      ),
    );
}

function accountOf(
  row: Selectable<Schema['instagram_account']> &
    Pick<Selectable<Schema['connection']>, 'connected_by' | 'connected_at' | 'version'>,
): InstagramAccount {
  return {
    guildId: row.guild_id,
    accountId: row.account_id,
    ...(row.app_scoped_id === null ? {} : { appScopedId: row.app_scoped_id }),
    username: row.username,
    connectedBy: row.connected_by,
    connectedAt: row.connected_at,
    version: row.version,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    state: row.state,
    ...(row.refresh_tried_at === null ? {} : { refreshTriedAt: row.refresh_tried_at }),
    refreshFailures: row.refresh_failures,
    ...(row.warned_days === null ? {} : { warnedDays: row.warned_days }),
  };
}
