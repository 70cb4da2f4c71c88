import { describe, expect, test } from 'vitest';
import { InstagramGraph } from '../../src/clients/instagram-graph.ts';
import { Secret } from '../../src/posts/secret.ts';
import { answering, type Scene } from '../fixtures/scripted-server.ts';
import { ACCESS, ACCOUNT, json, startListening, TOKEN } from './instagram-stage.ts';

const NOW = Date.parse('2026-12-24T13:00:00Z');
const CONTAINER = '18000000000000001';
const MEDIA = '17900000000000001';
const PHOTO = { url: 'https://bot.example/media/a.jpg', altText: '12월 24일 라인업 포스터' };

async function stage(...scenes: readonly Scene[]) {
  const server = await startListening(...scenes);
  const usages: number[] = [];
  const graph = new InstagramGraph({
    graphUrl: `${server.url}/`,
    clock: () => NOW,
    onUsage: (percent) => usages.push(percent),
  });
  return Object.assign(server, { graph, usages });
}

describe('a container', () => {
  test('of one picture is asked for with a form, the token in the header', async () => {
    await using server = await stage(json({ id: CONTAINER }));
    const caption = '오늘 밤 22시 #techno & 라인업 100% + @dj';
    const userTags = [{ username: 'dj_kim', x: 0.25, y: 0.5 }];
    const answer = await server.graph.createPhoto(ACCESS, { ...PHOTO, caption, userTags });
    expect(answer).toEqual({ ok: true, value: { containerId: CONTAINER } });
    expect(server.received).toEqual([
      {
        method: 'POST',
        path: `/v26.0/${ACCOUNT}/media`,
        query: {},
        form: {
          image_url: PHOTO.url,
          alt_text: PHOTO.altText,
          caption,
          user_tags: '[{"username":"dj_kim","x":0.25,"y":0.5}]',
        },
        authorization: `Bearer ${TOKEN}`,
        contentType: 'application/x-www-form-urlencoded;charset=UTF-8',
      },
    ]);
  });

  test('of a child of a carousel has no caption', async () => {
    await using server = await stage(json({ id: CONTAINER }));
    await server.graph.createPhoto(ACCESS, { ...PHOTO, caption: 'x', isCarouselItem: true });
    expect(server.received[0]?.form).toEqual({
      image_url: PHOTO.url,
      alt_text: PHOTO.altText,
      is_carousel_item: 'true',
    });
  });

  test('of a carousel names its children in order', async () => {
    await using server = await stage(json({ id: CONTAINER }));
    const children = ['18000000000000003', '18000000000000002'];
    const answer = await server.graph.createCarousel(ACCESS, { children, caption: '라인업' });
    expect(answer).toEqual({ ok: true, value: { containerId: CONTAINER } });
    expect(server.received[0]?.form).toEqual({
      media_type: 'CAROUSEL',
      children: '18000000000000003,18000000000000002',
      caption: '라인업',
    });
  });

  test.each([
    [{ data: [{ id: CONTAINER }] }, CONTAINER],
    ['{"id":18000000000000001}', CONTAINER],
    [{ id: 5 }, '5'],
  ])('is read from %j', async (body, containerId) => {
    await using server = await stage(json(body));
    const answer = await server.graph.createPhoto(ACCESS, PHOTO);
    expect(answer).toEqual({ ok: true, value: { containerId } });
  });

  test.each([
    [{ status_code: 'IN_PROGRESS' }, { status: 'IN_PROGRESS' }],
    [{ status_code: 'FINISHED', status: 'Finished: ready' }, { status: 'FINISHED' }],
    [{ status_code: 'PUBLISHED', id: CONTAINER }, { status: 'PUBLISHED' }],
    [{ data: [{ status_code: 'EXPIRED' }] }, { status: 'EXPIRED' }],
    [{ status_code: 'ERROR' }, { status: 'ERROR' }],
    [{ status_code: 'ERROR', status: 7 }, { status: 'ERROR' }],
    [
      {
        status_code: 'ERROR',
        status: 'Error: Media upload has failed with error code 2207052',
      },
      { status: 'ERROR', subcode: 2207052 },
    ],
    [
      { status_code: 'ERROR', status: '오류(2207009)' },
      { status: 'ERROR', subcode: 2207009 },
    ],
    [{ status_code: 'ERROR', status: 'trace 992207004, 22070041' }, { status: 'ERROR' }],
  ])('has the status of %j', async (body, value) => {
    await using server = await stage(json(body));
    expect(await server.graph.containerStatus(ACCESS, CONTAINER)).toEqual({ ok: true, value });
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      path: `/v26.0/${CONTAINER}`,
      query: { fields: 'status_code,status' },
      authorization: `Bearer ${TOKEN}`,
    });
  });

  test('with a status nobody knows is as good as unread', async () => {
    await using server = await stage(json({ status_code: 'SLEEPING' }));
    const failure = { kind: 'no_answer', code: 'shape' };
    const answer = await server.graph.containerStatus(ACCESS, CONTAINER);
    expect(answer).toEqual({ ok: false, failure });
  });
});

