import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ask, codeOf, DAY, HOUR, InstagramApp, MINUTE, makeJpeg, START } from './instagram-app.ts';

describe('a post', () => {
  test('goes live with what was sent, and the picture that was fetched', async () => {
    await using app = await InstagramApp.start();
    const jpeg = await makeJpeg(1080, 1350);
    app.host.serve(jpeg);
    const containerId = await app.container({
      caption: '@dj.mina 토요일 #seoul',
      alt_text: '포스터',
      user_tags: JSON.stringify([{ username: 'dj.mina', x: 0.5, y: 0.25 }]),
    });
    expect(app.instagram.livePosts).toEqual([]);
    expect(await app.status(containerId)).toBe('FINISHED');
    const { status, body } = await app.publish(containerId);
    expect(status).toBe(200);
    const sha256 = createHash('sha256').update(jpeg).digest('hex');
    expect(app.instagram.livePosts).toMatchObject([
      {
        mediaId: body.id,
        containerId,
        accountId: app.account.id,
        caption: '@dj.mina 토요일 #seoul',
        imageSha256: sha256,
        altText: '포스터',
        userTags: [{ username: 'dj.mina', x: 0.5, y: 0.25 }],
        publishedAt: START,
      },
    ]);
    expect(app.host.userAgents).toEqual([expect.stringContaining('facebookexternalhit/1.1')]);
    expect(await app.status(containerId)).toBe('PUBLISHED');
    expect(app.instagram.publishesOf(containerId)).toBe(1);
  });

  test('is read back without @, with time and permalink', async () => {
    await using app = await InstagramApp.start();
    const { body } = await app.publish(await app.container({ caption: '@mina 밤' }));
    const fields = 'id,caption,permalink,timestamp,media_type';
    expect((await app.get(String(body.id), { fields })).body).toEqual({
      id: body.id,
      caption: 'mina 밤',
      permalink: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/p\/[\w-]{11}\/$/),
      timestamp: '2026-11-22T12:00:00+0000',
      media_type: 'IMAGE',
    });
  });

  test('can be asked for by form, by JSON or by query, with the token anywhere', async () => {
    await using app = await InstagramApp.start();
    const url = `${app.instagram.graphUrl}/${app.account.id}/media`;
    const parameters = { image_url: app.host.url, caption: '#토요일', access_token: app.token };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(parameters);
    const byJson = await ask(url, { method: 'POST', headers, body });
    const byQuery = await ask(`${url}?${new URLSearchParams(parameters)}`, { method: 'POST' });
    expect([byJson.body.id, byQuery.body.id]).toEqual([
      expect.stringMatching(/^180\d{14}$/),
      expect.stringMatching(/^180\d{14}$/),
    ]);
    await app.container();
    expect(app.instagram.requests.map(({ tokenIn }) => tokenIn)).toEqual([
      'body',
      'query',
      'header',
    ]);
    expect(JSON.stringify(app.instagram.requests)).not.toContain(app.token);
  });

  test('of several pictures takes 2 to 10 finished children of the same account', async () => {
    await using app = await InstagramApp.start({ readsInProgress: 1 });
    const child = () => app.create({ is_carousel_item: 'true', alt_text: '쪽' });
    const ids = [(await child()).body.id ?? '', (await child()).body.id ?? ''];
    const carousel = (children: readonly string[]) =>
      app.post(`${app.account.id}/media`, {
        media_type: 'CAROUSEL',
        children: children.join(','),
        caption: '두 쪽',
      });
    expect(codeOf(await carousel(ids))).toBe('9007/2207027');
    for (const id of ids) await app.status(id);
    expect(codeOf(await carousel(ids.slice(1)))).toBe('100/2207028');
    expect(codeOf(await carousel(Array.from({ length: 11 }, (_, n) => `${n}`)))).toBe(
      '100/2207028',
    );
    expect(codeOf(await carousel([...ids.slice(1), '18000000000000009']))).toBe('100/33');
    expect(codeOf(await carousel([...ids, ...ids]))).toBe('100');
    const photo = await app.container();
    await app.status(photo);
    expect(codeOf(await carousel([...ids, photo]))).toBe('100');
    const parent = (await carousel(ids)).body.id ?? '';
    await app.status(parent);
    expect(codeOf(await app.publish(ids[0] ?? ''))).toBe('100');
    await app.publish(parent);
    expect(app.instagram.livePosts).toHaveLength(1);
    expect(app.instagram.livePosts[0]?.pictures.map(({ altText }) => altText)).toEqual([
      '쪽',
      '쪽',
    ]);
  });
});

