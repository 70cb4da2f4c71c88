// How long the database takes: `npm run bench:store [--json] [--posts 100000]`. SQLite always; PostgreSQL where it is
// installed. Two processes race for one person's quota, as the bot and a worker might.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { type Kysely, sql } from 'kysely';
import type { PostQuery } from '../src/posts/post-store.ts';
import type { Schema } from '../src/storage/schema.ts';
import { type Stores, storesOf } from '../src/storage/stores.ts';
import { openTemporarySqlite, postgres, type TestDatabase } from '../test/storage/databases.ts';
import { GUILD, MINA, makeContent, makeDraft } from '../test/storage/make-draft.ts';

interface Figure {
  readonly database: string;
  readonly what: string;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly note?: string;
}

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '100000' },
    waiting: { type: 'string', default: '1000000' },
    attempts: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  },
});
const POSTS = Number(values.posts);
const WAITING = Number(values.waiting);
const ATTEMPTS = Number(values.attempts);
const LIMIT = 100;
const PAGE = 10;

const LISTS: readonly (readonly [what: string, filter: Omit<PostQuery, 'guildId' | 'limit'>])[] = [
  ['list', {}],
  ['list by state', { state: 'published' }],
  ['list by a state that no post has', { state: 'failed' }],
  ['list by template', { template: 'countdown' }],
  ['list by state and template', { state: 'published', template: 'countdown' }],
  ['list by state and template that no post has', { state: 'held', template: 'countdown' }],
  ['list by event', { eventId: 'event-77' }],
  ['list by event and state', { eventId: 'event-77', state: 'published' }],
];

const figures: Figure[] = [];
await measure('SQLite', await openTemporarySqlite());
if (postgres) await measure('PostgreSQL', await postgres.open());
process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : table(figures));

async function measure(name: string, opened: TestDatabase): Promise<void> {
  await using _ = opened;
  const { kysely } = opened.database;
  const stores = storesOf(opened.database, Date.now);
  const time = async (what: string, rounds: number, work: (round: number) => Promise<unknown>) => {
    figures.push({ database: name, what, ...(await timed(rounds, work)) });
  };
  await fill(kysely);
  if (opened.database.dialect === 'postgres') await sql`analyze`.execute(kysely);

  await time('empty round trip', 300, () => sql`select 1`.execute(kysely));
  for (const [what, filter] of LISTS) {
    await time(what, 300, () => stores.posts.listPosts({ guildId: GUILD, limit: PAGE, ...filter }));
  }
  const middle = await cursorInTheMiddle(kysely);
  await time('list from the middle', 300, () =>
    stores.posts.listPosts({ guildId: GUILD, limit: PAGE, cursor: middle }),
  );
  await time('count up to 1,000', 300, () => stores.posts.countPosts({ guildId: GUILD }, 1_000));
  await writes(stores, time);
  await time('take a use, two processes', 1, () => race(opened.url ?? '', stores));
  if (opened.database.dialect === 'sqlite') {
    await time('quick_check', 3, () => sql`pragma quick_check(1)`.execute(kysely));
  }
  await fillQueue(kysely);
  if (opened.database.dialect === 'postgres') await sql`analyze`.execute(kysely);
  await time('claim, nothing due', 1_000, () =>
    stores.publications.claimDue({ now: 1, leaseMs: 60_000, limit: 64 }),
  );
  await time('next wake', 1_000, () => stores.publications.nextWake());
  await time('expire 200 pictures', 20, () =>
    stores.expiry.removePictures({ before: Date.now(), limit: 200 }),
  );
  await time('expire 200 drafts', 20, () =>
    stores.expiry.removeDrafts({ before: Date.now(), limit: 200 }),
  );
}

