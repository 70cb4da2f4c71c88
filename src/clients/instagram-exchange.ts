import type { z } from 'zod';
import type { GraphAnswer, GraphFailure } from '../posts/publishing/instagram.ts';
import type { Secret } from '../posts/secret.ts';
import { HttpClient, type HttpDependencies, HttpError, parseRetryAfter } from './http.ts';
import { failureOf, saysError } from './instagram-errors.ts';
import { usageOf } from './instagram-usage.ts';
import { readJson } from './instagram-wire.ts';

export interface InstagramExchangeOptions extends Partial<HttpDependencies> {
  /** For one answer, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** Told, with each answer that says so, how much of Instagram's limits is used up, in percent. */
  readonly onUsage?: (percent: number) => void;
}

export interface InstagramRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Becomes the query of a GET and the form of a POST; what is undefined is left out. */
  readonly fields?: Readonly<Record<string, string | undefined>>;
  /** Goes in the header. */
  readonly token?: Secret;
  readonly signal?: AbortSignal | undefined;
}

/** A list of 50 media with captions of 2,200 letters takes about 350 kB. */
const MAX_BYTES = 2 * 1024 * 1024;

/** No limit of Instagram is counted over more than a day. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** A token that could not stand in a header: it was not copied whole, or is no token. */
const MALFORMED_TOKEN: GraphFailure = { kind: 'token_dead', code: 'malformed token' };

const NEVER_REACHED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT/;

/** One request to Instagram and what came of it. Nothing is ever sent twice in here, and no redirect is followed. */
export class InstagramExchange {
  readonly #options: InstagramExchangeOptions;
  readonly #http: HttpClient;

  constructor(options: InstagramExchangeOptions) {
    this.#options = options;
    this.#http = new HttpClient(options);
  }

  /** The answer as `schema` reads it. Throws only the reason of an aborted `signal`. */
  async ask<T>(request: InstagramRequest, schema: z.ZodType<T>): Promise<GraphAnswer<T>> {
    const { token, signal } = request;
    signal?.throwIfAborted();
    if (token && !isToken(token)) return { ok: false, failure: MALFORMED_TOKEN };
    const answer = await this.#send(request).catch((error: unknown) => {
      if (error instanceof HttpError) return error;
      throw error;
    });
    if (answer instanceof HttpError) return { ok: false, failure: noAnswer(answer) };
    const { status, text, headers } = answer;
    const usage = usageOf(headers);
    if (usage.percent !== undefined) this.#options.onUsage?.(usage.percent);
    const body = readJson(text);
    if (status >= 200 && status < 300 && !saysError(body)) {
      const reading = schema.safeParse(body);
      if (reading.success) return { ok: true, value: reading.data };
    }
    const now = (this.#options.clock ?? Date.now)();
    const asked = parseRetryAfter(headers.get('retry-after'), now) ?? 0;
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(asked, usage.regainMs ?? 0));
    return {
      ok: false,
      failure: failureOf({
        status,
        body,
        fault: faultOf(text, body),
        ...(wait > 0 && { retryAfterMs: wait }),
      }),
    };
  }

  #send({ method, url, fields = {}, token, signal }: InstagramRequest) {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) form.set(name, value);
    }
    const isPost = method === 'POST';
    return this.#http.request({
      method,
      url: isPost || form.size === 0 ? url : `${url}?${form}`,
      headers: {
        accept: 'application/json',
        ...(token && { authorization: `Bearer ${token.reveal()}` }),
      },
      ...(isPost && { body: form }),
      timeoutMs: this.#options.timeoutMs ?? 30_000,
      maxBytes: MAX_BYTES,
      idempotent: false,
      ...(signal && { signal }),
    });
  }
}

/** Checked here because fetch quotes what it cannot put into a header. */
function isToken(token: Secret): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(token.reveal());
}

function noAnswer(error: HttpError): GraphFailure {
  const { failure, message } = error;
  if (failure === 'timeout') return { kind: 'no_answer', code: 'timeout' };
  if (failure === 'too_large') return { kind: 'no_answer', code: 'too large' };
  // The code of the system is the end of the message.
  return { kind: 'no_answer', code: NEVER_REACHED.test(message) ? 'unreachable' : 'reset' };
}

function faultOf(text: string, body: unknown): string {
  if (text.trim() === '') return 'empty';
  if (body !== undefined) return 'shape';
  return text.trimStart().startsWith('<') ? 'html' : 'not json';
}
