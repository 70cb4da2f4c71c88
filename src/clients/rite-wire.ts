import { z } from 'zod';
import { type Event, PHASES, type Phase, type Timeslot } from '../events/event.ts';
import { EVENT_ID } from '../events/event-id.ts';
import { parseHandle } from '../events/handle.ts';
import { parseHashtags } from '../events/hashtag.ts';
import { orderOfTheNight } from '../events/night.ts';
import { cleanLine, cleanText } from '../events/text.ts';
import type { EventProof } from '../posts/link-proof.ts';
import { Secret } from '../posts/secret.ts';

// Rite's documents as its database schema allows them (sehyunchung/rite, packages/backend/convex/schema.ts), which is
// wider than what its web form lets through: the mobile form checks less. What is not named here is dropped,
// and most of a document must be: payments, deadlines, submission tokens, the organizer's id.

/** What Convex answers to a function call. @see https://docs.convex.dev/http-api */
export const convexAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('success'), value: z.unknown() }),
  z.object({ status: z.literal('error'), errorMessage: z.string() }),
]);

const eventId = z
  .string('must be a text')
  .regex(EVENT_ID, 'must be 1 to 64 of A-Z, a-z, 0-9, _ and -');

const requiredLine = z
  .string('must be a text')
  .transform(cleanLine)
  .refine((line) => line !== '', 'must not be empty');

// An optional text of another type is as good as missing: it costs a line of the post, not the post.
const optionalText = z.string().catch('');
const optionalLine = optionalText.transform(cleanLine);

const timeslot = z.object({
  startTime: z
    .string()
    .transform(readTime)
    .pipe(z.iso.time({ precision: -1 })),
  endTime: z
    .string()
    .transform(readTime)
    .pipe(z.iso.time({ precision: -1 })),
  djName: optionalLine,
  djInstagram: optionalText.transform(parseHandle),
});

const event = z.object({
  _id: eventId,
  name: requiredLine,
  date: z.iso.date('must be a real day written YYYY-MM-DD'),
  venue: z.object({ name: optionalLine, address: optionalLine }).catch({ name: '', address: '' }),
  description: optionalText.transform(cleanText),
  hashtags: optionalText.transform(parseHashtags),
  phase: z.enum(PHASES).optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  // Older deployments leave the slots out of lists.
  timeslots: z.array(z.unknown()).catch([]),
});

// The only place where the organizer's id is read. As strict as the operator's own list is about ids.
const proof = z.object({
  _id: eventId,
  name: requiredLine,
  description: optionalText,
  organizerId: z.string('must be a text').regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an id'),
});

/** An event and how many of its slots are left out because their times cannot be read. */
export interface RiteEventReading {
  readonly event: Event;
  readonly brokenTimeslots: number;
}

/** A document as read: the event and how many unusable slots it had, or why it is none. */
export type RiteDocumentReading =
  | RiteEventReading
  /** Names the field on one line, and never quotes the document. */
  | { readonly event: undefined; readonly reason: string };

/**
 * Maps one document of Rite to what may be shown. Strict about id, name and date; a slot without readable times is
 * left out, because a line-up that lacks one act is easier to notice and mend than no post at all.
 */
export function readRiteDocument(value: unknown): RiteDocumentReading {
  const result = event.safeParse(value);
  if (!result.success) return { event: undefined, reason: reasonOf(result.error) };
  const { _id, phase, status, timeslots, ...shown } = result.data;
  const slots = timeslots.flatMap((slot) => timeslot.safeParse(slot).data ?? []);
  return {
    event: {
      id: _id,
      ...shown,
      phase: phase ?? phaseOfStatus(status),
      timeslots: orderOfTheNight(slots.map(toTimeslot)),
    },
    brokenTimeslots: timeslots.length - slots.length,
  };
}

/**
 * The event in a document of Rite, such as one in `data/samples/`.
 *
 * @throws {TypeError} whose message is one line that names the field: `name: must not be empty`.
 */
export function parseRiteEvent(value: unknown): Event {
  const reading = readRiteDocument(value);
  if (!reading.event) throw new TypeError(reading.reason);
  return reading.event;
}

/** What a document without its slots shows of its organizer, or why it shows nothing: as with `readRiteDocument`. */
export function readRiteProof(
  value: unknown,
): { readonly eventId: string; readonly proof: EventProof } | { readonly reason: string } {
  const result = proof.safeParse(value);
  if (!result.success) return { reason: reasonOf(result.error) };
  const { _id, name, description, organizerId } = result.data;
  return {
    eventId: _id,
    proof: { eventName: name, description, organizerId: new Secret(organizerId) },
  };
}

function toTimeslot(slot: z.output<typeof timeslot>): Timeslot {
  const { startTime: start, endTime: end, djName, djInstagram: handle } = slot;
  return handle === undefined ? { start, end, djName } : { start, end, djName, handle };
}

/** `9:00`, `22:00:00` and `24:00` can mean only one thing; whatever else is not `HH:MM` is left as it is. */
function readTime(raw: string): string {
  const match = /^\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*$/.exec(raw);
  if (!match) return raw;
  const [, hour = '', minute = ''] = match;
  return hour === '24' && minute === '00' ? '00:00' : `${hour.padStart(2, '0')}:${minute}`;
}

/** Documents from before phases have only a status; Rite maps it the same way (`eventStatus.ts`). */
function phaseOfStatus(status: string | undefined): Phase {
  if (status === 'active') return 'planning';
  return status === 'completed' ? 'completed' : 'draft';
}

function reasonOf(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.join('.') || 'document'}: ${issue.message}`)
    .join('; ');
}
