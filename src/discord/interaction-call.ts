import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  CommandInteractionOption,
  MessageComponentInteraction,
} from 'discord.js';
import type { AutocompleteCall, Call, CommandCall, ComponentCall } from './command.ts';
import { languageOf, serverLanguage } from './language.ts';

/** Who asks and where; undefined outside servers, where the commands are not registered. */
export function callOf(
  interaction: AutocompleteInteraction | ChatInputCommandInteraction | MessageComponentInteraction,
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
  };
}

export function commandCall(call: Call, { options }: ChatInputCommandInteraction): CommandCall {
  return {
    ...call,
    subcommand: options.getSubcommand(false) ?? undefined,
    options: Object.fromEntries(leaves(options.data).map(({ name, value }) => [name, value])),
  };
}

export function autocompleteCall(
  call: Call,
  { options }: AutocompleteInteraction,
): AutocompleteCall {
  const { name, value } = options.getFocused(true);
  const subcommand = options.getSubcommand(false) ?? undefined;
  return { ...call, subcommand, option: name, typed: value };
}

export function componentCall(call: Call, interaction: MessageComponentInteraction): ComponentCall {
  const values = interaction.isAnySelectMenu() ? interaction.values : [];
  return { ...call, customId: interaction.customId, values };
}

/** Options sit below the sub-command, when there is one. */
function leaves(options: readonly CommandInteractionOption[]): CommandInteractionOption[] {
  return options.flatMap((option) => (option.options ? leaves(option.options) : [option]));
}
