import type { RiteDocument } from './document.ts';
import { computeCapabilities, computePhase } from './phase.ts';

/** What a function throws; its text is what an unredacted deployment shows. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

type Arguments = Readonly<Record<string, unknown>>;
type RiteFunction = (
  events: ReadonlyMap<string, RiteDocument>,
  args: Arguments,
  now: number,
) => unknown;

/** The functions of Rite that the bot may call. @see sehyunchung/rite packages/backend/convex/events.ts */
export const RITE_FUNCTIONS: ReadonlyMap<string, RiteFunction> = new Map([
  ['events:getEventWithCapabilities', getEventWithCapabilities],
  ['events:listEvents', listEvents],
  ['events:getEventById', getEventById],
]);

function getEventWithCapabilities(
  events: ReadonlyMap<string, RiteDocument>,
  args: Arguments,
  now: number,
): unknown {
  const userId = args.userId === undefined ? undefined : readId(args, 'userId', 'users');
  const event = getEvent(events, args);
  // As in Rite: who does not say who they are may read everything.
  if (userId !== undefined && event.organizerId !== userId) throw thrown('Access denied');
  return {
    ...withDefaults(event),
    phase: computePhase(event, now),
    capabilities: computeCapabilities(event, now),
    submissionCount: event.submissionCount ?? 0,
  };
}

/** Newest first, with phase and capabilities as stored, which may be out of date. */
function listEvents(events: ReadonlyMap<string, RiteDocument>, args: Arguments): unknown {
  const userId = readId(args, 'userId', 'users');
  return [...events.values()]
    .filter((event) => event.organizerId === userId)
    .sort((a, b) => b._creationTime - a._creationTime)
    .map(({ submissionCount: _, ...event }) => withDefaults(event));
}

/** The bare document without its timeslots, for anybody. */
function getEventById(events: ReadonlyMap<string, RiteDocument>, args: Arguments): unknown {
  const { timeslots: _, submissionCount: __, ...event } = getEvent(events, args);
  return event;
}

function getEvent(events: ReadonlyMap<string, RiteDocument>, args: Arguments): RiteDocument {
  const event = events.get(readId(args, 'eventId', 'events'));
  if (!event) throw thrown('Event not found');
  return event;
}

function withDefaults(event: RiteDocument): RiteDocument {
  const { payment } = event;
  return {
    ...event,
    guestLimitPerDJ: event.guestLimitPerDJ ?? 2,
    payment: { ...payment, perDJ: payment.perDJ ?? payment.amount },
    hashtags: event.hashtags ?? '',
  };
}

/** An argument declared as `v.id(table)`: Convex refuses what is not an id before the function runs. */
function readId(args: Arguments, name: string, table: string): string {
  const value = args[name];
  if (typeof value === 'string' && /^[a-z0-9]{10,40}$/.test(value)) return value;
  throw new FunctionError(
    `ArgumentValidationError: Value does not match validator.\nPath: .${name}\nValue: ${JSON.stringify(value)}\nValidator: v.id("${table}")`,
  );
}

function thrown(message: string): FunctionError {
  return new FunctionError(
    `Uncaught Error: ${message}\n    at handler (../convex/events.ts:240:11)`,
  );
}
