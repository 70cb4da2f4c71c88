import { setTimeout as delay } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { Clock } from '../events/clock.ts';
import { hashOf, ImageStoreError, type ImageStoreFailure } from '../posts/image-store.ts';
import type { S3Credentials, S3Location } from './media-store.ts';
import { parseErrorCode } from './s3-xml.ts';

export interface S3ClientOptions {
  readonly location: S3Location;
  readonly credentials: S3Credentials;
  /** Of one attempt, its body included, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random?: () => number;
  /** A signal that aborts with a `TimeoutError` after so many milliseconds. */
  readonly timeoutSignal?: (ms: number) => AbortSignal;
}

/** All of them may be repeated without harm, and are. */
export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Of the object; absent for the bucket itself. Letters, digits and `._-/` only. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** A longer answer is refused while it arrives. */
  readonly maxBytes: number;
  /** Retries after the first attempt. Default 2. */
  readonly retries?: number;
}

export interface S3Answer {
  /** 2xx, or 404 for an object that is not there. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

const BACKOFF_MS = 200;
const BACKOFF_LIMIT_MS = 5_000;
/** A server that asks for a longer pause is not asked again. */
const RETRY_AFTER_LIMIT_MS = 5_000;
const RETRIED_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** One attempt that was no use. */
interface Mishap {
  readonly failure: ImageStoreFailure;
  /** Without its place. */
  readonly reason: string;
  readonly remedy?: string | undefined;
  /** Milliseconds to wait that the server asked for. */
  readonly retryAfter?: number;
  readonly retried: boolean;
  readonly cause?: unknown;
}

/** Signed requests to one bucket: deadline, bounded retries, bounded answers; what fails is an `ImageStoreError`. */
export class S3Client {
  readonly #options: Required<S3ClientOptions>;
  /** Signing keys by day. */
  readonly #signingKeys = new Map<string, ArrayBuffer>();

  constructor(options: S3ClientOptions) {
    this.#options = {
      location: options.location,
      credentials: options.credentials,
      timeoutMs: options.timeoutMs ?? 10_000,
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
      clock: options.clock ?? Date.now,
      sleep: options.sleep ?? ((ms) => delay(ms)),
      random: options.random ?? Math.random,
      timeoutSignal: options.timeoutSignal ?? ((ms) => AbortSignal.timeout(ms)),
    };
  }

