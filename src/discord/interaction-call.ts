import {
  type Attachment,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  ComponentType,
  type Entitlement as DiscordEntitlement,
  type Interaction,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Entitlement } from '../posts/premium.ts';
import type {
  AttachedFile,
  AutocompleteCall,
  Call,
  CommandCall,
  ComponentCall,
  ModalCall,
} from './call.ts';
import { languageOf, serverLanguage } from './language.ts';

/** One of them is enough. */
export const MANAGES_POSTS = [PermissionFlagsBits.ManageEvents, PermissionFlagsBits.ManageMessages];

/** Who asks and where; undefined outside servers, where the commands are not registered. */
export function callOf(
  interaction:
    | AutocompleteInteraction
    | ChatInputCommandInteraction
    | MessageComponentInteraction
    | ModalSubmitInteraction,
): Call | undefined {
  const { guildId, guildLocale, guild, locale, user } = interaction;
  if (guildId === null) return undefined;
  return {
    guildId,
    userId: user.id,
    language: languageOf(locale),
    serverLanguage: serverLanguage({
      guildLocale,
      community: guild?.features.includes('COMMUNITY'),
      personLocale: locale,
    }),
    managesPosts: interaction.memberPermissions?.any(MANAGES_POSTS) ?? false,
    managesServer: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    roleIds: rolesOf(interaction.member),
    // One of the person's own says nothing about the server.
    entitlements: [...interaction.entitlements.values()]
      .filter((one) => one.guildId === guildId && !one.deleted)
      .map(entitlementOf),
  };
}

export function commandCall(call: Call, { options }: ChatInputCommandInteraction): CommandCall {
  const given = leaves(options.data);
  return {
    ...call,
    subcommand: options.getSubcommand(false) ?? undefined,
    options: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    attachments: Object.fromEntries(
      given.flatMap(({ name, attachment }) => (attachment ? [[name, fileOf(attachment)]] : [])),
    ),
  };
}

export function autocompleteCall(
  call: Call,
  { options }: AutocompleteInteraction,
): AutocompleteCall {
  const { name, value } = options.getFocused(true);
  const subcommand = options.getSubcommand(false) ?? undefined;
  const given = leaves(options.data).map((option) => [option.name, option.value]);
  return { ...call, subcommand, option: name, typed: value, options: Object.fromEntries(given) };
}

export function componentCall(call: Call, interaction: MessageComponentInteraction): ComponentCall {
  const values = interaction.isAnySelectMenu() ? interaction.values : [];
  const { customId, message } = interaction;
  const { id: messageId, content } = message;
  const attachments = [...message.attachments.values()].map(fileOf);
  return { ...call, customId, values, messageId, content, attachments };
}

export function modalCall(call: Call, interaction: ModalSubmitInteraction): ModalCall {
  const { customId, fields, message } = interaction;
  const texts = fields.fields.map((field) => [
    field.customId,
    field.type === ComponentType.TextInput ? field.value : '',
  ]);
  const opener = message ? { messageId: message.id } : {};
  return { ...call, customId, ...opener, fields: Object.fromEntries(texts) };
}

/** Of a member that the library does not know, Discord's own words: ids alone. */
function rolesOf(member: Interaction['member']): readonly string[] {
  if (!member) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

function fileOf({ url, name, size }: Attachment): AttachedFile {
  return { url, name, size };
}

export function entitlementOf({
  skuId,
  startsTimestamp,
  endsTimestamp,
}: DiscordEntitlement): Entitlement {
  return {
    skuId,
    ...(startsTimestamp === null ? {} : { startsAt: startsTimestamp }),
    ...(endsTimestamp === null ? {} : { endsAt: endsTimestamp }),
  };
}

/** Options sit below the sub-command, when there is one. */
function leaves(options: readonly CommandInteractionOption[]): CommandInteractionOption[] {
  return options.flatMap((option) => (option.options ? leaves(option.options) : [option]));
}
