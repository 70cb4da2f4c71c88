import {
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import type { Actor } from '../discord/actor.ts';
import type { OptionValue } from '../discord/command-call.ts';
import { readUpload } from './local-file.ts';
import { findOption, sendable, type TypableCommand } from './typable-command.ts';

export interface OptionValues {
  readonly values: Readonly<Record<string, OptionValue>>;
  /** What was taken for something else than what was typed. */
  readonly guessed: readonly Suggestion[];
}

export interface Suggestion {
  readonly option: string;
  readonly choices: readonly APIApplicationCommandOptionChoice[];
}

/** Thrown when a value could mean several things. */
export class AmbiguousOptionError extends Error {
  override readonly name = 'AmbiguousOptionError';
  readonly suggestion: Suggestion;

  constructor(suggestion: Suggestion) {
    super(`Which ${suggestion.option}?`);
    this.suggestion = suggestion;
  }
}

/**
 * What is sent for the options as they were typed: files are read, and where the bot makes suggestions for something
 * that is none of them, the only one is taken, as a client does.
 *
 * @throws {AmbiguousOptionError}
 */
export async function optionValues(
  command: TypableCommand,
  typed: Readonly<Record<string, string>>,
  person: Actor,
): Promise<OptionValues> {
  const values: Record<string, OptionValue> = { ...typed };
  const guessed: Suggestion[] = [];
  for (const [key, text] of Object.entries(typed)) {
    const option = findOption(command, key);
    if (option?.type === ApplicationCommandOptionType.Attachment) {
      values[key] = await readUpload(text);
    } else if (option && 'autocomplete' in option && option.autocomplete) {
      const choices = await person
        .autocomplete(command.path, sendable(command, typed), option.name)
        // A bot that is too slow to suggest anything may still answer.
        .catch(() => []);
      const [found, ...others] = choices;
      if (!found || choices.some(({ value }) => String(value) === text)) continue;
      const suggestion = { option: option.name, choices };
      if (others.length > 0) throw new AmbiguousOptionError(suggestion);
      values[key] = found.value;
      guessed.push(suggestion);
    }
  }
  return { values, guessed };
}