describe('a publication', () => {
  test('is asked for by its container', async () => {
    await using server = await stage(json({ id: MEDIA }));
    const answer = await server.graph.publish(ACCESS, CONTAINER);
    expect(answer).toEqual({ ok: true, value: { mediaId: MEDIA } });
    expect(server.received).toEqual([
      {
        method: 'POST',
        path: `/v26.0/${ACCOUNT}/media_publish`,
        query: {},
        form: { creation_id: CONTAINER },
        authorization: `Bearer ${TOKEN}`,
        contentType: 'application/x-www-form-urlencoded;charset=UTF-8',
      },
    ]);
  });

  // 307 would be followed, 421 repeated and 503 tried again by clients that mean well.
  test.each([200, 302, 307, 401, 408, 421, 425, 429, 500, 502, 503, 504])(
    'is sent exactly once, also when the answer is %i',
    async (status) => {
      await using server = await stage(
        answering(status, '', { location: '/again', 'retry-after': '0' }),
      );
      const answer = await server.graph.publish(ACCESS, CONTAINER);
      expect(answer).toMatchObject({ ok: false });
      expect(server.requests).toEqual([`POST /v26.0/${ACCOUNT}/media_publish`]);
    },
  );

  test('is sent exactly once over a connection that breaks', async () => {
    await using server = await stage(
      json({ status_code: 'FINISHED' }),
      (request) => request.socket.destroy(),
      json({ id: MEDIA }),
    );
    // The first request leaves a connection behind that the second one uses.
    await server.graph.containerStatus(ACCESS, CONTAINER);
    const answer = await server.graph.publish(ACCESS, CONTAINER);
    expect(answer).toEqual({ ok: false, failure: { kind: 'no_answer', code: 'reset' } });
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ['no id', json({}), 'no_answer', 'shape'],
    ['an id that is none', json({ id: '../me' }), 'no_answer', 'shape'],
    ['an empty id', json({ id: '' }), 'no_answer', 'shape'],
    ['a list', json([]), 'no_answer', 'shape'],
    ['null', json('null'), 'no_answer', 'shape'],
    ['nothing', json(''), 'no_answer', 'empty'],
    ['a page', answering(200, '<!doctype html><title>Instagram'), 'no_answer', 'html'],
    ['half of JSON', json('{"id":"1790000'), 'no_answer', 'not json'],
    ['a page with status 502', answering(502, '<html>'), 'no_answer', 'http 502'],
    ['an id with status 500', json({ id: MEDIA }, 500), 'no_answer', 'http 500'],
    ['too much', json(`"${'x'.repeat(2 * 1024 * 1024)}"`), 'no_answer', 'too large'],
    [
      'an error with status 200',
      json({ error: { code: 4, error_subcode: 2207051 } }),
      'action_blocked',
      '4/2207051',
    ],
    [
      'an id beside an error',
      json({ id: MEDIA, error: { code: 2, is_transient: true } }),
      'temporary',
      '2',
    ],
  ])('answered by %s did not succeed', async (_what, scene, kind, code) => {
    await using server = await stage(scene);
    const answer = await server.graph.publish(ACCESS, CONTAINER);
    expect(answer).toEqual({ ok: false, failure: { kind, code } });
    expect(server.requests).toHaveLength(1);
  });

  test('whose answer stops half way is broken', async () => {
    await using server = await stage((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":"179000', () => response.destroy());
    });
    const answer = await server.graph.publish(ACCESS, CONTAINER);
    expect(answer).toEqual({ ok: false, failure: { kind: 'no_answer', code: 'reset' } });
  });

  test('without an answer in time is over', async () => {
    await using server = await startListening(() => {});
    const timeout = new AbortController();
    const graph = new InstagramGraph({
      graphUrl: server.url,
      timeoutSignal: () => timeout.signal,
    });
    const arrival = server.arrival();
    const answer = graph.publish(ACCESS, CONTAINER);
    await arrival;
    timeout.abort(new DOMException('time is up', 'TimeoutError'));
    expect(await answer).toEqual({ ok: false, failure: { kind: 'no_answer', code: 'timeout' } });
  });

  test('that cannot reach anybody says so', async () => {
    const gone = await startListening(json({}));
    await gone[Symbol.asyncDispose]();
    const graph = new InstagramGraph({ graphUrl: gone.url });
    const answer = await graph.publish(ACCESS, CONTAINER);
    expect(answer).toEqual({ ok: false, failure: { kind: 'no_answer', code: 'unreachable' } });
  });

  test('that is called off throws why', async () => {
    await using server = await startListening(() => {});
    const graph = new InstagramGraph({ graphUrl: server.url });
    const stop = new AbortController();
    const arrival = server.arrival();
    const answer = graph.publish(ACCESS, CONTAINER, stop.signal);
    await arrival;
    stop.abort(new Error('shutting down'));
    await expect(answer).rejects.toThrow('shutting down');
    await expect(graph.publish(ACCESS, CONTAINER, stop.signal)).rejects.toThrow('shutting down');
    expect(server.requests).toHaveLength(1);
  });
});

