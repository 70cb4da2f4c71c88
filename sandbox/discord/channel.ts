import {
  type APIDMChannel,
  type APITextChannel,
  type ChannelFlags,
  ChannelType,
  OverwriteType,
} from 'discord-api-types/v10';
import type { Guild, Member } from './guild.ts';
import type { Message } from './message.ts';
import { ALL_PERMISSIONS, type Overwrite, permissionsIn } from './permissions.ts';
import { toApiUser, type User } from './user.ts';

/** A text channel of a guild, or the private conversation between the bot and one person. */
export class Channel {
  readonly id: string;
  readonly type: ChannelType.GuildText | ChannelType.DM;
  name: string;
  topic: string | null = null;
  readonly guild: Guild | undefined;
  /** The person on the other side of a direct message channel. */
  readonly recipient: User | undefined;
  readonly overwrites: readonly Overwrite[];
  /** Everything said here and not deleted, oldest first, every person's ephemeral messages included. */
  messages: readonly Message[] = [];

  constructor(options: {
    readonly id: string;
    readonly type: ChannelType.GuildText | ChannelType.DM;
    readonly name: string;
    readonly guild?: Guild;
    readonly recipient?: User;
    readonly overwrites?: readonly Overwrite[];
  }) {
    this.id = options.id;
    this.type = options.type;
    this.name = options.name;
    this.guild = options.guild;
    this.recipient = options.recipient;
    this.overwrites = options.overwrites ?? [];
  }

  permissionsOf(member: Member | undefined): bigint {
    if (this.guild === undefined) return ALL_PERMISSIONS;
    if (member === undefined) return 0n;
    return permissionsIn(
      { id: member.user.id, roleIds: member.roleIds, base: this.guild.basePermissions(member) },
      this.overwrites,
    );
  }
}

export function toApiChannel(channel: Channel): APITextChannel | APIDMChannel {
  return channel.guild ? toApiTextChannel(channel, channel.guild) : toApiDmChannel(channel);
}

export function toApiTextChannel(channel: Channel, guild: Guild): APITextChannel {
  return {
    id: channel.id,
    type: ChannelType.GuildText,
    guild_id: guild.id,
    name: channel.name,
    topic: channel.topic,
    position: [...guild.channels.keys()].indexOf(channel.id),
    nsfw: false,
    parent_id: null,
    rate_limit_per_user: 0,
    last_message_id: channel.messages.at(-1)?.id ?? null,
    permission_overwrites: channel.overwrites.map((one) => ({
      id: one.id,
      type: one.type === 0 ? OverwriteType.Role : OverwriteType.Member,
      allow: one.allow.toString(),
      deny: one.deny.toString(),
    })),
  };
}

export function toApiDmChannel(channel: Channel): APIDMChannel {
  return {
    id: channel.id,
    type: ChannelType.DM,
    name: null,
    last_message_id: channel.messages.at(-1)?.id ?? null,
    recipients: channel.recipient ? [toApiUser(channel.recipient)] : [],
    flags: 0 as ChannelFlags,
  };
}
