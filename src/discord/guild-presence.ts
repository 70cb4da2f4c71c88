import { GatewayDispatchEvents } from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../events/clock.ts';
import type { Departures } from '../posts/departures.ts';
import { errorFields } from './error-fields.ts';

export interface GuildPresenceOptions {
  /** Absent: nobody keeps anything. */
  readonly departures?: Pick<Departures, 'left' | 'returned' | 'reconcile'> | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How many shards there are; 0 while nobody knows. */
  shardCount(): number;
}

const guildSchema = z.object({ id: z.string(), unavailable: z.boolean().optional() });
const packetSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal(GatewayDispatchEvents.Ready),
    d: z.object({ guilds: z.array(guildSchema) }),
  }),
  z.object({ t: z.literal(GatewayDispatchEvents.GuildCreate), d: guildSchema }),
  z.object({ t: z.literal(GatewayDispatchEvents.GuildDelete), d: guildSchema }),
]);

/**
 * Which servers the bot is in, told to those who keep their data. Read from the packets themselves: a session that
 * begins anew names all servers of its shard, those in an outage included, while discord.js has no event for what was
 * left while there was no session, and keeps it in its cache.
 */
export class GuildPresence {
  readonly #options: GuildPresenceOptions;
  readonly #byShard = new Map<number, Set<string>>();
  #settled: Promise<void> = Promise.resolve();

  constructor(options: GuildPresenceOptions) {
    this.#options = options;
  }

  has(guildId: string): boolean {
    return [...this.#byShard.values()].some((guilds) => guilds.has(guildId));
  }

  /** Resolves when everything seen so far is written down, or has failed to be. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** To be given every packet of the gateway, in order. */
  see(packet: unknown, shardId: number): void {
    const { data } = packetSchema.safeParse(packet);
    if (data?.t === GatewayDispatchEvents.Ready) {
      this.#byShard.set(shardId, new Set(data.d.guilds.map(({ id }) => id)));
      this.#reconcile();
    } else if (data?.t === GatewayDispatchEvents.GuildCreate) {
      this.#join(data.d.id, shardId);
      // `unavailable` is how Discord says that a server is out of order; one that throws the bot out does not have it.
    } else if (data && !data.d.unavailable) {
      this.#leave(data.d.id, shardId);
    }
  }

  #reconcile(): void {
    const { clock, shardCount } = this.#options;
    // Before all shards have spoken, the servers of the others would seem to be gone.
    if (this.#byShard.size === 0 || this.#byShard.size < shardCount()) return;
    const present = new Set([...this.#byShard.values()].flatMap((guilds) => [...guilds]));
    this.#write('servers compared', { guilds: present.size }, (departures) =>
      departures.reconcile(present, clock()),
    );
  }

  #join(guildId: string, shardId: number): void {
    const guilds = this.#byShard.get(shardId);
    // One that READY has named is on its way from there, or back from an outage.
    if (guilds?.has(guildId)) return;
    guilds?.add(guildId);
    this.#write('server joined', { guildId }, (departures) => departures.returned(guildId));
  }

  #leave(guildId: string, shardId: number): void {
    const at = this.#options.clock();
    this.#byShard.get(shardId)?.delete(guildId);
    this.#write('server left', { guildId }, (departures) => departures.left(guildId, at));
  }

  /** One after the other: who leaves and returns at once has returned. What fails is made up for at the next start. */
  #write(
    message: string,
    fields: object,
    write: (departures: NonNullable<GuildPresenceOptions['departures']>) => Promise<void>,
  ): void {
    const { departures, logger } = this.#options;
    if (!departures) return;
    this.#settled = this.#settled
      .then(() => write(departures))
      .then(() => logger.info(fields, message))
      .catch((error: unknown) =>
        logger.error({ ...fields, ...errorFields(error) }, `not written down: ${message}`),
      );
  }
}
