import {
  type APIGuildMember,
  type APIRole,
  ChannelType,
  type GuildMemberFlags,
  type Locale,
  type RoleFlags,
} from 'discord-api-types/v10';
import { Actor } from './actor.ts';
import { Channel } from './channel.ts';
import { ALL_PERMISSIONS, BOT_PERMISSIONS, MEMBER_PERMISSIONS } from './permissions.ts';
import type { ScheduledEvent } from './scheduled-event.ts';
import { toApiUser, type User } from './user.ts';
import type { World } from './world.ts';

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
}

/** A user inside one guild. */
export interface Member {
  readonly user: User;
  readonly guild: Guild;
  /** The language of this person's client. */
  readonly locale: string;
  readonly joinedAt: number;
  /** Without @everyone, as on the wire. */
  roleIds: readonly string[];
}

export interface GuildOptions {
  readonly name: string;
  /** A snowflake; made from the clock when absent. */
  readonly id?: string;
  readonly preferredLocale?: string;
  readonly bot?: { readonly permissions?: bigint };
  /** False: announced as unavailable in READY and never delivered, like a guild during an outage. */
  readonly available?: boolean;
}

export interface MemberOptions {
  readonly username: string;
  readonly locale?: string;
  readonly roles?: readonly Role[];
  /** Beyond what every member has. */
  readonly permissions?: bigint;
  readonly bot?: boolean;
}

export interface ChannelOptions {
  readonly name: string;
  /** Exactly what the bot may do here; what its role grants when absent. */
  readonly botPermissions?: bigint;
  /** Only these roles (and the bot) see the channel; everyone when absent. */
  readonly roles?: readonly Role[];
}

/** A product of the application that a server has. */
export interface GuildEntitlement {
  readonly skuId: string;
  /** Epoch milliseconds; forever when absent. */
  readonly endsAt?: number;
}

/**
 * A server the bot was invited to. @everyone grants nothing here: people hold a role `members`, the bot holds
 * its own, so that the bot's permissions are exactly the ones it was given.
 */
export class Guild {
  readonly id: string;
  readonly name: string;
  readonly preferredLocale: Locale;
  /** False: out of order, as Discord's guilds sometimes are. */
  available: boolean;
  readonly ownerId: string;
  readonly createdAt: number;
  readonly channels: Map<string, Channel> = new Map();
  readonly roles: Map<string, Role> = new Map();
  readonly members: Map<string, Member> = new Map();
  /** By their ids; deleted ones are not among them, ended and cancelled ones are. */
  readonly scheduledEvents: Map<string, ScheduledEvent> = new Map();
  readonly general: Channel;
  /** Sent along with every interaction, also once they have ended. */
  readonly entitlements: (GuildEntitlement & { readonly id: string })[] = [];
  readonly #world: World;
  readonly #membersRole: Role;

  constructor(world: World, id: string, options: GuildOptions) {
    this.#world = world;
    this.id = id;
    this.name = options.name;
    this.preferredLocale = (options.preferredLocale ?? 'en-US') as Locale;
    this.available = options.available ?? true;
    this.createdAt = world.now();
    this.ownerId = world.addUser({ username: 'owner', bot: false }).id;
    this.roles.set(id, { id, name: '@everyone', permissions: 0n });
    this.#membersRole = this.#addRole('members', MEMBER_PERMISSIONS);
    const botRole = this.#addRole(world.bot.username, options.bot?.permissions ?? BOT_PERMISSIONS);
    this.#addMember(world.bot, 'en-US', [botRole.id]);
    this.general = this.#addChannel({ name: 'general' });
  }

