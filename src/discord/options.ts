// Pieces of command definitions whose texts come from the messages table, so that no language can be forgotten.
// Names of commands and options are English everywhere: people tell each other what to type.
import {
  type APIApplicationCommandOptionChoice,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
} from 'discord.js';
import { z } from 'zod';
import { LANGUAGES } from '../events/event.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import { SIZE_NAMES } from '../posters/size.ts';
import { type Messages, messagesFor } from './messages/messages.ts';

const ko = messagesFor('ko');
const en = messagesFor('en');

/** Installed in a server and used there: only a server is linked to an organizer. */
export const inServers = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** The `theme` option as it arrives. */
export const themeSchema = z.enum(THEME_NAMES).default('night');
/** The `size` option as it arrives. */
export const sizeSchema = z.enum(SIZE_NAMES).default('square');
/** The `language` option as it arrives. */
export const languageSchema = z.enum(LANGUAGES).optional();

export interface LocalizedDescription {
  readonly description: string;
  readonly description_localizations: LocalizationMap;
}

/** The description of a command or option in every language. */
export function described(text: (messages: Messages) => string): LocalizedDescription {
  return { description: text(en), description_localizations: localizations(text) };
}

export function themeChoices(): APIApplicationCommandOptionChoice<string>[] {
  return THEME_NAMES.map((theme) => choice(theme, (messages) => messages.themes[theme]));
}

export function sizeChoices(): APIApplicationCommandOptionChoice<string>[] {
  return SIZE_NAMES.map((size) => choice(size, (messages) => messages.sizes[size]));
}

export function languageChoices(): APIApplicationCommandOptionChoice<string>[] {
  return LANGUAGES.map((language) => choice(language, (messages) => messages.languages[language]));
}

function choice(value: string, text: (messages: Messages) => string) {
  return { name: text(en), name_localizations: localizations(text), value };
}

// `en-US` is given although English is the default: without it Discord falls back to `en-GB` where one exists.
function localizations(text: (messages: Messages) => string): LocalizationMap {
  return { ko: text(ko), 'en-US': text(en) };
}
