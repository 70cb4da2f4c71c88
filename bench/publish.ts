// npm run bench:publish - how soon posts go out, on the sandboxes over real sockets. The bot with its gateway and its
// publisher runs in a process of its own; this one is Discord, Rite, Instagram and the people. Prints one table; --json
// for the figures alone, --profile <folder> for a CPU profile of the bot. What it is at goes to stderr.
import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { BotProcess } from './bot-process.ts';
import { Figures } from './figures.ts';
import { cpuSeconds } from './publish-cpu.ts';
import { createWorld, type Planned } from './publish-world.ts';
import { Visitors } from './visitors.ts';

const { values } = parseArgs({
  options: {
    prepared: { type: 'string', default: '200' },
    'one-by-one': { type: 'string', default: '50' },
    accounts: { type: 'string', default: '500' },
    waiting: { type: 'string', default: '1000000' },
    'answer-ms': { type: 'string', default: '300' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const PREPARED = Number(values.prepared);
const ONE_BY_ONE = Number(values['one-by-one']);
const ACCOUNTS = Number(values.accounts);
const WAITING = Number(values.waiting);
const ANSWER_MS = Number(values['answer-ms']);
/** Facts and limits are looked at 15 s before the time, and a container takes some seconds to be made. */
const LEAD_MS = 40_000;
const SPREAD_MS = 60_000;

const figures = new Figures();

if (WAITING > 0) await emptyTick();
const world = await createWorld(Math.max(ACCOUNTS, PREPARED, 1), ANSWER_MS);
const { discord, instagram, stores } = world;
const visitors = new Visitors(world, () => discord.clearRequests());

const bot = await BotProcess.start(
  world.env,
  values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
);
// Outside the measurement: compilers and caches of a process that has just begun.
await visitors.talk(AbortSignal.timeout(3_000));
await oneByOne(2);

if (PREPARED > 0) await prepared();
if (ONE_BY_ONE > 0) progress(`${ONE_BY_ONE} one by one`);
if (ONE_BY_ONE > 0)
  figures.addSpread('from queue to published', 's', await oneByOne(ONE_BY_ONE), 5);
if (ACCOUNTS > 0) {
  await atOnce('queued at once', 3_000, 3_000);
  await atOnce('prepared, due at once', LEAD_MS, 0);
}
const twice = new Set(instagram.livePosts.map(({ containerId }) => containerId)).size;
figures.add({
  what: 'posts live twice',
  wanted: 0,
  measured: instagram.livePosts.length - twice,
  unit: '',
});
figures.print(values);
await bot.stop();
await world.dispose();

/** From the due time to the arrival of `media_publish`, when everything else was done before. */
async function prepared(): Promise<void> {
  progress(`${PREPARED} prepared`);
  const from = Date.now() + LEAD_MS;
  const posts: Planned[] = [];
  for (let index = 0; index < PREPARED; index += 1) {
    const dueAt = Math.round(from + (index * SPREAD_MS) / PREPARED);
    posts.push(await world.plan(index, { dueAt, wakeAt: Date.now() }));
  }
  const before = instagram.requests.length;
  await allPublished(posts);
  const dueAts = new Map(posts.map(({ accountId, dueAt }) => [accountId, dueAt]));
  const lateMs = instagram.requests
    .slice(before)
    .filter(({ call }) => call === 'media_publish')
    .map(({ account = '', at }) => at - (dueAts.get(account) ?? Number.NaN));
  if (Math.min(...lateMs) < 0) throw new Error(`Published ${-Math.min(...lateMs)} ms early`);
  figures.addSpread('from due time to media_publish', 'ms', lateMs, 1_000);
}

/** Seconds that each took from being queued for this moment. */
async function oneByOne(count: number): Promise<number[]> {
  const seconds: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const now = Date.now();
    const [publishedAt] = await allPublished([
      await world.plan(index, { dueAt: now, wakeAt: now }),
    ]);
    seconds.push(((publishedAt ?? Number.NaN) - now) / 1_000);
    // Not in step with the ticks.
    await delay(Math.random() * 1_000);
  }
  return seconds;
}

/** All accounts at the same instant, while people talk with the bot. */
async function atOnce(what: string, dueInMs: number, wakeInMs: number): Promise<void> {
  // Planned before the moment at which the bot may look at the first.
  const planMs = 1_000 + ACCOUNTS * 20;
  progress(`${ACCOUNTS} ${what}`);
  const now = Date.now();
  const dueAt = now + planMs + dueInMs;
  const posts: Planned[] = [];
  for (let index = 0; index < ACCOUNTS; index += 1) {
    posts.push(await world.plan(index, { dueAt, wakeAt: now + planMs + wakeInMs }));
  }
  if (Date.now() > now + planMs + wakeInMs) throw new Error('Planning took too long');
  await delay(now + planMs - Date.now());
  const talking = new AbortController();
  const before = cpuNow();
  bot.measure();
  const spoken = visitors.talk(talking.signal);
  const publishedAts = await allPublished(posts);
  talking.abort();
  const seenMs = await spoken;
  const { acknowledgedMs, eventLoopDelayP99 } = await bot.report();
  const used = { bot: cpuNow().bot - before.bot, world: cpuNow().world - before.world };
  const last = Math.max(...publishedAts);
  const prefix = `${ACCOUNTS} ${what}`;
  figures.add({
    what: `${prefix}: all published`,
    wanted: 30,
    measured: (last - dueAt) / 1_000,
    unit: 's',
  });
  figures.addSpread(`${prefix}: acknowledgement`, 'ms', acknowledgedMs, 100);
  figures.addSpread(`${prefix}: acknowledgement as people see it`, 'ms', seenMs);
  figures.add({
    what: `${prefix}: event loop delay p99`,
    measured: eventLoopDelayP99,
    unit: 'ms',
  });
  figures.add({ what: `${prefix}: CPU of the bot`, measured: used.bot, unit: 's' });
  figures.add({ what: `${prefix}: CPU of all around it`, measured: used.world, unit: 's' });
}

/** When each was published, in epoch milliseconds. */
async function allPublished(posts: readonly Planned[]): Promise<number[]> {
  const publishedAts: number[] = [];
  for (const { guildId, postId } of posts) {
    for (;;) {
      const post = await stores.posts.findPost(guildId, postId);
      if (post?.state === 'published') {
        publishedAts.push(post.publishedAt ?? Number.NaN);
        break;
      }
      if (post?.state === 'held' || post?.state === 'failed') {
        const publication = await stores.publications.find(guildId, postId);
        throw new Error(`${post.state}: ${JSON.stringify(publication?.problem)}`);
      }
      await delay(50);
    }
  }
  return publishedAts;
}

/** A look at the queue when nothing is due, of so many that wait: measured by bench/store.ts. */
async function emptyTick(): Promise<void> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      'bench/store.ts',
      '--json',
      '--posts',
      '1000',
      '--waiting',
      String(WAITING),
      '--attempts',
      '100',
    ],
    { maxBuffer: 2 ** 24 },
  );
  const measured = JSON.parse(stdout) as readonly {
    database: string;
    what: string;
    medianMs: number;
    p99Ms: number;
  }[];
  const parts = measured.filter(
    ({ database, what }) =>
      database === 'SQLite' && ['claim, nothing due', 'next wake'].includes(what),
  );
  if (parts.length !== 2)
    throw new Error('bench/store.ts does not measure an empty look at the queue');
  const sum = (name: 'medianMs' | 'p99Ms') => parts.reduce((total, part) => total + part[name], 0);
  const what = `empty tick, ${WAITING.toLocaleString('en')} waiting`;
  figures.add({ what: `${what}: p50`, wanted: 0.2, measured: sum('medianMs'), unit: 'ms' });
  figures.add({ what: `${what}: p99`, measured: sum('p99Ms'), unit: 'ms' });
}

/** Seconds of CPU until now. */
function cpuNow(): { readonly bot: number; readonly world: number } {
  return { bot: cpuSeconds(bot.pid), world: cpuSeconds(process.pid) };
}

function progress(what: string): void {
  const load = loadavg()[0]?.toFixed(1);
  process.stderr.write(`${performance.now().toFixed(0).padStart(7)} ms  load ${load}  ${what}\n`);
}
