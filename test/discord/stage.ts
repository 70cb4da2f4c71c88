import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import sharp from 'sharp';
import { expect } from 'vitest';
import { commands, components, modals } from '../../commands/index.ts';
import { type Actor, type Guild, SandboxDiscord } from '../../sandbox/discord/index.ts';
import { DiscordFiles } from '../../src/clients/discord-files.ts';
import type { Posts } from '../../src/discord/command.ts';
import type { AcknowledgeTiming } from '../../src/discord/dispatch.ts';
import { DiscordGateway, type GatewayOptions } from '../../src/discord/gateway.ts';
import type { GatewayLostError } from '../../src/discord/gateway-lost.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { DiscordCalendar } from '../../src/discord/scheduled-event-board.ts';
import type { Event } from '../../src/events/event.ts';
import type { Renderer, RenderRequest } from '../../src/posters/renderer.ts';
import { Campaigns } from '../../src/posts/approval/campaigns.ts';
import { Scheduling } from '../../src/posts/approval/scheduling.ts';
import { BrandService } from '../../src/posts/brand-service.ts';
import { DraftEdits } from '../../src/posts/draft-edits.ts';
import type { DraftTelemetry } from '../../src/posts/draft-telemetry.ts';
import { Drafts } from '../../src/posts/drafts.ts';
import { EventNotFoundError, PostRefusedError } from '../../src/posts/errors.ts';
import { ExtrasService } from '../../src/posts/extras-service.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import type { EventListReading, EventReading, EventSource } from '../../src/posts/ports.ts';
import type { Post, PostRequest, PostService } from '../../src/posts/post-service.ts';
import { Premium } from '../../src/posts/premium.ts';
import { DEFAULT_TIMING } from '../../src/posts/publishing/timing.ts';
import { Quota } from '../../src/posts/quota.ts';
import { ScheduledEvents } from '../../src/posts/scheduled-events.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';
import { type Stores, storesOf } from '../../src/storage/stores.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makePoster } from '../posters/make-poster.ts';
import { MemoryBrands, MemoryExtras } from '../posts/memory-stores.ts';
import { makeCaption, makePost, NOW } from './make-post.ts';

const CAPTION = '올릴 캡션 전문입니다';
const ORGANIZER = 'organizer-1';
/** The product that gives a server premium. */
export const PREMIUM_SKU = '300000000000000001';
const PICTURE = await sharp({
  create: { width: 60, height: 60, channels: 3, background: '#8FAAFF' },
})
  .jpeg()
  .toBuffer();

export interface StageOptions {
  readonly preferredLocale?: string;
  readonly heartbeatIntervalMs?: number;
  readonly shards?: number;
  readonly gateway?: Partial<GatewayOptions>;
  /** Whether the server has premium, so that nothing ends after two posts; default true. */
  readonly premium?: boolean;
}

/**
 * A Discord with one server, one Korean member, our bot connected to it, a post service that does as it is told, drafts
 * in a real database, and brands and extras that are real but for their stores and pictures.
 * When it is torn down, the bot must have sent nothing that Discord objects to, and logged nothing secret.
 */
export class Stage implements AsyncDisposable {
  readonly posts = new ScriptedPosts();
  readonly brands = new MemoryBrands();
  readonly extras = new MemoryExtras();
  /** What was drawn for previews; `drawError` makes drawing fail, `drawGate` makes it slow. */
  readonly drawn: RenderRequest[] = [];
  drawError: unknown;
  /** Awaited by every drawing. */
  drawGate: Promise<unknown> = Promise.resolve();
  /** What the stores of drafts failed with. */
  readonly storeErrors: unknown[] = [];
  readonly acknowledged: AcknowledgeTiming[] = [];
  readonly logs: Record<string, unknown>[] = [];
  /** Resolves when the gateway gives up. */
  readonly fatal: Promise<GatewayLostError>;
  readonly discord: SandboxDiscord;
  readonly guild: Guild;
  readonly minji: Actor;
  readonly clock: TestClock;
  readonly stores: Stores;
  readonly database: Database;
  readonly #folder: string;
  gateway: DiscordGateway;
  readonly gatewayOptions: GatewayOptions;

  static async open(options: StageOptions = {}): Promise<Stage> {
    const clock = new TestClock();
    const { heartbeatIntervalMs = 41_250, shards = 1 } = options;
    const now = () => clock.now;
    const discord = await SandboxDiscord.start({ now, heartbeatIntervalMs, shards });
    await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
    const folder = mkdtempSync(join(tmpdir(), 'stage-'));
    const database = await openDatabase(join(folder, 'rite-bot.db'));
    const stage = new Stage({ discord, clock, database, folder }, options);
    const grant = { guildId: stage.guild.id, grantedAt: NOW };
    if (options.premium ?? true) await stage.stores.premium.grant(grant);
    await stage.gateway.ready;
    return stage;
  }

