import type { IncomingMessage, ServerResponse } from 'node:http';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { PROBE_HEADER, PROBE_JPEG, probePath, probeRoutes } from '../../src/web/media-probe.ts';
import { checkPublicUrl, type PublicUrlFinding } from '../../src/web/public-url.ts';
import { answering, type Scene, startScriptedServer } from '../fixtures/scripted-server.ts';
import { ask, listening } from './listening.ts';

const INSTANCE = 'this-process';
const routes = [probeRoutes({ instance: INSTANCE })];

describe('the probe', () => {
  test('is a whole JPEG that nobody keeps, and says whom it comes from', async () => {
    await using web = await listening({ routes });
    const nonce = 'abcdefghijklmnop';
    const get = await ask(web.server.url + probePath(nonce));
    expect(get.status).toBe(200);
    expect(get.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'no-store',
      [PROBE_HEADER]: `${nonce} ${INSTANCE}`,
    });
    expect(await sharp(get.body).metadata()).toMatchObject({ format: 'jpeg', width: 1 });
    const head = await ask(web.server.url + probePath(nonce), { method: 'HEAD' });
    expect(head.headers['content-length']).toBe(String(PROBE_JPEG.length));
  });

  test('answers no nonce that could do harm in a header', async () => {
    await using web = await listening({ routes });
    for (const nonce of ['short', 'a%0d%0aset-cookie:%20a=1', 'x'.repeat(65)]) {
      expect((await ask(web.server.url + probePath(nonce))).status).toBe(404);
    }
  });
});

describe('a public address', () => {
  test('that leads to this process is reached, as far as can be seen from here', async () => {
    await using web = await listening({ routes });
    const url = web.server.url.replace('127.0.0.1', 'localhost');
    const report = await checkPublicUrl({ publicUrl: `${url}/`, instance: INSTANCE });
    expect(report).toEqual({
      ok: true,
      finding: 'reached',
      sentence: `Pictures under ${url} are reached from this machine; whether Instagram reaches them too shows with the first post.`,
    });
  });

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['localhost', '::1'],
    ['localhost', '10.1.2.3'],
    ['localhost', '172.31.0.1'],
    ['localhost', '192.168.0.9'],
    ['localhost', '100.100.0.1'],
    ['localhost', 'fd00::1'],
    ['localhost', 'fe80::1'],
    ['localhost', '::ffff:10.0.0.1'],
  ])(
    'that leads to this process at %s, which is %s, is none for the internet',
    async (host, address) => {
      await using web = await listening({ routes });
      const url = web.server.url.replace('127.0.0.1', host);
      const report = await checkPublicUrl({
        publicUrl: url,
        instance: INSTANCE,
        lookup: async () => [address],
      });
      expect(report).toMatchObject({ ok: false, finding: 'private_address' });
      expect(report.sentence).toContain(address);
    },
  );

  test('of two, one of them on the internet, is one for it', async () => {
    await using web = await listening({ routes });
    const report = await checkPublicUrl({
      publicUrl: web.server.url.replace('127.0.0.1', 'localhost'),
      instance: INSTANCE,
      lookup: async () => ['10.0.0.1', '203.0.113.5'],
    });
    expect(report.ok).toBe(true);
  });

  test('that leads to another process of the bot is told from a stranger', async () => {
    await using web = await listening({ routes: [probeRoutes({ instance: 'the-other-one' })] });
    expect(await findingAt(web.server.url)).toBe('another_process');
    await using stranger = await listening({ routes: [] });
    expect(await findingAt(stranger.server.url)).toBe('another_server');
  });

  test.each<[string, Scene, PublicUrlFinding]>([
    ['leads elsewhere', answering(301, '', { location: 'https://x.example' }), 'redirected'],
    ['wants a login', answering(401), 'refused'],
    ['keeps bots out', answering(403, 'Are you human?'), 'refused'],
    ['is somebody else', answering(200, 'Welcome to nginx!'), 'another_server'],
    ['has nothing behind it', answering(502), 'another_server'],
    ['changes the type', echoing({ 'content-type': 'image/webp' }), 'wrong_type'],
    ['converts pictures', echoing({}, Buffer.from('RIFF1234WEBP')), 'changed_picture'],
    ['answers HEAD only', firstOnly(echoing()), 'another_server'],
    [
      'answers an earlier question',
      echoing({ [PROBE_HEADER]: 'old this-process' }),
      'another_server',
    ],
    ['hangs up', (request) => void request.socket.destroy(), 'unreachable'],
  ])('that %s is found out', async (_what, scene, finding) => {
    await using server = await startScriptedServer(scene);
    expect(await findingAt(server.url)).toBe(finding);
  });

  test('that does not answer is given up', async () => {
    await using server = await startScriptedServer(() => {});
    expect(await findingAt(server.url, 50)).toBe('timed_out');
  });

  test('where nobody listens is not reached, and why is said', async () => {
    const { server } = await listening({ routes });
    await server[Symbol.asyncDispose]();
    const report = await checkPublicUrl({ publicUrl: server.url, instance: INSTANCE });
    expect(report.finding).toBe('unreachable');
    expect(report.sentence).toContain('ECONNREFUSED');
  });

  test('may have a path before that of the pictures', async () => {
    await using server = await startScriptedServer(echoing());
    await findingAt(`${server.url}/bot/`);
    expect(server.requests[0]).toMatch(/^HEAD \/bot\/media\/probe\/[\w-]{22}\.jpg$/);
    expect(server.requests[1]).toMatch(/^GET \/bot\/media\/probe\//);
  });
});

async function findingAt(publicUrl: string, timeoutMs = 5_000): Promise<PublicUrlFinding> {
  const report = await checkPublicUrl({ publicUrl, instance: INSTANCE, timeoutMs });
  expect(report.ok).toBe(false);
  expect(report.sentence).toMatch(/^[^\n]+\.$/);
  return report.finding;
}

/** This process's answer behind a proxy that changes it. */
function echoing(headers: Record<string, string> = {}, body = PROBE_JPEG): Scene {
  return (request, response) => {
    const nonce = /([\w-]+)\.jpg$/.exec(request.url ?? '')?.[1];
    response.writeHead(200, {
      'content-type': 'image/jpeg',
      [PROBE_HEADER]: `${nonce} ${INSTANCE}`,
      ...headers,
    });
    response.end(body);
  };
}

function firstOnly(scene: Scene): Scene {
  return (request: IncomingMessage, response: ServerResponse) =>
    request.method === 'HEAD' ? scene(request, response) : response.writeHead(404).end();
}
