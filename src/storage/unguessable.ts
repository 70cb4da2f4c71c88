import { randomBytes } from 'node:crypto';

// Crockford's: without letters that look like digits. 32 signs, so that each takes exactly five bits.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id that can be read aloud and typed, and that nobody can guess: 16 signs, 80 bits. */
export function unguessableId(): string {
  return Array.from(randomBytes(16), (byte) => ALPHABET[byte & 31]).join('');
}

/** A secret in an address: 22 signs of base64url, 128 bits. */
export function unguessableSecret(): string {
  return randomBytes(16).toString('base64url');
}
