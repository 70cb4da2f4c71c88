import { randomBytes } from 'node:crypto';
import { GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import { WebSocket } from 'ws';

/** A session that was away for longer than this many events cannot be resumed any more. */
const REPLAY_LIMIT = 5000;

/** One dispatch, as some session is to hear it. */
export interface Announcement {
  /** `MESSAGE_CREATE` and its kin. */
  readonly name: string;
  readonly data: unknown;
  /** What a session without the content intent gets instead. */
  readonly shell?: unknown;
  /** A session must have asked for one of these; 0 means everybody hears it. */
  readonly intents: number;
  /** Routed to the guild's shard; to shard 0 when absent. */
  readonly guildId: string | undefined;
}

/** What was announced to one shard of the bot, kept so that a reconnect can catch up. */
export class GatewaySession {
  readonly id: string = randomBytes(16).toString('hex');
  readonly shard: readonly [id: number, count: number];
  readonly intents: number;
  connection: GatewayConnection | undefined;
  /** When the last connection went away; sandbox clock. */
  detachedAt = 0;
  #sequence = 0;
  readonly #sent: { readonly sequence: number; readonly frame: string }[] = [];

  constructor(shard: readonly [number, number], intents: number) {
    this.shard = shard;
    this.intents = intents;
  }

  hears(intents: number): boolean {
    return intents === 0 || (this.intents & intents) !== 0;
  }

  get readsContent(): boolean {
    return (this.intents & GatewayIntentBits.MessageContent) !== 0;
  }

  dispatch(name: string, data: unknown): void {
    this.#sequence += 1;
    const payload = { op: GatewayOpcodes.Dispatch, t: name, s: this.#sequence, d: data };
    this.#sent.push({ sequence: this.#sequence, frame: JSON.stringify(payload) });
    if (this.#sent.length > REPLAY_LIMIT) this.#sent.shift();
    this.connection?.flush();
  }

  /** Whether everything after `sequence` is still there. */
  canReplayFrom(sequence: number): boolean {
    const oldest = this.#sent[0]?.sequence ?? this.#sequence + 1;
    return sequence <= this.#sequence && sequence >= oldest - 1;
  }

  framesAfter(sequence: number): readonly { readonly sequence: number; readonly frame: string }[] {
    return this.#sent.filter((entry) => entry.sequence > sequence);
  }
}

/** One socket. Resuming is nothing but flushing from an earlier sequence on. */
export class GatewayConnection {
  readonly socket: WebSocket;
  session: GatewaySession | undefined;
  /** False: heartbeats are read but not acknowledged. */
  acks = true;
  #frozen = false;
  #flushedThrough = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
  }

  attach(session: GatewaySession, flushedThrough: number): void {
    session.connection?.close(4000, 'replaced by a newer connection');
    this.session = session;
    session.connection = this;
    this.#flushedThrough = flushedThrough;
    this.flush();
  }

  send(op: GatewayOpcodes, data: unknown): void {
    if (this.#frozen || this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ op, d: data, s: null, t: null }));
  }

  flush(): void {
    if (this.#frozen || this.socket.readyState !== WebSocket.OPEN || !this.session) return;
    for (const { sequence, frame } of this.session.framesAfter(this.#flushedThrough)) {
      this.socket.send(frame);
      this.#flushedThrough = sequence;
    }
  }

  /** Neither reads nor writes, while TCP stays up: the network's far end has vanished. */
  freeze(): void {
    this.#frozen = true;
    this.socket.pause();
  }

  thaw(): void {
    this.#frozen = false;
    this.socket.resume();
    this.flush();
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }
}
