import { type Dialect, type Driver, PostgresDialect } from 'kysely';
import pg from 'pg';
import { databaseError } from './database-error.ts';
import { TranslatingDriver } from './translating-driver.ts';

export interface PostgresOptions {
  readonly url: string;
  /** For sentences: without user and password. */
  readonly name: string;
  /** An idle connection broke; the next statement gets a new one. */
  readonly onConnectionLost?: (error: Error) => void;
}

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** No statement of ours takes a tenth of it; a lock that is never given up must not hold a person's answer for ever. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** Kysely's PostgreSQL with failures as this program knows them. */
export class PostgresServerDialect extends PostgresDialect implements Dialect {
  readonly #name: string;

  constructor(options: PostgresOptions) {
    super({ pool: poolOf(options) });
    this.#name = options.name;
  }

  override createDriver(): Driver {
    return new TranslatingDriver(super.createDriver(), {
      translate: (error) => databaseError(error, this.#name),
    });
  }
}

function poolOf({ url, onConnectionLost = () => {} }: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'rite-bot',
    types: { getTypeParser },
  });
  // Without a listener, a connection that the server ends while idle would end the process.
  pool.on('error', onConnectionLost);
  return pool;
}

// bigint arrives as text because it may be larger than a number holds; ours are times and counts. Per pool: pg's own
// setting is for the whole process.
const getTypeParser: typeof pg.types.getTypeParser = (
  oid: number,
  format?: 'text' | 'binary',
): ((value: string) => unknown) =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format);
