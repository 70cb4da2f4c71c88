// node bin/run.mjs bench/approval.ts - what becomes of reactions on approval cards that were given while the bot was
// away: it starts with all cards waiting, and once more loses its session. Discord answers as slowly as over a network
// and holds the bot to its rate limits; meanwhile people approve other cards and ask for posters. The bot runs in a
// process of its own; this one is Discord, Rite, Instagram and the people. Prints one table; --json for the figures
// alone. Ends with an error when a post is not in the state that the reactions on its card say.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { PostState } from '../src/posts/kept-post.ts';
import { type Card, createCards } from './approval-cards.ts';
import { BotProcess } from './bot-process.ts';
import { Figures } from './figures.ts';
import { createWorld } from './publish-world.ts';
import { Visitors } from './visitors.ts';

const { values } = parseArgs({
  options: {
    cards: { type: 'string', default: '1000' },
    servers: { type: 'string', default: '20' },
    'answer-ms': { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});
const CARDS = Number(values.cards);
const SERVERS = Number(values.servers);
const ANSWER_MS = Number(values['answer-ms']);
/** Of so many cards one was reacted to while the bot was away. */
const EVERY = 5;
const LIVE = 20;
const LIVE_EVERY_MS = 150;
const LIMIT_MS = 150_000;
/** Longer than the longest wait for a limit. */
const QUIET_MS = 6_000;
const MESSAGES = '/channels/:channel/messages';
const REACTIONS = `${MESSAGES}/:message/reactions/:emoji`;
/**
 * Discord publishes no figures and asks bots to read them from its answers (documentation, "Rate Limits"); these are
 * what such answers say, by channel or server. The fifty in a second, of everything but interactions, are documented.
 */
const LIMITS = [
  { method: 'GET', route: MESSAGES, limit: 5, windowMs: 5_000 },
  { method: 'POST', route: MESSAGES, limit: 5, windowMs: 5_000 },
  { method: 'PATCH', route: `${MESSAGES}/:message`, limit: 5, windowMs: 5_000 },
  { method: 'GET', route: REACTIONS, limit: 5, windowMs: 1_000 },
  { method: 'PUT', route: `${REACTIONS}/@me`, limit: 1, windowMs: 250 },
  { method: 'DELETE', route: `${REACTIONS}/:user`, limit: 1, windowMs: 250 },
  { method: 'GET', route: '/guilds/:guild/members/:user', limit: 5, windowMs: 1_000 },
];
const GLOBAL_PER_SECOND = 50;

const figures = new Figures();

const world = await createWorld(SERVERS, 0);
const { discord, stores } = world;
const cards = await createCards(world, Math.ceil(CARDS / SERVERS));
const visitors = new Visitors(world);

/** What the reactions on each card say. */
const expected = new Map<Card, PostState>(cards.map((card) => [card, 'awaiting_approval']));
const whileAway = cards.filter((_, index) => index % EVERY === 0);
for (const [index, card] of whileAway.entries()) expected.set(card, await reactAny(card, index));

discord.clearRequests();
discord.limitRates(LIMITS, { globalPerSecond: GLOBAL_PER_SECOND });
discord.fault({
  route: /^\/(?!interactions)/,
  delayMs: ANSWER_MS,
  times: Number.POSITIVE_INFINITY,
});
const bot = await BotProcess.start(world.env);
bot.measure();
const readyAt = performance.now();
await restarted();
await identifiedAnew();
// All is read by now, also where nothing was to be found.
await until(async () => Date.now() - (discord.requests.at(-1)?.at ?? 0) > QUIET_MS);
await requireStates();
figures.add({
  what: 'answers with 429',
  wanted: 0,
  measured: discord.requests.filter(({ status }) => status === 429).length,
  unit: '',
});
figures.add({
  what: 'most requests in a second',
  measured: busiestSecond(),
  unit: '',
  wanted: GLOBAL_PER_SECOND,
});
figures.print(values);
if (discord.violations.length > 0) throw new Error(discord.violations.join('\n'));
await bot.stop();
await world.dispose();

/** What was decided while the bot was away takes effect, and what is decided meanwhile at once. */
async function restarted(): Promise<void> {
  const talking = new AbortController();
  const spoken = visitors.talk(talking.signal);
  const live = approveLive(cards.filter((_, index) => index % EVERY === 2).slice(0, LIVE));
  await effective(whileAway);
  const seconds = (performance.now() - readyAt) / 1_000;
  figures.add({
    what: `${whileAway.length} of ${cards.length} cards reacted to, all in effect`,
    measured: seconds,
    unit: 's',
    wanted: 30,
  });
  figures.add({ what: '  requests until then', measured: discord.requests.length, unit: '' });
  for (const [what, method, route] of [
    ['  pages of messages read', 'GET', MESSAGES],
    ['  lists of people read', 'GET', REACTIONS],
    ['  members read', 'GET', '/guilds/:guild/members/:user'],
    ['  messages written', 'POST', MESSAGES],
    ['  cards rewritten', 'PATCH', `${MESSAGES}/:message`],
  ] as const) {
    const measured = discord.requests.filter(
      (one) => one.method === method && one.route === route,
    ).length;
    figures.add({ what, measured, unit: '' });
  }
  const given = await live;
  const before = given.filter(({ at }) => at < readyAt + seconds * 1_000).length;
  figures.add({
    what: `of ${LIVE} approvals given meanwhile, before that`,
    measured: before,
    unit: '',
  });
  figures.addSpread(
    'approval given meanwhile',
    'ms',
    given.map(({ ms }) => ms),
    1_000,
  );
  talking.abort();
  const seenMs = await spoken;
  const { acknowledgedMs, eventLoopDelayP99 } = await bot.report();
  figures.addSpread('acknowledgement meanwhile', 'ms', acknowledgedMs, 1_000);
  figures.addSpread('acknowledgement meanwhile, as people see it', 'ms', seenMs);
  figures.add({ what: 'event loop delay p99', measured: eventLoopDelayP99, unit: 'ms' });
  const decided = cards.filter((card) => expected.get(card) !== 'awaiting_approval');
  await until(async () => decided.every(({ message }) => message.edited));
  const shownMs = await Promise.all(given.map((one) => one.shownMs));
  figures.addSpread('approval given meanwhile, shown on its card', 'ms', shownMs);
  figures.add({
    what: `all ${decided.length} decided cards show it`,
    measured: (performance.now() - readyAt) / 1_000,
    unit: 's',
  });
}

/** The session is lost and cannot be taken up again; what is decided in between is found by the next one. */
async function identifiedAnew(): Promise<void> {
  const gap = cards.filter((_, index) => index % (EVERY * 10) === 1);
  const lostAt = performance.now();
  discord.refuseResumes(1);
  discord.dropSockets();
  for (const card of gap) {
    await card.club.approver.react(card.message, '✅');
    expected.set(card, 'scheduled');
  }
  await effective(gap);
  figures.add({
    what: `${gap.length} approvals while the session was lost, all in effect`,
    measured: (performance.now() - lostAt) / 1_000,
    unit: 's',
    wanted: 30,
  });
}

/** One of the ways in which people react, in turn; says what is to become of the post. */
async function reactAny({ club, message }: Card, index: number): Promise<PostState> {
  const { approver, secondApprover, stranger, otherBot } = club;
  const kind = index % 20;
  if (kind < 12) {
    await approver.react(message, '✅');
    return 'scheduled';
  }
  if (kind < 15) {
    await approver.react(message, '❌');
    return 'rejected';
  }
  if (kind === 15) {
    await approver.react(message, '✅');
    await secondApprover.react(message, '❌');
    return 'rejected';
  }
  if (kind === 16) await stranger.react(message, '✅');
  else if (kind === 17) await stranger.react(message, '❌');
  else if (kind === 18) await otherBot.react(message, '✅');
  else await approver.react(message, '👍');
  return 'awaiting_approval';
}

interface Live {
  readonly ms: number;
  /** When it was written down, as `performance.now()`. */
  readonly at: number;
  /** Until the card says so. */
  readonly shownMs: Promise<number>;
}

/** From each reaction until the approval is in the database. */
async function approveLive(chosen: readonly Card[]): Promise<Live[]> {
  const measured: Promise<Live>[] = [];
  for (const card of chosen) {
    const givenAt = performance.now();
    await card.club.approver.react(card.message, '✅');
    expected.set(card, 'scheduled');
    const passed = () => performance.now() - givenAt;
    const shownMs = until(async () => card.message.edited, 25).then(passed);
    const done = until(async () => (await stateOf(card)) === 'scheduled', 5);
    measured.push(done.then(() => ({ ms: passed(), at: performance.now(), shownMs })));
    await delay(LIVE_EVERY_MS);
  }
  return await Promise.all(measured);
}

/** Each of these posts is as the reactions on its card say. */
async function effective(those: readonly Card[]): Promise<void> {
  let left = those;
  await until(async () => {
    const found = await Promise.all(left.map(stateOf));
    left = left.filter((card, index) => found[index] !== expected.get(card));
    return left.length === 0;
  }, 25);
}

async function requireStates(): Promise<void> {
  for (const card of cards) {
    const state = await stateOf(card);
    if (state === expected.get(card)) continue;
    const index = cards.indexOf(card);
    throw new Error(`Card ${index} should be ${expected.get(card)}, and is ${state}`);
  }
}

async function stateOf({ club, postId }: Card): Promise<PostState | undefined> {
  return (await stores.posts.findPost(club.guildId, postId))?.state;
}

async function until(isTrue: () => Promise<boolean>, everyMs = 50): Promise<void> {
  const giveUpAt = performance.now() + LIMIT_MS;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt) throw new Error(`Not within ${LIMIT_MS / 1_000} s`);
    await delay(everyMs);
  }
}

/** Of those that count for the limit of all together: not interactions and what follows on them. */
function busiestSecond(): number {
  const ats = discord.requests
    .filter(({ route }) => !/^\/(interactions|webhooks)\//.test(route))
    .map(({ at }) => at);
  return Math.max(...ats.map((from) => ats.filter((at) => at >= from && at < from + 1_000).length));
}
