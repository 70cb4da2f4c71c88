import { randomBytes } from 'node:crypto';
import type { Secret } from './secret.ts';

/** An event as anybody who has its id may read it; only to look for a code, and never shown before it is found. */
export interface EventProof {
  readonly eventName: string;
  readonly description: string;
  /** To Rite the organizer's id is the permission itself. */
  readonly organizerId: Secret;
}

/** Where an organizer can show that an event is theirs. Rite in production. */
export interface EventProofs {
  /**
   * Asked anew each time: the organizer has just changed it.
   *
   * @throws {EventNotFoundError | EventSourceError}
   */
  readProof(eventId: string): Promise<EventProof>;
}

// Crockford's: without letters that look like digits. 32 signs, so that each takes exactly five bits.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Something like `RITE-7F3K-9Q2M`: 40 bits, which is plenty for a code that opens nothing by itself. */
export function newLinkCode(): string {
  const signs = Array.from(randomBytes(8), (byte) => ALPHABET[byte & 31]).join('');
  return `RITE-${signs.slice(0, 4)}-${signs.slice(4)}`;
}

export function isLinkCode(text: string): boolean {
  return /^RITE-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(text);
}

/** Whether the code stands in a text that a person, a keyboard and a web form have had their hands on. */
export function showsCode(description: string, code: string): boolean {
  return bare(description).includes(bare(code));
}

/** Full-width letters, other dashes, line breaks and look-alikes typed by hand make no difference. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]+/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
