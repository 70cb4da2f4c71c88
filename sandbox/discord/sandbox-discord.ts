import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIApplicationCommand, RESTGetAPIGatewayBotResult } from 'discord-api-types/v10';
import type { Fault } from './faults.ts';
import { Gateway, type GatewayCounters } from './gateway.ts';
import type { Guild, GuildOptions } from './guild.ts';
import type { Message } from './message.ts';
import { type RateLimit, type RateLimitOptions, RateLimits } from './rate-limits.ts';
import { type RecordedRequest, RestServer } from './rest.ts';
import { ok, type Route } from './route.ts';
import { ROUTES } from './routes/index.ts';
import { World, type WorldEvents } from './world.ts';

export interface SandboxOptions {
  /** 0 (any free port) when absent. */
  readonly port?: number;
  readonly host?: string;
  /** Epoch milliseconds; drives ids, the 3 s and the 15 min. The real clock when absent. */
  readonly now?: () => number;
  readonly heartbeatIntervalMs?: number;
  /** How many shards may identify at once. */
  readonly maxConcurrency?: number;
  /** The number of shards recommended to the bot. */
  readonly shards?: number;
  readonly botToken?: string;
  /** Nothing is limited when absent. */
  readonly rateLimits?: readonly RateLimit[];
}

/** A whole Discord for one bot, on one port of this machine: REST under /api, gateway, and attachment links. */
export class SandboxDiscord implements AsyncDisposable {
  readonly port: number;
  readonly botToken: string;
  readonly #host: string;
  readonly #server: Server;
  readonly #world: World;
  readonly #rest: RestServer;
  readonly #gateway: Gateway;

  /** Rejects when the port is taken, naming it. */
  static async start(options: SandboxOptions = {}): Promise<SandboxDiscord> {
    const host = options.host ?? '127.0.0.1';
    const server = createServer();
    await listen(server, options.port ?? 0, host);
    return new SandboxDiscord(server, host, options);
  }

  private constructor(server: Server, host: string, options: SandboxOptions) {
    this.#server = server;
    this.#host = host;
    this.port = (server.address() as AddressInfo).port;
    this.botToken = options.botToken ?? `sandbox.${randomBytes(24).toString('base64url')}`;
    if (/^(Bot|Bearer)/i.test(this.botToken)) {
      throw new Error('The bot token must not start with Bot or Bearer: discord.js strips that');
    }
    this.#world = new World(options.now ?? Date.now);
    this.#world.attachments.origin = `http://${host}:${this.port}`;
    this.#gateway = new Gateway({
      world: this.#world,
      server,
      botToken: this.botToken,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 41_250,
      url: () => this.#gatewayUrl,
    });
    this.#rest = new RestServer(
      this.#world,
      [gatewayRoute(this.#gateway, () => this.#gatewayUrl, options), ...ROUTES],
      this.botToken,
    );
    this.#rest.rateLimits = new RateLimits(options.rateLimits ?? []);
    server.on('request', (request, response) => {
      this.#rest.serve(request, response).catch((error: unknown) => {
        this.#rest.violations.push(`the sandbox itself failed: ${String(error)}`);
        response.socket?.destroy();
      });
    });
  }

  /** For `new Client({ rest: { api } })`. */
  get apiUrl(): string {
    return `http://${this.#host}:${this.port}/api`;
  }

  get applicationId(): string {
    return this.#world.applicationId;
  }

  get botUserId(): string {
    return this.#world.bot.id;
  }

  /** Everything the bot asked for, in order of arrival. */
  get requests(): readonly RecordedRequest[] {
    return this.#rest.requests;
  }

  /** Empties `requests`, for long runs: the files in them take memory. */
  clearRequests(): void {
    this.#rest.requests.length = 0;
  }

  /** Everything that was wrong with the bot's requests; tests expect none. */
  get violations(): readonly string[] {
    return this.#rest.violations;
  }

  /** The global commands. */
  get commands(): readonly APIApplicationCommand[] {
    return this.#world.commands.list();
  }

  guildCommands(guildId: string): readonly APIApplicationCommand[] {
    return this.#world.commands.list(guildId);
  }

  get guilds(): readonly Guild[] {
    return [...this.#world.guilds.values()];
  }

  createGuild(options: GuildOptions): Guild {
    return this.#world.addGuild(options);
  }

  /** The bot is thrown out. */
  removeGuild(id: string): void {
    this.#world.removeGuild(id);
  }

  /** An outage of one guild: the bot is still in it, and hears nothing from it. */
  takeDown(guildId: string): void {
    this.#world.setAvailable(guildId, false);
  }

  bringBack(guildId: string): void {
    this.#world.setAvailable(guildId, true);
  }

  /** Undefined when there is none, or it was deleted. */
  message(id: string): Message | undefined {
    return this.#world.messages.get(id);
  }

  fault(fault: Fault): void {
    this.#rest.faults.add(fault);
  }

  /** From now on; in the place of earlier ones. */
  limitRates(limits: readonly RateLimit[], options: RateLimitOptions = {}): void {
    this.#rest.rateLimits = new RateLimits(limits, options);
  }

  clearFaults(): void {
    this.#rest.faults.clear();
  }

  get gateway(): Readonly<GatewayCounters> {
    return this.#gateway.counters;
  }

  dropSockets(): void {
    this.#gateway.dropSockets();
  }

  freezeSockets(): void {
    this.#gateway.freezeSockets();
  }

  thawSockets(): void {
    this.#gateway.thawSockets();
  }

  refuseResumes(times: number): void {
    this.#gateway.refuseResumes(times);
  }

  requestReconnect(): void {
    this.#gateway.requestReconnect();
  }

  stopAcks(): void {
    this.#gateway.stopAcks();
  }

  /** The token was reset in the developer portal. */
  revokeToken(): void {
    this.#rest.revoked = true;
    this.#gateway.revokeToken();
  }

  on<Name extends keyof WorldEvents>(
    name: Name,
    listener: (...args: WorldEvents[Name]) => void,
  ): this {
    this.#world.on(name, listener as never);
    return this;
  }

  off<Name extends keyof WorldEvents>(
    name: Name,
    listener: (...args: WorldEvents[Name]) => void,
  ): this {
    this.#world.off(name, listener as never);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#world.announce('close');
    this.#gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #gatewayUrl(): string {
    return `ws://${this.#host}:${this.port}`;
  }
}

function gatewayRoute(gateway: Gateway, url: () => string, options: SandboxOptions): Route {
  return {
    method: 'GET',
    template: '/gateway/bot',
    answer: () =>
      ok<RESTGetAPIGatewayBotResult>({
        url: url(),
        shards: options.shards ?? 1,
        session_start_limit: {
          total: 1000,
          remaining: Math.max(0, 1000 - gateway.counters.identifies),
          reset_after: 86_400_000,
          max_concurrency: options.maxConcurrency ?? 16,
        },
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} on ${host} is already in use: stop what runs there, or choose another`,
            )
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}
