import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect } from 'vitest';
import { commands, components } from '../../commands/index.ts';
import { type Actor, type Guild, SandboxDiscord } from '../../sandbox/discord/index.ts';
import type { Posts } from '../../src/discord/command.ts';
import type { AcknowledgeTiming } from '../../src/discord/dispatch.ts';
import { DiscordGateway, type GatewayOptions } from '../../src/discord/gateway.ts';
import type { GatewayLostError } from '../../src/discord/gateway-lost.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import type { Event } from '../../src/events/event.ts';
import { EventNotFoundError } from '../../src/posts/errors.ts';
import type { EventListReading } from '../../src/posts/ports.ts';
import type { Post, PostRequest } from '../../src/posts/post-service.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makeCaption, makePost, NOW } from './make-post.ts';

const CAPTION = '올릴 캡션 전문입니다';

export interface StageOptions {
  readonly preferredLocale?: string;
  readonly heartbeatIntervalMs?: number;
  readonly shards?: number;
  readonly gateway?: Partial<GatewayOptions>;
}

/**
 * A Discord with one server, one Korean member, our bot connected to it and a post service that does as it is told.
 * When it is torn down, the bot must have sent nothing that Discord objects to, and logged nothing secret.
 */
export class Stage implements AsyncDisposable {
  readonly posts = new ScriptedPosts();
  readonly acknowledged: AcknowledgeTiming[] = [];
  readonly logs: Record<string, unknown>[] = [];
  /** Resolves when the gateway gives up. */
  readonly fatal: Promise<GatewayLostError>;
  readonly discord: SandboxDiscord;
  readonly guild: Guild;
  readonly minji: Actor;
  readonly clock: TestClock;
  gateway: DiscordGateway;
  readonly gatewayOptions: GatewayOptions;

  static async open(options: StageOptions = {}): Promise<Stage> {
    const clock = new TestClock();
    const { heartbeatIntervalMs = 41_250, shards = 1 } = options;
    const now = () => clock.now;
    const discord = await SandboxDiscord.start({ now, heartbeatIntervalMs, shards });
    await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
    const stage = new Stage(discord, clock, options);
    await stage.gateway.ready;
    return stage;
  }

  private constructor(discord: SandboxDiscord, clock: TestClock, options: StageOptions) {
    const fatal = Promise.withResolvers<GatewayLostError>();
    this.fatal = fatal.promise;
    this.discord = discord;
    this.clock = clock;
    this.guild = discord.createGuild({
      name: '클럽 지하실',
      preferredLocale: options.preferredLocale ?? 'ko',
    });
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
      posts: this.posts,
      clock: () => clock.read(),
      logger: pino({ level: 'trace' }, lines),
      onFatal: fatal.resolve,
      onAcknowledged: (timing) => this.acknowledged.push(timing),
      ...options.gateway,
    };
    this.gateway = new DiscordGateway(this.gatewayOptions);
  }

  /** The bot leaves and a new one, that knows nothing, connects. */
  async restart(changes: Partial<GatewayOptions> = {}): Promise<void> {
    await this.gateway[Symbol.asyncDispose]();
    this.gateway = new DiscordGateway({ ...this.gatewayOptions, ...changes });
    await this.gateway.ready;
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
    expect(this.discord.violations).toEqual([]);
    const log = JSON.stringify(this.logs);
    expect(log).not.toContain(this.discord.botToken);
    expect(log).not.toContain(CAPTION);
    expect(log).not.toMatch(/\/(?:webhooks|interactions)\/\d+\//);
  }
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
export class ScriptedPosts implements Posts {
  events: readonly Event[] = [makeEvent()];
  overrides: Partial<Post> = {};
  readonly requests: PostRequest[] = [];
  /** Thrown by every call while set. */
  error: unknown;
  /** Awaited by every call. */
  gate: Promise<unknown> = Promise.resolve();
  onCall: (() => void) | undefined;

  async create(request: PostRequest): Promise<Post> {
    this.requests.push(request);
    await this.#pass();
    const event = this.events.find(({ id }) => id === request.eventId);
    if (!event) throw new EventNotFoundError(request.eventId);
    const { template, theme, language } = request;
    const caption = makeCaption(`${CAPTION} (${template}, ${language})`);
    return makePost({ event, template, theme, language, caption, ...this.overrides });
  }

  async listEvents(): Promise<EventListReading> {
    await this.#pass();
    return { events: this.events, readAt: NOW, stale: false };
  }

  async #pass(): Promise<void> {
    this.onCall?.();
    await this.gate;
    if (this.error !== undefined) throw this.error;
  }
}