describe('a picture is refused', () => {
  test.each([
    { what: 'that is not there', status: 404, code: '9004/2207052' },
    { what: 'that is forbidden', status: 403, code: '9004/2207052' },
    { what: 'that is a page', type: 'text/html', code: '9004/2207052' },
    { what: 'that is no JPEG', bytes: Buffer.from('GIF89a'), code: '36001/2207005' },
    { what: 'that is a broken JPEG', bytes: Buffer.of(255, 216, 255), code: '36001/2207005' },
    { what: 'above 8 MiB', bytes: Buffer.alloc(8 * 1024 ** 2 + 1, 255), code: '36000/2207004' },
  ])('$what', async ({ status = 200, type = 'image/jpeg', bytes, code }) => {
    await using app = await InstagramApp.start();
    app.host.serve(bytes ?? (await makeJpeg()), type, status);
    expect(codeOf(await app.create())).toBe(code);
  });

  test.each([
    [1080, 1351, undefined],
    [1080, 1400, '36003/2207009'],
    [1910, 1000, undefined],
    [2000, 1000, '36003/2207009'],
  ])('by its shape: %i x %i', async (width, height, code) => {
    await using app = await InstagramApp.start();
    app.host.serve(await makeJpeg(width, height));
    expect(codeOf(await app.create())).toBe(code);
  });

  test('with several in one file (MPO)', async () => {
    await using app = await InstagramApp.start();
    const jpeg = await makeJpeg();
    // The segment goes right behind the start of the image: marker APP2, its length, its name.
    const segment = Buffer.from('ffe200064d504600', 'hex');
    app.host.serve(Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]));
    expect(codeOf(await app.create())).toBe('36001/2207005');
  });

  test('that comes too slowly', async () => {
    await using app = await InstagramApp.start({ fetchTimeoutMs: 50 });
    app.host.answer = () => {};
    expect(codeOf(await app.create())).toBe('-2/2207003');
  });

  test.each([
    ['behind more than one redirect', 2, '9004/2207052'],
    ['behind one redirect never', 1, undefined],
  ])('%s', async (_, redirects, code) => {
    await using app = await InstagramApp.start();
    const jpeg = await makeJpeg();
    let left = redirects;
    app.host.answer = (_request, response) => {
      left -= 1;
      if (left < 0) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
      else response.writeHead(302, { location: '/elsewhere.jpg' }).end();
    };
    expect(codeOf(await app.create())).toBe(code);
  });

  test.each(['http://127.0.0.1:1/a.jpg', 'http://127.0.0.1/포스터.jpg', 'file:///a.jpg'])(
    'at %s',
    async (url) => {
      await using app = await InstagramApp.start();
      expect(codeOf(await app.create({ image_url: url }))).toBe('9004/2207052');
    },
  );
});

