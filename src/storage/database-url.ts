import { fileURLToPath } from 'node:url';
import { DatabaseError } from './database-error.ts';

export type DatabaseAddress =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** For sentences: without user and password. */
      readonly name: string;
    };

/**
 * What `DATABASE_URL` means: a file's path, `sqlite:path`, `file:path`, or `postgres://user:password@host/database`.
 *
 * @throws {DatabaseError} `bad_address`.
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  // A single letter is a drive of Windows.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return sqlite(text);
    case 'sqlite':
      return sqlite(text.slice('sqlite:'.length).replace(/^\/\//, ''));
    case 'file':
      return sqlite(/^file:\/\//i.test(text) ? filePath(text) : text.slice('file:'.length));
    case 'postgres':
    case 'postgresql':
      return { kind: 'postgres', url: text, name: postgresName(text) };
    default:
      throw new DatabaseError(
        'bad_address',
        `DATABASE_URL begins with ${scheme}: but must be a file (data/rite-bot.db) or postgres://…`,
      );
  }
}

function sqlite(path: string): DatabaseAddress {
  if (path === '' || path.includes('?') || path.startsWith(':')) {
    throw new DatabaseError(
      'bad_address',
      'DATABASE_URL must name a file, like data/rite-bot.db, without ? or a leading colon',
    );
  }
  return { kind: 'sqlite', path };
}

function filePath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new DatabaseError('bad_address', 'DATABASE_URL is not a file: address of this machine', {
      cause,
    });
  }
}

function postgresName(text: string): string {
  if (!URL.canParse(text)) {
    throw new DatabaseError(
      'bad_address',
      'DATABASE_URL must look like postgres://user:password@host:5432/database (signs like @ in the password as %40)',
    );
  }
  const { host, pathname } = new URL(text);
  return `${host || 'localhost'}${pathname}`;
}
