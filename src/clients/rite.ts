import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { Event } from '../events/event.ts';
import { isEventId } from '../events/event-id.ts';
import { EventNotFoundError, EventSourceError } from '../posts/errors.ts';
import type { EventProof, EventProofs } from '../posts/link-proof.ts';
import type { EventListReading, EventReading, EventSource } from '../posts/ports.ts';
import { HttpClient, type HttpDependencies, HttpError, type RetryOptions } from './http.ts';
import { type CachedReading, ReadingCache } from './reading-cache.ts';
import {
  convexAnswer,
  type RiteEventReading,
  readRiteDocument,
  readRiteProof,
} from './rite-wire.ts';

export { parseRiteEvent } from './rite-wire.ts';

export interface RiteClientOptions extends Partial<Omit<HttpDependencies, 'clock'>> {
  /** Address of Rite's Convex deployment, such as `https://happy-otter-123.convex.cloud`. */
  readonly url: string;
  readonly clock: Clock;
  /** Of one attempt, in milliseconds. Default 4,000. */
  readonly timeoutMs?: number;
  readonly retries?: Partial<RetryOptions>;
  /** An answer younger than this is used again without asking, in milliseconds. Default 15,000. */
  readonly cacheMs?: number;
  /** While Rite is unavailable, its last answer is used up to this age, in milliseconds. Default 24 hours. */
  readonly staleMs?: number;
  /** How many events are remembered, and for how many organizers their lists. Default 500. */
  readonly cacheEntries?: number;
  readonly logger?: Logger;
}

// A document with 22 slots and a long description takes about 10 kB, and a list repeats it for every night.
const MAX_BYTES = 2 * 1024 * 1024;

// Convex's own status for "the function threw". @see STATUS_CODE_UDF_FAILED in convex/src/browser/http_client.ts
const FUNCTION_FAILED = 560;

/**
 * Reads events from Rite through Convex's HTTP API. It calls two queries in the name of the linked organizer, a third
 * one only to look for the code by which an organizer links a server, and never a function of `submissions:` or `auth:`.
 *
 * The organizer's id is all that Rite asks for, so it is a secret: it appears in no log, error or cache outside memory.
 */
export class RiteClient implements EventSource, EventProofs {
  readonly #options: RiteClientOptions;
  readonly #endpoint: string;
  readonly #http: HttpClient;
  readonly #events: ReadingCache<RiteEventReading>;
  readonly #lists: ReadingCache<readonly Event[]>;

  constructor(options: RiteClientOptions) {
    this.#options = options;
    this.#endpoint = `${options.url.replace(/\/+$/, '')}/api/query`;
    this.#http = new HttpClient(options);
    const cacheOptions = {
      clock: options.clock,
      freshMs: options.cacheMs ?? 15_000,
      staleMs: options.staleMs ?? 24 * 60 * 60 * 1_000,
      entries: options.cacheEntries ?? 500,
      isOutage: (error: unknown) => error instanceof EventSourceError,
    };
    this.#events = new ReadingCache(cacheOptions);
    this.#lists = new ReadingCache(cacheOptions);
  }

