import type { Readable, Writable } from 'node:stream';

/** One verb of the command line. */
export interface Verb {
  /** One line for the list of verbs. */
  readonly summary: string;
  /** The whole help text, usage first. */
  readonly help: string;
  /** @returns the exit code. */
  run(args: readonly string[], io: CliStreams): Promise<number>;
}

export interface CliStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** For verbs that run until they are stopped: the signal that stops them, from the first call on. */
  stopSignal(): AbortSignal;
}

/** What was asked for cannot be done as asked: said in one line, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found) return found;
  throw new UsageError(
    `${name} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`,
  );
}
