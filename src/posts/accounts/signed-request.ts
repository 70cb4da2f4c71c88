import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../secret.ts';

/** What Meta says in a callback. */
export interface SignedRequest {
  /** App-scoped as a rule; the professional account's id has been seen too. */
  readonly userId: string;
  /** Epoch milliseconds; absent where Meta did not say. */
  readonly issuedAt?: number;
}

const payloadSchema = z.object({
  user_id: z.string().regex(/^\d{1,32}$/),
  algorithm: z
    .string()
    .regex(/^HMAC-SHA256$/i)
    .optional(),
  issued_at: z.number().nonnegative().optional(),
});

/**
 * Opens `base64url(signature).base64url(JSON)`, HMAC-SHA256 over the encoded JSON (Meta, data deletion callback).
 *
 * @param secrets any of these may have signed it: the documents do not say which of an app's two secrets does.
 * @returns undefined for whatever is not signed by Meta.
 */
export function readSignedRequest(
  text: string,
  secrets: readonly Secret[],
): SignedRequest | undefined {
  const match = /^([A-Za-z0-9_-]{43})={0,2}\.([A-Za-z0-9_-]+={0,2})$/.exec(text);
  if (!match) return undefined;
  const [, signature = '', encoded = ''] = match;
  const given = Buffer.from(signature, 'base64url');
  // All are tried, so that the time tells nothing about which one it was.
  const signed = secrets.map((secret) => {
    const wanted = createHmac('sha256', secret.reveal()).update(encoded).digest();
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return signed.includes(true) ? payloadOf(encoded) : undefined;
}

function payloadOf(encoded: string): SignedRequest | undefined {
  const json = Buffer.from(encoded, 'base64url').toString();
  const payload = payloadSchema.safeParse(parsed(json));
  if (!payload.success) return undefined;
  const { user_id: userId, issued_at: seconds } = payload.data;
  return { userId, ...(seconds === undefined ? {} : { issuedAt: seconds * 1000 }) };
}

function parsed(json: string): unknown {
  try {
    // Ids have more figures than a number keeps.
    return JSON.parse(json.replace(/("user_id"\s*:\s*)(\d+)/, '$1"$2"'));
  } catch {
    return undefined;
  }
}
