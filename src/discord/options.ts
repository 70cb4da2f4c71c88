// Pieces of command definitions whose texts come from the messages table, so that no language can be forgotten.
// Names of commands and options are English everywhere: people tell each other what to type.
import {
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
} from 'discord.js';
import { z } from 'zod';
import { LANGUAGES, TEMPLATE_NAMES } from '../events/event.ts';
import { THEME_NAMES } from '../posters/poster.ts';
import { SIZE_NAMES } from '../posters/size.ts';
import { BRAND_PARTS } from '../posts/brand-service.ts';
import { POST_STATES } from '../posts/kept-post.ts';
import { type Messages, messagesFor } from './messages/messages.ts';
import { SETTINGS_ITEMS } from './messages/settings.ts';

const ko = messagesFor('ko');
const en = messagesFor('en');

/** Installed in a server and used there: only a server is linked to an organizer. */
export const inServers = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** The `theme` option as it arrives. */
export const themeSchema = z.enum(THEME_NAMES).optional();
/** The `size` option as it arrives. */
export const sizeSchema = z.enum(SIZE_NAMES).optional();
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

/** An event, picked from a list of those that match what is typed; the command has an `autocomplete`. */
export function eventOption() {
  return {
    type: ApplicationCommandOptionType.String as const,
    name: 'event',
    ...described((messages) => messages.options.event),
    required: true,
    autocomplete: true as const,
  };
}

/** A post, picked from a list of those that match what is typed; the command has an `autocomplete`. */
export function postOption() {
  return {
    type: ApplicationCommandOptionType.String as const,
    name: 'post',
    ...described((messages) => messages.options.post),
    required: true,
    autocomplete: true as const,
  };
}

export function stateChoices(): APIApplicationCommandOptionChoice<string>[] {
  return POST_STATES.map((state) => choice(state, (messages) => messages.drafts.states[state]));
}

export function templateChoices(): APIApplicationCommandOptionChoice<string>[] {
  return TEMPLATE_NAMES.map((name) => choice(name, (messages) => messages.templates[name]));
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

export function brandPartChoices(): APIApplicationCommandOptionChoice<string>[] {
  return BRAND_PARTS.map((part) => choice(part, (messages) => messages.brand.parts[part]));
}

export function settingsItemChoices(): APIApplicationCommandOptionChoice<string>[] {
  return SETTINGS_ITEMS.map((item) => choice(item, (messages) => messages.settings.items[item]));
}

export function whenUncheckedChoices(): APIApplicationCommandOptionChoice<string>[] {
  return (['publish', 'hold'] as const).map((what) =>
    choice(what, (messages) => messages.settings.whenUnchecked[what]),
  );
}

function choice(value: string, text: (messages: Messages) => string) {
  return { name: text(en), name_localizations: localizations(text), value };
}

// `en-US` is given although English is the default: without it Discord falls back to `en-GB` where one exists.
function localizations(text: (messages: Messages) => string): LocalizationMap {
  return { ko: text(ko), 'en-US': text(en) };
}