describe('a container is refused', () => {
  test.each([
    { what: 'a caption of 2,200', form: { caption: '가'.repeat(2_200) }, code: undefined },
    { what: 'a longer caption', form: { caption: '가'.repeat(2_201) }, code: '36004/2207010' },
    { what: '31 hashtags', form: { caption: '#밤 '.repeat(31) }, code: '36004/2207010' },
    { what: '30 hashtags', form: { caption: '#밤 '.repeat(30) }, code: undefined },
    { what: '21 mentions', form: { caption: '@dj '.repeat(21) }, code: '100/2207040' },
    { what: 'a long alt text', form: { alt_text: 'a'.repeat(1_001) }, code: '100' },
    { what: 'an unknown type', form: { media_type: 'POSTER' }, code: '100/2207023' },
    { what: 'tags off the picture', form: tags({ username: 'a', x: 1.1, y: 0 }), code: '100' },
    { what: 'tags without a place', form: tags({ username: 'a' }), code: '100' },
    { what: 'tags without a name', form: tags({ username: '@a', x: 0, y: 0 }), code: '100' },
    { what: 'a child with a caption', form: { is_carousel_item: 'true' }, code: '100' },
  ])('or not for $what', async ({ form, code }) => {
    await using app = await InstagramApp.start();
    expect(codeOf(await app.create({ caption: '밤', ...form }))).toBe(code);
  });

  test('above the hashtags and for the users that a test sets', async () => {
    await using app = await InstagramApp.start({ hashtagCap: 5, untaggable: ['private'] });
    expect(codeOf(await app.create({ caption: '#a #b #c #d #e #f' }))).toBe('36004/2207010');
    const form = tags({ username: 'private', x: 0, y: 0 });
    expect(codeOf(await app.create(form))).toBe('100');
  });

  test('when there are too many in 24 hours', async () => {
    await using app = await InstagramApp.start({ containerCap: 2 });
    await app.container();
    await app.container();
    expect(codeOf(await app.create())).toBe('4');
    app.time.now += DAY;
    expect(codeOf(await app.create())).toBeUndefined();
  });
});

describe('publishing', () => {
  test('waits for so many reads, and is refused before', async () => {
    await using app = await InstagramApp.start({ readsInProgress: 2 });
    const id = await app.container();
    expect(await app.status(id)).toBe('IN_PROGRESS');
    expect(codeOf(await app.publish(id))).toBe('9007/2207027');
    expect(await app.status(id)).toBe('IN_PROGRESS');
    expect(await app.status(id)).toBe('FINISHED');
    expect(codeOf(await app.publish(id))).toBeUndefined();
  });

  test('is too late after 24 hours', async () => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.time.now += DAY - 1;
    expect(await app.status(id)).toBe('FINISHED');
    app.time.now += 1;
    expect(await app.status(id)).toBe('EXPIRED');
    expect(codeOf(await app.publish(id))).toBe('24/2207008');
  });

  test('is refused for the container of another account, which cannot even be read', async () => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    const other = app.instagram.addAccount({ username: 'other' });
    const token = other.issueToken();
    const publish = await app.post(`${other.id}/media_publish`, { creation_id: id }, token);
    expect(codeOf(publish)).toBe('24/2207006');
    expect(codeOf(await app.get(id, {}, token))).toBe('100/33');
    expect(codeOf(await app.post(`${app.account.id}/media`, {}, token))).toBe('100/33');
    expect(app.instagram.livePosts).toEqual([]);
  });

  test('a container that broke says with which subcode', async () => {
    await using app = await InstagramApp.start();
    const id = await app.container();
    app.instagram.breakContainer(id, 2207026);
    const { body } = await app.get(id, { fields: 'status_code,status' });
    expect(body).toEqual({
      id,
      status_code: 'ERROR',
      status: expect.stringContaining('2207026'),
    });
    expect(codeOf(await app.publish(id))).toBe('9007/2207027');
  });

  test.each([
    ['error', '100', 1],
    ['same_id', undefined, 1],
    ['duplicate', undefined, 2],
  ] as const)('twice gives: %s', async (secondPublish, code, live) => {
    await using app = await InstagramApp.start({ secondPublish });
    const id = await app.container();
    const first = await app.publish(id);
    const second = await app.publish(id);
    expect(codeOf(second)).toBe(code);
    expect(second.body.id === first.body.id).toBe(secondPublish === 'same_id');
    expect(app.instagram.publishesOf(id)).toBe(live);
  });

  test('stops at the quota, which counts a rolling day and no posts by hand', async () => {
    await using app = await InstagramApp.start({ quotaTotal: 2 });
    app.instagram.postByHand(app.account, '손으로');
    const ids = [await app.container(), await app.container(), await app.container()] as const;
    await app.publish(ids[0]);
    app.time.now += HOUR;
    await app.publish(ids[1]);
    expect(codeOf(await app.publish(ids[2]))).toBe('9/2207042');
    const limit = () =>
      app.get(`${app.account.id}/content_publishing_limit`, { fields: 'quota_usage,config' });
    const config = { quota_total: 2, quota_duration: 86_400 };
    expect((await limit()).body.data).toEqual([{ quota_usage: 2, config }]);
    app.time.now = START + DAY;
    expect((await limit()).body.data).toEqual([{ quota_usage: 1, config }]);
    const later = await app.container();
    expect(codeOf(await app.publish(later))).toBeUndefined();
  });

  test('a container stays readable only as long as a test wants', async () => {
    await using app = await InstagramApp.start({ containersReadableMs: HOUR });
    const id = await app.container();
    app.time.now += HOUR;
    expect(codeOf(await app.get(id, { fields: 'status_code' }))).toBe('100/33');
  });
});

