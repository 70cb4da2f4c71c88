import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/clients/instagram-errors.ts';
import type { GraphFailureKind } from '../../src/posts/publishing/instagram.ts';

type Row = readonly [code: number, subcode: number | undefined, kind: GraphFailureKind];

/** Documented for publishing: developers.facebook.com, error codes of the Instagram Platform. */
const PUBLISHING: readonly Row[] = [
  [-2, 2207003, 'fetch_failed'],
  [-2, 2207020, 'container_gone'],
  [-1, 2207001, 'temporary'],
  [-1, 2207032, 'temporary'],
  [-1, 2207053, 'temporary'],
  [1, 2207057, 'refused'],
  [4, 2207051, 'action_blocked'],
  [9, 2207042, 'quota'],
  [24, 2207006, 'container_gone'],
  [24, 2207008, 'container_gone'],
  [25, 2207050, 'account_restricted'],
  [100, 2207023, 'refused'],
  [100, 2207028, 'refused'],
  [100, 2207035, 'refused'],
  [100, 2207036, 'refused'],
  [100, 2207037, 'refused'],
  [100, 2207040, 'caption_refused'],
  [352, 2207026, 'refused'],
  [9004, 2207052, 'fetch_failed'],
  [9007, 2207027, 'not_ready'],
  [36000, 2207004, 'picture_refused'],
  [36001, 2207005, 'picture_refused'],
  [36003, 2207009, 'picture_refused'],
  [36004, 2207010, 'caption_refused'],
];

/** Seen, but in no documentation. */
const UNDOCUMENTED: readonly Row[] = [
  [100, 2207077, 'fetch_failed'],
  [100, 2207081, 'refused'],
  [100, 2207082, 'temporary'],
  // What a second publication of a container is answered is not known; these are guesses of others.
  [9, 2207008, 'container_gone'],
  [9007, 2207008, 'container_gone'],
  [100, undefined, 'refused'],
];

const SIGNED_IN: readonly Row[] = [
  [190, undefined, 'token_dead'],
  [190, 458, 'token_dead'],
  [190, 459, 'token_dead'],
  [190, 460, 'token_dead'],
  [190, 463, 'token_dead'],
  [190, 464, 'token_dead'],
  [190, 467, 'token_dead'],
  [190, 492, 'token_dead'],
  [190, 2207006, 'token_dead'],
  [102, undefined, 'token_dead'],
  [102, 463, 'token_dead'],
];

const PERMISSION: readonly Row[] = [
  [3, undefined, 'no_permission'],
  [10, undefined, 'no_permission'],
  [200, undefined, 'no_permission'],
  [210, undefined, 'no_permission'],
  [299, undefined, 'no_permission'],
  [300, undefined, 'refused'],
  [100, 33, 'unknown_object'],
];

const THROTTLE: readonly Row[] = [
  [4, undefined, 'rate_limited'],
  [17, undefined, 'rate_limited'],
  [32, undefined, 'rate_limited'],
  [341, undefined, 'rate_limited'],
  [613, undefined, 'rate_limited'],
  [80002, undefined, 'rate_limited'],
  [80005, undefined, 'rate_limited'],
  [368, undefined, 'action_blocked'],
  [1, undefined, 'temporary'],
  [2, undefined, 'temporary'],
];

const ROWS = [...PUBLISHING, ...UNDOCUMENTED, ...SIGNED_IN, ...PERMISSION, ...THROTTLE];

function errorBody(code: number, subcode?: number, more: Record<string, unknown> = {}) {
  const error = { message: 'no', type: 'OAuthException', code, ...more };
  return { error: subcode === undefined ? error : { ...error, error_subcode: subcode } };
}

