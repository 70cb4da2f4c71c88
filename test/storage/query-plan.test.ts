import { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { openSqlite, SqliteFileDialect } from '../../src/storage/sqlite.ts';
import { type Stores, storesOf } from '../../src/storage/stores.ts';
import { openTemporarySqlite, type TestDatabase } from './databases.ts';
import { EVENING, GUILD, hashesOf, MINA, makeDraft, OTHER_GUILD } from './make-draft.ts';
import { planPost } from './plan-post.ts';

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
  ['a claim', ({ publications }) => publications.claimDue({ now: EVENING, leaseMs: 1, limit: 9 })],
  ['the next moment', ({ publications }) => publications.nextWake()],
  ['media of ours', ({ publications }) => publications.knownMedia(['1', '2'])],
  ['what is held', ({ publications }) => publications.resumeHeld(['late'], EVENING)],
  ['due notices', ({ notices }) => notices.claimDue({ now: EVENING, leaseMs: 1, limit: 9 })],
  ['untold notices', ({ notices }) => notices.pending(9)],
  ['due cards', ({ cards }) => cards.claimDue({ now: EVENING, leaseMs: 1, limit: 9 })],
  ['cards that wait', ({ cards }) => cards.waiting(9)],
  ['cards of what is approved', ({ cards }) => cards.approved(9)],
  ['a card’s post', ({ cards }) => cards.byMessage(GUILD, '1')],
  ['a calendar', ({ schedules }) => schedules.calendar(GUILD, { from: 1, to: 2, limit: 9 })],
  ['who waits', ({ schedules }) => schedules.takeUnreminded(EVENING, EVENING, 9)],
  ['unapproved posts', ({ schedules }) => schedules.holdUnapproved(EVENING)],
  ['what is to come', ({ schedules }) => schedules.upcoming(EVENING, 9)],
  ['what was published', ({ insights }) => insights.publishedSince(EVENING)],
  ['a server’s figures', ({ insights }) => insights.statsOf(GUILD, EVENING, 9)],
  ['an account by its id', ({ instagramAccounts }) => instagramAccounts.byInstagramId('1')],
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
      .filter(({ sql }) => /^\s*(?:with|select|update|delete)/.test(sql))
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

  test.each([
    ['a claim', (stores: Stores) => stores.publications.claimDue({ now: 1, leaseMs: 1, limit: 9 })],
    ['the next moment', (stores: Stores) => stores.publications.nextWake()],
  ] as const)('%s looks at those alone that wait for the clock', async (_, ask) => {
    // One that is due: without it the claim ends with its first look.
    await planPost(storesOf(opened.database, Date.now), { wakeAt: 1 });
    asked.length = 0;
    await ask(storesOf({ kysely }, Date.now));
    const file = openSqlite(opened.url, { patienceMs: 1_000, thorough: false });
    const plans = asked.map(({ sql, parameters }) =>
      JSON.stringify(file.prepare(`explain query plan ${sql}`).all(parameters)),
    );
    file.close();
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((plan) => !plan.includes('INDEX schedule_wake'))).toEqual([]);
  });
});
