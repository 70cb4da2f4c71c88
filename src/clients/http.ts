import { setTimeout as delay } from 'node:timers/promises';

/** Named as in ky, whose defaults these are unless said otherwise. */
export interface RetryOptions {
  /** Retries after the first attempt. Default 2. */
  readonly limit: number;
  /** No wait is longer than this, in milliseconds. Default 2,000. */
  readonly backoffLimit: number;
  /** Spread the waits, so that clients which failed together do not return together. Default true. */
  readonly jitter: boolean;
  /** A server that asks for a longer pause, in milliseconds, is not asked again at all. Default 5,000. */
  readonly maxRetryAfter: number;
  /** Whether a timeout is worth another full timeout. Default false: a person is waiting. */
  readonly retryOnTimeout: boolean;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | FormData;
  /** Of one attempt, its body included, in milliseconds. */
  readonly timeoutMs: number;
  /** A longer answer is refused while it arrives. */
  readonly maxBytes: number;
  /** Whether repeating it does no harm, and so whether it is retried. By default only GET. */
  readonly idempotent?: boolean;
  readonly retry?: Partial<RetryOptions>;
  /** Gives up at once and for good; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Any answer, whatever its status: what a status means differs from service to service. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
}

/** No connection or it broke; no complete answer in time; more than `maxBytes`. */
export type HttpFailure = 'unreachable' | 'timeout' | 'too_large';

/** There is no answer. The message names method and address without query, where tokens travel. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly failure: HttpFailure;

  constructor(failure: HttpFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

export interface HttpDependencies {
  readonly fetch: typeof globalThis.fetch;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
  /** Only to read a `Retry-After` that is a date. */
  readonly clock: () => number;
  /** A signal that aborts with a `TimeoutError` after so many milliseconds. */
  readonly timeoutSignal: (ms: number) => AbortSignal;
}

const RETRY: RetryOptions = {
  limit: 2,
  backoffLimit: 2_000,
  jitter: true,
  maxRetryAfter: 5_000,
  retryOnTimeout: false,
};

// 413 is in ky's list too, but nothing we send becomes shorter by waiting.
const RETRIED_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** One HTTP exchange at a time for the thin clients: timeout, bounded retries, bounded answers. */
export class HttpClient {
  readonly #dependencies: HttpDependencies;

  constructor(dependencies: Partial<HttpDependencies> = {}) {
    this.#dependencies = {
      fetch: dependencies.fetch ?? ((input, init) => fetch(input, init)),
      sleep: dependencies.sleep ?? ((ms, signal) => delay(ms, undefined, signal && { signal })),
      random: dependencies.random ?? Math.random,
      clock: dependencies.clock ?? Date.now,
      timeoutSignal: dependencies.timeoutSignal ?? ((ms) => AbortSignal.timeout(ms)),
    };
  }

  /**
   * The answer of the last attempt, also when its status is an error.
   *
   * @throws {HttpError} when the last attempt got no answer.
   */
  async request(request: HttpRequest): Promise<HttpAnswer> {
    const retry = { ...RETRY, ...request.retry };
    const limit = isIdempotent(request) ? retry.limit : 0;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(request).catch(failureOrThrow);
      const wait = attempt > limit ? undefined : this.#waitAfter(outcome, attempt, retry);
      if (wait === undefined) {
        if (outcome instanceof HttpError) throw outcome;
        return outcome;
      }
      await this.#dependencies.sleep(wait, request.signal).catch((error: unknown) => {
        request.signal?.throwIfAborted();
        throw error;
      });
    }
  }

  async #attempt(request: HttpRequest): Promise<HttpAnswer> {
    const place = placeOf(request);
    const timeout = this.#dependencies.timeoutSignal(request.timeoutMs);
    const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
    try {
      const response = await this.#dependencies.fetch(request.url, {
        method: request.method,
        ...contentOf(request),
        signal,
        // A redirect would carry the body, with what it authorizes, to an address nobody configured.
        redirect: 'manual',
      });
      const bytes = await readBytes(response, request.maxBytes, place);
      return {
        status: response.status,
        headers: response.headers,
        bytes,
        // Decoded when somebody wants it: a picture is no text.
        get text() {
          return new TextDecoder().decode(bytes);
        },
      };
    } catch (cause) {
      if (cause instanceof HttpError) throw cause;
      request.signal?.throwIfAborted();
      if (timeout.aborted) {
        throw new HttpError('timeout', `${place}: no answer within ${request.timeoutMs} ms`, {
          cause,
        });
      }
      throw new HttpError('unreachable', `${place}: ${reasonOf(cause)}`, { cause });
    }
  }

  /** Milliseconds before the next attempt; undefined when there must be none. */
  #waitAfter(outcome: HttpAnswer | HttpError, attempt: number, retry: RetryOptions) {
    if (outcome instanceof HttpError) {
      if (outcome.failure === 'too_large') return undefined;
      if (outcome.failure === 'timeout' && !retry.retryOnTimeout) return undefined;
    } else {
      if (!RETRIED_STATUSES.has(outcome.status)) return undefined;
      const asked = parseRetryAfter(outcome.headers.get('retry-after'), this.#dependencies.clock());
      // No jitter here: earlier than asked is refused again, later than asked helps nobody.
      if (asked !== undefined) return asked <= retry.maxRetryAfter ? asked : undefined;
    }
    const backoff = Math.min(retry.backoffLimit, 300 * 2 ** (attempt - 1));
    return retry.jitter ? backoff * this.#dependencies.random() : backoff;
  }
}

function isIdempotent(request: HttpRequest): boolean {
  return request.idempotent ?? request.method === 'GET';
}

/**
 * fetch itself sends a request again when the answer is 421 (WHATWG Fetch, HTTP-network-or-cache fetch), whatever its
 * method, but not one whose body is a stream and so gone. Hence what must not be repeated goes as a stream, with the
 * length and type that fetch would have added.
 */
function contentOf(request: HttpRequest): RequestInit {
  const { body } = request;
  const isText = typeof body === 'string' || body instanceof URLSearchParams;
  if (!isText || isIdempotent(request)) return { headers: request.headers, body };
  const content = new Blob([body.toString()]);
  const headers = new Headers(request.headers);
  headers.set('content-length', String(content.size));
  if (!headers.has('content-type')) {
    const type = typeof body === 'string' ? 'text/plain' : 'application/x-www-form-urlencoded';
    headers.set('content-type', `${type};charset=UTF-8`);
  }
  return { headers, body: content.stream(), duplex: 'half' };
}

function failureOrThrow(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  throw error;
}

/** `Retry-After` as milliseconds from now: whole seconds or an HTTP date (RFC 9110, 10.2.3). */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

async function readBytes(response: Response, maxBytes: number, place: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the stream, which closes the connection.
    if (size > maxBytes) {
      throw new HttpError('too_large', `${place}: answer longer than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** fetch refuses the same addresses, but its messages quote them whole. */
function placeOf(request: HttpRequest): string {
  const url = URL.parse(request.url);
  if (!url) throw new TypeError('The address of a request is not a URL');
  if (url.username || url.password) {
    throw new TypeError(`The address of a request holds a password: ${url.host}`);
  }
  return `${request.method} ${url.origin}${url.pathname}`;
}

/** fetch hides the interesting code (`ECONNREFUSED`, `UND_ERR_SOCKET`) one or two causes down. */
function reasonOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return 'no connection';
}
