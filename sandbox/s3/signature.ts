import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from './s3-error.ts';
import { headerOf, type WireRequest } from './wire-request.ts';

export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Scope {
  /** As `20130524`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<id>[^/,\s]+)\/(?<date>\d{8})\/(?<region>[^/,\s]+)\/(?<service>[^/,\s]+)\/aws4_request, ?SignedHeaders=(?<signed>[^,\s]+), ?Signature=(?<signature>[0-9a-f]{64})$/;
const SKEW_MS = 15 * 60 * 1000;

/**
 * Refuses what S3 refuses: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. Stricter in
 * one thing: the body must be signed, so neither UNSIGNED-PAYLOAD nor streaming is taken, and no presigned address.
 *
 * @throws {S3Error}
 */
export function verifySignature(
  request: WireRequest,
  { identity, region, now }: { identity: Identity; region: string; now: number },
): void {
  const authorization = headerOf(request, 'authorization');
  if (authorization === undefined) throw new S3Error(403, 'AccessDenied', 'Access Denied');
  const parts = AUTHORIZATION.exec(authorization)?.groups as
    | Record<'id' | 'date' | 'region' | 'service' | 'signed' | 'signature', string>
    | undefined;
  if (!parts) throw malformed('The authorization header is malformed.');
  if (parts.region !== region || parts.service !== 's3') {
    throw malformed(
      `The scope '${parts.region}/${parts.service}' is wrong; expecting '${region}/s3'`,
    );
  }
  const moment = verifyDate(request, parts.date, now);
  if (parts.id !== identity.accessKeyId) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Error(403, 'InvalidAccessKeyId', message);
  }
  if (headerOf(request, 'x-amz-security-token') !== identity.sessionToken) {
    throw new S3Error(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  const signed = parts.signed.split(';');
  verifySignedHeaders(request, signed);
  const payloadHash = headerOf(request, 'x-amz-content-sha256');
  if (payloadHash === undefined) {
    const message = 'Missing required header for this request: x-amz-content-sha256';
    throw new S3Error(400, 'InvalidRequest', message);
  }
  const expected = signatureOf(canonicalRequest(request, signed, payloadHash), moment, {
    secretAccessKey: identity.secretAccessKey,
    scope: { date: parts.date, region, service: 's3' },
  });
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(parts.signature))) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw new S3Error(403, 'SignatureDoesNotMatch', message);
  }
  if (!/^[0-9a-f]{64}$/.test(payloadHash)) {
    throw new S3Error(501, 'NotImplemented', 'The sandbox takes only bodies that are signed whole');
  }
  if (sha256(request.body) !== payloadHash) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new S3Error(400, 'XAmzContentSHA256Mismatch', message);
  }
}

/** Step 1: what is signed, in the one spelling that both sides agree on. */
export function canonicalRequest(
  { method, target, headers }: WireRequest,
  signed: readonly string[],
  payloadHash: string,
): string {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const values = (name: string) =>
    headers
      .filter(([each]) => each.toLowerCase() === name)
      .map(([, value]) => value.trim().replace(/ +/g, ' '));
  return [
    method,
    path.split('/').map(decodePart).map(encode).join('/'),
    canonicalQuery(mark < 0 ? '' : target.slice(mark + 1)),
    ...signed.map((name) => `${name}:${values(name).join(',')}`),
    '',
    signed.join(';'),
    payloadHash,
  ].join('\n');
}

/** Steps 2 to 4. `moment` as `20130524T000000Z`. */
export function signatureOf(
  canonical: string,
  moment: string,
  { secretAccessKey, scope }: { readonly secretAccessKey: string; readonly scope: Scope },
): string {
  const scopeText = [scope.date, scope.region, scope.service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', moment, scopeText.join('/'), sha256(canonical)].join('\n');
  const key = scopeText.reduce<string | Buffer>(
    (sum, part) => createHmac('sha256', sum).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

function verifyDate(request: WireRequest, scopeDate: string, now: number): string {
  const moment = headerOf(request, 'x-amz-date') ?? '';
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(moment) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time)) {
    const message = 'AWS authentication requires a valid Date or x-amz-date header';
    throw new S3Error(403, 'AccessDenied', message);
  }
  if (!moment.startsWith(scopeDate)) throw malformed('Invalid credential date.');
  if (Math.abs(time - now) > SKEW_MS) {
    const message = 'The difference between the request time and the current time is too large.';
    throw new S3Error(403, 'RequestTimeTooSkewed', message);
  }
  return moment;
}

function verifySignedHeaders({ headers }: WireRequest, signed: readonly string[]): void {
  const present = new Set(headers.map(([name]) => name.toLowerCase()));
  const inOrder = [...new Set(signed)].sort();
  if (inOrder.join(';') !== signed.join(';') || !signed.includes('host')) {
    throw malformed('SignedHeaders must be sorted, lower case, and include host');
  }
  if (signed.some((name) => !present.has(name))) {
    throw malformed('A signed header is missing from the request');
  }
  if ([...present].some((name) => name.startsWith('x-amz-') && !signed.includes(name))) {
    const message = 'There were headers present in the request which were not signed';
    throw new S3Error(403, 'AccessDenied', message);
  }
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')].map((part) => encode(decodePart(part.replaceAll('+', ' '))));
    })
    .sort(([a = '', x = ''], [b = '', y = '']) => order(a, b) || order(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

/** By code point, as the encoded text is ASCII; never by the language of the machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** RFC 3986: only unreserved signs stay as they are. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function malformed(message: string): S3Error {
  return new S3Error(400, 'AuthorizationHeaderMalformed', message);
}
