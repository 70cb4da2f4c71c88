import {
  type Client,
  DiscordAPIError,
  type Guild,
  type GuildMember,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';
import { PostNotFoundError } from '../posts/draft-errors.ts';
import type { Entitlement } from '../posts/premium.ts';
import type { Deferrable } from './acknowledge.ts';
import type { Call } from './call.ts';
import { entitlementOf, MANAGES_POSTS } from './interaction-call.ts';
import { languageOf, serverLanguage } from './language.ts';

/**
 * Who asks, and about which server, under a direct message of ours: Discord says nothing of the server there, so what
 * the person may do in it is asked now. They may have left it since the message was sent.
 *
 * @throws {PostNotFoundError} when the bot or the person is not in that server: to them nothing in it exists.
 */
export async function directCall(interaction: Deferrable, guildId: string): Promise<Call> {
  const { user, locale, client } = interaction;
  const guild = client.guilds.cache.get(guildId);
  const member = guild && (await memberOf(guild, user.id));
  if (!member) throw new PostNotFoundError();
  return {
    guildId,
    userId: user.id,
    language: languageOf(locale),
    serverLanguage: serverLanguage({
      guildLocale: guild.preferredLocale,
      community: guild.features.includes('COMMUNITY'),
      personLocale: locale,
    }),
    managesPosts: member.permissions.any(MANAGES_POSTS),
    managesServer: member.permissions.has(PermissionFlagsBits.ManageGuild),
    roleIds: [...member.roles.cache.keys()],
    entitlements: await entitlementsOf(client, guildId),
  };
}

async function memberOf(guild: Guild, userId: string): Promise<GuildMember | undefined> {
  try {
    // Without the intent for members, what is cached may be of yesterday.
    return await guild.members.fetch({ user: userId, force: true });
  } catch (error) {
    if (error instanceof DiscordAPIError && GONE.includes(error.code)) return undefined;
    throw error;
  }
}

const GONE: readonly unknown[] = [
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
];

/** What the server has bought: an interaction in a direct message names only what the person has. */
async function entitlementsOf(client: Client<true>, guildId: string): Promise<Entitlement[]> {
  try {
    const wish = { guild: guildId, excludeEnded: true, cache: false };
    const found = await client.application.entitlements.fetch(wish);
    return [...found.values()]
      .filter((one) => one.guildId === guildId && !one.deleted)
      .map(entitlementOf);
  } catch (error) {
    // An application that sells nothing may not be allowed to ask.
    if (error instanceof DiscordAPIError) return [];
    throw error;
  }
}
