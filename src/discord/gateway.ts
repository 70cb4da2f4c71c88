import {
  type APIRequest,
  Client,
  Events,
  RESTEvents,
  type ResponseLike,
  Routes,
  ShardClientUtil,
  Status,
} from 'discord.js';
import type { Telling } from '../posts/notices/notice-way.ts';
import { ApprovalBoard } from './approval-board.ts';
import { ApprovalCatchUp, type ApprovalCatchUpOptions } from './approval-catch-up.ts';
import { ApprovalReactions, type ApprovalReactionsOptions } from './approval-reactions.ts';
import { clientOptions, HANDSHAKE_LIMIT_MS } from './client-options.ts';
import type { Original } from './command.ts';
import { bringUpToDate } from './deliver.ts';
import { Dispatch, type DispatchOptions } from './dispatch.ts';
import { errorFields } from './error-fields.ts';
import {
  type GatewayLostError,
  lossAtClose,
  lossAtLogin,
  lossByAlarm,
  tokenRefused,
} from './gateway-lost.ts';
import { GuildPresence, type GuildPresenceOptions } from './guild-presence.ts';
import { type KnownServer, knownServer } from './known-server.ts';
import { type Sending, sendDirectTo, sendToChannel } from './notice-sending.ts';
import { Watchdog } from './watchdog.ts';
import { within } from './within.ts';

const SILENCE_LIMIT_MS = 120_000;
/** What was missed comes just before RESUMED, but packets that arrive together may be told of in another order. */
const REPLAY_MS = 5000;
/** As long as discord.js may try to connect again by itself: a network outage of minutes is ordinary. */
const OUTAGE_LIMIT_MS = 15 * 60_000;
const CHECK_INTERVAL_MS = 15_000;
const DRAIN_LIMIT_MS = 10_000;
/** discord.js waits for the other side to close; a frozen one never does. */
const CLOSE_LIMIT_MS = 3000;

export interface GatewayOptions extends DispatchOptions {
  readonly token: string;
  /** Base address of Discord's REST API, such as `http://127.0.0.1:4000/api`; Discord's own when undefined. */
  readonly api?: string | undefined;
  /** Told which servers the bot is in, and which it had to leave; absent where nothing is kept for them. */
  readonly departures?: GuildPresenceOptions['departures'];
  /** Whom reactions on approval cards are for; absent where nothing is approved. */
  readonly approvals?:
    | Omit<
        ApprovalReactionsOptions & ApprovalCatchUpOptions,
        'client' | 'clock' | 'logger' | 'reactions'
      >
    | undefined;
  /** Called once, when the connection is over for good: the program should end. Also when it never began. */
  onFatal(error: GatewayLostError): void;
  readonly checkIntervalMs?: number | undefined;
  readonly drainLimitMs?: number | undefined;
}

export interface GatewayHealth {
  readonly connected: boolean;
  /** Epoch milliseconds of the last event or heartbeat. */
  readonly lastEventAt: number;
  /** Round trip of the last heartbeat in milliseconds; undefined before the first. */
  readonly ping: number | undefined;
  readonly guilds: number;
}

/** Our connection to Discord: begins to connect when made, answers interactions, ends when disposed. */
export class DiscordGateway implements AsyncDisposable {
  /** Resolves when interactions are answered; rejects with a GatewayLostError when that never comes. */
  readonly ready: Promise<void>;
  /** Where approval cards are posted. */
  readonly board: ApprovalBoard;
  readonly #options: GatewayOptions;
  readonly #client: Client;
  readonly #dispatch: Dispatch;
  readonly #watchdog: Watchdog;
  readonly #presence: GuildPresence;
  readonly #reactions: ApprovalReactions | undefined;
  readonly #catchUp: ApprovalCatchUp | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #heartbeats = new Map<number, string>();
  /** Until when, in epoch milliseconds, a shard may deliver what was asked while it was away. */
  readonly #replaysUntil = new Map<number, number>();
  readonly #stop = new AbortController();
  #over = false;

