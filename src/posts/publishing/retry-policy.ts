import type { GraphFailure, GraphFailureKind } from './instagram.ts';
import type { ProblemKind, PublishProblem } from './problem.ts';
import { MAX_RETRIES, type PublishTiming } from './timing.ts';

/** What was asked of Instagram when it failed. */
export type GraphCall = 'create' | 'status' | 'limit' | 'publish' | 'link';

/** What to do about a failure. */
export type Verdict =
  /** Counts as an attempt. `renew`: with another container. */
  | {
      readonly verdict: 'retry';
      readonly at: number;
      readonly problem: PublishProblem;
      readonly renew: boolean;
    }
  /** Until `problem.until`, or until a person decides. */
  | { readonly verdict: 'hold'; readonly problem: PublishProblem }
  | { readonly verdict: 'fail'; readonly problem: PublishProblem }
  /** Only the container tells, and reading it changes nothing. */
  | { readonly verdict: 'read_again' }
  /** Of no consequence: it goes on without. */
  | { readonly verdict: 'go_on' };

export interface Trouble {
  /** Failed tries so far. */
  readonly attempts: number;
  readonly now: number;
  readonly timing: Pick<PublishTiming, 'retryBaseMs'>;
  /** From 0 to 1. */
  readonly random: () => number;
}

const HOUR_MS = 60 * 60 * 1000;
/** How much longer than planned a wait may be, so that those who failed together do not come back together. */
const JITTER = 0.2;

const PROBLEMS: Readonly<Record<GraphFailureKind, ProblemKind>> = {
  no_answer: 'instagram_unavailable',
  temporary: 'instagram_unavailable',
  not_ready: 'instagram_unavailable',
  container_gone: 'instagram_unavailable',
  unknown_object: 'instagram_unavailable',
  rate_limited: 'rate_limited',
  quota: 'quota_instagram',
  action_blocked: 'action_blocked',
  token_dead: 'token_dead',
  no_permission: 'no_permission',
  account_restricted: 'account_restricted',
  fetch_failed: 'picture_unreachable',
  picture_refused: 'picture_refused',
  caption_refused: 'caption_refused',
  refused: 'content_refused',
};

/** For how long a problem that ends by itself is waited for, where Instagram does not say. */
const HOLDS: Partial<Readonly<Record<ProblemKind, number>>> = {
  // Looked at every hour: room comes back little by little, for the limit counts the last 24 hours.
  quota_instagram: HOUR_MS,
  quota_ours: HOUR_MS,
  rate_limited: HOUR_MS,
  action_blocked: 24 * HOUR_MS,
  facts_unchecked: HOUR_MS / 6,
};

/** Only a person can do something about these. */
const PERSONS: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'not_connected',
  'token_dead',
  'no_permission',
  'account_restricted',
  'account_changed',
  'public_url_missing',
]);

const RETRIED: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'instagram_unavailable',
  'picture_unreachable',
  'unexpected',
]);

/** What a failed container read says nothing about. */
const UNREADABLE: ReadonlySet<GraphFailureKind> = new Set<GraphFailureKind>([
  'no_answer',
  'temporary',
  'not_ready',
  'unknown_object',
]);

/**
 * By what was asked and the kind of failure (developers.facebook.com, error codes of the Instagram Platform). The
 * answer to `media_publish` is never believed: a post may be live whatever it says.
 */
export function judgeFailure(call: GraphCall, failure: GraphFailure, trouble: Trouble): Verdict {
  if (call === 'publish') return { verdict: 'read_again' };
  if (call === 'link') return { verdict: 'go_on' };
  if (call === 'status' && UNREADABLE.has(failure.kind)) return { verdict: 'read_again' };
  const verdict = judgeProblem(problemOf(failure), trouble, {
    renew: call === 'status',
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  });
  // Instagram checks its limit itself when it publishes.
  if (call === 'limit' && verdict.verdict !== 'hold') return { verdict: 'go_on' };
  return verdict;
}

/**
 * What becomes of a post that is known not to be live, by what is wrong with it. Also for a `media_publish` that
 * failed, once the container was seen unpublished for long enough.
 */
export function judgeProblem(
  problem: PublishProblem,
  trouble: Trouble,
  {
    renew = false,
    retryAfterMs,
  }: { readonly renew?: boolean; readonly retryAfterMs?: number } = {},
): Verdict {
  const { attempts, now, timing, random } = trouble;
  const { until: _, told: __, ...lasting } = problem;
  if (PERSONS.has(problem.kind)) return { verdict: 'hold', problem: lasting };
  const holdMs = HOLDS[problem.kind];
  if (holdMs !== undefined) {
    return { verdict: 'hold', problem: { ...lasting, until: now + (retryAfterMs ?? holdMs) } };
  }
  if (!RETRIED.has(problem.kind) || attempts >= MAX_RETRIES) {
    return { verdict: 'fail', problem: lasting };
  }
  const backoff = timing.retryBaseMs * 2 ** attempts * (1 + JITTER * random());
  const at = Math.ceil(now + Math.max(backoff, retryAfterMs ?? 0));
  return { verdict: 'retry', at, problem: { ...lasting, until: at }, renew };
}

export function problemOf({ kind, code, retryAfterMs: _ }: GraphFailure): PublishProblem {
  return { kind: PROBLEMS[kind], code };
}

/** What a container's `ERROR` is about, by the subcode in its text; without a known one it may go away by itself. */
export function containerProblem(status: 'ERROR' | 'EXPIRED', subcode?: number): PublishProblem {
  const code = subcode === undefined ? status : `${status}/${subcode}`;
  return { kind: SUBCODES.get(subcode ?? 0) ?? 'instagram_unavailable', code };
}

const SUBCODES: ReadonlyMap<number, ProblemKind> = new Map([
  [2207003, 'picture_unreachable'],
  [2207052, 'picture_unreachable'],
  [2207004, 'picture_refused'],
  [2207005, 'picture_refused'],
  [2207009, 'picture_refused'],
  [2207010, 'caption_refused'],
  [2207040, 'caption_refused'],
  [2207023, 'content_refused'],
  [2207026, 'content_refused'],
  [2207028, 'content_refused'],
  [2207042, 'quota_instagram'],
  [2207050, 'account_restricted'],
  [2207051, 'action_blocked'],
]);
