import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { pictureUrl } from '../../src/posts/publishing/container-picture.ts';
import { type MediaOptions, mediaRoutes } from '../../src/web/media.ts';
import { probePath, probeRoutes } from '../../src/web/media-probe.ts';
import { ask, keptLog, listening } from './listening.ts';

const TOKEN = 'Zm9vYmFyYmF6cXV4cXV1eA';
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(5_000)]);
const HASH = createHash('sha256').update(JPEG).digest('hex');
const PATH = `/media/${TOKEN}.jpg`;

async function serving(options: Partial<MediaOptions> = {}) {
  const { logger, log } = keptLog();
  const served: number[] = [];
  const web = await listening({
    logger,
    routes: [
      probeRoutes({ instance: 'this-process' }),
      mediaRoutes({
        pictures: {
          byToken: async (token) =>
            token === TOKEN ? { token, hash: HASH, bytes: JPEG.length } : undefined,
        },
        images: { get: async (hash) => (hash === HASH ? JPEG : undefined) },
        logger,
        onServed: (status) => served.push(status),
        ...options,
      }),
    ],
  });
  return {
    log,
    served,
    fetch: (headers: Record<string, string> = {}, path = PATH, method = 'GET') =>
      ask(web.server.url + path, { method, headers }),
    [Symbol.asyncDispose]: () => web.server[Symbol.asyncDispose](),
  };
}

