import type { Server } from 'node:http';
import {
  type ApplicationFlags,
  GatewayCloseCodes,
  type GatewayIdentifyData,
  GatewayIntentBits,
  GatewayOpcodes,
  type GatewayReadyDispatchData,
  type GatewayResumeData,
  type GatewaySendPayload,
} from 'discord-api-types/v10';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { announcementsOf } from './announcements.ts';
import { type Announcement, GatewayConnection, GatewaySession } from './gateway-session.ts';
import { toGuildCreate } from './guild-payload.ts';
import { shardOf } from './snowflake.ts';
import { toApiUser } from './user.ts';
import type { World } from './world.ts';

const ALL_INTENTS = Object.values(GatewayIntentBits).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);

/** Intents that have to be switched on in the developer portal, which for this application they are not. */
const PRIVILEGED_INTENTS =
  GatewayIntentBits.GuildMembers |
  GatewayIntentBits.GuildPresences |
  GatewayIntentBits.MessageContent;

/** How long a session without a connection can be resumed. Discord does not say; minutes, by experience. */
const SESSION_MEMORY_MS = 3 * 60_000;

export interface GatewayCounters {
  identifies: number;
  /** Sessions taken up again; refused attempts are not counted. */
  resumes: number;
  /** Known sessions, connected or waiting to be resumed. */
  readonly sessions: number;
  readonly connections: number;
}

/** The WebSocket side: sessions, heartbeats, replay, shards and the ways a connection can go bad. */
export class Gateway {
  readonly counters: GatewayCounters;
  readonly #world: World;
  readonly #server: WebSocketServer;
  readonly #botToken: string;
  readonly #heartbeatIntervalMs: number;
  readonly #url: () => string;
  readonly #sessions = new Map<string, GatewaySession>();
  readonly #connections = new Set<GatewayConnection>();
  #refusals = 0;
  #revoked = false;

