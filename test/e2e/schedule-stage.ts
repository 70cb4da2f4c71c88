import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { PermissionFlagsBits } from 'discord.js';
import cron from 'node-cron';
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import {
  type Actor,
  type Channel,
  type Guild,
  type Message,
  type Role,
  SandboxDiscord,
} from '../../sandbox/discord/index.ts';
import { type SandboxAccount, SandboxInstagram } from '../../sandbox/instagram/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { App } from '../../src/app.ts';
import { freePort } from '../../src/cli/free-port.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { createInstagram } from '../../src/instagram.ts';
import type { SettingsChange } from '../../src/posts/approval/guild-settings.ts';
import type { KeptPost, PostState } from '../../src/posts/kept-post.ts';
import type { Publication } from '../../src/posts/publishing/publication.ts';
import { CHECK_AHEAD_MS, DEFAULT_TIMING } from '../../src/posts/publishing/timing.ts';
import { Secret } from '../../src/posts/secret.ts';
import { State } from '../../src/state.ts';

/** 2026-12-17 20:00 in Seoul, a week before the night of seoulunderground47. */
export const NOW = Date.parse('2026-12-17T11:00:00Z');
export const EVENT = 'seoulunderground47';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Of real time, for what the bot does by itself within a second or two. */
export const SOON = { timeout: 20_000, interval: 10 };
/** Between two looks at a container, and before the last look at facts. */
const LONGEST_LOOK_MS = 20_000;
/** Of real time, in which whoever is at work does something: else the clock has jumped beyond its claim. */
const LOST_MS = 6_000;
/** Longer than any lease of what the bot was at. */
const AWAY_MS = 2.5 * 60_000;
/** A notice that was tried while Discord was not there yet comes again after minutes; real and stage milliseconds. */
const PATIENCE_MS = 1_500;
const STEP_MS = 20_000;
const STEP_EVERY_MS = 300;

export interface ScheduleStageOptions {
  /** Default true. */
  readonly premium?: boolean;
  readonly settings?: SettingsChange;
}

/**
 * The whole bot between a Discord, a Rite and an Instagram of this machine, in a server that has all it takes to plan,
 * approve and publish. Only the clock is set. When it is torn down, nothing may be live twice, and neither Discord nor
 * Rite may have had anything to object to.
 */
export class ScheduleStage implements AsyncDisposable {
  readonly discord: SandboxDiscord;
  readonly rite: SandboxRite;
  readonly instagram: SandboxInstagram;
  readonly account: SandboxAccount;
  readonly guild: Guild;
  readonly approvals: Channel;
  readonly notices: Channel;
  readonly approverRole: Role;
  /** Plans posts; reads Korean. */
  readonly minji: Actor;
  /** Approves, sitting in the channel for it. */
  readonly jisu: Actor;
  readonly clock: { now: number };
  readonly logs: Record<string, unknown>[] = [];
  readonly #config: Config;
  readonly #secrets: Parameters<typeof App.create>[1];
  #state!: State;
  #app: App | undefined;

  static async open({
    premium = true,
    settings,
  }: ScheduleStageOptions = {}): Promise<ScheduleStage> {
    const clock = { now: NOW };
    const now = () => clock.now;
    const publicUrl = `http://127.0.0.1:${await freePort()}`;
    const rite = await SandboxRite.start({ clock: now });
    const discord = await SandboxDiscord.start({ now });
    const instagram = await SandboxInstagram.start({ clock: now });
    const dataDir = await mkdtemp(join(tmpdir(), 'schedule-'));
    await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
    const stage = new ScheduleStage({ clock, publicUrl, rite, discord, instagram, dataDir });
    await stage.#furnish({ premium, settings });
    await stage.begin();
    return stage;
  }

