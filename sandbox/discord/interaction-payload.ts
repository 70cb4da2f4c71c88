import {
  type APIBaseInteraction,
  type APIEntitlement,
  ApplicationIntegrationType,
  EntitlementType,
  InteractionContextType,
  type InteractionType,
  type Locale,
} from 'discord-api-types/v10';
import { toApiChannel } from './channel.ts';
import { type Guild, type Member, toApiMember } from './guild.ts';
import type { Interaction } from './interaction.ts';
import { ATTACHMENT_SIZE_LIMIT } from './message-body.ts';
import { ALL_PERMISSIONS } from './permissions.ts';
import { toApiUser } from './user.ts';
import type { World } from './world.ts';

/** The interaction as the gateway delivers it; `data` and `message` are what the kind of interaction adds. */
export function toApiInteraction(
  world: World,
  interaction: Interaction,
  person: { readonly member: Member; readonly locale: string },
  data: unknown,
): APIBaseInteraction<InteractionType, unknown> {
  const { channel, source } = interaction;
  const { guild } = channel;
  const inGuild = guild && {
    guild_id: guild.id,
    guild: { id: guild.id, features: [], locale: guild.preferredLocale },
    guild_locale: guild.preferredLocale,
    member: {
      ...toApiMember(person.member),
      permissions: channel.permissionsOf(person.member).toString(),
    },
  };
  return {
    id: interaction.id,
    application_id: world.applicationId,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    channel: toApiChannel(channel),
    channel_id: channel.id,
    ...(inGuild ?? { user: toApiUser(interaction.user) }),
    app_permissions: (guild
      ? channel.permissionsOf(guild.members.get(world.bot.id))
      : ALL_PERMISSIONS
    ).toString(),
    locale: person.locale as Locale,
    entitlements: guild ? entitlementsOf(guild, world.applicationId) : [],
    authorizing_integration_owners: {
      [ApplicationIntegrationType.GuildInstall]: guild?.id ?? '0',
    },
    context: guild ? InteractionContextType.Guild : InteractionContextType.BotDM,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
    data,
    ...(source ? { message: source.toApi(world) } : {}),
  };
}

export function entitlementsOf(guild: Guild, applicationId: string): APIEntitlement[] {
  return guild.entitlements.map(({ id, skuId, endsAt }) => ({
    id,
    sku_id: skuId,
    application_id: applicationId,
    guild_id: guild.id,
    type: EntitlementType.ApplicationSubscription,
    deleted: false,
    starts_at: null,
    ends_at: endsAt === undefined ? null : new Date(endsAt).toISOString(),
  }));
}
