import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './verb.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Named options only; a stray word or an unknown option is a UsageError that names it. */
export function parseFlags<const T extends Options>(args: readonly string[], options: T) {
  return parseArguments(args, options, false).values;
}

/** Named options and positional words. */
export function parseArguments<const T extends Options>(
  args: readonly string[],
  options: T,
  allowPositionals = true,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    // Node's sentence goes on to explain `--` escapes; its first part names the argument.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message.split('. ')[0]}; see --help`);
  }
}
