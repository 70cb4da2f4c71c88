import { describe, expect, test } from 'vitest';
import type { InstagramFault } from '../../sandbox/instagram/index.ts';
import { codeOf, InstagramApp, MINUTE } from './instagram-app.ts';

type PublishFault = InstagramFault & { readonly call: 'media_publish' };

describe('an answer to media_publish that is wrong', () => {
  test.each([
    ['http 502', { kind: 'http', status: 502 }, { status: 502, code: '2' }],
    ['4/2207051', { kind: 'error', code: 4, subcode: 2207051 }, { status: 400, code: '4/2207051' }],
    [
      'the same as 403',
      { kind: 'error', code: 4, subcode: 2207051, status: 403 },
      { status: 403, code: '4/2207051' },
    ],
    ['an error in 200', { kind: 'error_in_200', code: 1 }, { status: 200, code: '1' }],
  ] as const)('%s: leaves nothing live, or all the same', async (_, fault, expected) => {
    for (const afterEffect of [false, true]) {
      await using app = await InstagramApp.start();
      const id = await app.container();
      app.instagram.fault({ ...fault, afterEffect, call: 'media_publish', times: 1 });
      const answer = await app.publish(id);
      expect({ status: answer.status, code: codeOf(answer) }).toEqual(expected);
      expect(app.instagram.publishesOf(id)).toBe(afterEffect ? 1 : 0);
      expect(await app.status(id)).toBe(afterEffect ? 'PUBLISHED' : 'FINISHED');
    }
  });

  test.each([
    ['hang', false],
    ['hang', true],
    ['reset', false],
    ['reset', true],
  ] as const)('%s: none comes (effect: %s)', async (kind, afterEffect) => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.instagram.fault({ kind, afterEffect, call: 'media_publish', times: 1 });
    const answer = publishUntilGivenUp(app, id, kind === 'hang' ? 100 : 10_000);
    await expect(answer).rejects.toThrow(kind === 'hang' ? 'timeout' : 'fetch failed');
    expect(app.instagram.publishesOf(id)).toBe(afterEffect ? 1 : 0);
    expect(app.instagram.requests.at(-1)).toMatchObject({ call: 'media_publish', fault: kind });
    expect(app.instagram.requests.at(-1)).not.toHaveProperty('answer');
  });

  test('200 without an id: the post is live', async () => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.instagram.fault({ kind: 'no_id', call: 'media_publish' });
    expect(await app.publish(id)).toMatchObject({ status: 200, body: {} });
    expect(app.instagram.publishesOf(id)).toBe(1);
  });

  test('half of it: the post is live', async () => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.instagram.fault({ kind: 'truncated', call: 'media_publish' });
    await expect(app.publish(id)).rejects.toThrow('terminated');
    expect(app.instagram.publishesOf(id)).toBe(1);
  });

  test.each([false, true])('HTML (effect: %s)', async (afterEffect) => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.instagram.fault({ kind: 'html', afterEffect, call: 'media_publish' });
    await expect(app.publish(id)).rejects.toThrow('not valid JSON');
    expect(app.instagram.publishesOf(id)).toBe(afterEffect ? 1 : 0);
  });

  test.each([false, true])(
    'too late: it is done though the client left (effect first: %s)',
    async (afterEffect) => {
      await using app = await InstagramApp.start();
      const id = await app.container();
      app.instagram.fault({ kind: 'slow', ms: 200, afterEffect, call: 'media_publish' });
      await expect(publishUntilGivenUp(app, id, 50)).rejects.toThrow('timeout');
      expect(app.instagram.publishesOf(id)).toBe(afterEffect ? 1 : 0);
      await app.instagram.waitUntil(({ requests }) => requests.at(-1)?.answer !== undefined);
      expect(app.instagram.publishesOf(id)).toBe(1);
    },
  );
});

describe('a publish that is refused and goes live later', () => {
  const late: PublishFault = { kind: 'late', afterMs: MINUTE, call: 'media_publish', times: 1 };

  test('does so by the clock, once', async () => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.instagram.fault(late);
    expect(codeOf(await app.publish(id))).toBe('-1/2207001');
    expect(await app.status(id)).toBe('FINISHED');
    app.time.now += MINUTE - 1;
    expect(app.instagram.publishesOf(id)).toBe(0);
    app.time.now += MINUTE;
    expect(await app.status(id)).toBe('PUBLISHED');
    expect(app.instagram.livePosts).toMatchObject([{ publishedAt: app.time.now - MINUTE + 1 }]);
  });

  test.each([
    ['error', 1],
    ['duplicate', 2],
  ] as const)('after a second one in between: %s', async (secondPublish, live) => {
    await using app = await InstagramApp.start({ secondPublish });
    const id = await app.container();
    app.instagram.fault(late);
    await app.publish(id);
    expect(codeOf(await app.publish(id))).toBeUndefined();
    app.time.now += MINUTE;
    expect(app.instagram.publishesOf(id)).toBe(live);
  });

  test('is not, when it would have been refused anyway', async () => {
    await using app = await InstagramApp.start({ readsInProgress: 1 });
    const id = await app.container();
    app.instagram.fault(late);
    expect(codeOf(await app.publish(id))).toBe('9007/2207027');
    app.time.now += MINUTE;
    expect(app.instagram.livePosts).toEqual([]);
  });
});

