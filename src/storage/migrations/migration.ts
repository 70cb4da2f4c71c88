/** The few words in which the two dialects' table definitions differ. */
export interface DialectWords {
  /** 64 bits: epoch milliseconds, counts and sizes. */
  readonly integer: string;
  readonly blob: string;
  /** A primary key that numbers rows in the order of their arrival. */
  readonly numbered: string;
  /** Ends a table definition. STRICT: without it SQLite would keep text or fractions in an integer column. */
  readonly strict: string;
}

/** A step from one version's tables to the next. There is no way down: backups are for that. */
export interface Migration {
  /** Numbered; decides the order. */
  readonly name: string;
  readonly statements: (words: DialectWords) => readonly string[];
}

export const SQLITE_WORDS: DialectWords = {
  integer: 'integer',
  blob: 'blob',
  numbered: 'integer primary key autoincrement',
  strict: 'strict',
};

export const POSTGRES_WORDS: DialectWords = {
  integer: 'bigint',
  blob: 'bytea',
  numbered: 'bigint generated always as identity primary key',
  strict: '',
};
