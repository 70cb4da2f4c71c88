import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { InstagramFault } from '../../sandbox/instagram/fault.ts';
import { SandboxInstagram } from '../../sandbox/instagram/index.ts';
import { type Random, randomFrom } from '../../src/posters/random.ts';
import { hashOf } from '../../src/posts/image-store.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { TokenVault, tokenKeysSchema } from '../../src/storage/token-vault.ts';
import { PROBE_JPEG } from '../../src/web/media-probe.ts';
import { isUnsettled, type NightFaults, type NightRow, nightFaults } from './publish-night.ts';
import { People } from './publish-people.ts';
import { DEATHS, type Death, type PublishTask, TOKEN_KEYS } from './publish-task.ts';
import { ProgramVictim, type PublishVictim, WorkerVictim } from './publish-victim.ts';

export interface PublishWorldOptions {
  /** Of what people do and where processes die; what comes first on two processors is still up to them. */
  readonly seed: number;
  readonly posts: number;
  readonly kills: number;
  /** What goes wrong with calls to Instagram. */
  readonly faults: readonly InstagramFault[];
  /** The control: a publisher that publishes again whatever was not answered well. */
  readonly naive?: boolean;
  /** Default a new SQLite file. */
  readonly databaseUrl?: string;
}

const ANSWER_MS = 15;
/** Below our own limit of a day, with room for tries that were given back. */
const POSTS_OF_A_CLUB = 10;
const FIRST_POSTS = 5;
const LANES = 4;
/** After so many of its lives a lane rests, so that fewer publish for a while, and now and then one alone. */
const ALONE = 0.4;
const ALONE_MS = 1_000;
const WORKER = 0.06;
const NAMED = 0.65;
/** At the second time that it comes to its point. */
const TWICE = 0.3;
/** So many times the kills that were asked for, to die at every point. */
const MOST = 3;
const PAUSED = 0.1;
/** Less than the grace less the lease; a request that is older than the grace nobody can know of. */
const PAUSE_MS = 900;
const LIFE_MS = 1_200;
const LONGEST_LIFE_MS = 2_500;
/** For a point that nobody has died at yet: a busy machine is no reason to leave it out. */
const NEW_LIFE_MS = 8_000;
/** Of the kills while somebody still plans. */
const PLANNING = 0.85;
const PATIENCE_MS = 90_000;
/** So many may still be unsettled when Instagram is good again. */
const REST = 0.05;
const FAULTY_MS = 10_000;

/** Servers with accounts on Instagram, their people, and processes that publish for them and are killed. */
export class PublishWorld implements AsyncDisposable {
  /** How many died where; `worker` and `somewhere` for those that were killed at any moment. */
  readonly deaths = new Map<string, number>();
  readonly complaints: string[] = [];
  readonly instagram: SandboxInstagram;
  readonly people: People;
  kills = 0;
  /** Calls before Instagram was good again. */
  faultyCalls = 0;
  readonly #options: PublishWorldOptions;
  readonly #random: Random;
  readonly #database: Database;
  readonly #folder: string;
  readonly #task: PublishTask;
  readonly #stack: AsyncDisposableStack;
  readonly #waiting: PublishVictim[] = [];
  readonly #points: Death[] = [...DEATHS];
  readonly #delays = monitorEventLoopDelay();

  static async open(options: PublishWorldOptions): Promise<PublishWorld> {
    await using stack = new AsyncDisposableStack();
    const folder = mkdtempSync(join(tmpdir(), 'rite-bot-publish-'));
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    const { seed, databaseUrl = join(folder, 'rite-bot.db'), naive = false } = options;
    const instagram = stack.use(
      // The worst that may be: nobody has documented what a second publication does.
      await SandboxInstagram.start({ seed, delayMs: ANSWER_MS, secondPublish: 'duplicate' }),
    );
    const publicUrl = await servePicture(stack);
    const database = stack.use(await openDatabase(databaseUrl));
    const task = { databaseUrl, graphUrl: instagram.graphUrl, publicUrl, naive };
    return new PublishWorld(options, { database, instagram, folder, task, stack: stack.move() });
  }

  private constructor(
    options: PublishWorldOptions,
    parts: {
      readonly database: Database;
      readonly instagram: SandboxInstagram;
      readonly folder: string;
      readonly task: PublishTask;
      readonly stack: AsyncDisposableStack;
    },
  ) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
    this.#database = parts.database;
    this.#folder = parts.folder;
    this.#task = parts.task;
    this.#stack = parts.stack;
    this.instagram = parts.instagram;
    const clubs = Array.from(
      { length: Math.ceil(options.posts / POSTS_OF_A_CLUB) },
      (_, index) => ({
        guildId: String(100_000_000_000_000_001n + BigInt(index)),
        account: this.instagram.addAccount({ username: `club_${index}` }),
      }),
    );
    this.people = new People({
      stores: storesOf(this.#database, Date.now),
      seal: new TokenVault(tokenKeysSchema.parse(TOKEN_KEYS)),
      clubs,
      picture: { hash: hashOf(PROBE_JPEG), bytes: PROBE_JPEG.length, width: 1, height: 1 },
      random: this.#random,
      busy: !options.naive,
      isLive: (name) =>
        this.instagram.livePosts.some(({ caption }) => caption.startsWith(`${name},`)),
    });
  }

  /** For how long this process, and so Instagram, was busy with something else, at most; milliseconds. */
  get longestDelayMs(): number {
    return this.#delays.max / 1e6;
  }