async function writes(
  { posts, pictures }: Stores,
  time: (what: string, rounds: number, work: (round: number) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  await time('create a draft', 200, () => posts.createDraft(makeDraft()));
  const post = await posts.createDraft(makeDraft());
  await time('find a post', 300, () => posts.findPost(GUILD, post.id));
  const token = post.revision.pictures[0]?.token ?? '';
  await time('find a picture by token', 300, () => pictures.byToken(token));
  await time('edit a post', 200, (round) =>
    posts.addRevision({
      guildId: GUILD,
      postId: post.id,
      expected: round + 1,
      changes: { caption: `${round}` },
      by: MINA,
      at: Date.now(),
    }),
  );
  const hashes = Array.from({ length: 500 }, (_, n) => n.toString(16).padStart(64, '0'));
  await time('which of 500 files no post has', 50, () => pictures.unreferenced(hashes));
}

/** All posts in one server, with one revision and two pictures each, spread over states, templates and 2,000 events. */
async function fill(kysely: Kysely<Schema>): Promise<void> {
  const { facts, caption } = makeContent();
  const batch = 500;
  for (let from = 0; from < POSTS; from += batch) {
    const numbers = Array.from({ length: batch }, (_, n) => from + n);
    const id = (n: number) => (n * 7_919).toString(36).padStart(16, '0');
    await kysely.transaction().execute(async (trx) => {
      await trx
        .insertInto('post')
        .values(
          numbers.map((n) => ({
            id: id(n),
            guild_id: GUILD,
            event_id: `event-${n % 2_000}`,
            event_name: facts.event.name,
            event_date: facts.event.date,
            template: n % 3 === 0 ? 'countdown' : 'lineup',
            state: n % 4 === 0 ? 'published' : 'draft',
            revision: 1,
            created_by: MINA,
            created_at: n * 1_000,
            updated_at: n * 1_000,
          })),
        )
        .execute();
      await trx
        .insertInto('revision')
        .values(
          numbers.map((n) => ({
            post_id: id(n),
            number: 1,
            theme: 'night',
            size: 'square',
            language: 'ko',
            caption,
            caption_edited: 0,
            facts: JSON.stringify(facts),
            created_by: MINA,
            created_at: n * 1_000,
          })),
        )
        .execute();
      await trx
        .insertInto('picture')
        .values(
          numbers.flatMap((n) =>
            [1, 2].map((page) => ({
              id: `${id(n)}-${page}`,
              secret: 's',
              post_id: id(n),
              revision: 1,
              page,
              hash: (n * 2 + page).toString(16).padStart(64, '0'),
              bytes: 1,
              width: 1_080,
              height: 1_080,
              created_at: n * 1_000,
            })),
          ),
        )
        .execute();
    });
  }
}

/** So many posts that wait, none of them due. */
async function fillQueue(kysely: Kysely<Schema>): Promise<void> {
  const text = sql`'w' || n`;
  const numbers = sql`with recursive numbers (n) as
    (select 1 union all select n + 1 from numbers where n < ${sql.lit(WAITING)})`;
  await sql`insert into post (id, guild_id, event_id, event_name, event_date, template, state, revision, created_by,
    created_at, updated_at) ${numbers} select ${text}, 'waiting', 'e', 'e', '2026-12-24', 'lineup', 'scheduled', 1,
    ${MINA}, n, n from numbers`.execute(kysely);
  await sql`insert into schedule (post_id, guild_id, due_at, lead_ms, asap, wake_at, phase, fence, attempts, sends,
    needs_approval, looks, created_by, created_at) ${numbers} select ${text}, 'waiting', 2000000000000 + n, 600000, 0,
    2000000000000 + n, 'waiting', 1, 0, 0, 0, 0, ${MINA}, n from numbers`.execute(kysely);
}

async function cursorInTheMiddle(kysely: Kysely<Schema>): Promise<string> {
  const row = await kysely
    .selectFrom('post')
    .select(['id', 'created_at'])
    .where('created_at', '=', Math.floor(POSTS / 2) * 1_000)
    .executeTakeFirstOrThrow();
  return `o${row.created_at.toString(36)}.${row.id}`;
}

async function race(url: string, { usage }: Stores): Promise<void> {
  const program = new URL('../test/storage/database-process.ts', import.meta.url);
  const args = ['take', url, String(ATTEMPTS / 2), String(LIMIT)];
  // Without the launcher's own watch over this process's channel.
  const children = [1, 2].map(() => fork(program, args, { execArgv: [] }));
  await Promise.all(children.map((child) => once(child, 'message')));
  const began = performance.now();
  const results = children.map(async (child) => {
    child.send('go');
    const [taken] = await once(child, 'message');
    return taken as number;
  });
  const taken = (await Promise.all(results)).reduce((sum, each) => sum + each, 0);
  const counter = { subject: 'user:1', kind: 'generated', day: '2026-12-01' } as const;
  const used = await usage.used(counter);
  const took = Math.round(performance.now() - began);
  process.stderr.write(
    `${ATTEMPTS} attempts by two processes, limit ${LIMIT}: ${taken} taken, ${used} counted, ${took} ms\n`,
  );
  if (taken !== LIMIT || used !== LIMIT) throw new Error('The limit was not kept');
}

async function timed(rounds: number, work: (round: number) => Promise<unknown>) {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work(round);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0;
  return { medianMs: at(0.5), p99Ms: at(0.99) };
}

function table(rows: readonly Figure[]): string {
  const lines = rows.map(
    ({ database, what, medianMs, p99Ms }) =>
      `${database.padEnd(11)} ${what.padEnd(46)} ${medianMs.toFixed(3).padStart(10)} ${p99Ms.toFixed(3).padStart(10)}`,
  );
  return `${POSTS} posts in one server; median and p99 in ms\n${lines.join('\n')}\n`;
}
