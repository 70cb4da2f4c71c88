import {
  ChannelType,
  type Client,
  DiscordAPIError,
  type Guild,
  type GuildBasedChannel,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';

/** What it takes to post cards and notices in a channel, and to read the reactions there. */
const NEEDED_PERMISSIONS = [
  'ViewChannel',
  'SendMessages',
  'AttachFiles',
  'EmbedLinks',
  'ReadMessageHistory',
  'AddReactions',
] as const satisfies readonly (keyof typeof PermissionFlagsBits)[];
/** Only for taking away reactions of those who may not decide. */
const WISHED_PERMISSIONS = [
  'ManageMessages',
] as const satisfies readonly (keyof typeof PermissionFlagsBits)[];

export type ChannelPermission =
  | (typeof NEEDED_PERMISSIONS)[number]
  | (typeof WISHED_PERMISSIONS)[number];

/** What the bot can do in a channel. `unsuitable`: no text channel, or of another server. */
export type ChannelReport =
  | { readonly channel: 'gone' | 'unsuitable' }
  | {
      readonly channel: 'there';
      readonly missing: readonly ChannelPermission[];
      readonly missingWishes: readonly ChannelPermission[];
    };

/** The server in which somebody asks, as Discord has it now. */
export interface OwnServer {
  channel(channelId: string): Promise<ChannelReport>;
  /** Those of these roles that exist. */
  existingRoles(roleIds: readonly string[]): Promise<readonly string[]>;
}

/** Channels of which a message can be part of and that people are not put into by somebody. */
export const CARD_CHANNEL_TYPES = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

export function ownServer(client: Client, guildId: string): OwnServer {
  return {
    channel: async (channelId) =>
      await channelReport(await client.guilds.fetch(guildId), channelId),
    existingRoles: async (roleIds) => {
      const guild = await client.guilds.fetch(guildId);
      const roles = guild.roles.cache.size > 0 ? guild.roles.cache : await guild.roles.fetch();
      return roleIds.filter((id) => roles.has(id));
    },
  };
}

async function channelReport(guild: Guild, channelId: string): Promise<ChannelReport> {
  const found = await channelOf(guild, channelId);
  if (found === 'gone') return { channel: 'gone' };
  // Discord does not describe channels that the bot cannot see.
  if (found === 'unseen') {
    return { channel: 'there', missing: ['ViewChannel'], missingWishes: [] };
  }
  if (!CARD_CHANNEL_TYPES.some((type) => type === found.type)) return { channel: 'unsuitable' };
  const me = guild.members.me ?? (await guild.members.fetchMe());
  const granted = found.permissionsFor(me);
  const lacking = <Name extends ChannelPermission>(names: readonly Name[]) =>
    names.filter((name) => !granted.has(PermissionFlagsBits[name]));
  return {
    channel: 'there',
    missing: lacking(NEEDED_PERMISSIONS),
    missingWishes: lacking(WISHED_PERMISSIONS),
  };
}

async function channelOf(
  guild: Guild,
  channelId: string,
): Promise<GuildBasedChannel | 'gone' | 'unseen'> {
  try {
    // The cache is kept by events, but one that was missed must not vouch for a channel.
    return (await guild.channels.fetch(channelId, { force: true })) ?? 'gone';
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) {
      // What discord.js says of a channel of another server.
      if (error instanceof Error && 'code' in error && error.code === 'GuildChannelUnowned') {
        return 'gone';
      }
      throw error;
    }
    if (error.code === RESTJSONErrorCodes.UnknownChannel) return 'gone';
    if (error.code === RESTJSONErrorCodes.MissingAccess) return 'unseen';
    throw error;
  }
}