  /** The server buys a product, or is given it. */
  entitle(entitlement: GuildEntitlement): void {
    this.entitlements.push({ id: this.#world.ids.next(), ...entitlement });
  }

  createChannel(options: ChannelOptions): Channel {
    const channel = this.#addChannel(options);
    this.#world.announce('channelCreate', channel);
    return channel;
  }

  createRole(options: { readonly name: string; readonly permissions?: bigint }): Role {
    const role = this.#addRole(options.name, options.permissions ?? 0n);
    this.#world.announce('roleCreate', this, role);
    return role;
  }

  /** With everything said in it; Discord announces the channel alone. */
  deleteChannel(channel: Channel): void {
    this.channels.delete(channel.id);
    this.#world.channels.delete(channel.id);
    for (const message of channel.messages) this.#world.messages.delete(message.id);
    this.#world.announce('channelDelete', channel);
  }

  deleteRole(role: Role): void {
    this.roles.delete(role.id);
    for (const member of this.members.values()) {
      member.roleIds = member.roleIds.filter((id) => id !== role.id);
    }
    this.#world.announce('roleDelete', this, role);
  }

  /** A new person (or another bot) joins; what comes back is what that person can do and see. */
  addMember(options: MemberOptions): Actor {
    const user = this.#world.addUser({ username: options.username, bot: options.bot ?? false });
    return this.#join(user, options);
  }

  /** Somebody who is already in another guild joins this one too. */
  admit(actor: Actor, options: Omit<MemberOptions, 'username' | 'bot'> = {}): Actor {
    return this.#join(this.#world.user(actor.id), { ...options, username: actor.username });
  }

  /** Somebody who is here already. */
  actor(userId: string): Actor {
    const member = this.members.get(userId);
    if (!member) throw new Error(`${userId} is not a member of ${this.name}`);
    return new Actor(this.#world, member, this.general);
  }

  setRoles(member: Member, roles: readonly Role[]): void {
    const own = member.roleIds.filter((id) => this.roles.get(id)?.name === personal(member.user));
    member.roleIds = [this.#membersRole.id, ...own, ...roles.map((role) => role.id)];
    this.#world.announce('memberUpdate', member);
  }

  removeMember(userId: string): void {
    this.members.delete(userId);
  }

  /** What somebody may do in the guild as a whole, before a channel's exceptions; the owner may do anything. */
  basePermissions(member: Member): bigint {
    if (member.user.id === this.ownerId) return ALL_PERMISSIONS;
    return [this.id, ...member.roleIds].reduce(
      (all, id) => all | (this.roles.get(id)?.permissions ?? 0n),
      0n,
    );
  }

  #join(user: User, options: MemberOptions): Actor {
    const roleIds = [this.#membersRole.id, ...(options.roles ?? []).map((role) => role.id)];
    if (options.permissions) {
      roleIds.push(this.createRole({ name: personal(user), permissions: options.permissions }).id);
    }
    const member = this.#addMember(user, options.locale ?? 'en-US', roleIds);
    return new Actor(this.#world, member, this.general);
  }

  #addMember(user: User, locale: string, roleIds: readonly string[]): Member {
    const member: Member = { user, guild: this, locale, joinedAt: this.#world.now(), roleIds };
    this.members.set(user.id, member);
    return member;
  }

  #addRole(name: string, permissions: bigint): Role {
    const role: Role = { id: this.#world.ids.next(), name, permissions };
    this.roles.set(role.id, role);
    return role;
  }

  #addChannel(options: ChannelOptions): Channel {
    const bot = this.#world.bot.id;
    const channel = new Channel({
      id: this.#world.ids.next(),
      type: ChannelType.GuildText,
      name: options.name,
      guild: this,
      overwrites: [
        ...(options.roles === undefined
          ? []
          : [
              { id: this.#membersRole.id, type: 0 as const, allow: 0n, deny: MEMBER_PERMISSIONS },
              ...options.roles.map(({ id }) => ({
                id,
                type: 0 as const,
                allow: MEMBER_PERMISSIONS,
                deny: 0n,
              })),
            ]),
        ...(options.botPermissions === undefined
          ? []
          : [
              {
                id: bot,
                type: 1 as const,
                allow: options.botPermissions,
                deny: ALL_PERMISSIONS & ~options.botPermissions,
              },
            ]),
      ],
    });
    this.channels.set(channel.id, channel);
    this.#world.channels.set(channel.id, channel);
    return channel;
  }
}

export function toApiRole(guild: Guild, role: Role): APIRole {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    position: [...guild.roles.keys()].indexOf(role.id),
    permissions: role.permissions.toString(),
    managed: false,
    mentionable: false,
    flags: 0 as RoleFlags,
  };
}

export function toApiMember(member: Member): APIGuildMember {
  return {
    user: toApiUser(member.user),
    nick: null,
    avatar: null,
    banner: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAt).toISOString(),
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0 as GuildMemberFlags,
  };
}

/** The role that carries the permissions given to one person alone. */
function personal(user: User): string {
  return `only ${user.username}`;
}
