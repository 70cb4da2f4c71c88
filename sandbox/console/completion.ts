import { readdir } from 'node:fs/promises';
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import type { Actor } from '../discord/actor.ts';
import { expandHome } from './local-file.ts';
import type { Completion } from './prompt.ts';
import { findOption, isCalled, namesOf, sendable, type TypableCommand } from './typable-command.ts';
import { parseCommand } from './typed-line.ts';

/** What a slash command may be completed to: its name, its options, their choices, and files. */
export async function completeCommand(
  line: string,
  commands: readonly TypableCommand[],
  person: Actor,
): Promise<Completion> {
  const finished = line.slice(1).split(/\s+/).slice(0, -1);
  const command = commands.find(({ words }) => isCalled(words, finished.slice(0, words.length)));
  if (!command) return among(line, commands.map(beginning));
  // The last `name:` and what is behind it.
  const [, before = '', name = '', typed = ''] =
    /^(.*\s)([\p{L}\p{N}_-]+):(?!\/\/)(.*)$/su.exec(line) ?? [];
  const option = findOption(command, name);
  // Behind a finished value, or none: the name of the next option.
  const word = /(?:^|\s)(\S*)$/.exec(option ? typed : line)?.[1] ?? '';
  const next = unusedOptions(command, line).filter((one) => one.startsWith(word));
  if (!option || (/\S\s+\S*$/.test(typed) && next.length > 0)) {
    return among(line, next, line.slice(0, line.length - word.length));
  }
  const start = `${before}${name}:`;
  return await completeValue({ start, typed, line, command, option, person });
}

/** Those of the candidates that the line, behind its `start`, may become. */
export function among(line: string, candidates: readonly string[], start = ''): Completion {
  const fitting = candidates.filter((candidate) => `${start}${candidate}`.startsWith(line));
  const common = commonStart(fitting);
  return {
    line: common === undefined ? undefined : start + common,
    choices: fitting.length > 1 ? fitting : [],
  };
}

interface ValueQuestion {
  /** The line up to the value. */
  readonly start: string;
  readonly typed: string;
  readonly line: string;
  readonly command: TypableCommand;
  readonly option: APIApplicationCommandBasicOption;
  readonly person: Actor;
}

async function completeValue(question: ValueQuestion): Promise<Completion> {
  const { start, typed, line, command, option, person } = question;
  if (option.type === ApplicationCommandOptionType.Attachment) {
    return among(line, await filesLike(typed), start);
  }
  if (option.type === ApplicationCommandOptionType.Boolean) {
    return among(line, ['true', 'false'], start);
  }
  if ('autocomplete' in option && option.autocomplete) {
    const values = { ...sendable(command, parseCommand(line).options), [option.name]: typed };
    const offered = await person.autocomplete(command.path, values, option.name);
    return chosenFrom(offered, start, typed);
  }
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  const fitting = choices.filter((choice) =>
    [String(choice.value), ...namesOf(choice)].some((one) => one.startsWith(typed)),
  );
  return chosenFrom(fitting, start, typed);
}

function chosenFrom(
  choices: readonly { readonly name: string; readonly value: string | number }[],
  start: string,
  typed: string,
): Completion {
  const shown = choices.map(({ value, name }) => `${value}  ${name}`);
  const common = commonStart(choices.map(({ value }) => String(value)));
  // Several may fit by their names alone; then what was typed stays.
  const certain = common !== undefined && (choices.length === 1 || common.startsWith(typed));
  return { line: certain ? start + common : undefined, choices: shown };
}

/** `/post lineup event:`, with the option it cannot be without. */
function beginning({ path, options }: TypableCommand): string {
  const required = options.find((option) => option.required);
  if (required) return `/${path} ${required.name}:`;
  return options.length > 0 ? `/${path} ` : `/${path}`;
}

function unusedOptions(command: TypableCommand, line: string): string[] {
  const used = Object.keys(parseCommand(line).options);
  return command.options
    .filter((option) => !namesOf(option).some((name) => used.includes(name)))
    .map(({ name }) => `${name}:`);
}

async function filesLike(typed: string): Promise<string[]> {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const entries = await readdir(expandHome(folder === '' ? '.' : folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith('.') || typed.slice(folder.length).startsWith('.'))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .sort();
}

function commonStart([first, ...others]: readonly string[]): string | undefined {
  if (first === undefined) return undefined;
  let length = first.length;
  while (!others.every((other) => other.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}
