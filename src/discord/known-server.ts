import type { Client } from 'discord.js';

/** What is known of a server that the bot is in, without asking Discord. */
export interface KnownServer {
  readonly name: string;
  readonly preferredLocale: string;
  /** Only these choose their locale. */
  readonly community: boolean;
}

/** Undefined for a server that the bot is not in, or has not heard of yet. */
export function knownServer(client: Client, guildId: string): KnownServer | undefined {
  const guild = client.guilds.cache.get(guildId);
  if (!guild) return undefined;
  const { name, preferredLocale, features } = guild;
  return { name, preferredLocale, community: features.includes('COMMUNITY') };
}
