import { type Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator } from 'kysely/migration';
import { DatabaseError } from './database-error.ts';
import { migrations } from './migrations/index.ts';
import { type Migration, POSTGRES_WORDS, SQLITE_WORDS } from './migrations/migration.ts';
import type { Schema } from './schema.ts';

export type DialectName = 'sqlite' | 'postgres';

export interface MigrateOptions {
  readonly dialect: DialectName;
  /** For sentences. */
  readonly name: string;
  /** In place of ours, for tests. */
  readonly migrations?: readonly Migration[];
}

/**
 * Brings the tables up to this version: all missing steps or none, in one transaction under Kysely's lock.
 *
 * @returns the names of the steps that were made now.
 * @throws {DatabaseError} `newer`, with nothing changed.
 */
export async function migrate(
  kysely: Kysely<Schema>,
  options: MigrateOptions,
): Promise<readonly string[]> {
  const steps = options.migrations ?? migrations;
  await refuseNewer(kysely, steps, options.name);
  const words = options.dialect === 'sqlite' ? SQLITE_WORDS : POSTGRES_WORDS;
  const migrator = new Migrator({
    db: kysely,
    provider: {
      async getMigrations() {
        return Object.fromEntries(
          steps.map(({ name, statements }) => [
            name,
            {
              async up(trx: Kysely<unknown>) {
                for (const statement of statements(words)) await sql.raw(statement).execute(trx);
              },
            },
          ]),
        );
      },
    },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}

async function refuseNewer(
  kysely: Kysely<Schema>,
  steps: readonly Migration[],
  name: string,
): Promise<void> {
  const tables = await kysely.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return;
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name
  `.execute(kysely);
  const unknown = rows.find((row) => !steps.some((step) => step.name === row.name));
  if (!unknown) return;
  throw new DatabaseError(
    'newer',
    `The database ${name} was last used by a newer Rite Bot (it knows ${unknown.name}); install that version, or restore a backup from before`,
  );
}
