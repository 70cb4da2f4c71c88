import { describe, expect, it } from 'vitest';
import type { GraphFailureKind } from '../../../src/posts/publishing/instagram.ts';
import {
  containerProblem,
  type GraphCall,
  judgeFailure,
  judgeProblem,
} from '../../../src/posts/publishing/retry-policy.ts';
import { HOUR_MS, MINUTE_MS, NOW } from './publishing-stage.ts';

const trouble = { attempts: 0, now: NOW, timing: { retryBaseMs: MINUTE_MS }, random: () => 0 };

type Row = readonly [
  code: string,
  kind: GraphFailureKind,
  create: string,
  status: string,
  afterGrace: string,
];

// The codes of Meta's reference for publishing, of tokens, permissions and throttling, and what was only seen.
const ROWS: readonly Row[] = [
  ['-2/2207003', 'fetch_failed', 'retry', 'renew', 'retry'],
  ['-2/2207020', 'container_gone', 'retry', 'renew', 'retry'],
  ['-1/2207001', 'temporary', 'retry', 'read_again', 'retry'],
  ['-1/2207032', 'temporary', 'retry', 'read_again', 'retry'],
  ['-1/2207053', 'temporary', 'retry', 'read_again', 'retry'],
  ['4/2207051', 'action_blocked', 'hold 24 h', 'hold 24 h', 'hold 24 h'],
  ['9/2207042', 'quota', 'hold 1 h', 'hold 1 h', 'hold 1 h'],
  ['24/2207006', 'container_gone', 'retry', 'renew', 'retry'],
  ['24/2207008', 'container_gone', 'retry', 'renew', 'retry'],
  ['25/2207050', 'account_restricted', 'hold', 'hold', 'hold'],
  ['100/2207023', 'refused', 'fail', 'fail', 'fail'],
  ['100/2207028', 'refused', 'fail', 'fail', 'fail'],
  ['100/2207040', 'caption_refused', 'fail', 'fail', 'fail'],
  ['352/2207026', 'refused', 'fail', 'fail', 'fail'],
  ['9004/2207052', 'fetch_failed', 'retry', 'renew', 'retry'],
  ['9007/2207027', 'not_ready', 'retry', 'read_again', 'retry'],
  ['36000/2207004', 'picture_refused', 'fail', 'fail', 'fail'],
  ['36001/2207005', 'picture_refused', 'fail', 'fail', 'fail'],
  ['36003/2207009', 'picture_refused', 'fail', 'fail', 'fail'],
  ['36004/2207010', 'caption_refused', 'fail', 'fail', 'fail'],
  ['1/2207057', 'refused', 'fail', 'fail', 'fail'],
  ['100/2207035', 'refused', 'fail', 'fail', 'fail'],
  ['100/2207082', 'refused', 'fail', 'fail', 'fail'],
  ...['190/458', '190/459', '190/460', '190/463', '190/464', '190/467', '190/492', '102'].map(
    (code) => [code, 'token_dead', 'hold', 'hold', 'hold'] as const,
  ),
  ...['10', '3', '200', '299'].map(
    (code) => [code, 'no_permission', 'hold', 'hold', 'hold'] as const,
  ),
  // Seen for days for objects that were there: not known is not gone.
  ['100/33', 'unknown_object', 'retry', 'read_again', 'retry'],
  ...['4', '17', '32', '613', '80002', '341', 'http 429'].map(
    (code) => [code, 'rate_limited', 'hold 1 h', 'hold 1 h', 'hold 1 h'] as const,
  ),
  ['368', 'action_blocked', 'hold 24 h', 'hold 24 h', 'hold 24 h'],
  ['1', 'temporary', 'retry', 'read_again', 'retry'],
  ['2', 'temporary', 'retry', 'read_again', 'retry'],
  ...['timeout', 'http 502', 'html'].map(
    (code) => [code, 'no_answer', 'retry', 'read_again', 'retry'] as const,
  ),
];

describe('a failure of Instagram', () => {
  it.each(ROWS)('%s (%s): creating %s, reading %s, once unpublished %s', (...row) => {
    const [code, kind, create, status, afterGrace] = row;
    const failure = { kind, code };
    expect(words(judgeFailure('create', failure, trouble))).toBe(create);
    expect(words(judgeFailure('status', failure, trouble))).toBe(status);
    const judged = judgeFailure('create', failure, trouble);
    const problem = 'problem' in judged ? judged.problem : undefined;
    expect(problem?.code).toBe(code);
    expect(words(judgeProblem(problem ?? { kind: 'unexpected' }, trouble))).toBe(afterGrace);
    // Whatever it says: it may be live.
    expect(words(judgeFailure('publish', failure, trouble))).toBe('read_again');
    expect(words(judgeFailure('link', failure, trouble))).toBe('go_on');
    expect(words(judgeFailure('limit', failure, trouble))).toBe(
      create.startsWith('hold') ? create : 'go_on',
    );
  });

  it.each([
    [0, 0, 1],
    [1, 0, 2],
    [2, 0, 4],
    [0, 1, 1.2],
    [2, 1, 4.8],
  ])(
    'is tried again after %i retries with jitter %d in %d minutes',
    (attempts, jitter, minutes) => {
      const failure = { kind: 'temporary', code: '2' } as const;
      const random = () => jitter;
      expect(judgeFailure('create', failure, { ...trouble, attempts, random })).toMatchObject({
        at: NOW + minutes * MINUTE_MS,
        problem: { until: NOW + minutes * MINUTE_MS },
      });
    },
  );

  it('is final after three retries, and says no more when it is tried again', () => {
    const failure = { kind: 'fetch_failed', code: '9004/2207052' } as const;
    expect(judgeFailure('create', failure, { ...trouble, attempts: 3 })).toEqual({
      verdict: 'fail',
      problem: { kind: 'picture_unreachable', code: '9004/2207052' },
    });
  });

  it.each<readonly [GraphCall, GraphFailureKind, number]>([
    ['create', 'rate_limited', 7 * MINUTE_MS],
    ['limit', 'rate_limited', 7 * MINUTE_MS],
    ['create', 'temporary', 7 * MINUTE_MS],
  ])('of %s waits as long as Instagram says: %s', (call, kind, retryAfterMs) => {
    const verdict = judgeFailure(call, { kind, code: 'x', retryAfterMs }, trouble);
    expect(verdict).toMatchObject({ problem: { until: NOW + retryAfterMs } });
  });

  it.each([
    [undefined, 'instagram_unavailable', 'ERROR'],
    [2207052, 'picture_unreachable', 'ERROR/2207052'],
    [2207009, 'picture_refused', 'ERROR/2207009'],
    [2207051, 'action_blocked', 'ERROR/2207051'],
    [2207999, 'instagram_unavailable', 'ERROR/2207999'],
  ])('in a container is read from its subcode %s: %s', (subcode, kind, code) => {
    expect(containerProblem('ERROR', subcode)).toEqual({ kind, code });
  });
});

function words(verdict: ReturnType<typeof judgeFailure>): string {
  if (verdict.verdict === 'retry') return verdict.renew ? 'renew' : 'retry';
  if (verdict.verdict !== 'hold' || verdict.problem.until === undefined) return verdict.verdict;
  return `hold ${(verdict.problem.until - NOW) / HOUR_MS} h`;
}