describe('nothing is sent', () => {
  test.each(['', '../me', '1/media', '1?x=1', 'me', '1'.repeat(41), ' 1'])(
    'for the id %j',
    async (id) => {
      await using server = await stage(json({ id: MEDIA }));
      const { graph } = server;
      const wrong = { ...ACCESS, accountId: id };
      const failure = { kind: 'refused', code: 'not an id' };
      for (const answer of [
        await graph.createPhoto(wrong, PHOTO),
        await graph.createCarousel(wrong, { children: [CONTAINER, CONTAINER], caption: '' }),
        await graph.createCarousel(ACCESS, { children: [CONTAINER, id], caption: '' }),
        await graph.publish(wrong, CONTAINER),
        await graph.publish(ACCESS, id),
        await graph.containerStatus(ACCESS, id),
        await graph.publishingLimit(wrong),
        await graph.media(ACCESS, id),
        await graph.recentMedia(wrong, NOW),
        await graph.insights(ACCESS, id),
      ]) {
        expect(answer).toEqual({ ok: false, failure });
      }
      expect(server.requests).toEqual([]);
    },
  );

  test.each(['', 'two words', 'line\nbreak', '토큰'])('with the token %j', async (token) => {
    await using server = await stage(json({ id: MEDIA }));
    const access = { accountId: ACCOUNT, token: new Secret(token) };
    const answer = await server.graph.publish(access, CONTAINER);
    const failure = { kind: 'token_dead', code: 'malformed token' };
    expect(answer).toEqual({ ok: false, failure });
    expect(server.requests).toEqual([]);
  });
});

describe('the publishing limit', () => {
  test.each([
    [{ data: [{ quota_usage: 2, config: { quota_total: 100 } }] }, { used: 2, total: 100 }],
    [
      { quota_usage: 0, config: { quota_total: 50, quota_duration: 86400 } },
      { used: 0, total: 50 },
    ],
    [{ data: [{ quota_usage: 7 }] }, { used: 7, total: 50 }],
  ])('is read from %j', async (body, value) => {
    await using server = await stage(json(body));
    expect(await server.graph.publishingLimit(ACCESS)).toEqual({ ok: true, value });
    expect(server.received[0]).toMatchObject({
      path: `/v26.0/${ACCOUNT}/content_publishing_limit`,
      query: { fields: 'quota_usage,config' },
    });
  });

  test('is not known from an empty list', async () => {
    await using server = await stage(json({ data: [] }));
    expect(await server.graph.publishingLimit(ACCESS)).toMatchObject({ ok: false });
  });
});

describe('a medium', () => {
  test('is read with its link and its time', async () => {
    const body = {
      id: MEDIA,
      permalink: 'https://www.instagram.com/p/abc/',
      timestamp: '2019-04-05T07:56:32+0000',
      caption: '라인업 dj_kim',
    };
    await using server = await stage(json(body));
    expect(await server.graph.media(ACCESS, MEDIA)).toEqual({
      ok: true,
      value: {
        id: MEDIA,
        permalink: body.permalink,
        publishedAt: Date.parse('2019-04-05T07:56:32Z'),
        caption: body.caption,
      },
    });
    expect(server.received[0]?.query).toEqual({ fields: 'id,permalink,timestamp,caption' });
  });

  test('is read without what it does not have or nobody can read', async () => {
    const body = { id: MEDIA, permalink: 'javascript:alert(1)', timestamp: 'yesterday' };
    await using server = await stage(json(body));
    expect(await server.graph.media(ACCESS, MEDIA)).toEqual({ ok: true, value: { id: MEDIA } });
  });

  test('is listed among the recent ones, the newest first and none from before', async () => {
    const data = [
      { id: '1', timestamp: '2026-12-24T13:00:00+0000', caption: 'a' },
      { id: '2', timestamp: '2026-12-24T13:00:05+0000' },
      { id: '3', timestamp: '2026-12-24T12:59:59+0000' },
      { id: '4' },
      { timestamp: '2026-12-24T13:00:05+0000' },
      null,
    ];
    await using server = await stage(json({ data, paging: {} }));
    const answer = await server.graph.recentMedia(ACCESS, NOW + 999);
    expect(answer).toEqual({
      ok: true,
      value: [
        { id: '2', publishedAt: NOW + 5_000 },
        { id: '1', publishedAt: NOW, caption: 'a' },
      ],
    });
    expect(server.received[0]).toMatchObject({
      path: `/v26.0/${ACCOUNT}/media`,
      query: { since: String(NOW / 1_000), limit: '50' },
    });
  });
});