  /** @throws {ImageStoreError} when the last attempt got no usable answer. */
  async request(request: S3Request): Promise<S3Answer> {
    const { retries = 2 } = request;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(request);
      if ('status' in outcome) return outcome;
      const wait = attempt > retries ? undefined : this.#waitAfter(outcome, attempt);
      if (wait === undefined) throw this.#errorOf(request, outcome);
      await this.#options.sleep(wait);
    }
  }

  async #attempt(request: S3Request): Promise<S3Answer | Mishap> {
    const { timeoutMs } = this.#options;
    const signal = this.#options.timeoutSignal(timeoutMs);
    try {
      const signed = await this.#signer(request).sign();
      const response = await this.#options.fetch(signed.url, {
        method: request.method,
        headers: signed.headers,
        body: request.body,
        signal,
        // A redirect would be signed for the wrong host; it means the wrong region.
        redirect: 'manual',
      });
      const body = await readBody(response, request.maxBytes);
      if (!body) {
        const reason = `answered with more than ${request.maxBytes} bytes`;
        return { failure: 'unreachable', reason, retried: false };
      }
      return this.#judge(request, { status: response.status, headers: response.headers, body });
    } catch (cause) {
      const reason = signal.aborted
        ? `gave no answer within ${timeoutMs} ms`
        : `cannot be reached (${codeOf(cause)})`;
      const remedy = signal.aborted ? undefined : 'check the address in MEDIA_STORE';
      return { failure: 'unreachable', reason, remedy, retried: true, cause };
    }
  }

  #signer({ method, key, query, headers, body }: S3Request): AwsV4Signer {
    const { location, credentials, clock } = this.#options;
    const url = new URL(addressOf(location, key));
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    return new AwsV4Signer({
      method,
      url: url.href,
      // Without it aws4fetch leaves the body of an S3 request unsigned.
      headers: { ...headers, 'x-amz-content-sha256': hashOf(body ?? Buffer.of()) },
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey.reveal(),
      sessionToken: credentials.sessionToken?.reveal(),
      service: 's3',
      region: location.region,
      datetime: new Date(clock()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
      cache: this.#signingKeys,
    });
  }

  #judge(request: S3Request, answer: S3Answer): S3Answer | Mishap {
    const { status, headers, body } = answer;
    if (status >= 200 && status < 300) return answer;
    const code = parseErrorCode(body.toString('utf8'));
    // A HEAD has no body that could say which of the two is missing.
    const missing = code === 'NoSuchKey' || (code === undefined && request.method === 'HEAD');
    if (status === 404 && request.key !== undefined && missing) return answer;
    const retried = RETRIED_STATUSES.has(status);
    const retryAfter = retryAfterOf(headers);
    return {
      failure: failureOf(status, code),
      reason: `answered ${code ?? 'with an error'} (${status})`,
      remedy: remedyFor(status, code, headers),
      retried,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  }

  /** Milliseconds before the next attempt; undefined when there must be none. */
  #waitAfter({ retried, retryAfter }: Mishap, attempt: number): number | undefined {
    if (!retried || (retryAfter ?? 0) > RETRY_AFTER_LIMIT_MS) return undefined;
    if (retryAfter !== undefined) return retryAfter;
    const backoff = Math.min(BACKOFF_LIMIT_MS, BACKOFF_MS * 2 ** (attempt - 1));
    return backoff * this.#options.random();
  }

  /** Names no more than method and place: queries and headers stay out. */
  #errorOf({ method }: S3Request, mishap: Mishap): ImageStoreError {
    const { endpoint, bucket } = this.#options.location;
    const { failure, reason, remedy, cause } = mishap;
    const what = `The picture storage at ${endpoint}, bucket ${bucket}, ${reason} to ${method}`;
    return new ImageStoreError(failure, `${what}${remedy ? `; ${remedy}` : ''}.`, { cause });
  }
}

function addressOf({ endpoint, bucket, style }: S3Location, key = ''): string {
  const url = new URL(endpoint);
  if (style === 'virtual') url.hostname = `${bucket}.${url.hostname}`;
  url.pathname = style === 'path' ? `/${bucket}/${key}` : `/${key}`;
  return url.href;
}

/** Undefined when it is too long. */
async function readBody(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failureOf(status: number, code: string | undefined): ImageStoreFailure {
  // MinIO, Ceph: https://docs.ceph.com/en/latest/radosgw/s3/
  const full = ['XMinioStorageFull', 'QuotaExceeded', 'StorageFull', 'InsufficientStorage'];
  if (status === 507 || (code !== undefined && full.includes(code))) return 'full';
  return status >= 500 || RETRIED_STATUSES.has(status) ? 'unreachable' : 'refused';
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const REMEDIES: Readonly<Record<string, string>> = {
  AccessDenied: 'let this key pair get, put, delete and list there',
  InvalidAccessKeyId: 'check S3_ACCESS_KEY_ID',
  NoSuchBucket: 'check the bucket in MEDIA_STORE',
  RequestTimeTooSkewed: 'set the clock of this machine',
  SignatureDoesNotMatch: 'check S3_SECRET_ACCESS_KEY',
};

function remedyFor(status: number, code = '', headers: Headers): string | undefined {
  const region = headers.get('x-amz-bucket-region');
  if (status >= 300 && status < 500 && region && /^[a-z0-9-]{1,40}$/.test(region)) {
    return `the bucket is in the region ${region}`;
  }
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined;
}

/** Whole seconds only: S3 sends no dates there. */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  return text && /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : undefined;
}

/** fetch hides the interesting code one or two causes down. */
function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return 'no connection';
}
