import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { PermissionFlagsBits } from 'discord.js';
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import {
  type Actor,
  type Channel,
  type Guild,
  type Message,
  SandboxDiscord,
} from '../../sandbox/discord/index.ts';
import { type SandboxAccount, SandboxInstagram } from '../../sandbox/instagram/index.ts';
import { type RiteDocument, SandboxRite } from '../../sandbox/rite/index.ts';
import { SandboxS3 } from '../../sandbox/s3/index.ts';
import { App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { AcknowledgeTiming } from '../../src/discord/dispatch.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { Secret } from '../../src/posts/secret.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import type { MediaStore } from '../../src/storage/media-store.ts';
import { type Stores, storesOf } from '../../src/storage/stores.ts';
import { tokenKeysSchema } from '../../src/storage/token-vault.ts';
import { privateValues } from '../fixtures/rite-document.ts';
import { Browser } from '../web/instagram-walk.ts';
import { FrontDoor } from './front-door.ts';

export const PREMIUM_SKU = '300000000000000001';

/** 2026-12-17 20:00 in Seoul, a week before the night of seoulunderground47. */
export const NOW = Date.parse('2026-12-17T11:00:00Z');

export interface BotOptions {
  /** Where pictures are kept; default `files`. */
  readonly pictures?: 'files' | 's3';
}

/** Who may do everything in a server. */
export const ORGANIZER_PERMISSIONS =
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.ManageEvents |
  PermissionFlagsBits.ManageMessages;

/** What an operator would lose with one of these in a log. */
const METRICS_TOKEN = 'planted-token-of-the-figures';
const TOKEN_KEYS = ['k1', 'k2'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);

/**
 * The whole bot between a Discord, a Rite, an Instagram and, if wanted, a storage of this machine: real sockets, real
 * HTTP, real drawing. Only the clock is set. When it is torn down, Discord must have had nothing to object to, no post
 * may be live twice, and neither the log, nor anything sent to Discord, nor an answer of the web server may hold a
 * secret.
 */
export class Bot implements AsyncDisposable {
  readonly discord: SandboxDiscord;
  readonly rite: SandboxRite;
  readonly instagram: SandboxInstagram;
  readonly guild: Guild;
  /** A member who reads Korean. */
  readonly minji: Actor;
  /** May do everything in that server. */
  readonly organizer: Actor;
  readonly logs: Record<string, unknown>[] = [];
  readonly acknowledged: AcknowledgeTiming[] = [];
  readonly clock: { now: number };
  readonly #s3: SandboxS3;
  readonly #door: FrontDoor;
  readonly #dataDir: string;
  readonly #options: BotOptions;
  /** Private values of the events that were there. */
  readonly #secrets = new Set<string>();
  /** Of people's way to Instagram and back. */
  readonly #statesAndCookies: string[] = [];
  readonly #webAnswers: string[] = [];
  #app!: App;
  #running = false;

  static async start(options: BotOptions = {}): Promise<Bot> {
    const clock = { now: NOW };
    const now = () => clock.now;
    const rite = await SandboxRite.start({ clock: now });
    const s3 = await SandboxS3.start({ clock: now });
    const discord = await SandboxDiscord.start({ now });
    const door = await FrontDoor.open();
    const redirectUris = [`${door.url}/instagram/callback`];
    const instagram = await SandboxInstagram.start({ clock: now, redirectUris });
    await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
    const dataDir = await mkdtemp(join(tmpdir(), 'bot-'));
    const bot = new Bot({ discord, rite, instagram, s3, door, clock, dataDir }, options);
    await bot.#begin();
    return bot;
  }

  private constructor(parts: BotParts, options: BotOptions) {
    const { discord, rite, instagram, s3, door, clock, dataDir } = parts;
    this.discord = discord;
    this.rite = rite;
    this.instagram = instagram;
    this.clock = clock;
    this.#s3 = s3;
    this.#door = door;
    this.#dataDir = dataDir;
    this.#options = options;
    this.guild = discord.createGuild({ name: '클럽 지하실', preferredLocale: 'ko' });
    this.minji = this.guild.addMember({ username: 'minji', locale: 'ko' });
    this.organizer = this.guild.addMember({
      username: 'organizer',
      locale: 'ko',
      permissions: ORGANIZER_PERMISSIONS,
    });
    // So that nothing ends after two posts.
    this.guild.entitle({ skuId: PREMIUM_SKU });
  }

  /** Puts an event of the linked organizer, unless its document says otherwise. */
  put(document: RiteDocument): string {
    this.#learn(document);
    this.rite.put(document);
    return document._id;
  }

  /** Makes a post as `minji` and gives the answer. */
  async post(
    template: string,
    event: string,
    options: Readonly<Record<string, string>> = {},
  ): Promise<Message> {
    const exchange = await this.minji.command(`post ${template}`, { event, ...options });
    return await exchange.reply();
  }

  /** Where the bot is reached from outside. */
  get publicUrl(): string {
    return this.#door.url;
  }

  /** Connects the server in which `by` is to an account of its own, as people do: a link, a browser, a yes. */
  async connectInstagram({
    by = this.organizer,
    username = 'basement.seoul',
  }: {
    readonly by?: Actor;
    readonly username?: string;
  } = {}): Promise<SandboxAccount> {
    const account = this.instagram.addAccount({ username });
    const browser = this.browser();
    const back = await this.instagram.allow(await browser.setOut(await this.signInLink(by)), {
      account,
    });
    const page = await browser.open(back);
    if (page.status !== 200) throw new Error(`Not connected: ${page.text}`);
    return account;
  }

  /** The personal link that somebody is given for signing in to Instagram. */
  async signInLink(by: Actor = this.organizer): Promise<string> {
    const { content, components } = await (await by.command('connect instagram')).reply();
    const link = SIGN_IN_LINK.exec(JSON.stringify(components))?.[0];
    if (link === undefined) throw new Error(`No link: ${content}`);
    return link;
  }

  /** A browser whose cookies and answers are searched for secrets in the end. */
  browser(): Browser {
    const browser = new Browser((url) => url);
    const open = browser.open.bind(browser);
    browser.open = async (url) => {
      const page = await open(url);
      // Whoever has a link is given a state and a cookie; nothing else may show them.
      const { headers, status, html } = page;
      const others = [...headers].filter(([name]) => !['location', 'set-cookie'].includes(name));
      this.#webAnswers.push(JSON.stringify({ status, headers: others, html }));
      const state = /[?&]state=([^&]+)/.exec(headers.get('location') ?? '')?.[1];
      if (state !== undefined) this.#statesAndCookies.push(state);
      this.#statesAndCookies.push(...browser.cookies.values());
      return page;
    };
    return browser;
  }

  /** A channel that the server has chosen for approvals. */
  async approvalChannel({
    guild = this.guild,
    by = this.organizer,
  }: {
    readonly guild?: Guild;
    readonly by?: Actor;
  } = {}): Promise<Channel> {
    const channel = guild.createChannel({ name: '승인' });
    await (await by.command('settings approval', { channel: channel.id })).reply();
    return channel;
  }

  /** Lets time pass, a second at a time, until it is so. */
  async until(isSo: () => Promise<boolean> | boolean): Promise<void> {
    await vi.waitFor(
      async () => {
        this.clock.now += 1000;
        if (!(await isSo())) throw new Error('It is not so');
      },
      { timeout: 15_000, interval: 20 },
    );
  }

  /** The posters that are kept. */
  async keptPosters(): Promise<string[]> {
    return (await readdir(join(this.#dataDir, 'posters'))).sort();
  }

  /** From now on no poster can be kept. To be called before the first one is. */
  async breakDisk(): Promise<void> {
    await writeFile(join(this.#dataDir, 'posters'), 'a file where the folder should be');
  }

  /** All pictures of posts are lost, and so are the posters that were drawn. */
  async losePictures(): Promise<void> {
    for (const folder of ['pictures', 'posters']) {
      await rm(join(this.#dataDir, folder), { recursive: true, force: true });
    }
  }

  /** Asks the web server of the bot for `/healthz` and the like. */
  async http(path: string, headers: Readonly<Record<string, string>> = {}): Promise<WebAnswer> {
    const response = await fetch(`${this.publicUrl}${path}`, { headers });
    const { status } = response;
    const answer = { status, headers: [...response.headers], text: await response.text() };
    this.#webAnswers.push(JSON.stringify(answer));
    return answer;
  }

  /** Looks into the database beside the bot, as a verb of the command line would. */
  async database<T>(use: (database: Database) => Promise<T>): Promise<T> {
    await using database = await openDatabase(join(this.#dataDir, 'rite-bot.db'));
    return await use(database);
  }

  /** The stores beside the bot. */
  async stores<T>(use: (stores: Stores) => Promise<T>): Promise<T> {
    return await this.database((database) => use(storesOf(database, () => this.clock.now)));
  }

  async stateOf(guildId: string, postId: string): Promise<string | undefined> {
    return (await this.stores(({ posts }) => posts.findPost(guildId, postId)))?.state;
  }

  /** Answers what was asked and stops. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    const bearer = { authorization: `Bearer ${METRICS_TOKEN}` };
    await this.http('/metrics', bearer);
    for (const path of ['/metrics', '/healthz', '/readyz', '/media/x.jpg']) await this.http(path);
    await this.#app[Symbol.asyncDispose]();
    this.#door.leadTo(undefined);
  }

  /** The bot stops and another one, that knows nothing but what is on the disk, starts. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#begin();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.discord[Symbol.asyncDispose]();
    await this.rite[Symbol.asyncDispose]();
    await this.#s3[Symbol.asyncDispose]();
    await this.#door[Symbol.asyncDispose]();
    await this.instagram[Symbol.asyncDispose]();
    const { sealed, containers, deleted } = await this.database(async ({ kysely }) => {
      const connections = await kysely.selectFrom('connection').select('sealed').execute();
      const planned = await kysely.selectFrom('schedule').select('container_id').execute();
      const deletions = kysely
        .selectFrom('audit')
        .select('id')
        .where('action', '=', 'post.deleted');
      return {
        sealed: connections.map((connection) => connection.sealed),
        containers: planned.map((plan) => plan.container_id),
        deleted: (await deletions.execute()).length,
      };
    });
    await rm(this.#dataDir, { recursive: true });
    expect(this.discord.violations).toEqual([]);
    expect(this.rite.forbidden).toEqual([]);
    this.#expectNothingTwice(containers, deleted);
    this.#expectNoSecrets(sealed);
  }

  /** A post knows the container that it went live by, so whatever else is live went out a second time. */
  #expectNothingTwice(containers: readonly (string | null)[], deleted: number): void {
    const live = this.instagram.livePosts.flatMap(({ containerId }) => containerId ?? []);
    expect(live).toEqual([...new Set(live)]);
    const strays = live.filter((containerId) => !containers.includes(containerId));
    // Of a post that was deleted nothing is known any more.
    expect(strays.slice(deleted)).toEqual([]);
  }

  #expectNoSecrets(sealed: readonly string[]): void {
    for (const event of this.rite.events.values()) this.#learn(event);
    const ofEvents = [...this.#secrets];
    const logs = JSON.stringify(this.logs.filter(({ part }) => part !== 'jobs'));
    const jobLogs = JSON.stringify(this.logs.filter(({ part }) => part === 'jobs'));
    const sent = JSON.stringify(
      this.discord.requests.map(({ body, files }) => [body, ...files.map(textOf)]),
    );
    const web = this.#webAnswers.join('\n');
    expect(secretsIn(logs + sent, ofEvents)).toEqual([]);
    // Jobs tell of days, and a deadline is one.
    const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);
    const noDays = ofEvents.filter((secret) => !isDay(secret));
    expect(secretsIn(jobLogs, noDays)).toEqual([]);
    // Figures are full of numbers.
    const isNumber = (text: string) => /^[\d.]+$/.test(text);
    expect(
      secretsIn(
        web,
        ofEvents.filter((secret) => !isNumber(secret)),
      ),
    ).toEqual([]);
    // A code is for whoever asked for it on Discord, and for nobody who reads logs.
    expect(logs + jobLogs + web).not.toMatch(/RITE-\w{4}-\w{4}/);
    const keys = TOKEN_KEYS.flatMap((key) => [key, key.slice(key.indexOf(':') + 1)]);
    const ofOperator = [
      ...keys,
      METRICS_TOKEN,
      this.#s3.identity.secretAccessKey,
      this.discord.botToken,
      this.rite.organizerId,
      ...sealed,
    ];
    const { clientSecret, secrets } = this.instagram;
    const everything = [logs, jobLogs, sent, web].join('\n');
    const nowhere = [...ofOperator, clientSecret, ...secrets, ...this.#statesAndCookies];
    expect(nowhere.filter((secret) => everything.includes(secret))).toEqual([]);
    this.#expectLinksToldOnce(logs + jobLogs + web);
  }

  /** A personal link is for whoever asked for it, and for nobody else. */
  #expectLinksToldOnce(elsewhere: string): void {
    const bodies = this.discord.requests.map(({ body }) => JSON.stringify(body) ?? '');
    const told = bodies.flatMap((body) => [...new Set(body.match(new RegExp(SIGN_IN_LINK, 'g')))]);
    expect(told).toEqual([...new Set(told)]);
    const nonces = told.map((link) => link.slice(link.lastIndexOf('/') + 1));
    expect(nonces.filter((nonce) => elsewhere.includes(nonce))).toEqual([]);
  }

  async #begin(): Promise<void> {
    this.#app = await this.#create();
    this.#running = true;
    const url = this.logs.findLast(({ msg }) => msg === 'web server listens')?.url;
    this.#door.leadTo(Number(new URL(String(url)).port));
    await this.#app.gateway.ready;
  }

  #create(): Promise<App> {
    const lines = new Writable({
      write: (line: Buffer, _encoding, done) => {
        this.logs.push(JSON.parse(line.toString()) as Record<string, unknown>);
        done();
      },
    });
    const { accessKeyId, secretAccessKey } = this.#s3.identity;
    const { clientId, clientSecret, graphUrl, apiUrl, authorizeUrl } = this.instagram;
    const { config } = readConfig({}, 'no such file');
    return App.create(
      {
        ...config,
        // Looks at the clock often, since only tests move it.
        publish: { ...config.publish, tickMs: 50 },
        discordApiUrl: this.discord.apiUrl,
        riteUrl: this.rite.url,
        hashtagLimit: 5,
        renderConcurrency: 2,
        dataDir: this.#dataDir,
        mediaStore: this.#mediaStore,
        premiumSkuId: PREMIUM_SKU,
        web: { host: '127.0.0.1', port: 0, publicUrl: this.publicUrl },
        instagram: { clientId, graphUrl, apiUrl, authorizeUrl },
      },
      {
        discordToken: this.discord.botToken,
        organizers: new Map([[this.guild.id, this.rite.organizerId]]),
        s3: { accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
        tokenKeys: tokenKeysSchema.parse(TOKEN_KEYS.join()),
        metricsToken: METRICS_TOKEN,
        instagramClientSecret: new Secret(clientSecret),
      },
      {
        clock: () => this.clock.now,
        logger: pino({ level: 'trace' }, lines),
        onAcknowledged: (timing) => this.acknowledged.push(timing),
      },
    );
  }

  get #mediaStore(): MediaStore {
    if (this.#options.pictures !== 's3') return { kind: 'files' };
    const { url: endpoint, region } = this.#s3;
    return { kind: 's3', bucket: 'pictures', prefix: '', endpoint, region, style: 'path' };
  }

  #learn(document: RiteDocument): void {
    for (const value of [document.organizerId, ...privateValues(document)]) {
      this.#secrets.add(value);
    }
  }
}

export interface WebAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
}

const SIGN_IN_LINK = /http:[\w.:/-]+\/instagram\/connect\/[\w-]+/;

interface BotParts {
  readonly discord: SandboxDiscord;
  readonly rite: SandboxRite;
  readonly instagram: SandboxInstagram;
  readonly s3: SandboxS3;
  readonly door: FrontDoor;
  readonly clock: { now: number };
  readonly dataDir: string;
}

/** Of a file: pictures are not searched, what can be read is. */
function textOf({ name, contentType, bytes }: SentFile): string {
  return contentType.startsWith('image/') ? name : `${name} ${bytes.toString()}`;
}

type SentFile = SandboxDiscord['requests'][number]['files'][number];

/** Those that stand in the text by themselves: a short number may well be part of a snowflake. */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) =>
    new RegExp(`(?<![\\w.])${RegExp.escape(secret)}(?![\\w])`).test(text),
  );
}