  constructor(options: GatewayOptions) {
    const checkIntervalMs = options.checkIntervalMs ?? CHECK_INTERVAL_MS;
    this.#options = options;
    this.#client = new Client(clientOptions({ api: options.api, stop: this.#stop.signal }));
    this.#dispatch = new Dispatch(options);
    this.#watchdog = new Watchdog({
      clock: options.clock,
      silenceLimitMs: SILENCE_LIMIT_MS,
      outageLimitMs: OUTAGE_LIMIT_MS,
      longestGapMs: SILENCE_LIMIT_MS / 2,
    });
    this.#presence = new GuildPresence({
      ...options,
      shardCount: () => this.#client.ws.shards.size,
    });
    this.board = new ApprovalBoard({
      client: this.#client,
      clock: options.clock,
      onNoted: (messageId) => this.#reactions?.noted(messageId),
    });
    this.#reactions = this.#approvalReactions();
    this.#catchUp = this.#approvalCatchUp(this.#reactions);
    this.#listen();
    this.ready = this.#connect();
    // Whoever does not wait for it learns of a failure by `onFatal`.
    this.ready.catch(() => {});
    this.#timer = setInterval(() => this.#check(), checkIntervalMs);
    this.#timer.unref();
  }

  get health(): GatewayHealth {
    const { ping, shards } = this.#client.ws;
    // Once ready, the client stays it, whatever becomes of its connections.
    const open = shards.every(({ status }) => status === Status.Ready);
    return {
      connected: !this.#over && this.#client.isReady() && open,
      lastEventAt: this.#watchdog.lastLifeAt,
      ping: ping >= 0 ? ping : undefined,
      guilds: this.#client.guilds.cache.size,
    };
  }

  /** Whether the bot is in this server, as far as it knows: before the first connection in none. */
  isPresent(guildId: string): boolean {
    return this.#presence.has(guildId);
  }

  /** Writes into a channel, whatever server it is in; mentions nobody. @throws what Discord answers. */
  async announce(channelId: string, content: string): Promise<void> {
    const body = { content, allowed_mentions: { parse: [] } };
    await this.#client.rest.post(Routes.channelMessages(channelId), { body });
  }

  /** To a person, whatever they asked. @throws what nobody foresaw. */
  async sendDirect(userId: string, sending: Sending): Promise<Telling> {
    if (this.#over || !this.#client.isReady()) return { outcome: 'later' };
    return await sendDirectTo(this.#client.rest, userId, sending);
  }

  /** Into a channel of this server, calling nobody but those named. @throws as `sendDirect`. */
  async sendToChannel(
    place: { readonly guildId: string; readonly channelId: string },
    sending: Sending & { readonly calls: readonly string[] },
  ): Promise<Telling> {
    if (this.#over || !this.#client.isReady()) return { outcome: 'later' };
    return await sendToChannel(this.#client, place, sending);
  }

  /** Draws a message of ours anew; false when there is no connection just now. @throws what Discord answers. */
  async redraw(original: Original): Promise<boolean> {
    if (this.#over || !this.#client.isReady()) return false;
    await bringUpToDate(this.#client, original);
    return true;
  }

  /** What is known of a server that the bot is in. */
  serverOf(guildId: string): KnownServer | undefined {
    return knownServer(this.#client, guildId);
  }

  /** Answers what has been asked, for at most 10 s, then leaves. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    const drainLimitMs = this.#options.drainLimitMs ?? DRAIN_LIMIT_MS;
    await Promise.all([
      this.#dispatch.drain(drainLimitMs),
      within(drainLimitMs, this.#closeApprovals()),
    ]);
    this.#over = true;
    // What has not been answered by now is abandoned, a login among it: it would hold the process open.
    const left = this.#stop.signal.aborted;
    this.#stop.abort();
    // Destroyed during a handshake, a shard stops listening to errors, and the end of the handshake is one.
    if (!left && this.#client.ws.shards.some(({ status }) => status === Status.Connecting)) {
      const broken = new Promise((resolve) => this.#client.once(Events.ShardReconnecting, resolve));
      await within(HANDSHAKE_LIMIT_MS + 500, broken);
    }
    await within(CLOSE_LIMIT_MS, this.#client.destroy());
    // The database goes after the gateway.
    await within(CLOSE_LIMIT_MS, this.#presence.settled);
  }

  /** One after the other: what was counted at the last moment is answered still. */
  async #closeApprovals(): Promise<void> {
    await this.#catchUp?.close();
    await this.#reactions?.close();
  }

  async #connect(): Promise<void> {
    const ready = new Promise<void>((resolve) => {
      this.#client.once(Events.ClientReady, () => resolve());
    });
    try {
      await this.#client.login(this.#options.token);
    } catch (error) {
      const lost = lossAtLogin(error);
      this.#lose(lost);
      throw lost;
    }
    await ready;
    const { guilds } = this.health;
    this.#options.logger.info({ guilds }, 'connected to Discord');
  }

  #listen(): void {
    const { logger } = this.#options;
    const client = this.#client;
    client.on(Events.InteractionCreate, (interaction) => {
      const { guildId } = interaction;
      const shard = guildId ? ShardClientUtil.shardIdForGuildId(guildId, client.ws.shards.size) : 0;
      const replayed = this.#options.clock() < (this.#replaysUntil.get(shard) ?? 0);
      this.#dispatch.receive(interaction, { replayed });
    });
    // Not documented and not typed, but the only event that every packet causes.
    client.on(Events.Raw, (packet: unknown, shardId: number) => {
      this.#watchdog.sawLife(shardId);
      this.#presence.see(packet, shardId);
      this.#reactions?.see(packet);
    });
    // Without a listener an 'error' ends the process; an async listener's rejection arrives here too.
    client.on(Events.Error, (error) => logger.error(errorFields(error), 'discord client error'));
    client.on(Events.Warn, (message) => logger.warn({ message }, 'discord client warning'));
    client.on(Events.ShardError, (error) => logger.warn(errorFields(error), 'gateway error'));
    client.on(Events.ShardReconnecting, (shard) => {
      this.#replaysUntil.set(shard, Number.POSITIVE_INFINITY);
      if (!this.#over) logger.info('gateway reconnecting');
    });
    client.on(Events.ShardResume, (shard, replayed) => {
      this.#replaysUntil.set(shard, this.#options.clock() + REPLAY_MS);
      logger.info({ replayed }, 'gateway resumed');
    });
    // A new session replays nothing.
    client.on(Events.ShardReady, (shard) => {
      this.#replaysUntil.delete(shard);
      this.#catchUp?.begin(
        (guildId) => ShardClientUtil.shardIdForGuildId(guildId, client.ws.shards.size) === shard,
      );
    });
    client.on(Events.ShardDisconnect, ({ code }) => this.#lose(lossAtClose(code)));
    client.on(Events.Invalidated, () => this.#lose(lossAtClose(undefined)));
    client.rest.on(RESTEvents.Response, (request, response) => {
      if (isTokenRefusal(request, response)) this.#lose(tokenRefused());
    });
    client.rest.on(RESTEvents.RateLimited, ({ route, timeToReset }) =>
      logger.warn({ route, timeToReset }, 'rate limited by Discord'),
    );
  }

  #approvalReactions(): ApprovalReactions | undefined {
    const { approvals, clock, logger } = this.#options;
    if (!approvals) return undefined;
    return new ApprovalReactions({ ...approvals, client: this.#client, clock, logger });
  }

  #approvalCatchUp(reactions: ApprovalReactions | undefined): ApprovalCatchUp | undefined {
    const { approvals, logger } = this.#options;
    if (!approvals || !reactions) return undefined;
    return new ApprovalCatchUp({ ...approvals, reactions, client: this.#client, logger });
  }

  #check(): void {
    if (this.#over) return;
    const { shards } = this.#client.ws;
    for (const { id, lastPingTimestamp, ping } of shards.values()) {
      // There is no event for the answer to a heartbeat; it shows in these numbers.
      const heartbeat = `${lastPingTimestamp}/${ping}`;
      if (heartbeat !== this.#heartbeats.get(id)) this.#watchdog.sawLife(id);
      this.#heartbeats.set(id, heartbeat);
    }
    // discord.js has this status from the loss of a connection until the next one says hello.
    const alarm = this.#watchdog.check(
      shards.map(({ id, status }) => ({ id, open: status !== Status.Connecting })),
    );
    if (alarm) this.#lose(lossByAlarm(alarm));
  }

  #lose(error: GatewayLostError): void {
    if (this.#over) return;
    this.#over = true;
    // Foreseen, so the sentence says it all and a stack would only bury it.
    this.#options.logger.fatal(
      { loss: error.loss, reason: error.message },
      'connection to Discord lost',
    );
    this.#options.onFatal(error);
  }
}

// After one 401 discord.js forgets the token and fails every later call. Interactions are answered without the token,
// and a 401 there only means that the interaction is over.
function isTokenRefusal({ data }: APIRequest, { status }: ResponseLike): boolean {
  return status === 401 && data.auth !== false;
}
