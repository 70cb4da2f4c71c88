import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { FREE_GENERATIONS, PREMIUM_GENERATIONS } from '../../src/posts/quota.ts';
import { PEOPLE } from './crowd.ts';

export interface KeptRow {
  /** Number -> SHA-256 of the caption. */
  readonly captions: ReadonlyMap<number, string>;
  readonly downloaded: boolean;
}

/** What is in a database, read without the program's own code. */
export interface Kept {
  readonly posts: ReadonlyMap<string, KeptRow>;
  /** Posts made in the last days, by person. */
  readonly uses: ReadonlyMap<string, number>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** More than the half of an era. */
const RECENT_DAYS = 8;

export function readKept(file: BetterSqlite3.Database): Kept {
  const posts = new Map<string, { captions: Map<number, string>; downloaded: boolean }>();
  for (const row of file.prepare('select id, downloaded_at from post').all() as PostRow[]) {
    posts.set(row.id, { captions: new Map(), downloaded: row.downloaded_at !== null });
  }
  const revisions = file.prepare('select post_id, number, caption from revision').all();
  for (const { post_id, number, caption } of revisions as RevisionRow[]) {
    posts.get(post_id)?.captions.set(number, createHash('sha256').update(caption).digest('hex'));
  }
  const uses = file
    .prepare(
      `select substr(subject, 6) as person, sum(used) as used from usage
       where kind = 'generated' and day > date('now', '-${RECENT_DAYS} days') group by subject`,
    )
    .all() as { person: string; used: number }[];
  return { posts, uses: new Map(uses.map(({ person, used }) => [person, used])) };
}

/** What the database contradicts itself in. */
export function contradictions(file: BetterSqlite3.Database): string[] {
  const integrity = file.pragma('integrity_check', { simple: true });
  const references = file.pragma('foreign_key_check') as unknown[];
  const posts = file
    .prepare(
      `select id from post where revision is not
         (select count(*) from revision where post_id = post.id and number <= post.revision)
       or revision is not (select count(*) from revision where post_id = post.id)
       or revision is not (select count(*) from audit
         where subject = post.id and action in ('post.created', 'post.edited'))
       or (downloaded_at is not null) is not exists (select 1 from audit
         where subject = post.id and action = 'post.downloaded')
       or exists (select 1 from audit where subject = post.id and action = 'post.deleted')`,
    )
    .all() as { id: string }[];
  const free = PEOPLE['100000000000000001'].map((id) => `'user:${id}'`).join();
  const over = file
    .prepare(
      `select subject, used from usage where kind = 'generated'
       and used > case when subject in (${free}) then ${FREE_GENERATIONS} else ${PREMIUM_GENERATIONS} end`,
    )
    .all() as { subject: string; used: number }[];
  return [
    ...(integrity === 'ok' ? [] : [`integrity: ${String(integrity)}`]),
    ...references.map((one) => `reference: ${JSON.stringify(one)}`),
    ...posts.map(({ id }) => `post ${id} is not what its revisions and the log say`),
    ...over.map(({ subject, used }) => `${subject} has ${used} uses`),
  ];
}

/** Files without a row, rows without a file, and files that are not what their name says. */
export function pictureFaults(file: BetterSqlite3.Database, directory: string): string[] {
  const rows = file.prepare('select distinct hash, bytes from picture').all() as PictureRow[];
  const needed = new Map(rows.map(({ hash, bytes }) => [hash, bytes]));
  const faults: string[] = [];
  for (const path of filesIn(directory)) {
    const bytes = readFileSync(path);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (basename(path) !== `${hash}.jpg`) faults.push(`file ${basename(path)} is something else`);
    else if (!needed.has(hash)) faults.push(`file ${hash} has no row`);
    else if (needed.get(hash) !== bytes.length) faults.push(`file ${hash} is of another size`);
    needed.delete(hash);
  }
  return [...faults, ...[...needed.keys()].map((hash) => `picture ${hash} has no file`)];
}

/** As if everything had been done so many days earlier. */
export function age(file: BetterSqlite3.Database, directory: string, days: number): void {
  const ms = days * DAY_MS;
  file.exec(`
    begin immediate;
    update post set created_at = created_at - ${ms}, updated_at = updated_at - ${ms},
      downloaded_at = downloaded_at - ${ms};
    update revision set created_at = created_at - ${ms};
    update picture set created_at = created_at - ${ms};
    update usage set day = date(day, '-${days} days');
    commit;
  `);
  for (const path of filesIn(directory)) {
    const at = new Date(statSync(path).mtimeMs - ms);
    utimesSync(path, at, at);
  }
}

function filesIn(directory: string): string[] {
  return globSync(join(directory, '*', '*')).concat(globSync(join(directory, '*.tmp')));
}

interface PostRow {
  readonly id: string;
  readonly downloaded_at: number | null;
}

interface RevisionRow {
  readonly post_id: string;
  readonly number: number;
  readonly caption: string;
}

interface PictureRow {
  readonly hash: string;
  readonly bytes: number;
}
