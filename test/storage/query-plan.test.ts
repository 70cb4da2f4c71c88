import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { openSqlite, SqliteFileDialect } from '../../src/storage/sqlite.ts';
import { type Stores, storesOf } from '../../src/storage/stores.ts';
import { openTemporarySqlite, type TestDatabase } from './databases.ts';
import { EVENING, GUILD, hashesOf, MINA, makeDraft, OTHER_GUILD } from './make-draft.ts';

const post = { guildId: GUILD, postId: '0123456789abcdef' };
const deed = { by: MINA, at: EVENING };
const page = { guildId: GUILD, limit: 10 };
const use = { subject: `user:${MINA}`, kind: 'generated', day: '2026-12-01' } as const;

/** What happens while somebody waits, or often. */
const QUESTIONS: readonly (readonly [what: string, ask: (stores: Stores) => Promise<unknown>])[] = [
  ['a list of posts', ({ posts }) => posts.listPosts(page)],
  ['the next page', ({ posts }) => posts.listPosts({ ...page, cursor: 'o1.a' })],
  ['the page before', ({ posts }) => posts.listPosts({ ...page, cursor: 'n1.a' })],
  ['a list by state', ({ posts }) => posts.listPosts({ ...page, state: 'draft' })],
  ['a list by template', ({ posts }) => posts.listPosts({ ...page, template: 'lineup' })],
  [
    'a list by both',
    ({ posts }) => posts.listPosts({ ...page, state: 'draft', template: 'lineup' }),
  ],
  ['a list by event', ({ posts }) => posts.listPosts({ ...page, eventId: 'event-47' })],
  ['a count', ({ posts }) => posts.countPosts({ guildId: GUILD, state: 'draft' }, 1_000)],
  ['a post', ({ posts }) => posts.findPost(GUILD, post.postId)],
  ['an edit', ({ posts }) => posts.addRevision({ ...post, ...deed, expected: 1, changes: {} })],
  ['a deletion', ({ posts }) => posts.deletePost({ ...post, ...deed })],
  ['a public picture', ({ pictures }) => pictures.byToken('0123456789abcdef-secret')],
  ['files without a post', ({ pictures }) => pictures.unreferenced(hashesOf('a', 'b'))],
  ['a page of pictures', ({ pictures }) => pictures.hashes({ after: 'a', limit: 10 })],
  ['a use', ({ usage }) => usage.take(use, 2)],
  ['old drafts', ({ expiry }) => expiry.removeDrafts({ before: EVENING, limit: 10 })],
  ['old pictures', ({ expiry }) => expiry.removePictures({ before: EVENING, limit: 10 })],
  ['audit lines', ({ audit }) => audit.linesOf(GUILD, { limit: 10, subject: 'x' })],
  ['a connection', ({ connections }) => connections.find(GUILD, 'rite')],
];

describe('on SQLite', () => {
  let opened: TestDatabase & { readonly url: string };
  let kysely: Kysely<Schema>;
  const asked: { sql: string; parameters: readonly unknown[] }[] = [];

  beforeAll(async () => {
    opened = await openTemporarySqlite();
    await storesOf(opened.database, Date.now).posts.createDraft(
      makeDraft({ guildId: OTHER_GUILD }),
    );
    const file = openSqlite(opened.url, { patienceMs: 1_000, thorough: false });
    kysely = new Kysely<Schema>({
      dialect: new SqliteFileDialect(file, 1_000),
      log: ({ query }) => void asked.push(query),
    });
  });

  afterAll(async () => {
    await kysely.destroy();
    await opened[Symbol.asyncDispose]();
  });

  test.each(QUESTIONS)('%s is answered from an index, in its order', async (_, ask) => {
    asked.length = 0;
    const database: Pick<Database, 'kysely'> = { kysely };
    await ask(storesOf(database, Date.now));
    expect(asked.length).toBeGreaterThan(0);
    const file = openSqlite(opened.url, { patienceMs: 1_000, thorough: false });
    const steps = asked
      .filter(({ sql }) => /^(?:select|update|delete)/.test(sql))
      .flatMap(({ sql, parameters }) => {
        const plan = file.prepare(`explain query plan ${sql}`).all(parameters);
        return plan.map((step) => (step as { detail: string }).detail);
      });
    file.close();
    // A scan of what was found is none of a table; one in an index's order ends at the limit.
    const slow = steps.filter((step) =>
      /^SCAN (?!found|CONSTANT)(?!.*USING .*INDEX)|TEMP B-TREE FOR (?!DISTINCT)/.test(step),
    );
    expect(slow).toEqual([]);
  });
});
