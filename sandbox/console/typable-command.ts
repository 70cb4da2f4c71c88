import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord-api-types/v10';

/** A command, or one of its sub-commands, with what can be typed behind it. */
export interface TypableCommand {
  /** `post lineup`. */
  readonly path: string;
  readonly options: readonly APIApplicationCommandBasicOption[];
  /** Each word of the path, in every language. */
  readonly words: readonly (readonly string[])[];
}

export function typableCommands(commands: readonly APIApplicationCommand[]): TypableCommand[] {
  return commands
    .filter(({ type }) => type === ApplicationCommandType.ChatInput)
    .flatMap((command) => leavesOf(command, []));
}

export function findCommand(
  commands: readonly TypableCommand[],
  path: string,
): TypableCommand | undefined {
  return commands.find(({ words }) => isCalled(words, path.split(/\s+/)));
}

/** Whether these are the words of a path, each in any language. */
export function isCalled(words: TypableCommand['words'], typed: readonly string[]): boolean {
  return (
    words.length === typed.length &&
    words.every((names, index) => names.includes(typed[index] ?? ''))
  );
}

export function findOption(
  command: TypableCommand | undefined,
  name: string,
): APIApplicationCommandBasicOption | undefined {
  return command?.options.find((option) => namesOf(option).includes(name));
}

/** What the bot is told of the other options while one is typed, by their names. Files are uploaded later. */
export function sendable(
  command: TypableCommand,
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => {
      const option = findOption(command, name);
      const isText = option && option.type !== ApplicationCommandOptionType.Attachment;
      return isText ? [[option.name, value]] : [];
    }),
  );
}

interface Named {
  readonly name: string;
  readonly name_localizations?: Readonly<Record<string, string | null>> | null;
  readonly options?: readonly APIApplicationCommandOption[];
}

/** In every language. */
export function namesOf({ name, name_localizations }: Named): string[] {
  const others = Object.values(name_localizations ?? {}).filter((one) => one !== null);
  return [...new Set([name, ...others])];
}

function leavesOf(command: Named, above: readonly Named[]): TypableCommand[] {
  const path = [...above, command];
  const nested = (command.options ?? []).filter(
    ({ type }) =>
      type === ApplicationCommandOptionType.Subcommand ||
      type === ApplicationCommandOptionType.SubcommandGroup,
  );
  if (nested.length > 0) return nested.flatMap((one) => leavesOf(one as Named, path));
  return [
    {
      path: path.map(({ name }) => name).join(' '),
      options: (command.options ?? []) as readonly APIApplicationCommandBasicOption[],
      words: path.map(namesOf),
    },
  ];
}