  constructor(options: {
    readonly world: World;
    readonly server: Server;
    readonly botToken: string;
    readonly heartbeatIntervalMs: number;
    readonly url: () => string;
  }) {
    this.#world = options.world;
    this.#botToken = options.botToken;
    this.#heartbeatIntervalMs = options.heartbeatIntervalMs;
    this.#url = options.url;
    this.#server = new WebSocketServer({ server: options.server });
    this.#server.on('connection', (socket) => this.#welcome(socket));
    const sessions = this.#sessions;
    const connections = this.#connections;
    this.counters = {
      identifies: 0,
      resumes: 0,
      get sessions() {
        return sessions.size;
      },
      get connections() {
        return connections.size;
      },
    };
    announcementsOf(this.#world, (announcement) => this.#announce(announcement));
  }

  /** Cuts every connection without a closing frame. */
  dropSockets(): void {
    for (const { socket } of this.#connections) socket.terminate();
  }

  /** Connections open now neither read nor write any more; later ones are not affected. */
  freezeSockets(): void {
    for (const connection of this.#connections) connection.freeze();
  }

  thawSockets(): void {
    for (const connection of this.#connections) connection.thaw();
  }

  /** The next attempts to resume are answered with "invalid session", and those sessions are forgotten. */
  refuseResumes(times: number): void {
    this.#refusals = times;
  }

  requestReconnect(): void {
    for (const connection of this.#connections) connection.send(GatewayOpcodes.Reconnect, null);
  }

  /** Connections open now get no more acknowledgements; the one after a resume does. */
  stopAcks(): void {
    for (const connection of this.#connections) connection.acks = false;
  }

  revokeToken(): void {
    this.#revoked = true;
    this.#sessions.clear();
    for (const connection of this.#connections) {
      connection.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
    }
  }

  close(): void {
    this.dropSockets();
    this.#server.close();
  }

  #announce({ name, data, shell, intents, guildId }: Announcement): void {
    for (const session of this.#sessions.values()) {
      if (!session.connection && this.#world.now() - session.detachedAt > SESSION_MEMORY_MS) {
        this.#sessions.delete(session.id);
        continue;
      }
      const [id, count] = session.shard;
      if (shardOf(guildId, count) !== id || !session.hears(intents)) continue;
      session.dispatch(name, session.readsContent ? data : (shell ?? data));
    }
  }

  #welcome(socket: WebSocket): void {
    const connection = new GatewayConnection(socket);
    this.#connections.add(connection);
    socket.on('message', (raw) => this.#receive(connection, raw));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      this.#connections.delete(connection);
      const { session } = connection;
      if (session?.connection === connection) {
        session.connection = undefined;
        session.detachedAt = this.#world.now();
      }
      // A client that says goodbye in order has no use for its session any more.
      if (session && (code === 1000 || code === 1001)) this.#sessions.delete(session.id);
    });
    connection.send(GatewayOpcodes.Hello, { heartbeat_interval: this.#heartbeatIntervalMs });
  }

  #receive(connection: GatewayConnection, raw: RawData): void {
    const payload = parse(raw);
    switch (payload?.op) {
      case undefined:
        connection.close(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
        break;
      case GatewayOpcodes.Heartbeat:
        if (connection.acks) connection.send(GatewayOpcodes.HeartbeatAck, null);
        break;
      case GatewayOpcodes.Identify:
        this.#identify(connection, payload.d);
        break;
      case GatewayOpcodes.Resume:
        this.#resume(connection, payload.d);
        break;
      case GatewayOpcodes.PresenceUpdate:
      case GatewayOpcodes.VoiceStateUpdate:
        if (!connection.session) {
          connection.close(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
        }
        break;
      default:
        connection.close(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
    }
  }

  #identify(connection: GatewayConnection, data: GatewayIdentifyData): void {
    const refusal = connection.session
      ? GatewayCloseCodes.AlreadyAuthenticated
      : this.#refusalOf(data);
    if (refusal !== undefined) {
      connection.close(refusal, GatewayCloseCodes[refusal] ?? '');
      return;
    }
    this.counters.identifies += 1;
    const session = new GatewaySession(data.shard ?? [0, 1], data.intents);
    this.#sessions.set(session.id, session);
    connection.attach(session, 0);
    const guilds = [...this.#world.guilds.values()].filter(
      (guild) => shardOf(guild.id, session.shard[1]) === session.shard[0],
    );
    const ready: GatewayReadyDispatchData = {
      v: 10,
      user: { ...toApiUser(this.#world.bot), verified: true, mfa_enabled: true, email: null },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#url(),
      shard: [...session.shard],
      application: { id: this.#world.applicationId, flags: 0 as ApplicationFlags, flags_new: '0' },
    };
    session.dispatch('READY', ready);
    if (!session.hears(GatewayIntentBits.Guilds)) return;
    for (const guild of guilds) {
      if (guild.available) session.dispatch('GUILD_CREATE', toGuildCreate(this.#world, guild));
    }
  }

  #refusalOf(data: GatewayIdentifyData): GatewayCloseCodes | undefined {
    const [id, count] = data.shard ?? [0, 1];
    if (this.#revoked || data.token !== this.#botToken) {
      return GatewayCloseCodes.AuthenticationFailed;
    }
    if (count < 1 || id < 0 || id >= count) return GatewayCloseCodes.InvalidShard;
    if ((data.intents & ~ALL_INTENTS) !== 0) return GatewayCloseCodes.InvalidIntents;
    if ((data.intents & PRIVILEGED_INTENTS) !== 0) return GatewayCloseCodes.DisallowedIntents;
    return undefined;
  }

  /** Always answered, one way or the other: discord.js waits for it without a limit. */
  #resume(connection: GatewayConnection, data: GatewayResumeData): void {
    if (this.#revoked || data.token !== this.#botToken) {
      connection.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
      return;
    }
    const session = this.#sessions.get(data.session_id);
    if (this.#refusals > 0 || !session?.canReplayFrom(data.seq)) {
      this.#refusals = Math.max(0, this.#refusals - 1);
      this.#sessions.delete(data.session_id);
      connection.send(GatewayOpcodes.InvalidSession, false);
      return;
    }
    this.counters.resumes += 1;
    connection.attach(session, data.seq);
    session.dispatch('RESUMED', {});
  }
}

function parse(raw: RawData): GatewaySendPayload | undefined {
  try {
    return JSON.parse(raw.toString()) as GatewaySendPayload;
  } catch {
    return undefined;
  }
}