describe('an error of the Graph', () => {
  test.each(ROWS)('%i/%s is %s', (code, subcode, kind) => {
    const failure = failureOf({ status: 400, body: errorBody(code, subcode) });
    const label = subcode === undefined ? `${code}` : `${code}/${subcode}`;
    expect(failure).toEqual({ kind, code: label });
  });

  test('is the same whatever HTTP status it comes with, 200 included', () => {
    const statuses = fc.constantFrom(200, 400, 401, 403, 500);
    const known = ROWS.filter(([code]) => code !== 300 && code !== 100);
    fc.assert(
      fc.property(fc.constantFrom(...known), statuses, ([code, subcode, kind], status) => {
        expect(failureOf({ status, body: errorBody(code, subcode) }).kind).toBe(kind);
      }),
    );
  });

  test('is the same in every language', () => {
    const texts = fc.record({
      message: fc.string({ unit: 'grapheme' }),
      error_user_title: fc.constantFrom('ข้อผิดพลาด', '190', 'Se ha producido un error'),
      error_user_msg: fc.constantFrom('게시할 수 없습니다 (2207051)', 'rate limit', ''),
      type: fc.constantFrom('OAuthException', 'IGApiException', 'GraphMethodException'),
    });
    fc.assert(
      fc.property(fc.constantFrom(...ROWS), texts, ([code, subcode, kind], more) => {
        const { error } = errorBody(code, subcode);
        expect(failureOf({ status: 400, body: { error: { ...error, ...more } } }).kind).toBe(kind);
      }),
    );
  });

  test('may have its numbers as texts', () => {
    const body = { error: { code: '9007', error_subcode: '2207027' } };
    expect(failureOf({ status: 400, body })).toEqual({ kind: 'not_ready', code: '9007/2207027' });
  });

  test.each([
    [{ code: 999, is_transient: true }, 400, 'temporary', '999'],
    [{ code: 100, is_transient: true }, 400, 'temporary', '100'],
    [{ code: 4, is_transient: true }, 400, 'rate_limited', '4'],
    [{ code: 190, is_transient: true }, 400, 'token_dead', '190'],
    [{ code: 100, error_subcode: 33, is_transient: true }, 400, 'unknown_object', '100/33'],
    [{ code: 999 }, 400, 'refused', '999'],
    [{ code: 999, is_transient: false }, 403, 'refused', '999'],
    [{ code: 999 }, 500, 'no_answer', '999'],
    [{ code: 999 }, 429, 'rate_limited', '999'],
    [{ message: 'no number at all' }, 400, 'refused', 'http 400'],
    [{ code: 'x', error_subcode: [] }, 502, 'no_answer', 'http 502'],
    [{ error_subcode: 2207051 }, 400, 'action_blocked', 'http 400'],
  ])('%j with HTTP status %i is %s', (error, status, kind, code) => {
    expect(failureOf({ status, body: { error } })).toEqual({ kind, code });
  });

  test('says how long to wait, where the headers say so', () => {
    const body = errorBody(80002);
    expect(failureOf({ status: 400, body, retryAfterMs: 720_000 })).toEqual({
      kind: 'rate_limited',
      code: '80002',
      retryAfterMs: 720_000,
    });
  });
});

describe('an error of the sign-in', () => {
  const USED = 'Matching code was not found or was already used';

  test.each([
    [{ error_type: 'OAuthException', code: 400, error_message: USED }, 400, 'refused', 'http 400'],
    [{ error_message: USED, code: 400 }, 400, 'refused', 'http 400'],
    [{ error_type: 'OAuthException' }, 400, 'refused', 'http 400'],
    [{ data: [{ error_type: 'OAuthException', code: 400 }] }, 400, 'refused', 'http 400'],
    [{ error_type: 'OAuthRateLimitException', code: 429 }, 429, 'rate_limited', 'http 429'],
    [{ error_type: 'OAuthException', code: 190 }, 400, 'token_dead', '190'],
    [{ error_type: 'OAuthException', code: 500 }, 500, 'no_answer', 'http 500'],
    [{ error: 'invalid_request', error_description: 'no' }, 400, 'refused', 'http 400'],
    [{ message: 'mutually exclusive', status: 'fail' }, 400, 'refused', 'http 400'],
    [{ message: 'mutually exclusive', status: 'fail' }, 200, 'refused', 'http 200'],
  ])('%j with HTTP status %i is %s', (body, status, kind, code) => {
    expect(failureOf({ status, body })).toEqual({ kind, code });
  });
});

describe('an answer that is no error of Instagram', () => {
  test.each([
    [502, undefined, 'html', 'no_answer', 'http 502'],
    [503, undefined, 'empty', 'no_answer', 'http 503'],
    [403, undefined, 'html', 'no_answer', 'http 403'],
    [401, undefined, 'html', 'no_answer', 'http 401'],
    [302, undefined, 'empty', 'no_answer', 'http 302'],
    [429, undefined, 'html', 'rate_limited', 'http 429'],
    [200, undefined, 'html', 'no_answer', 'html'],
    [200, undefined, 'empty', 'no_answer', 'empty'],
    [200, {}, 'shape', 'no_answer', 'shape'],
    [500, { id: '17900000000000001' }, 'shape', 'no_answer', 'http 500'],
  ])('says nothing about what was done: %i %j %s', (status, body, fault, kind, code) => {
    expect(failureOf({ status, body, fault })).toEqual({ kind, code });
  });

  test('is judged whatever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.jsonValue(), (status, body) => {
        const { kind, code } = failureOf({ status, body, fault: 'shape' });
        expect(kind).toBeTypeOf('string');
        expect(code).not.toBe('');
      }),
    );
  });
});