describe('insights', () => {
  const row = (name: string, value: unknown) => ({ name, period: 'lifetime', values: [{ value }] });
  const UNSUPPORTED = json({ error: { code: 100, message: 'metric' } }, 400);

  test('have only what there is', async () => {
    const data = [row('reach', 120), row('likes', 0), row('follows', 3), row('views', null)];
    await using server = await stage(json({ data: [...data, { name: 'saved', values: [] }] }));
    const value = { reach: 120, likes: 0 };
    expect(await server.graph.insights(ACCESS, MEDIA)).toEqual({ ok: true, value });
    expect(server.received.map(({ path, query }) => [path, query])).toEqual([
      [`/v26.0/${MEDIA}/insights`, { metric: 'reach,views,likes,comments,saved,shares' }],
    ]);
  });

  test('that are not there yet are none', async () => {
    await using server = await stage(json({ data: [] }));
    expect(await server.graph.insights(ACCESS, MEDIA)).toEqual({ ok: true, value: {} });
  });

  test('are asked for one by one when one of them is refused', async () => {
    await using server = await stage((request, response) => {
      const metric = new URL(request.url ?? '', 'http://localhost').searchParams.get('metric');
      const isRefused = metric?.includes('shares');
      const scene = isRefused ? UNSUPPORTED : json({ data: [row(metric ?? '', 4)] });
      scene(request, response);
    });
    const value = { reach: 4, views: 4, likes: 4, comments: 4, saved: 4 };
    expect(await server.graph.insights(ACCESS, MEDIA)).toEqual({ ok: true, value });
    expect(server.requests).toHaveLength(7);
  });

  test('that are all refused have failed', async () => {
    await using server = await stage(UNSUPPORTED);
    const failure = { kind: 'refused', code: '100' };
    expect(await server.graph.insights(ACCESS, MEDIA)).toEqual({ ok: false, failure });
  });

  test('are not asked for further when Instagram wants a rest', async () => {
    const limit = json({ error: { code: 80002 } }, 400);
    await using server = await stage(UNSUPPORTED, json({ data: [row('reach', 1)] }), limit);
    const failure = { kind: 'rate_limited', code: '80002' };
    expect(await server.graph.insights(ACCESS, MEDIA)).toEqual({ ok: false, failure });
    expect(server.requests).toHaveLength(3);
  });
});

describe('limits', () => {
  const LIMITED = { error: { code: 80002, message: 'ขีดจำกัด' } };
  const usage = (regain: number, calls = 100) =>
    JSON.stringify({
      [ACCOUNT]: [
        { type: 'instagram', call_count: 3, estimated_time_to_regain_access: 0 },
        {
          type: 'instagram',
          call_count: calls,
          total_cputime: 40,
          estimated_time_to_regain_access: regain,
        },
      ],
    });

  test.each([
    [{ 'x-business-use-case-usage': usage(12) }, 12 * 60_000],
    [{ 'retry-after': '90' }, 90_000],
    [{ 'retry-after': 'Thu, 24 Dec 2026 13:01:00 GMT' }, 60_000],
    [{ 'retry-after': '90', 'x-business-use-case-usage': usage(2) }, 120_000],
    [{ 'retry-after': '999999999' }, 24 * 60 * 60_000],
    [{ 'x-business-use-case-usage': usage(0) }, undefined],
    [{ 'x-business-use-case-usage': '{"broken', 'x-app-usage': '[]' }, undefined],
    [{}, undefined],
  ])('ask to wait with %j', async (headers, retryAfterMs) => {
    await using server = await stage(json(LIMITED, 400, headers as Record<string, string>));
    const answer = await server.graph.publishingLimit(ACCESS);
    const failure = { kind: 'rate_limited', code: '80002' };
    expect(answer).toEqual({
      ok: false,
      failure: retryAfterMs === undefined ? failure : { ...failure, retryAfterMs },
    });
  });

  test('are told how far they are used up, with good answers too', async () => {
    const headers = {
      'x-app-usage': '{"call_count":28,"total_cputime":25.5,"total_time":31}',
      'x-business-use-case-usage': usage(0, 86),
    };
    await using server = await stage(
      json({ id: CONTAINER }, 200, headers),
      json({ id: CONTAINER }, 200, { 'x-app-usage': headers['x-app-usage'] }),
      json({ id: CONTAINER }),
    );
    for (let i = 0; i < 3; i += 1) await server.graph.createPhoto(ACCESS, PHOTO);
    expect(server.usages).toEqual([86, 31]);
  });
});