  private constructor({ discord, clock, database, folder }: StageParts, options: StageOptions) {
    this.database = database;
    this.#folder = folder;
    this.stores = storesOf(database, () => clock.read());
    const fatal = Promise.withResolvers<GatewayLostError>();
    this.fatal = fatal.promise;
    this.discord = discord;
    this.clock = clock;
    this.guild = discord.createGuild({
      name: '클럽 지하실',
      preferredLocale: options.preferredLocale ?? 'ko',
    });
    this.posts.guildId = this.guild.id;
    this.minji = this.guild.addMember({ username: 'minji', locale: 'ko' });
    const lines = new Writable({
      write: (line: Buffer, _encoding, done) => {
        this.logs.push(JSON.parse(line.toString()) as Record<string, unknown>);
        done();
      },
    });
    this.gatewayOptions = {
      token: discord.botToken,
      api: discord.apiUrl,
      commands,
      components,
      modals,
      posts: this.posts,
      ...this.#draftServices(),
      settings: this.stores.settings,
      rejections: this.stores.schedules,
      downloads: this.#downloads,
      brands: this.#brandService(),
      extras: new ExtrasService({
        extras: this.extras,
        eventSource: this.#eventSource,
        organizerLinks: this.#organizerLinks,
        clock: () => clock.read(),
      }),
      linking: {
        linkOf: notStaged,
        begin: notStaged,
        confirm: notStaged,
        cancel: notStaged,
        unlink: notStaged,
      },
      instagram: {
        linkOf: async (guildId) => {
          const account = await this.stores.instagramAccounts.find(guildId);
          return account && { ...account, readable: true };
        },
        begin: notStaged,
        disconnect: notStaged,
        waiting: notStaged,
      },
      stats: this.stores.insights,
      scheduledEvents: this.scheduledEvents,
      privacy: {
        exportOf: notStaged,
        summaryOf: notStaged,
        remove: notStaged,
        receipt: notStaged,
      },
      clock: () => clock.read(),
      logger: pino({ level: 'trace' }, lines),
      onFatal: fatal.resolve,
      onAcknowledged: (timing) => this.acknowledged.push(timing),
      ...options.gateway,
    };
    this.gateway = new DiscordGateway(this.gatewayOptions);
  }

  /** Over the real calendars of this Discord. */
  get scheduledEvents(): ScheduledEvents {
    const { botToken: token, apiUrl: api } = this.discord;
    return new ScheduledEvents({
      posts: this.posts,
      store: this.stores.scheduledEvents,
      board: new DiscordCalendar({ token, api }),
      settings: this.stores.settings,
      clock: () => this.clock.read(),
      onFailed: (_, error) => this.storeErrors.push(error),
    });
  }

