import {
  type APIMessage,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayMessageReactionAddDispatchData,
} from 'discord-api-types/v10';
import { toApiChannel } from './channel.ts';
import { toApiEmoji } from './emoji.ts';
import type { Announcement } from './gateway-session.ts';
import { toApiMember, toApiRole } from './guild.ts';
import { toGuildCreate } from './guild-payload.ts';
import type { StoredMessage } from './message.ts';
import type { Reaction, World } from './world.ts';

const i = GatewayIntentBits;
const e = GatewayDispatchEvents;

/** Turns what happens in the world into dispatches, each with the intents that let a session hear it. */
export function announcementsOf(world: World, tell: (announcement: Announcement) => void): void {
  world.on('guildCreate', (guild) => {
    if (!guild.available) return;
    tell(inGuild(guild.id, e.GuildCreate, toGuildCreate(world, guild)));
  });
  world.on('guildDelete', ({ id }) => tell(inGuild(id, e.GuildDelete, { id })));
  world.on('guildOutage', ({ id }) => {
    tell(inGuild(id, e.GuildDelete, { id, unavailable: true }));
  });
  world.on('channelCreate', (channel) => {
    tell(inGuild(channel.guild?.id, e.ChannelCreate, toApiChannel(channel)));
  });
  world.on('channelUpdate', (channel) => {
    tell(inGuild(channel.guild?.id, e.ChannelUpdate, toApiChannel(channel)));
  });
  world.on('channelDelete', (channel) => {
    tell(inGuild(channel.guild?.id, e.ChannelDelete, toApiChannel(channel)));
  });
  world.on('roleDelete', (guild, role) => {
    const data = { guild_id: guild.id, role_id: role.id };
    tell(inGuild(guild.id, e.GuildRoleDelete, data));
  });
  world.on('roleCreate', (guild, role) => {
    const data = { guild_id: guild.id, role: toApiRole(guild, role) };
    tell(inGuild(guild.id, e.GuildRoleCreate, data));
  });
  world.on('memberUpdate', (member) => {
    const data = { ...toApiMember(member), guild_id: member.guild.id };
    const intents = i.GuildMembers;
    tell({ name: e.GuildMemberUpdate, data, intents, guildId: member.guild.id });
  });
  world.on('message', (message) => tell(aboutMessage(world, message, e.MessageCreate)));
  world.on('messageUpdate', (message) => tell(aboutMessage(world, message, e.MessageUpdate)));
  world.on('messageDelete', (message) => {
    const { id, channelId } = message;
    const data = { id, channel_id: channelId, ...guildKey(message) };
    tell({ name: e.MessageDelete, data, ...audience(message) });
  });
  world.on('reactionAdd', (reaction) => {
    tell(aboutReaction(world, reaction, e.MessageReactionAdd));
  });
  world.on('reactionRemove', (reaction) => {
    tell(aboutReaction(world, reaction, e.MessageReactionRemove));
  });
  world.on('interaction', ({ payload, channel }) => {
    tell({ name: e.InteractionCreate, data: payload, intents: 0, guildId: channel.guild?.id });
  });
}

function inGuild(guildId: string | undefined, name: string, data: unknown): Announcement {
  return { name, data, intents: i.Guilds, guildId };
}

/**
 * Without the content intent, a message that is neither the bot's own, nor a direct one, nor mentions the bot
 * arrives as an empty shell.
 */
function aboutMessage(world: World, message: StoredMessage, name: string): Announcement {
  const api = message.toApi(world);
  const own = message.author.id === world.bot.id;
  const mentioned = message.mentions.users.some((user) => user.id === world.bot.id);
  const readable = own || mentioned || message.guildId === undefined;
  const author = world.guilds.get(message.guildId ?? '')?.members.get(message.author.id);
  const { user: _, ...member } = author ? toApiMember(author) : { user: undefined };
  const full: APIMessage & { member?: unknown; channel_type?: unknown } = {
    ...api,
    channel_type: world.channel(message.channelId).type,
    ...guildKey(message),
    ...(author && !message.ephemeral ? { member } : {}),
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
  };
  const shell = { ...full, content: '', embeds: [], attachments: [], components: [] };
  return { name, data: full, ...(readable ? {} : { shell }), ...audience(message) };
}

function aboutReaction(world: World, reaction: Reaction, name: string): Announcement {
  const { message, userId, emoji } = reaction;
  const member = world.guilds.get(message.guildId ?? '')?.members.get(userId);
  const data: GatewayMessageReactionAddDispatchData = {
    user_id: userId,
    channel_id: message.channelId,
    message_id: message.id,
    ...guildKey(message),
    ...(member && name === e.MessageReactionAdd ? { member: toApiMember(member) } : {}),
    message_author_id: message.author.id,
    emoji: toApiEmoji(emoji),
    burst: false,
    burst_colors: [],
    type: 0,
  };
  const intents = message.guildId ? i.GuildMessageReactions : i.DirectMessageReactions;
  return { name, data, intents, guildId: message.guildId };
}

/** Ephemeral messages do not belong to the guild's channel: they travel like direct messages. */
function audience(message: StoredMessage): Pick<Announcement, 'intents' | 'guildId'> {
  const guildId = message.ephemeral ? undefined : message.guildId;
  return { intents: guildId === undefined ? i.DirectMessages : i.GuildMessages, guildId };
}

function guildKey(message: StoredMessage): { guild_id?: string } {
  const { guildId } = audience(message);
  return guildId === undefined ? {} : { guild_id: guildId };
}
