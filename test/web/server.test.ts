import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ListenError } from '../../src/web/listen-error.ts';
import { type Routes, WebServer } from '../../src/web/server.ts';
import { ask, converse, keptLog, listening } from './listening.ts';

const hello: Routes = (server) => {
  server.get('/hello/:name', async () => ({ hello: 'you' }));
};

describe('an answer', () => {
  test('is for nobody to keep, frame, guess or index, and does not say what made it', async () => {
    await using web = await listening({ routes: [hello] });
    const { status, headers } = await ask(`${web.server.url}/hello/you`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
    for (const name of ['x-powered-by', 'server', 'set-cookie', 'via']) {
      expect(headers[name]).toBeUndefined();
    }
  });

  test.each([
    ['GET', '/'],
    ['GET', '/hello'],
    ['GET', '/hello/you/too'],
    ['HEAD', '/hello/you'],
    ['POST', '/hello/you'],
    ['DELETE', '/hello/you'],
    ['OPTIONS', '/hello/you'],
    ['TRACE', '/hello/you'],
    ['GET', '/hello/%c0%af'],
    ['GET', `/hello/${'x'.repeat(200)}`],
    ['GET', '/.env'],
    ['GET', '/%2e%2e/%2e%2e/etc/passwd'],
  ])('to %s %s is that there is nothing', async (method, path) => {
    await using web = await listening({ routes: [hello] });
    const { status, headers, body } = await ask(web.server.url + path, { method });
    expect(status).toBe(404);
    expect(headers['content-type']).toContain('application/json');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(String(body)).toBe(method === 'HEAD' ? '' : '{"error":"not_found"}');
  });

  test('to what fails says nothing of why, which is in the log', async () => {
    await using web = await listening({
      routes: [(server) => server.get('/fails', () => Promise.reject(new Error('password1')))],
    });
    const { status, body } = await ask(`${web.server.url}/fails`);
    expect(status).toBe(500);
    expect(String(body)).toBe('{"error":"internal"}');
    expect(web.log.join()).toContain('password1');
  });

  test('comes after the limit also when its making does not end', async () => {
    const begun = Promise.withResolvers<AbortSignal>();
    await using web = await listening({
      routes: [
        (server) =>
          server.get('/hangs', (request) => {
            begun.resolve(request.signal);
            return new Promise(() => {});
          }),
      ],
      limits: { answerMs: 20 },
    });
    const { status, body } = await ask(`${web.server.url}/hangs`);
    expect(status).toBe(503);
    expect(String(body)).toBe('{"error":"unavailable"}');
    expect((await begun.promise).aborted).toBe(true);
  });
});

describe('a request', () => {
  const echo: Routes = (server) => {
    server.post('/echo', async (request) => ({ got: request.body, from: request.ip }));
  };
  const json = { 'content-type': 'application/json' };

  test('with too much in it is refused', async () => {
    await using web = await listening({ routes: [echo], limits: { bodyBytes: 100 } });
    const url = `${web.server.url}/echo`;
    const post = (body: string, headers: Record<string, string> = json) =>
      ask(url, { method: 'POST', headers, body });
    expect((await post('{"a":1}')).status).toBe(200);
    expect(String((await post(`"${'x'.repeat(200)}"`)).body)).toBe('{"error":"too_large"}');
    expect(String((await post('{"a":')).body)).toBe('{"error":"bad_request"}');
    expect(String((await post('{"__proto__":{}}')).body)).toBe('{"error":"bad_request"}');
    const xml = await post('<a/>', { 'content-type': 'application/xml' });
    expect(String(xml.body)).toBe('{"error":"unsupported_media_type"}');
  });

  test('with too long headers, or none that can be read, gets a status and the end', async () => {
    await using web = await listening({ routes: [hello], limits: { headerBytes: 2_000 } });
    const long = `GET /hello/you HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(3_000)}\r\n\r\n`;
    expect(await converse(web.server.url, long)).toMatch(/^HTTP\/1\.1 431 /);
    const answer = await converse(web.server.url, 'not http /secret-token\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n/);
    expect(web.log.join()).not.toContain('secret-token');
    const both =
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    expect(await converse(web.server.url, both)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('that does not arrive whole in time is given up', async () => {
    await using web = await listening({ routes: [echo], limits: { requestMs: 50 } });
    const head = 'GET /hello/you HTTP/1.1\r\nHost: a\r\n';
    expect(await converse(web.server.url, head)).toMatch(/^HTTP\/1\.1 408 /);
    const body =
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{';
    expect(await converse(web.server.url, body)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('is believed about where it comes from only by a proxy that was named', async () => {
    const headers = { ...json, 'x-forwarded-for': '203.0.113.7' };
    for (const [trustProxy, from] of [
      [undefined, '127.0.0.1'],
      [['10.0.0.0/8'], '127.0.0.1'],
      [['127.0.0.1'], '203.0.113.7'],
    ] as const) {
      await using web = await listening({
        routes: [echo],
        ...(trustProxy ? { trustProxy } : {}),
      });
      const { body } = await ask(`${web.server.url}/echo`, { method: 'POST', headers, body: '1' });
      expect(JSON.parse(String(body))).toMatchObject({ from });
    }
  });
});

describe('closing', () => {
  test('does not wait for connections on which nothing is asked', async () => {
    const web = await listening({ routes: [hello] });
    const agent = new Agent({ keepAlive: true });
    const asked = request(`${web.server.url}/hello/you`, { agent }).end();
    const [response] = await once(asked, 'response');
    response.resume();
    await once(response, 'end');
    const silent = connect(web.server.port, '127.0.0.1');
    await once(silent, 'connect');
    const ended = once(silent.resume(), 'close');
    await web[Symbol.asyncDispose]();
    await ended;
    agent.destroy();
  });

  test('lets answers under way be finished', async () => {
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<string>();
    const web = await listening({
      routes: [
        (server) =>
          server.get('/slow', () => {
            begun.resolve();
            return goOn.promise;
          }),
      ],
    });
    const answer = ask(`${web.server.url}/slow`);
    await begun.promise;
    const closed = web[Symbol.asyncDispose]();
    goOn.resolve('done');
    expect(String((await answer).body)).toBe('done');
    await closed;
    await expect(ask(`${web.server.url}/slow`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('cuts off who does not read the answer', async () => {
    const web = await listening({
      routes: [(server) => server.get('/large', async () => Buffer.alloc(64 * 1024 * 1024))],
      limits: { closeMs: 50 },
    });
    const socket = connect(web.server.port, '127.0.0.1');
    socket.write('GET /large HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'readable');
    await web[Symbol.asyncDispose]();
    socket.destroy();
  });
});

describe('where it cannot listen', () => {
  test('because the address is of another machine, it says so', async () => {
    const { logger } = keptLog();
    const starting = WebServer.start({ host: '203.0.113.9', port: 0, routes: [], logger });
    await expect(starting).rejects.toThrow(ListenError);
    await expect(starting).rejects.toThrow('this machine has no such address');
  });

  test('because another does, it says so, and the other goes on', async () => {
    await using web = await listening({ routes: [hello] });
    const { logger } = keptLog();
    const { port } = web.server;
    const starting = WebServer.start({ host: '127.0.0.1', port, routes: [], logger });
    await expect(starting).rejects.toThrow(
      `The web server cannot listen on 127.0.0.1 port ${port}: another program does already; stop it or choose another port`,
    );
    expect((await ask(`${web.server.url}/hello/you`)).status).toBe(200);
  });
});

test('localhost is one address', async () => {
  await using web = await listening({ routes: [hello], host: 'localhost' });
  expect(web.server.url).toBe(`http://127.0.0.1:${web.server.port}`);
  expect((await ask(`${web.server.url}/hello/you`)).status).toBe(200);
});

test('each request leaves one line with its route, and without what is in its address', async () => {
  await using web = await listening({ routes: [hello] });
  await ask(`${web.server.url}/hello/secret1?code=secret2`);
  await ask(`${web.server.url}/unknown/secret3`);
  expect(web.log.map((line) => JSON.parse(line))).toMatchObject([
    { method: 'GET', route: '/hello/:name', status: 200, msg: 'request answered' },
    { method: 'GET', status: 404, msg: 'request answered' },
  ]);
  expect(web.log.join()).not.toContain('secret');
});