  /** Kills while people plan and Instagram is faulty; then lets everything settle. */
  async run(): Promise<NightFaults> {
    this.#delays.enable();
    for (const fault of this.#options.faults) this.instagram.fault(fault);
    await this.people.connect();
    this.#waiting.push(...Array.from({ length: LANES }, () => this.#load()));
    await Promise.all(Array.from({ length: LANES }, (_, lane) => this.#lane(lane)));
    await this.#goOn();
    await this.people.idle();
    await this.#settled(FAULTY_MS, Math.floor(this.people.nights.length * REST));
    this.faultyCalls = this.instagram.requests.length;
    this.instagram.clearFaults();
    await this.people.tend(true);
    await this.#settled(PATIENCE_MS, 0);
    return nightFaults(this.people.nights, await this.rows(), this.instagram.livePosts);
  }

  async rows(): Promise<readonly NightRow[]> {
    const told = (await this.#database.kysely.selectFrom('notice').selectAll().execute()).filter(
      ({ content }) => content.includes('"kind":"published"'),
    );
    const tellings = Map.groupBy(told, ({ post_id }) => post_id);
    const rows = await this.#database.kysely
      .selectFrom('post')
      .innerJoin('schedule', 'schedule.post_id', 'post.id')
      .selectAll(['post'])
      .select(['schedule.phase', 'schedule.due_at', 'schedule.media_id'])
      .execute();
    return rows.map((row) => ({
      postId: row.id,
      state: row.state,
      phase: row.phase,
      revision: row.revision,
      dueAt: row.due_at,
      mediaId: row.media_id,
      permalink: row.permalink,
      told: tellings.get(row.id)?.length ?? 0,
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#delays.disable();
    await this.people.idle();
    await Promise.all(this.#waiting.map((victim) => victim.kill()));
    await this.#stack.disposeAsync();
  }

  #load(): PublishVictim {
    if (!this.#options.naive && this.#random() < WORKER) {
      return new WorkerVictim(this.#task, join(this.#folder, 'data'));
    }
    return new ProgramVictim(join(this.#folder, 'compiled'));
  }

  async #lane(lane: number): Promise<void> {
    while (this.kills < this.#options.kills || this.#lacksDeaths()) {
      this.kills += 1;
      await this.#planAhead();
      const victim = this.#waiting.shift() ?? this.#load();
      this.#waiting.push(this.#load());
      await this.#live(victim);
      if (lane > 0 && this.#random() < ALONE) await delay(this.#random() * ALONE_MS);
      if (this.#random() < 0.2) await this.people.tend();
    }
  }

  /** Some point has not been died at yet. The control does not come to all of them. */
  #lacksDeaths(): boolean {
    const { naive, kills } = this.#options;
    if (naive || this.kills >= MOST * kills) return false;
    return DEATHS.some((point) => !this.deaths.has(point));
  }

  /** As many posts as go with so many kills, and none at the end. */
  async #planAhead(): Promise<void> {
    const { posts, kills } = this.#options;
    const wanted =
      this.kills > kills
        ? this.people.planned + 1
        : Math.min(posts, FIRST_POSTS + Math.ceil((posts * this.kills) / (kills * PLANNING)));
    while (this.people.planned < wanted) await this.people.plan();
  }

  async #live(victim: PublishVictim): Promise<void> {
    const random = this.#random;
    const isNamed = victim instanceof ProgramVictim && random() < NAMED;
    const point = (isNamed && this.#points.shift()) || 'claimed';
    const isNew = isNamed && !this.deaths.has(point);
    const death = { point, nth: !isNew && random() < TWICE ? 2 : 1 };
    const longestMs = isNew ? NEW_LIFE_MS : LONGEST_LIFE_MS;
    const lifeMs = isNamed ? longestMs : random() * LIFE_MS;
    await victim.loaded;
    victim.begin({ ...this.#task, ...(isNamed ? { death } : {}) }, (text) =>
      this.complaints.push(text),
    );
    if (random() < PAUSED) {
      await delay(random() * LIFE_MS);
      await victim.pause(random() * PAUSE_MS);
    }
    await Promise.race([victim.gone, delay(lifeMs)]);
    const wasAlive = await victim.kill();
    // Where nobody came by, the next one waits.
    if (isNamed && wasAlive) this.#points.unshift(point);
    else if (isNamed) this.#points.push(point);
    const somewhere = victim instanceof WorkerVictim ? 'worker' : 'somewhere';
    const place = wasAlive ? somewhere : point;
    this.deaths.set(place, (this.deaths.get(place) ?? 0) + 1);
  }

  /** From now on some publish that nobody kills. */
  async #goOn(): Promise<void> {
    const victims = this.#waiting.filter((victim) => victim instanceof ProgramVictim);
    while (victims.length < LANES) victims.push(new ProgramVictim(join(this.#folder, 'compiled')));
    this.#waiting.push(...victims.filter((victim) => !this.#waiting.includes(victim)));
    for (const victim of victims) {
      await victim.loaded;
      victim.begin(this.#task, (text) => this.complaints.push(text));
    }
  }

  /** Resolves when no more than so many wait for nothing but time, or after so long. */
  async #settled(withinMs: number, rest: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (performance.now() < until) {
      if ((await this.rows()).filter(isUnsettled).length <= rest) return;
      await delay(200);
    }
  }
}

/** Every address is the same picture. */
async function servePicture(stack: AsyncDisposableStack): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(PROBE_JPEG);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
