import { z } from 'zod';
import type { GraphFailure, GraphFailureKind } from '../posts/publishing/instagram.ts';
import { wrapped } from './instagram-wire.ts';

/** An answer that says no, or does not say yes. */
export interface FailedAnswer {
  readonly status: number;
  /** The answer as JSON; undefined when it is none. */
  readonly body: unknown;
  /** What was wrong with an answer whose status is good: `html`, `empty`, `not json`, `shape`. */
  readonly fault?: string;
  /** How long the headers ask to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * What a failed answer means, by the numbers in it alone: its texts are translated into the language of the account.
 * The subcode decides before the code, both before `is_transient`, and the HTTP status last, because Instagram sends
 * the same errors with 200, 400, 401, 403 and 500.
 *
 * @see https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/error-codes
 */
export function failureOf(answer: FailedAnswer): GraphFailure {
  const { retryAfterMs } = answer;
  const kindAndCode = judge(answer);
  return retryAfterMs === undefined ? kindAndCode : { ...kindAndCode, retryAfterMs };
}

/** Whether the answer is an error, also one that came with HTTP status 200. */
export function saysError(body: unknown): boolean {
  return errorBody.safeParse(body).success || signInErrorBody.safeParse(body).success;
}

const KIND_OF_SUBCODE: ReadonlyMap<number, GraphFailureKind> = new Map([
  [2207001, 'temporary'],
  [2207003, 'fetch_failed'],
  [2207004, 'picture_refused'],
  [2207005, 'picture_refused'],
  [2207006, 'container_gone'],
  [2207008, 'container_gone'],
  [2207009, 'picture_refused'],
  [2207010, 'caption_refused'],
  [2207020, 'container_gone'],
  [2207023, 'refused'],
  [2207026, 'refused'],
  [2207027, 'not_ready'],
  [2207028, 'refused'],
  [2207032, 'temporary'],
  [2207035, 'refused'],
  [2207036, 'refused'],
  [2207037, 'refused'],
  [2207040, 'caption_refused'],
  [2207042, 'quota'],
  [2207050, 'account_restricted'],
  [2207051, 'action_blocked'],
  [2207052, 'fetch_failed'],
  [2207053, 'temporary'],
  [2207057, 'refused'],
  // Not documented; seen by gitroomhq/postiz-app: no download, no right to trial reels, no upload.
  [2207077, 'fetch_failed'],
  [2207081, 'refused'],
  [2207082, 'temporary'],
]);

const KIND_OF_CODE: ReadonlyMap<number, GraphFailureKind> = new Map([
  [-2, 'temporary'],
  [-1, 'temporary'],
  [1, 'temporary'],
  [2, 'temporary'],
  [3, 'no_permission'],
  [4, 'rate_limited'],
  [9, 'quota'],
  [10, 'no_permission'],
  [17, 'rate_limited'],
  [24, 'container_gone'],
  [25, 'account_restricted'],
  [32, 'rate_limited'],
  [102, 'token_dead'],
  [190, 'token_dead'],
  [341, 'rate_limited'],
  [368, 'action_blocked'],
  [613, 'rate_limited'],
  [9004, 'fetch_failed'],
  [9007, 'not_ready'],
  [36000, 'picture_refused'],
  [36001, 'picture_refused'],
  [36003, 'picture_refused'],
  [36004, 'caption_refused'],
]);

const NO_SUCH_OBJECT = { code: 100, subcode: 33 };

const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,10}$/)
    .transform(Number),
]);
const optionalInteger = integer.optional().catch(undefined);

const errorBody = wrapped(
  z.object({
    error: z.object({
      code: optionalInteger,
      error_subcode: optionalInteger,
      is_transient: z.boolean().optional().catch(undefined),
    }),
  }),
);

/** The sign-in's own ways to say no. Their `code` is mostly the HTTP status again. */
const signInErrorBody = wrapped(
  z.union([
    z
      .object({ error_message: z.string(), code: optionalInteger })
      .transform(({ code }) => ({ code })),
    z.object({ error_type: z.string(), code: optionalInteger }).transform(({ code }) => ({ code })),
    z.object({ error: z.string() }).transform(() => ({ code: undefined })),
    z.object({ status: z.literal('fail') }).transform(() => ({ code: undefined })),
  ]),
);

function judge(answer: FailedAnswer): GraphFailure {
  const { status, body, fault } = answer;
  const graph = errorBody.safeParse(body);
  if (graph.success) {
    const { code, error_subcode: subcode, is_transient: isTransient } = graph.data.error;
    return {
      kind: kindOf(code, subcode) ?? (isTransient ? 'temporary' : kindOfStatus(status, 'refused')),
      code: code === undefined ? httpCode(status) : subcode ? `${code}/${subcode}` : `${code}`,
    };
  }
  const signIn = signInErrorBody.safeParse(body);
  if (signIn.success) {
    const { code } = signIn.data;
    const isStatus = code === undefined || (code >= 400 && code < 600);
    const kind = isStatus ? undefined : kindOf(code, undefined);
    return {
      kind: kind ?? kindOfStatus(status, 'refused'),
      code: isStatus ? httpCode(status) : `${code}`,
    };
  }
  const isGood = status >= 200 && status < 300;
  return {
    kind: kindOfStatus(status, 'no_answer'),
    code: isGood && fault !== undefined ? fault : httpCode(status),
  };
}

function kindOf(
  code: number | undefined,
  subcode: number | undefined,
): GraphFailureKind | undefined {
  // Whatever else is said with it, nothing goes on with a dead token.
  if (code === 190 || code === 102) return 'token_dead';
  const bySubcode = subcode === undefined ? undefined : KIND_OF_SUBCODE.get(subcode);
  if (bySubcode) return bySubcode;
  if (code === undefined) return undefined;
  if (code === NO_SUCH_OBJECT.code && subcode === NO_SUCH_OBJECT.subcode) return 'unknown_object';
  if (code >= 200 && code < 300) return 'no_permission';
  // Limits by business use case; Instagram's own is 80002, but others are counted for it in some accounts.
  if (code >= 80_000 && code <= 80_014) return 'rate_limited';
  return KIND_OF_CODE.get(code);
}

function kindOfStatus(status: number, otherwise: GraphFailureKind): GraphFailureKind {
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'no_answer' : otherwise;
}

function httpCode(status: number): string {
  return `http ${status}`;
}