describe('other calls', () => {
  test('a container that cannot be read', async () => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.instagram.fault({ kind: 'unreadable', call: 'status', times: 1 });
    expect(codeOf(await app.get(id, { fields: 'status_code' }))).toBe('100/33');
    expect(await app.status(id)).toBe('FINISHED');
  });

  test('a container that ends in an error', async () => {
    await using app = await InstagramApp.start({ readsInProgress: 1 });
    app.instagram.fault({ kind: 'container_error', subcode: 2207053, call: 'create' });
    const id = await app.container();
    expect(await app.status(id)).toBe('IN_PROGRESS');
    const { body } = await app.get(id, { fields: 'status_code,status' });
    expect(body).toMatchObject({
      status_code: 'ERROR',
      status: expect.stringContaining('2207053'),
    });
  });

  test('too many calls, with the minutes until there is room', async () => {
    await using app = await InstagramApp.start();
    app.instagram.fault({ kind: 'rate_limited', call: 'limit', regainMinutes: 7, retryAfter: '9' });
    const answer = await app.get(`${app.account.id}/content_publishing_limit`);
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('80002');
    expect(answer.headers.get('retry-after')).toBe('9');
    expect(answer.headers.get('x-business-use-case-usage')).toContain(
      '"estimated_time_to_regain_access":7',
    );
  });

  test.each([460, 463, 467])('a token that is dead by %i', async (subcode) => {
    await using app = await InstagramApp.start();
    app.instagram.fault({ kind: 'token', subcode });
    expect(codeOf(await app.get('me'))).toBe(`190/${subcode}`);
  });

  test('a permission that is missing', async () => {
    await using app = await InstagramApp.start();
    app.instagram.fault({ kind: 'permission', call: 'recent' });
    expect(codeOf(await app.get(`${app.account.id}/media`))).toBe('10');
  });

  test('a refresh that fails once, and then does not', async () => {
    await using app = await InstagramApp.start();
    const token = app.account.issueToken({ issuedAt: app.time.now - 48 * 60 * MINUTE });
    app.instagram.fault({ kind: 'http', status: 503, call: 'refresh', times: 1, retryAfter: '30' });
    const refresh = () =>
      fetch(
        `${app.instagram.graphUrl}/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`,
      );
    const failed = await refresh();
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '30']);
    expect((await refresh()).status).toBe(200);
  });
});

describe('which calls a fault meets', () => {
  test('only those of its account and kind, so many times', async () => {
    await using app = await InstagramApp.start();
    const other = app.instagram.addAccount({ username: 'other' }).issueToken();
    const account = app.account.username;
    app.instagram.fault({ kind: 'unreadable', call: 'me', account, times: 2 });
    expect(codeOf(await app.get('me', {}, other))).toBeUndefined();
    expect(codeOf(await app.get(`${app.account.id}/media`))).toBeUndefined();
    expect(codeOf(await app.get('me'))).toBe('100/33');
    expect(codeOf(await app.get('me'))).toBe('100/33');
    expect(codeOf(await app.get('me'))).toBeUndefined();
  });

  test('the nth from now, once', async () => {
    await using app = await InstagramApp.start();
    app.instagram.fault({ kind: 'unreadable', call: 'me', nth: 2 });
    const codes = [];
    for (let n = 0; n < 4; n += 1) codes.push(codeOf(await app.get('me')));
    expect(codes).toEqual([undefined, '100/33', undefined, undefined]);
  });

  test('some by chance, the same for the same seed', async () => {
    const row = async (seed: number) => {
      await using app = await InstagramApp.start({ seed });
      app.instagram.fault({ kind: 'unreadable', call: 'me', probability: 0.3 });
      const met: boolean[] = [];
      for (let n = 0; n < 60; n += 1) met.push(codeOf(await app.get('me')) !== undefined);
      return met;
    };
    const met = await row(7);
    const count = met.filter(Boolean).length;
    expect(count).toBeGreaterThan(6);
    expect(count).toBeLessThan(32);
    expect(await row(7)).toEqual(met);
    expect(await row(8)).not.toEqual(met);
  });

  test('the oldest first, and none after clearing', async () => {
    await using app = await InstagramApp.start();
    app.instagram.fault({ kind: 'permission', call: 'me', times: 1 });
    app.instagram.fault({ kind: 'unreadable' });
    expect(codeOf(await app.get('me'))).toBe('10');
    expect(codeOf(await app.get('me'))).toBe('100/33');
    app.instagram.clearFaults();
    expect(codeOf(await app.get('me'))).toBeUndefined();
  });
});

test('every call is kept with what was asked and answered', async () => {
  await using app = await InstagramApp.start();
  const id = await app.container();
  await app.publish(id);
  expect(app.instagram.requests).toEqual([
    {
      call: 'create',
      method: 'POST',
      path: `/${app.account.id}/media`,
      version: 'v26.0',
      account: app.account.id,
      form: { image_url: app.host.url, caption: '토요일 밤' },
      tokenIn: 'header',
      at: app.time.now,
      answer: { status: 200 },
    },
    expect.objectContaining({ call: 'media_publish', form: { creation_id: id } }),
  ]);
});

test('a delay is waited for before every call', async () => {
  await using app = await InstagramApp.start({ delayMs: 80 });
  const start = performance.now();
  await app.get('me');
  expect(performance.now() - start).toBeGreaterThan(75);
});

function publishUntilGivenUp(app: InstagramApp, creation_id: string, ms: number) {
  return fetch(`${app.instagram.graphUrl}/${app.account.id}/media_publish`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}` },
    body: new URLSearchParams({ creation_id }),
    signal: AbortSignal.timeout(ms),
  });
}