  get #organizerLinks(): OrganizerMap {
    return new OrganizerMap(new Map([[this.guild.id, ORGANIZER]]));
  }

  /** Knows the events of `posts`, for our organizer only. */
  get #eventSource(): EventSource {
    return {
      getEvent: async (organizerId, eventId): Promise<EventReading> => {
        const { events, ...reading } = await this.posts.listEvents();
        const event = events.find(({ id }) => id === eventId);
        if (!event || organizerId !== ORGANIZER) throw new EventNotFoundError(eventId);
        return { ...reading, event };
      },
      listEvents: () => this.posts.listEvents(),
    };
  }

  #brandService(): BrandService {
    return new BrandService({
      brands: this.brands,
      downloads: this.#downloads,
      eventSource: this.#eventSource,
      organizerLinks: this.#organizerLinks,
      renderer: this.#renderer,
      clock: () => this.clock.read(),
    });
  }

  #draftServices() {
    const { stores } = this;
    const clock = () => this.clock.read();
    const premium = new Premium({ grants: stores.premium, skuId: PREMIUM_SKU, clock });
    const options = {
      posts: this.posts,
      store: stores.posts,
      images: new ImageFiles({ directory: join(this.#folder, 'pictures') }),
      pictures: stores.pictures,
      quota: new Quota({ usage: stores.usage, premium, clock }),
      usage: stores.usage,
      brands: this.brands,
      audit: stores.audit,
      renderer: this.#renderer,
      clock,
      hashtagLimit: 5,
      telemetry: SILENT,
      onStoreError: (error: unknown) => this.storeErrors.push(error),
    };
    const drafts = new Drafts(options);
    const scheduling = new Scheduling({
      schedules: stores.schedules,
      posts: stores.posts,
      settings: stores.settings,
      accounts: stores.instagramAccounts,
      premium,
      publicUrl: 'https://bot.example',
      timing: DEFAULT_TIMING,
      clock,
    });
    const campaigns = new Campaigns({ drafts, scheduling });
    return { drafts, draftEdits: new DraftEdits(options), premium, scheduling, campaigns };
  }

  get #downloads(): DiscordFiles {
    return new DiscordFiles({ api: this.discord.apiUrl });
  }

  get #renderer(): Pick<Renderer, 'render'> {
    return {
      render: async (request) => {
        this.drawn.push(request);
        await this.drawGate;
        if (this.drawError !== undefined) throw this.drawError;
        const { template, theme } = request;
        return makePoster({ template, theme, pages: [PICTURE] });
      },
    };
  }

  /** From now on the database answers nothing. */
  async breakDatabase(): Promise<void> {
    await this.database[Symbol.asyncDispose]();
  }

  /** The bot leaves and a new one, that knows nothing, connects. */
  async restart(changes: Partial<GatewayOptions> = {}): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    this.gateway = new DiscordGateway({ ...this.gatewayOptions, ...changes });
    await this.gateway.ready;
  }

  /** As an admin may under Integrations: what the bot says of permissions is only the default. */
  async openToEverybody(name: string): Promise<void> {
    const opened = commands.map((command) =>
      command.data.name === name
        ? { ...command, data: { ...command.data, default_member_permissions: null } }
        : command,
    );
    const { botToken: token, apiUrl: api } = this.discord;
    await registerCommands({ token, api, commands: opened });
  }

  /** The first log line with this text, now or as soon as it is written. */
  async logged(message: string): Promise<Record<string, unknown>> {
    const find = () => this.logs.find(({ msg }) => msg === message);
    await expect.poll(find, WAIT).toBeDefined();
    return find() ?? {};
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    await this.discord[Symbol.asyncDispose]();
    await this.database[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
    expect(this.discord.violations).toEqual([]);
    const log = JSON.stringify(this.logs);
    expect(log).not.toContain(this.discord.botToken);
    expect(log).not.toContain(CAPTION);
    expect(log).not.toMatch(/\/(?:webhooks|interactions)\/\d+\//);
  }
}

interface StageParts {
  readonly discord: SandboxDiscord;
  readonly clock: TestClock;
  readonly database: Database;
  readonly folder: string;
}

const SILENT: DraftTelemetry = {
  generated() {},
  downloaded() {},
  failed() {},
  timed: async (_operation, work) => await work(),
};

/** Tests of these bring their own. */
function notStaged(): Promise<never> {
  return Promise.reject(new Error('This is not on the stage'));
}

const WAIT = { timeout: 5000, interval: 5 };

/** Stands still until it is moved. */
export class TestClock {
  now: number = NOW;
  #reads = 0;

  read(): number {
    this.#reads += 1;
    return this.now;
  }

  /** Moves on, and waits until somebody has looked at it. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    const before = this.#reads;
    await expect.poll(() => this.#reads, WAIT).toBeGreaterThan(before);
  }
}

/** Makes posts of `events` without drawing; `fail` or `gate` it to play a Rite that is down or slow. */
export class ScriptedPosts implements Posts, Pick<PostService, 'create'> {
  events: readonly Event[] = [makeEvent()];
  overrides: Partial<Post> = {};
  readonly requests: PostRequest[] = [];
  /** Thrown by every call while set. */
  error: unknown;
  /** Awaited by every call. */
  gate: Promise<unknown> = Promise.resolve();
  onCall: (() => void) | undefined;
  /** The server whose events these are. */
  guildId = '';

  async create(request: PostRequest): Promise<Post> {
    this.requests.push(request);
    await this.#pass();
    const event = this.events.find(({ id }) => id === request.eventId);
    if (!event) throw new EventNotFoundError(request.eventId);
    const { template, theme = 'night', language } = request;
    const caption = makeCaption(`${CAPTION} (${template}, ${language})`);
    const composedAt = request.at ?? NOW;
    const made = { event, template, theme, language, caption, composedAt };
    return makePost({ ...made, ...this.overrides });
  }

  async listEvents(guildId = this.guildId): Promise<EventListReading> {
    await this.#pass();
    if (guildId !== this.guildId) throw new PostRefusedError('server_not_linked');
    return { events: this.events, readAt: NOW, stale: false };
  }

  async #pass(): Promise<void> {
    this.onCall?.();
    await this.gate;
    if (this.error !== undefined) throw this.error;
  }
}
