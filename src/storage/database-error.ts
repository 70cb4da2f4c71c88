/** Why the database cannot be used. */
export type DatabaseFailure =
  /** The address is not one that this program can use. */
  | 'bad_address'
  | 'corrupt'
  | 'read_only'
  /** Another program holds it for longer than we are willing to wait. */
  | 'locked'
  | 'disk_full'
  /** A newer version of this program has changed its tables. */
  | 'newer'
  /** A database of some other program. */
  | 'foreign'
  /** Another bot already runs on it. */
  | 'in_use'
  /** The file cannot be opened or the disk answers with errors. */
  | 'unusable'
  /** A database server that does not answer. */
  | 'unreachable'
  /** A database server that does not let us in. */
  | 'refused';

/** The database cannot be used; the message is one sentence for the operator and never holds a password. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly reason: DatabaseFailure;

  constructor(reason: DatabaseFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/**
 * What a driver's error means to the operator; errors that are a statement's own fault come back as they are.
 *
 * @param database how to call the database in a sentence: its file or its server.
 */
export function databaseError(error: unknown, database: string): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  const reason = sqliteFailure(error) ?? postgresFailure(error);
  return reason === undefined
    ? error
    : new DatabaseError(reason, SENTENCES[reason](database), { cause: error });
}

/** The error of a database file whose own check found something. */
export function damaged(database: string, cause: Error): DatabaseError {
  return new DatabaseError('corrupt', SENTENCES.corrupt(database), { cause });
}

const SENTENCES = {
  corrupt: (database) =>
    `The database ${database} is damaged; stop the bot and restore the last backup`,
  read_only: (database) =>
    `The database ${database} cannot be written; check the permissions of the file and its folder`,
  locked: (database) =>
    `The database ${database} is locked by another program; close that program and try again`,
  disk_full: (database) =>
    `There is no room left for the database ${database}; free some disk space`,
  unusable: (database) =>
    `The database ${database} cannot be opened or read; check its path, permissions and disk`,
  unreachable: (database) =>
    `The database ${database} does not answer; check that the server runs and DATABASE_URL names it`,
  refused: (database) =>
    `The database ${database} does not let us in; check user, password and database name in DATABASE_URL`,
} satisfies Partial<Record<DatabaseFailure, (database: string) => string>>;

type DriverFailure = keyof typeof SENTENCES;

/** By SQLite's result codes; extended ones begin with the plain one: `SQLITE_CORRUPT_INDEX`. */
const SQLITE: readonly (readonly [prefix: string, failure: DriverFailure])[] = [
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_FULL', 'disk_full'],
  // The file beside the log, which every program makes that opens the database, could not be made.
  ['SQLITE_IOERR_SHMSIZE', 'disk_full'],
  ['SQLITE_IOERR', 'unusable'],
  ['SQLITE_CANTOPEN', 'unusable'],
  ['SQLITE_PERM', 'unusable'],
];

// What the file system says before SQLite is reached.
const FILES: Readonly<Record<string, DriverFailure>> = {
  EACCES: 'unusable',
  EEXIST: 'unusable',
  EISDIR: 'unusable',
  ELOOP: 'unusable',
  ENAMETOOLONG: 'unusable',
  ENOTDIR: 'unusable',
  EPERM: 'unusable',
  EROFS: 'read_only',
  ENOSPC: 'disk_full',
};

function sqliteFailure(error: Error): DriverFailure | undefined {
  const code = codeOf(error);
  return FILES[code] ?? SQLITE.find(([prefix]) => code.startsWith(prefix))?.[1];
}

/** By SQLSTATE (appendix A of PostgreSQL's manual), then by what Node says of the connection. */
const POSTGRES: readonly (readonly [code: RegExp, failure: DriverFailure])[] = [
  [/^(?:28...|3D000|42501)$/, 'refused'],
  [/^(?:08...|57P0[1-5]|53300)$/, 'unreachable'],
  [/^(?:40001|40P01|55P03|57014)$/, 'locked'],
  [/^53100$/, 'disk_full'],
  [/^25006$/, 'read_only'],
  [/^XX00[12]$/, 'corrupt'],
  [/^(?:ECONN(?:REFUSED|RESET)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE)$/, 'unreachable'],
];

function postgresFailure(error: Error): DriverFailure | undefined {
  const code = codeOf(error);
  const known = POSTGRES.find(([pattern]) => pattern.test(code))?.[1];
  // pg gives no code to what it finds out by itself.
  const silent = /^(?:Connection terminated|timeout exceeded when trying to connect)/;
  return known ?? (silent.test(error.message) ? 'unreachable' : undefined);
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
