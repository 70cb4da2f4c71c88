import { describe, expect, test } from 'vitest';
import { PictureFetch } from '../../src/clients/picture-fetch.ts';
import { hashOf } from '../../src/posts/image-store.ts';
import { answering, type Scene, startScriptedServer } from '../fixtures/scripted-server.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0xc3, 0x28]);
const PICTURE = { hash: hashOf(JPEG) };
const PATH = '/media/a.jpg?e=1&s=2';

function showing(bytes: Uint8Array, type?: string): Scene {
  return (_request, response) => {
    response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(bytes);
  };
}

async function verdictOf(scene: Scene) {
  await using server = await startScriptedServer(scene);
  const verdict = await new PictureFetch().check(server.url + PATH, PICTURE);
  return { verdict, requests: server.requests };
}

describe('a picture', () => {
  test.each(['image/jpeg', 'IMAGE/JPEG', 'image/jpeg; charset=binary'])(
    'is there when it is the same and comes as %s',
    async (type) => {
      const { verdict, requests } = await verdictOf(showing(JPEG, type));
      expect(verdict).toEqual({ ok: true });
      expect(requests).toEqual([`GET ${PATH}`]);
    },
  );

  test('is fetched under the name of the one who will', async () => {
    let agent: string | undefined;
    await verdictOf((request, response) => {
      agent = request.headers['user-agent'];
      response.end();
    });
    expect(agent).toBe('facebookexternalhit/1.1');
  });

  test.each([
    ['http 403', answering(403, 'no bots')],
    ['http 404', answering(404)],
    ['http 502', answering(502)],
    ['http 206', answering(206, 'x', { 'content-type': 'image/jpeg' })],
    ['redirect', answering(302, '', { location: '/elsewhere.jpg' })],
    ['redirect', answering(308, '', { location: '/elsewhere.jpg' })],
    ['type text/html', answering(200, '<title>ngrok', { 'content-type': 'text/html' })],
    ['type image/png', showing(JPEG, 'image/png')],
    ['type unknown', showing(JPEG)],
    ['type unknown', showing(JPEG, '<script>')],
    ['hash', showing(Buffer.concat([JPEG, JPEG]), 'image/jpeg')],
    ['hash', showing(Buffer.alloc(0), 'image/jpeg')],
    ['too large', showing(Buffer.alloc(8 * 1024 * 1024 + 1), 'image/jpeg')],
    ['unreachable', ((request) => request.socket.destroy()) satisfies Scene],
  ])('is not there for Instagram: %s', async (code, scene) => {
    const { verdict, requests } = await verdictOf(scene);
    expect(verdict).toEqual({ ok: false, code });
    expect(requests).toEqual([`GET ${PATH}`]);
  });

  test('is waited for only so long', async () => {
    await using server = await startScriptedServer(() => {});
    const timeout = new AbortController();
    const waited: number[] = [];
    const pictures = new PictureFetch({
      timeoutSignal: (ms) => {
        waited.push(ms);
        return timeout.signal;
      },
    });
    const arrival = server.arrival();
    const verdict = pictures.check(server.url + PATH, PICTURE);
    await arrival;
    timeout.abort(new DOMException('time is up', 'TimeoutError'));
    expect(await verdict).toEqual({ ok: false, code: 'timeout' });
    expect(waited).toEqual([10_000]);
  });

  test.each([
    '',
    'media/a.jpg',
    'https://bot.example/포스터.jpg',
    'https://bot.example/a b.jpg',
    'https://user:password@bot.example/a.jpg',
    'file:///etc/passwd',
    'data:image/jpeg;base64,/9g=',
  ])('has no address that Instagram would take: %j', async (url) => {
    const pictures = new PictureFetch({
      fetch: async () => new Response(JPEG, { headers: { 'content-type': 'image/jpeg' } }),
    });
    expect(await pictures.check(url, PICTURE)).toEqual({ ok: false, code: 'address' });
  });
});