  private constructor({ clock, publicUrl, rite, discord, instagram, dataDir }: Parts) {
    this.clock = clock;
    this.rite = rite;
    this.discord = discord;
    this.instagram = instagram;
    this.guild = discord.createGuild({ name: '클럽 지하실', preferredLocale: 'ko' });
    this.approvals = this.guild.createChannel({ name: '승인' });
    this.notices = this.guild.createChannel({ name: '알림' });
    this.approverRole = this.guild.createRole({ name: '승인자' });
    this.minji = this.guild.addMember({
      username: 'minji',
      locale: 'ko',
      permissions: PermissionFlagsBits.ManageEvents,
    });
    this.jisu = this.addApprover('jisu');
    this.account = instagram.addAccount({ username: 'basement.seoul', name: '클럽 지하실' });
    const { config } = readConfig({}, 'no such file');
    this.#config = {
      ...config,
      discordApiUrl: discord.apiUrl,
      riteUrl: rite.url,
      dataDir,
      mediaStore: { kind: 'files' },
      web: { host: '127.0.0.1', port: Number(new URL(publicUrl).port), publicUrl },
      instagram: {
        clientId: instagram.clientId,
        graphUrl: instagram.graphUrl,
        apiUrl: instagram.apiUrl,
        authorizeUrl: instagram.authorizeUrl,
      },
      // The clock jumps: so soon after that the queue is looked at.
      publish: { ...config.publish, tickMs: 20 },
    };
    this.#secrets = {
      discordToken: discord.botToken,
      organizers: new Map([[this.guild.id, rite.organizerId]]),
      tokenKeys: [{ id: 'k1', key: createSecretKey(randomBytes(32)) }],
      instagramClientSecret: new Secret(instagram.clientSecret),
    };
  }

  get stores(): State['stores'] {
    return this.#state.stores;
  }

  addApprover(username: string): Actor {
    const roles = [this.approverRole];
    return this.guild.addMember({ username, locale: 'ko', roles }).in(this.approvals);
  }

  async begin(): Promise<void> {
    const lines = new Writable({
      write: (line: Buffer, _encoding, done) => {
        this.logs.push(JSON.parse(line.toString()) as Record<string, unknown>);
        done();
      },
    });
    const app = await App.create(this.#config, this.#secrets, {
      clock: () => this.clock.now,
      logger: pino({ level: 'info' }, lines),
    });
    this.#app = app;
    await app.gateway.ready;
  }

  async stop(): Promise<void> {
    const app = this.#app;
    this.#app = undefined;
    await app?.[Symbol.asyncDispose]();
  }

  /** The bot stops and another one, that knows nothing but what is on the disk, starts when all leases are over. */
  async restart(): Promise<void> {
    await this.stop();
    this.clock.now += AWAY_MS;
    await this.begin();
  }

  /** A minute of the machine's clock begins, as the bot's clockwork tells it. */
  async minuteBegins(): Promise<void> {
    await Promise.all([...cron.getTasks().values()].map((task) => task.execute()));
  }

  /** Minutes begin until this throws no more: the clockwork leaves out what is still at work from the one before. */
  async minutesPass(expectation: () => unknown): Promise<void> {
    const look = async () => {
      await this.minuteBegins();
      await expectation();
    };
    await vi.waitFor(look, { ...SOON, interval: 200 });
  }

  /** `/schedule add`, typed by `minji`. */
  async add(
    when: string,
    { event = EVENT, template = 'lineup', ...options }: Readonly<Record<string, string>> = {},
  ): Promise<Message> {
    const exchange = await this.minji.command('schedule add', {
      event,
      template,
      when,
      ...options,
    });
    return await exchange.reply();
  }

  /** The only post there is, or that of the template. */
  async post(template = 'lineup'): Promise<KeptPost> {
    const { posts } = await this.stores.posts.listPosts({ guildId: this.guild.id, limit: 10 });
    const found = posts.find((post) => post.template === template);
    const kept = found && (await this.stores.posts.findPost(this.guild.id, found.id));
    if (!kept) throw new Error(`There is no ${template}`);
    return kept;
  }

  /** Time passes as the publisher wants it: what it waits for within seconds is there at once. */
  async becomes(state: PostState, template?: string): Promise<KeptPost> {
    await this.#passes(async () => (await this.post(template)).state === state, template);
    return await this.post(template);
  }

  /** The container is made, nobody is at work, and only the time has still to come. */
  async prepared(template?: string): Promise<void> {
    await this.#passes(async () => {
      const { phase, wakeAt = 0, dueAt = 0 } = (await this.publication(template)) ?? {};
      return phase === 'ready' && wakeAt === dueAt - CHECK_AHEAD_MS;
    }, template);
  }

  async publication(template?: string): Promise<Publication | undefined> {
    const { id } = await this.post(template);
    return await this.stores.schedules.find(this.guild.id, id);
  }

  /** The card that shows this revision and counts, with its two reactions. */
  async card(revision = 1, template?: string): Promise<Message> {
    const { id } = await this.post(template);
    let since = performance.now();
    return await vi.waitFor(async () => {
      const kept = await this.stores.cards.find(this.guild.id, id);
      // One that was tried before Discord was there comes again.
      if (kept?.revision !== revision && performance.now() - since > PATIENCE_MS) {
        this.clock.now += STEP_MS;
        since += STEP_EVERY_MS;
      }
      expect(kept?.revision).toBe(revision);
      const card = this.discord.message(kept?.place?.messageId ?? '');
      if (!card) throw new Error(`No card shows revision ${revision}`);
      expect(card.reactions.map(({ emoji }) => emoji)).toEqual(['✅', '❌']);
      return card;
    }, SOON);
  }

  /** What the bot wrote to somebody in private, once and no more often. */
  async told(words: string, person = this.minji): Promise<Message> {
    return await this.said(words, person.dm);
  }

  /** The only message of the bot in a channel with these words; time passes until it is there. */
  async said(words: string, channel: Channel): Promise<Message> {
    let since = performance.now();
    return await vi.waitFor(() => {
      const found = channel.messages.filter(({ content }) => content.includes(words));
      if (found.length === 0 && performance.now() - since > PATIENCE_MS) {
        this.clock.now += STEP_MS;
        since += STEP_EVERY_MS;
      }
      expect(
        found.map(({ content }) => content),
        words,
      ).toHaveLength(1);
      return found[0] as Message;
    }, SOON);
  }

  /** Waits until a message says this too. */
  async shows(message: Message, words: string): Promise<void> {
    await vi.waitFor(() => expect(message.content).toContain(words), SOON);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    const live = this.instagram.livePosts;
    await this.#state[Symbol.asyncDispose]();
    await this.discord[Symbol.asyncDispose]();
    await this.rite[Symbol.asyncDispose]();
    await this.instagram[Symbol.asyncDispose]();
    await rm(this.#config.dataDir, { recursive: true });
    expect(this.discord.violations).toEqual([]);
    expect(this.rite.forbidden).toEqual([]);
    const containers = live.map(({ containerId }) => containerId);
    expect(new Set(containers).size).toBe(containers.length);
  }

  async #passes(isThere: () => Promise<boolean>, template?: string): Promise<void> {
    let seen = '';
    let since = performance.now();
    const look = async () => {
      if (await isThere()) return;
      const publication = await this.publication(template);
      const waitMs = (publication?.wakeAt ?? 0) - this.clock.now;
      const present = JSON.stringify(publication);
      if (present !== seen) since = performance.now();
      seen = present;
      const isLost = performance.now() - since > LOST_MS;
      if (waitMs > 0 && waitMs <= (isLost ? DEFAULT_TIMING.leaseMs : LONGEST_LOOK_MS)) {
        this.clock.now += waitMs;
      }
      throw new Error(`Still ${(await this.post(template)).state}: ${present}`);
    };
    await vi.waitFor(look, SOON);
  }

  async #furnish({ premium, settings }: ScheduleStageOptions): Promise<void> {
    const logger = pino({ level: 'silent' });
    const clock = () => this.clock.now;
    this.#state = await State.open(this.#config, this.#secrets, { role: 'tool', clock, logger });
    const guildId = this.guild.id;
    if (premium) await this.stores.premium.grant({ guildId, grantedAt: clock() });
    const change = {
      approvalChannelId: this.approvals.id,
      noticeChannelId: this.notices.id,
      approverRoleIds: [this.approverRole.id],
      ...settings,
    };
    const userId = this.minji.id;
    await this.stores.settings.changeSettings(guildId, change, { userId, at: clock() });
    const issuedAt = clock() - 48 * HOUR;
    const token = new Secret(this.account.issueToken({ issuedAt }));
    const { linking } = createInstagram({
      config: this.#config,
      secrets: this.#secrets,
      state: this.#state,
      clock,
      logger,
    });
    const { outcome } = await linking.connectToken({ guildId, userId, token });
    if (outcome !== 'connected') throw new Error(outcome);
  }
}

interface Parts {
  readonly clock: { now: number };
  readonly publicUrl: string;
  readonly rite: SandboxRite;
  readonly discord: SandboxDiscord;
  readonly instagram: SandboxInstagram;
  readonly dataDir: string;
}
