import { isEventId } from '../events/event-id.ts';

/**
 * The id in what a person copied from Rite: the id itself, or the address of a page about the event. Convex's ids are
 * long and have only lower-case letters and digits, which no other part of such an address is. Undefined for anything
 * else.
 */
export function riteEventId(typed: string): string | undefined {
  const text = typed.trim();
  if (isEventId(text)) return text;
  const parts = text.replace(/[?#].*$/, '').split('/');
  return parts.findLast((part) => /^[a-z0-9]{16,64}$/.test(part));
}
