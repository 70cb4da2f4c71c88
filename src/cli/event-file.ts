import { createReadStream } from 'node:fs';
import { readRiteDocument } from '../clients/rite-wire.ts';
import type { Event } from '../events/event.ts';
import { UsageError } from './verb.ts';

const MAX_BYTES = 1024 * 1024;

/** What was left out, in the form of the other warnings. */
export interface TimeslotWarning {
  readonly kind: 'timeslots_unreadable';
  readonly count: number;
}

export interface EventFile {
  readonly event: Event;
  readonly warnings: readonly TimeslotWarning[];
}

/**
 * The event in a JSON file that holds a document of Rite, such as one of `data/samples/`.
 *
 * @throws {UsageError} in one sentence that begins with the path.
 */
export async function readEventFile(path: string): Promise<EventFile> {
  const reading = readRiteDocument(parseJson(path, await readText(path)));
  if (!reading.event) throw new UsageError(`${path} is not a Rite event: ${reading.reason}`);
  const { event, brokenTimeslots: count } = reading;
  return { event, warnings: timeslotWarnings(count) };
}

export function timeslotWarnings(count = 0): TimeslotWarning[] {
  return count === 0 ? [] : [{ kind: 'timeslots_unreadable', count }];
}

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    // One byte more than allowed, instead of asking for the size: devices and pipes have none.
    for await (const chunk of createReadStream(path, { end: MAX_BYTES })) chunks.push(chunk);
  } catch (error) {
    throw new UsageError(
      `${path} ${REASONS[codeOf(error)] ?? `cannot be read (${codeOf(error)})`}`,
    );
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MAX_BYTES) throw new UsageError(`${path} is larger than 1 MB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path} is not JSON: it is not text in UTF-8`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder; name a JSON file',
  EACCES: 'may not be read; check its permissions',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the text, which may hold anything; where it went wrong is enough.
    const place = /\(line \d+ column \d+\)/.exec(String(error))?.[0];
    throw new UsageError(`${path} is not JSON${place ? ` ${place}` : ''}`);
  }
}
