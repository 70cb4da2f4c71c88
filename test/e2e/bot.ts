import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect } from 'vitest';
import { commands } from '../../commands/index.ts';
import {
  type Actor,
  type Guild,
  type Message,
  SandboxDiscord,
} from '../../sandbox/discord/index.ts';
import { type RiteDocument, SandboxRite } from '../../sandbox/rite/index.ts';
import { App } from '../../src/app.ts';
import type { AcknowledgeTiming } from '../../src/discord/dispatch.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { privateValues } from '../fixtures/rite-document.ts';

export const PREMIUM_SKU = '300000000000000001';

/** 2026-12-17 20:00 in Seoul, a week before the night of seoulunderground47. */
export const NOW = Date.parse('2026-12-17T11:00:00Z');

/**
 * The whole bot between a Discord and a Rite of this machine: real sockets, real HTTP, real drawing. Only the clock is
 * set. When it is torn down, Discord must have had nothing to object to, and neither the log nor anything sent to
 * Discord may hold a secret.
 */
export class Bot implements AsyncDisposable {
  readonly discord: SandboxDiscord;
  readonly rite: SandboxRite;
  readonly guild: Guild;
  /** A member who reads Korean. */
  readonly minji: Actor;
  readonly logs: Record<string, unknown>[] = [];
  readonly acknowledged: AcknowledgeTiming[] = [];
  readonly clock: { now: number };
  readonly #dataDir: string;
  readonly #secrets = new Set<string>();
  #app!: App;

  static async start(): Promise<Bot> {
    const clock = { now: NOW };
    const now = () => clock.now;
    const rite = await SandboxRite.start({ clock: now });
    const discord = await SandboxDiscord.start({ now });
    await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
    const dataDir = await mkdtemp(join(tmpdir(), 'bot-'));
    const bot = new Bot(discord, rite, clock, dataDir);
    bot.#app = await bot.#create();
    await bot.#app.gateway.ready;
    return bot;
  }

  private constructor(
    discord: SandboxDiscord,
    rite: SandboxRite,
    clock: { now: number },
    dataDir: string,
  ) {
    this.discord = discord;
    this.rite = rite;
    this.clock = clock;
    this.#dataDir = dataDir;
    this.guild = discord.createGuild({ name: '클럽 지하실', preferredLocale: 'ko' });
    this.minji = this.guild.addMember({ username: 'minji', locale: 'ko' });
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

  /** Answers what was asked and stops. */
  async stop(): Promise<void> {
    await this.#app[Symbol.asyncDispose]();
  }

  /** The bot stops and another one, that knows nothing but what is on the disk, starts. */
  async restart(): Promise<void> {
    await this.stop();
    this.#app = await this.#create();
    await this.#app.gateway.ready;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.discord[Symbol.asyncDispose]();
    await this.rite[Symbol.asyncDispose]();
    await rm(this.#dataDir, { recursive: true });
    expect(this.discord.violations).toEqual([]);
    expect(this.rite.forbidden).toEqual([]);
    for (const event of this.rite.events.values()) this.#learn(event);
    // Jobs tell of days, and a deadline is one.
    const logs = this.logs.filter(({ part }) => part !== 'jobs');
    const said = JSON.stringify([logs, this.discord.requests.map(({ body }) => body)]);
    expect(secretsIn(said, [...this.#secrets, this.discord.botToken])).toEqual([]);
  }

  #create(): Promise<App> {
    const lines = new Writable({
      write: (line: Buffer, _encoding, done) => {
        this.logs.push(JSON.parse(line.toString()) as Record<string, unknown>);
        done();
      },
    });
    return App.create(
      {
        discordApiUrl: this.discord.apiUrl,
        riteUrl: this.rite.url,
        hashtagLimit: 5,
        renderConcurrency: 2,
        dataDir: this.#dataDir,
        mediaStore: { kind: 'files' },
        premiumSkuId: PREMIUM_SKU,
        web: { host: '127.0.0.1' },
        sandbox: { discordPort: 0, ritePort: 0 },
      },
      {
        discordToken: this.discord.botToken,
        organizers: new Map([[this.guild.id, this.rite.organizerId]]),
      },
      {
        clock: () => this.clock.now,
        logger: pino({ level: 'trace' }, lines),
        onAcknowledged: (timing) => this.acknowledged.push(timing),
      },
    );
  }

  #learn(document: RiteDocument): void {
    for (const value of [document.organizerId, ...privateValues(document)]) {
      this.#secrets.add(value);
    }
  }
}

/** Those that stand in the text by themselves: a short number may well be part of a snowflake. */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) =>
    new RegExp(`(?<![\\w.])${RegExp.escape(secret)}(?![\\w])`).test(text),
  );
}
