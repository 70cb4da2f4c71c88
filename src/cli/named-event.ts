import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RiteClient } from '../clients/rite.ts';
import type { Config, Secrets } from '../config.ts';
import { EventNotFoundError, EventSourceError, type PostRefusedError } from '../posts/errors.ts';
import type { EventReading } from '../posts/ports.ts';
import { readEventFile, type TimeslotWarning, timeslotWarnings } from './event-file.ts';
import { UsageError } from './verb.ts';

export interface EventWanted {
  /** An id, or the path of a file. */
  readonly event: string;
  /** As whose organizer Rite is asked; needed where there are several. */
  readonly guild?: string | undefined;
  /** Epoch milliseconds: when what a file says is taken to have been read. */
  readonly now: number;
}

export interface NamedEvent extends EventReading {
  readonly warnings: readonly TimeslotWarning[];
  /** Nobody can be asked for it again. */
  readonly fromFile: boolean;
}

/**
 * The event that somebody names on the command line: a file, a sample where there is no Rite, or an event of Rite.
 *
 * @throws {UsageError}
 */
export async function readNamedEvent(
  { event, guild, now }: EventWanted,
  { riteUrl }: Pick<Config, 'riteUrl'>,
  { organizers }: Pick<Secrets, 'organizers'>,
): Promise<NamedEvent> {
  if (/[./\\]/.test(event) || (await isFile(event))) {
    return { ...(await readEventFile(event)), readAt: now, stale: false, fromFile: true };
  }
  if (riteUrl === undefined) {
    const sample = join(samplesDirectory, `${event}.json`);
    if (!(await isFile(sample))) {
      throw new UsageError(
        `there is no sample event ${JSON.stringify(event)}; give a JSON file, or set RITE_URL to ask Rite`,
      );
    }
    return { ...(await readEventFile(sample)), readAt: now, stale: false, fromFile: true };
  }
  const organizerId = organizerFor(organizers, guild);
  const rite = new RiteClient({ url: riteUrl, clock: Date.now });
  const reading = await rite.getEvent(organizerId, event).catch((error: unknown) => {
    if (error instanceof EventNotFoundError) {
      throw new UsageError(
        `the event ${JSON.stringify(event)} does not exist or is another organizer's`,
      );
    }
    if (error instanceof EventSourceError) {
      throw new UsageError(
        `Rite gave no usable answer (${error.reason}); check RITE_URL or try again later`,
      );
    }
    throw error;
  });
  return {
    ...reading,
    warnings: timeslotWarnings(reading.unreadableTimeslots),
    fromFile: false,
  };
}

/** What is wrong with the event, for whoever named it. */
export function refusedPost({ refusal }: PostRefusedError): UsageError {
  return new UsageError(REFUSALS[refusal]);
}

const REFUSALS = {
  server_not_linked: 'no organizer is linked',
  link_unreadable: 'the link to the organizer cannot be read',
  event_cancelled: 'the event is cancelled; no poster is made for it',
  event_completed: 'the event is completed; no poster is made for it',
  event_past: 'the night is over at the given time; set --now to a time before it',
  lineup_empty: 'the line-up is empty; name at least one DJ in the timetable, or use announcement',
} as const satisfies Record<PostRefusedError['refusal'], string>;

const samplesDirectory = fileURLToPath(new URL('../../data/samples', import.meta.url));

function organizerFor(organizers: ReadonlyMap<string, string>, guild: string | undefined): string {
  if (organizers.size === 0) {
    throw new UsageError('RITE_ORGANIZERS is not set; it says as which organizer to ask Rite');
  }
  if (guild !== undefined) {
    const organizer = organizers.get(guild);
    if (organizer !== undefined) return organizer;
    throw new UsageError(`RITE_ORGANIZERS has no server ${JSON.stringify(guild)}`);
  }
  const [only, ...others] = new Set(organizers.values());
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError('RITE_ORGANIZERS has several organizers; choose a server with --guild');
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