describe('a picture', () => {
  test('is given as it is, typed, tagged, and for nobody to index', async () => {
    await using web = await serving();
    const { status, headers, body } = await web.fetch();
    expect(status).toBe(200);
    expect(body.equals(JPEG)).toBe(true);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(JPEG.length),
      'accept-ranges': 'bytes',
      etag: `"${HASH}"`,
      'cache-control': 'private, max-age=3600, immutable',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers.server).toBeUndefined();
    expect(web.served).toEqual([200]);
  });

  test('has its address below the public one, beside the probe', async () => {
    await using web = await serving();
    expect(pictureUrl('https://bot.example/', TOKEN)).toBe(`https://bot.example${PATH}`);
    expect((await web.fetch({}, probePath(TOKEN))).headers['x-rite-bot-probe']).toBeDefined();
    expect((await web.fetch()).headers['x-rite-bot-probe']).toBeUndefined();
  });

  test('answers HEAD with the headers of GET and nothing else', async () => {
    await using web = await serving();
    const get = await web.fetch();
    const head = await web.fetch({}, PATH, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
  });

  // HEAD and then GET, as "facebookexternalhit", perhaps in ranges; all without cookies or preferences.
  test('is fetched by Meta whole and in parts', async () => {
    await using web = await serving();
    const agent = {
      'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
      accept: '*/*',
      'accept-encoding': 'deflate, gzip',
    };
    const head = await web.fetch(agent, PATH, 'HEAD');
    expect(head.headers['content-type']).toBe('image/jpeg');
    expect(head.headers['content-encoding']).toBeUndefined();
    const length = Number(head.headers['content-length']);
    const parts: Buffer[] = [];
    for (let from = 0; from < length; from += 1_777) {
      const part = await web.fetch({ ...agent, range: `bytes=${from}-${from + 1_776}` });
      expect(part.status).toBe(206);
      parts.push(part.body);
    }
    expect(Buffer.concat(parts).equals(JPEG)).toBe(true);
    expect((await web.fetch(agent)).body.equals(JPEG)).toBe(true);
    // No rules for robots: none is kept out.
    expect((await web.fetch(agent, '/robots.txt')).status).toBe(404);
  });

  test.each([`"${HASH}"`, `W/"${HASH}"`, '*', `"other", W/"${HASH}" , "third"`])(
    'is not sent again to who has %s',
    async (tags) => {
      await using web = await serving();
      for (const method of ['GET', 'HEAD']) {
        const answer = await web.fetch({ 'if-none-match': tags, range: 'bytes=0-1' }, PATH, method);
        expect(answer.status).toBe(304);
        expect(answer.body).toHaveLength(0);
        expect(answer.headers.etag).toBe(`"${HASH}"`);
        expect(answer.headers['content-length']).toBeUndefined();
        expect(answer.headers['cache-control']).toContain('immutable');
      }
    },
  );

  test.each(['"other"', HASH, '', '"', `"${HASH.slice(1)}"`])(
    'is sent to who has %s',
    async (tags) => {
      await using web = await serving();
      expect((await web.fetch({ 'if-none-match': tags })).status).toBe(200);
    },
  );

  test('has no range for HEAD', async () => {
    await using web = await serving();
    const answer = await web.fetch({ range: 'bytes=0-9' }, PATH, 'HEAD');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-length']).toBe(String(JPEG.length));
  });

  test('is given in part only while it is the same', async () => {
    await using web = await serving();
    const range = 'bytes=0-9';
    expect((await web.fetch({ range, 'if-range': `"${HASH}"` })).status).toBe(206);
    expect((await web.fetch({ range, 'if-range': `W/"${HASH}"` })).status).toBe(200);
    expect((await web.fetch({ range, 'if-range': '"other"' })).status).toBe(200);
    const date = 'Sun, 22 Nov 2026 00:00:00 GMT';
    expect((await web.fetch({ range, 'if-range': date })).status).toBe(200);
  });

  test('has no part beyond its end', async () => {
    await using web = await serving();
    const answer = await web.fetch({ range: `bytes=${JPEG.length}-` });
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe(`bytes */${JPEG.length}`);
    expect(answer.headers['content-type']).toContain('application/json');
  });

  it('arrives in parts as the bytes that were asked for', async () => {
    await using web = await serving();
    const end = fc.nat(JPEG.length - 1);
    await fc.assert(
      fc.asyncProperty(end, end, async (one, other) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        const answer = await web.fetch({ range: `bytes=${first}-${last}` });
        expect(answer.status).toBe(206);
        expect(answer.headers['content-range']).toBe(`bytes ${first}-${last}/${JPEG.length}`);
        expect(answer.body.equals(JPEG.subarray(first, last + 1))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('who has no valid token', () => {
  const UNKNOWN = `/media/${'A'.repeat(22)}.jpg`;

  test.each([
    ['one of another case', `/media/${TOKEN.toLowerCase()}.jpg`],
    ['a shorter one', '/media/short.jpg'],
    ['a longer one than any', `/media/${'A'.repeat(65)}.jpg`],
    ['a far longer one', `/media/${'A'.repeat(5_000)}.jpg`],
    ['no type', `/media/${TOKEN}`],
    ['another type', `/media/${TOKEN}.png`],
    ['a second type', `/media/${TOKEN}.jpg.jpg`],
    ['a slash at the end', `${PATH}/`],
    ['two slashes', `//media/${TOKEN}.jpg`],
    ['a path to climb', `/media/..%2f..%2fetc%2fpasswd.jpg`],
    ['a NUL', `/media/${TOKEN}%00.jpg`],
    ['broken escapes', '/media/%zz.jpg'],
    ['half a character', '/media/%e3%85.jpg'],
    ['no name', '/media/'],
    ['no folder', '/media'],
    ['the folder above', '/'],
  ])('but %s is told exactly what one with an unknown one is', async (_what, path) => {
    await using web = await serving();
    for (const method of ['GET', 'HEAD']) {
      const unknown = await web.fetch({}, UNKNOWN, method);
      const answer = await web.fetch({}, path, method);
      expect(unknown.status).toBe(404);
      expect({ ...answer, headers: { ...answer.headers, date: '' } }).toEqual({
        ...unknown,
        headers: { ...unknown.headers, date: '' },
      });
    }
  });

  test('gets nothing when the store finds another picture than the one asked for', async () => {
    await using web = await serving({
      // As a column that compares without regard to case would.
      pictures: { byToken: async () => ({ token: TOKEN, hash: HASH, bytes: JPEG.length }) },
    });
    expect((await web.fetch({}, `/media/${TOKEN.toUpperCase()}.jpg`)).status).toBe(404);
    expect((await web.fetch()).status).toBe(200);
  });

  test('asks the store only for what can be a token', async () => {
    const asked: string[] = [];
    await using web = await serving({
      pictures: {
        async byToken(token) {
          asked.push(token);
          return undefined;
        },
      },
    });
    await web.fetch({}, '/media/short.jpg');
    await web.fetch({}, '/media/%27%3bdrop%20table.jpg');
    await web.fetch({}, UNKNOWN);
    expect(asked).toEqual(['A'.repeat(22)]);
  });
});

describe('when the picture', () => {
  test('is lost or damaged, it is not found, and that is logged', async () => {
    for (const found of [undefined, JPEG.subarray(0, 100)]) {
      await using web = await serving({ images: { get: async () => found } });
      expect((await web.fetch()).status).toBe(404);
      expect(web.log.join()).toContain('picture is lost');
    }
  });

  test('cannot be read just now, the fetcher is asked to come back', async () => {
    await using web = await serving({
      images: { get: () => Promise.reject(new Error('disk of secret-host')) },
    });
    const answer = await web.fetch();
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(String(answer.body)).not.toContain('secret-host');
  });
});

test('no token gets into the log', async () => {
  await using web = await serving();
  await web.fetch();
  await web.fetch({}, `/media/${TOKEN}.jpeg`);
  await web.fetch({}, `/media/${TOKEN}%zz`);
  await web.fetch({}, `/elsewhere?token=${TOKEN}`);
  await web.fetch({ range: 'bytes=0-1', referer: `https://x/${TOKEN}` }, PATH, 'POST');
  expect(web.log.length).toBeGreaterThan(3);
  expect(web.log.join()).not.toContain(TOKEN);
});