  /** @see EventSource */
  async getEvent(organizerId: string, eventId: string): Promise<EventReading> {
    // Nothing is sent for what cannot be an id; it may even be something pasted by mistake, so it is not quoted whole.
    if (!isEventId(eventId)) {
      throw new EventNotFoundError(eventId.slice(0, 40));
    }
    const reading = await this.#events.read(JSON.stringify([organizerId, eventId]), () =>
      this.#askForEvent(organizerId, eventId),
    );
    this.#reportOutage(reading, { eventId });
    return {
      event: reading.value.event,
      readAt: reading.readAt,
      stale: reading.stale,
      unreadableTimeslots: reading.value.brokenTimeslots,
    };
  }

  /** In Rite's order, the newest document first. @see EventSource */
  async listEvents(organizerId: string): Promise<EventListReading> {
    const reading = await this.#lists.read(organizerId, () => this.#askForList(organizerId));
    this.#reportOutage(reading, {});
    return { events: reading.value, readAt: reading.readAt, stale: reading.stale };
  }

  /** Neither remembered nor given while Rite is down: it counts only as it is now. @see EventProofs */
  async readProof(eventId: string): Promise<EventProof> {
    if (!isEventId(eventId)) throw new EventNotFoundError(eventId.slice(0, 40));
    const value = await this.#query('events:getEventById', { eventId }, (message) =>
      errorOfFunction(message, eventId),
    );
    if (value === null) throw new EventNotFoundError(eventId);
    const reading = readRiteProof(value);
    if ('proof' in reading && reading.eventId === eventId) return reading.proof;
    const reason = 'reason' in reading ? reading.reason : 'it is another event';
    this.#options.logger?.warn({ reason }, 'Rite answered with something else than an event');
    throw new EventSourceError(
      'invalid_answer',
      'Rite answered with something else than the event',
    );
  }

  async #askForEvent(organizerId: string, eventId: string): Promise<RiteEventReading> {
    // Not `getEvent`: that one answers with the phase as stored, which may be days old.
    const value = await this.#query(
      'events:getEventWithCapabilities',
      { eventId, userId: organizerId },
      (message) => errorOfFunction(message, eventId),
    );
    // Older deployments answer null instead of failing.
    if (value === null) throw new EventNotFoundError(eventId);
    const reading = this.#readEvent(value);
    if (reading?.event.id !== eventId) {
      throw new EventSourceError(
        'invalid_answer',
        'Rite answered with something else than the event',
      );
    }
    return reading;
  }

  async #askForList(organizerId: string): Promise<readonly Event[]> {
    const value = await this.#query(
      'events:listEvents',
      { userId: organizerId },
      // A list is never refused, it is empty; so whatever this is, it is not about an event.
      () => new EventSourceError('server_error', 'Rite could not list the events'),
    );
    if (!Array.isArray(value)) {
      throw new EventSourceError('invalid_answer', 'Rite answered with something else than a list');
    }
    return value.flatMap((document: unknown) => this.#readEvent(document)?.event ?? []);
  }

  /** Undefined when the document is no event; why is logged, with neither its content nor its owner. */
  #readEvent(document: unknown): RiteEventReading | undefined {
    const { logger } = this.#options;
    const reading = readRiteDocument(document);
    if (!reading.event) {
      logger?.warn({ reason: reading.reason }, 'Rite answered with something else than an event');
      return undefined;
    }
    if (reading.brokenTimeslots > 0) {
      const fields = { eventId: reading.event.id, brokenTimeslots: reading.brokenTimeslots };
      logger?.warn(fields, 'timeslots without readable times left out');
    }
    return reading;
  }

  /** The value of a query; queries only read, so they are repeated where that may help. */
  async #query(
    path: string,
    args: Readonly<Record<string, string>>,
    toError: (functionMessage: string) => Error,
  ): Promise<unknown> {
    const { timeoutMs = 4_000, retries } = this.#options;
    const answer = await this.#http
      .request({
        method: 'POST',
        url: this.#endpoint,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ path, args, format: 'json' }),
        timeoutMs,
        maxBytes: MAX_BYTES,
        idempotent: true,
        ...(retries && { retry: retries }),
      })
      .catch((error: unknown) => {
        throw error instanceof HttpError ? errorOfHttp(error) : error;
      });
    if (answer.status !== 200 && answer.status !== FUNCTION_FAILED) {
      const busy = answer.status === 429 || answer.status === 408 || answer.status >= 500;
      throw new EventSourceError(
        busy ? 'server_error' : 'invalid_answer',
        `Rite answered with HTTP status ${answer.status}`,
      );
    }
    const parsed = convexAnswer.safeParse(parseJson(answer.text));
    if (!parsed.success) {
      throw new EventSourceError('invalid_answer', 'Rite answered with something else than Convex');
    }
    if (parsed.data.status === 'error') throw toError(parsed.data.errorMessage);
    return parsed.data.value;
  }

  #reportOutage(reading: CachedReading<unknown>, fields: { readonly eventId?: string }): void {
    if (!(reading.outage instanceof EventSourceError)) return;
    const { reason, message } = reading.outage;
    this.#options.logger?.warn(
      { ...fields, reason, outage: message, readAt: reading.readAt },
      'Rite is unavailable, the last known answer is used',
    );
  }
}

/**
 * What a failed function means. Production deployments say "Server Error" whatever was thrown, so "not found",
 * "access denied" and a fault inside Rite look the same there. It is taken as "not found": otherwise an event that was
 * deleted or taken away would live on as a stale answer. A real outage of Convex shows as an HTTP status instead.
 *
 * The message itself goes nowhere: where it is not redacted it quotes arguments, the organizer's id among them.
 * @see https://docs.convex.dev/functions/error-handling/#errors-in-production
 */
function errorOfFunction(message: string, eventId: string): Error {
  if (message.includes('Could not find public function')) {
    return new EventSourceError(
      'invalid_answer',
      'This deployment does not have the functions of Rite',
    );
  }
  const known = /Event not found|Access denied|ArgumentValidationError/.test(message);
  if (!known && message.includes('Uncaught')) {
    return new EventSourceError('server_error', 'Rite failed inside the function');
  }
  return new EventNotFoundError(eventId);
}

function errorOfHttp(error: HttpError): EventSourceError {
  const reason = error.failure === 'too_large' ? 'invalid_answer' : error.failure;
  return new EventSourceError(reason, error.message, { cause: error });
}

/** Undefined when it is not JSON: a proxy's HTML page, or an answer cut short. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