describe('the list of media', () => {
  test('is newest first, by time and in pages, of the account alone', async () => {
    await using app = await InstagramApp.start();
    app.instagram.postByHand(app.instagram.addAccount({ username: 'other' }), '남의 것');
    for (const caption of ['@하나', '둘', '셋']) {
      await app.publish(await app.container({ caption }));
      app.time.now += MINUTE;
    }
    const captions = async (query: Record<string, string>) => {
      const { body } = await app.get(`${app.account.id}/media`, { fields: 'caption', ...query });
      return body.data?.map(({ caption }) => caption);
    };
    const second = (at: number) => String(at / 1000);
    expect(await captions({})).toEqual(['셋', '둘', '하나']);
    expect(await captions({ since: second(START + MINUTE) })).toEqual(['셋', '둘']);
    expect(await captions({ until: second(START + MINUTE) })).toEqual(['둘', '하나']);
    expect(await captions({ limit: '1' })).toEqual(['셋']);
    const { body } = await app.get(`${app.account.id}/media`, { limit: '2' });
    const { cursors } = body.paging as { cursors: { after: string } };
    expect(await captions({ after: cursors.after })).toEqual(['하나']);
    expect(codeOf(await app.get(`${app.account.id}/media`, { since: 'gestern' }))).toBe('100');
  });

  test('may lag behind', async () => {
    await using app = await InstagramApp.start({ listingLagMs: MINUTE });
    const { body } = await app.publish(await app.container());
    const list = async () => (await app.get(`${app.account.id}/media`)).body.data;
    expect(await list()).toEqual([]);
    app.time.now += MINUTE;
    expect(await list()).toEqual([{ id: body.id }]);
  });
});

describe('insights', () => {
  test('come after a while, and what is missing is absent', async () => {
    await using app = await InstagramApp.start({ insightsLagMs: HOUR });
    const id = String((await app.publish(await app.container())).body.id);
    app.instagram.setInsights(id, { reach: 7, likes: 0 });
    const insights = () => app.get(`${id}/insights`, { metric: 'reach,likes,saved' });
    expect((await insights()).body.data).toEqual([]);
    app.time.now += HOUR;
    expect((await insights()).body.data).toMatchObject([
      { name: 'reach', period: 'lifetime', values: [{ value: 7 }] },
      { name: 'likes', values: [{ value: 0 }] },
    ]);
  });

  test('fail as a whole for one metric that is not supported', async () => {
    await using app = await InstagramApp.start();
    const id = String((await app.publish(await app.container())).body.id);
    expect(codeOf(await app.get(`${id}/insights`, { metric: 'reach,impressions' }))).toBe('100');
  });
});

