import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  Locale,
} from 'discord-api-types/v10';
import { type Finding, refusal } from './finding.ts';

/** The pattern for names, as the documentation gives it. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));
const MAX_COMMANDS = 100;
const MAX_CHARACTERS = 8000;

const o = ApplicationCommandOptionType;

interface CommandNode {
  readonly type?: number;
  readonly name?: string;
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description?: string | null;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly CommandNode[];
  readonly value?: string | number;
  readonly options?: readonly CommandNode[];
  readonly contexts?: unknown;
}

/** Rules for a whole list, as PUT replaces it. `guild`: registered for one guild only. */
export function commandListRules(body: unknown, guild: boolean): readonly Finding[] {
  const commands = (Array.isArray(body) ? body : []) as readonly CommandNode[];
  const chat = commands.filter((command) => isChat(command));
  return [
    ...commands.flatMap((command, index) =>
      commandRules(command, guild).map((finding) => ({
        ...finding,
        path: [index, ...finding.path],
      })),
    ),
    ...(chat.length > MAX_COMMANDS
      ? [refusal([], `${chat.length} commands, at most ${MAX_COMMANDS}`)]
      : []),
    ...duplicates(commands, [], (command) => `${command.type ?? 1} ${command.name}`),
  ];
}

/** What Discord refuses in a command although its published schema lets it pass. */
export function commandRules(body: unknown, guild: boolean): readonly Finding[] {
  const command = (body ?? {}) as CommandNode;
  const size = characters(command);
  return [
    ...(isChat(command) ? nameRules(command, []) : []),
    ...(isChat(command) && !command.description
      ? [refusal(['description'], 'This field is required')]
      : []),
    ...(guild && command.contexts
      ? [{ path: ['contexts'], message: 'is for global commands only', refused: false }]
      : []),
    ...(size > MAX_CHARACTERS
      ? [refusal([], `${size} characters in all, at most ${MAX_CHARACTERS}`)]
      : []),
    ...localeRules(command, []),
    ...optionListRules(command.options ?? [], ['options'], 0),
  ];
}

function optionListRules(
  options: readonly CommandNode[],
  path: Finding['path'],
  depth: number,
): Finding[] {
  const isNested = (option: CommandNode) =>
    option.type === o.Subcommand || option.type === o.SubcommandGroup;
  const firstOptional = options.findIndex((option) => !isNested(option) && !option.required);
  const late = options.findIndex((option, index) => option.required && index > firstOptional);
  return [
    ...duplicates(options, path),
    ...(options.some(isNested) && !options.every(isNested)
      ? [refusal(path, 'sub-commands and plain options cannot stand side by side')]
      : []),
    ...(firstOptional !== -1 && late !== -1
      ? [refusal([...path, late], 'Required options must be placed before non-required options')]
      : []),
    ...options.flatMap((option, index) => optionRules(option, [...path, index], depth)),
  ];
}

function optionRules(option: CommandNode, path: Finding['path'], depth: number): Finding[] {
  const deepest = option.type === o.SubcommandGroup ? 0 : 1;
  const isNested = option.type === o.Subcommand || option.type === o.SubcommandGroup;
  return [
    ...nameRules(option, path),
    ...localeRules(option, path),
    ...(isNested && depth > deepest ? [refusal(path, 'nested too deeply')] : []),
    ...(option.autocomplete && option.choices?.length
      ? [refusal(path, 'autocomplete and choices exclude each other')]
      : []),
    ...duplicates(option.choices ?? [], [...path, 'choices']),
    ...(option.choices ?? []).flatMap((choice, index) =>
      localeRules(choice, [...path, 'choices', index]),
    ),
    ...optionListRules(option.options ?? [], [...path, 'options'], depth + 1),
  ];
}

/** Lower case, no spaces, and composed letters: a decomposed Hangul syllable looks the same but counts thrice. */
function nameRules(node: CommandNode, path: Finding['path']): Finding[] {
  const names: [string, string][] = [
    ['name', node.name ?? ''],
    ...Object.entries(node.name_localizations ?? {}).map(([locale, name]): [string, string] => [
      `name_localizations.${locale}`,
      name,
    ]),
  ];
  return names.flatMap(([key, name]) => {
    const at = [...path, ...key.split('.')];
    if (!NAME.test(name)) return [refusal(at, 'APPLICATION_COMMAND_INVALID_NAME')];
    if (name !== name.toLowerCase()) return [refusal(at, 'must be lower case')];
    if (name === name.normalize('NFC')) return [];
    return [{ path: at, message: 'is not in composed form (NFC)', refused: false }];
  });
}

function localeRules(node: CommandNode, path: Finding['path']): Finding[] {
  return (['name_localizations', 'description_localizations'] as const).flatMap((key) =>
    Object.keys(node[key] ?? {})
      .filter((locale) => !LOCALES.has(locale))
      .map((locale) => refusal([...path, key, locale], 'is not a locale Discord knows')),
  );
}

function duplicates(
  nodes: readonly CommandNode[],
  path: Finding['path'],
  identity: (node: CommandNode) => string | undefined = (node) => node.name,
): Finding[] {
  const identities = nodes.map(identity);
  return identities.flatMap((one, index) =>
    identities.indexOf(one) < index
      ? [refusal([...path, index, 'name'], 'this name is already used')]
      : [],
  );
}

/** Names, descriptions and values together; of a text and its translations the longest counts. */
function characters(node: CommandNode): number {
  const longest = (text: string | null | undefined, others: CommandNode['name_localizations']) =>
    Math.max(0, ...[text ?? '', ...Object.values(others ?? {})].map((one) => one.length));
  return [...(node.options ?? []), ...(node.choices ?? [])].reduce(
    (sum, child) => sum + characters(child),
    longest(node.name, node.name_localizations) +
      longest(node.description, node.description_localizations) +
      String(node.value ?? '').length,
  );
}

function isChat(command: CommandNode): boolean {
  return (command.type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput;
}
