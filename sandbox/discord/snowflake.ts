/** Milliseconds between 1970 and the first second of 2015, where Discord's ids begin to count. */
const DISCORD_EPOCH = 1_420_070_400_000n;
const SEQUENCE_MASK = (1n << 22n) - 1n;

/**
 * Makes ids that carry the sandbox clock's time, as real ones do: discord.js reads an interaction's age and a
 * guild's shard out of them.
 */
export class Snowflakes {
  readonly #now: () => number;
  #sequence = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new id, made `at` (epoch milliseconds). Ids of one moment still increase: the low 22 bits count on. */
  next(at: number = this.#now()): string {
    this.#sequence = (this.#sequence + 1n) & SEQUENCE_MASK;
    return (((BigInt(Math.floor(at)) - DISCORD_EPOCH) << 22n) | this.#sequence).toString();
  }
}

/** The epoch milliseconds at which an id was made. */
export function timestampOf(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
}

/** Which of `count` shards hears about a guild; direct messages (no guild) belong to shard 0. */
export function shardOf(guildId: string | undefined, count: number): number {
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));
}