describe('permissions', () => {
  test.each([
    ['publish', 'instagram_business_content_publish', 'POST', 'media'],
    ['insights', 'instagram_business_manage_insights', 'GET', 'insights'],
  ] as const)('without %s it is (#10)', async (_, missing, method, edge) => {
    await using app = await InstagramApp.start();
    const id = String((await app.publish(await app.container())).body.id);
    const scopes = [
      'instagram_business_basic',
      'instagram_business_content_publish',
      'instagram_business_manage_insights',
    ].filter((scope) => scope !== missing);
    const token = app.account.issueToken({ scopes });
    const answer =
      method === 'POST'
        ? await app.post(`${app.account.id}/${edge}`, { image_url: app.host.url }, token)
        : await app.get(`${id}/${edge}`, { metric: 'reach' }, token);
    expect(codeOf(answer)).toBe('10');
  });

  test('a personal account cannot publish', async () => {
    await using app = await InstagramApp.start();
    const person = app.instagram.addAccount({ username: 'me', accountType: 'PERSONAL' });
    const form = { image_url: app.host.url };
    const answer = await app.post(`${person.id}/media`, form, person.issueToken());
    expect(codeOf(answer)).toBe('10');
  });
});

describe('errors and headers', () => {
  test('speak the language that is set, under the same code', async () => {
    await using app = await InstagramApp.start();
    const texts = new Set<string>();
    for (const language of ['ko', 'th', 'es', 'en'] as const) {
      app.instagram.behaviour.language = language;
      const answer = await app.publish('18000000000000009');
      expect(codeOf(answer)).toBe('24/2207006');
      texts.add(answer.body.error?.message ?? '').add(answer.body.error?.error_user_msg ?? '');
    }
    expect(texts.size).toBe(7);
  });

  test('tell how much is used up when that is set', async () => {
    await using app = await InstagramApp.start();
    expect((await app.get('me')).headers.has('x-app-usage')).toBe(false);
    app.instagram.behaviour.usage = { percent: 97, regainMinutes: 12 };
    const { headers } = await app.get('me');
    expect(JSON.parse(headers.get('x-app-usage') ?? '')).toMatchObject({ call_count: 97 });
    expect(JSON.parse(headers.get('x-business-use-case-usage') ?? '')).toMatchObject({
      [app.account.id]: [{ call_count: 97, estimated_time_to_regain_access: 12 }],
    });
  });

  test.each([
    ['nonsense/path', undefined],
    ['17900000000000009', { fields: 'caption' }],
    ['18000000000000009', { fields: 'status_code' }],
  ])('an object that is not there: %s', async (path, query) => {
    await using app = await InstagramApp.start();
    expect(codeOf(await app.get(path, query))).toBe('100/33');
  });
});

test('the feed is a page with the pictures, captions and Korean times', async () => {
  await using app = await InstagramApp.start();
  expect(await (await fetch(app.instagram.url)).text()).toContain('아직 게시물이 없습니다.');
  await app.publish(await app.container({ caption: '<b>밤</b>', alt_text: '"포스터"' }));
  const page = await (await fetch(app.instagram.url)).text();
  expect(page).toContain('&#60;b&#62;밤');
  expect(page).toContain('alt="&#34;포스터&#34;"');
  expect(page).toContain('2026. 11. 22. 오후 9:00:00');
  const [, picture = ''] = /<img src="([^"]+)"/.exec(page) ?? [];
  const image = await fetch(app.instagram.url + picture);
  expect(image.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await image.arrayBuffer())).toEqual(await makeJpeg());
  const permalink = app.instagram.livePosts[0]?.permalink ?? '';
  expect(await (await fetch(permalink)).text()).toContain('@seoul.underground');
});

function tags(...users: object[]): Record<string, string> {
  return { user_tags: JSON.stringify(users) };
}
