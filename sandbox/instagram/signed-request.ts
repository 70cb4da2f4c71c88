import { createHmac } from 'node:crypto';

/** What the app answered to a callback. */
export interface CallbackAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Posts what Meta posts when a person removes the app or wants data deleted.
 * `issuedAt` in unix seconds. @see developers.facebook.com, "Data Deletion Request Callback"
 */
export async function sendSignedRequest(
  url: string,
  request: { readonly userId: string; readonly issuedAt: number; readonly secret: string },
): Promise<CallbackAnswer> {
  const { userId, issuedAt, secret } = request;
  const payload = { user_id: userId, algorithm: 'HMAC-SHA256', issued_at: issuedAt };
  const body = new URLSearchParams({ signed_request: signRequest(payload, secret) });
  const response = await fetch(url, { method: 'POST', body });
  return { status: response.status, body: await response.text() };
}

/** `signature.payload`, both base64url; the signature is over the encoded payload. */
export function signRequest(payload: Readonly<Record<string, unknown>>, secret: string): string {
  const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${createHmac('sha256', secret).update(encoded).digest('base64url')}.${encoded}`;
}
