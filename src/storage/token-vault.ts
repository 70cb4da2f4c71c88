import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { z } from 'zod';
import { Secret } from '../posts/secret.ts';
import type { Opened, Resealed, TokenSeal } from '../posts/token-seal.ts';

/** A key as a KeyObject, which prints nothing of itself. */
export interface TokenKey {
  readonly id: string;
  readonly key: KeyObject;
}

const VERSION = 'v1';
const KEY_BYTES = 32;
/** Random ones are safe for 2^32 seals with one key: NIST SP 800-38D, 8.3. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
// A limit, so that a key without its id does not pass for an id.
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const SEALED = new RegExp(
  `^${VERSION}\\.(?<keyId>[A-Za-z0-9_-]{1,32})\\.(?<iv>[\\w-]+)\\.(?<body>[\\w-]+)$`,
);

/**
 * Reads `id:base64,id:base64`, each key 32 bytes. Messages go after the variable's name and quote nothing: a slip may
 * have put a key anywhere.
 */
export const tokenKeysSchema = z.string().transform((text, context): readonly TokenKey[] => {
  const entries = text.split(',').map((entry) => entry.trim());
  const keys: TokenKey[] = [];
  for (const [index, entry] of entries.entries()) {
    // A comma at the end is not another key.
    if (entry === '' && index > 0 && index === entries.length - 1) continue;
    const read = readKey(entry);
    const twice = typeof read !== 'string' && keys.some(({ id }) => id === read.id);
    if (typeof read === 'string' || twice) {
      const problem = typeof read === 'string' ? read : 'has the id of an earlier key';
      const remedy = 'write id:base64 with 32 random bytes, as from `openssl rand -base64 32`';
      context.addIssue({ code: 'custom', message: `entry ${index + 1} ${problem}; ${remedy}` });
      return z.NEVER;
    }
    keys.push(read);
  }
  return keys;
});

/** Seals with AES-256-GCM. The first key seals, all keys open; the context goes in as additional data. */
export class TokenVault implements TokenSeal {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #sealing: TokenKey;

  /** @throws {RangeError} without any key. */
  constructor(keys: readonly TokenKey[]) {
    const [first] = keys;
    if (!first) throw new RangeError('A token vault needs at least one key');
    this.#sealing = first;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /** `v1.<keyId>.<iv>.<tag and ciphertext>`, the last two in base64url. */
  seal(secret: Secret, context: string): string {
    const plain = secret.reveal();
    // UTF-8 has no place for half a surrogate pair: it would come back as another text.
    if (!plain.isWellFormed()) throw new TypeError('A secret that is not well-formed Unicode');
    const { id, key } = this.#sealing;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(additionalData(id, context));
    const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const body = Buffer.concat([cipher.getAuthTag(), ciphertext]);
    return [VERSION, id, iv.toString('base64url'), body.toString('base64url')].join('.');
  }

  open(sealed: string, context: string): Opened {
    const parts = parseSealed(sealed);
    if (!parts) return { ok: false, failure: 'tampered' };
    const { keyId, iv, tag, ciphertext } = parts;
    const key = this.#keys.get(keyId);
    if (!key) return { ok: false, failure: 'unknown_key', keyId };
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(additionalData(keyId, context));
    decipher.setAuthTag(tag);
    try {
      const plain = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
      return { ok: true, secret: new Secret(plain.toString('utf8')) };
    } catch {
      return { ok: false, failure: 'tampered' };
    }
  }

  reseal(sealed: string, context: string): Resealed {
    const opened = this.open(sealed, context);
    return opened.ok ? { ok: true, sealed: this.seal(opened.secret, context) } : opened;
  }

  keyOf(sealed: string): string | undefined {
    return parseSealed(sealed)?.keyId;
  }

  needsRotation(sealed: string): boolean {
    return this.keyOf(sealed) !== this.#sealing.id;
  }
}

/** A key, or what is wrong with it. */
function readKey(entry: string): TokenKey | string {
  const colon = entry.indexOf(':');
  if (colon < 0) return 'is not a key with its id';
  const id = entry.slice(0, colon);
  if (!KEY_ID.test(id)) return 'has an id that is not 1 to 32 letters, digits, _ or -';
  const text = entry.slice(colon + 1);
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is not base64, and a skipped letter would be another key.
  if (text === '' || unpadded(bytes.toString('base64')) !== unpadded(text)) {
    return 'has a key that is not base64';
  }
  if (bytes.length !== KEY_BYTES) return `has a key of ${bytes.length} bytes instead of 32`;
  return { id, key: createSecretKey(bytes) };
}

function unpadded(base64: string): string {
  return base64.replace(/={1,2}$/, '');
}

function parseSealed(sealed: string) {
  const { keyId, iv: ivText, body: bodyText } = SEALED.exec(sealed)?.groups ?? {};
  if (keyId === undefined || ivText === undefined || bodyText === undefined) return undefined;
  const iv = decodeExactly(ivText);
  const body = decodeExactly(bodyText);
  if (iv?.length !== IV_BYTES || !body || body.length < TAG_BYTES) return undefined;
  return { keyId, iv, tag: body.subarray(0, TAG_BYTES), ciphertext: body.subarray(TAG_BYTES) };
}

/** The last letter has bits that mean nothing; changed ones must not pass either. */
function decodeExactly(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function additionalData(keyId: string, context: string): Buffer {
  if (context === '') throw new TypeError('A sealed secret needs the context it belongs to');
  // No part but the last may hold a line feed, so different parts never give the same bytes.
  return Buffer.from([VERSION, keyId, context].join('\n'));
}
