import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HttpClient, type HttpDependencies, type HttpRequest } from '../../src/clients/http.ts';
import { answering, startScriptedServer } from '../fixtures/scripted-server.ts';

const NOW = Date.parse('2026-12-24T13:00:00Z');

function makeClient(dependencies: Partial<HttpDependencies> = {}) {
  const waits: number[] = [];
  const client = new HttpClient({
    sleep: async (ms) => {
      waits.push(ms);
    },
    random: () => 0.5,
    clock: () => NOW,
    ...dependencies,
  });
  return { client, waits };
}

function makeRequest(url: string, overrides: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, timeoutMs: 10_000, maxBytes: 1_000, ...overrides };
}

/** A timeout that comes when the test says so. */
function manualTimeout() {
  const controller = new AbortController();
  const expire = () => controller.abort(new DOMException('time is up', 'TimeoutError'));
  return { expire, timeoutSignal: () => controller.signal };
}

describe('an answer', () => {
  test('is returned with its status, headers and text, also when the status is an error', async () => {
    await using server = await startScriptedServer(answering(404, '없음', { 'x-reason': 'gone' }));
    const { client } = makeClient();
    const answer = await client.request(makeRequest(server.url));
    expect(answer).toMatchObject({ status: 404, text: '없음' });
    expect(answer.headers.get('x-reason')).toBe('gone');
  });

  test('is refused while it arrives when it is longer than allowed', async () => {
    let closed: Promise<void> | undefined;
    await using server = await startScriptedServer((_request, response) => {
      closed = new Promise((resolve) => response.on('close', resolve));
      // Endless: it ends only because the client hangs up.
      const pour = () => response.write('x'.repeat(400), (error) => error ?? setImmediate(pour));
      pour();
    });
    const { client, waits } = makeClient();
    await expect(client.request(makeRequest(server.url))).rejects.toMatchObject({
      name: 'HttpError',
      failure: 'too_large',
    });
    await closed;
    expect(waits).toEqual([]);
  });

  test('that redirects is returned and not followed', async () => {
    await using elsewhere = await startScriptedServer(answering(200));
    await using server = await startScriptedServer(answering(307, '', { location: elsewhere.url }));
    const { client } = makeClient();
    const answer = await client.request(
      makeRequest(server.url, { method: 'POST', body: 'secret' }),
    );
    expect(answer.status).toBe(307);
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('a retry', () => {
  test('follows a temporary status, after growing waits with jitter', async () => {
    await using server = await startScriptedServer(
      answering(503),
      answering(500),
      answering(200, 'ok'),
    );
    const { client, waits } = makeClient();
    expect(await client.request(makeRequest(server.url))).toMatchObject({
      status: 200,
      text: 'ok',
    });
    expect(waits).toEqual([150, 300]);
  });

  test('happens at most as often as allowed, and the last answer is returned', async () => {
    await using server = await startScriptedServer(answering(503, 'busy'));
    const { client } = makeClient();
    const answer = await client.request(makeRequest(server.url, { retry: { limit: 3 } }));
    expect(answer).toMatchObject({ status: 503, text: 'busy' });
    expect(server.requests).toHaveLength(4);
  });

  test('never follows a POST unless it is declared idempotent', async () => {
    await using server = await startScriptedServer(answering(503), answering(200));
    const { client } = makeClient();
    const post = makeRequest(server.url, { method: 'POST', body: '{}' });
    expect((await client.request(post)).status).toBe(503);
    expect(server.requests).toHaveLength(1);
    await using other = await startScriptedServer(answering(503), answering(200));
    expect((await client.request({ ...post, url: other.url, idempotent: true })).status).toBe(200);
  });

  test('never follows an answer that will not change', async () => {
    await using server = await startScriptedServer(answering(400));
    const { client } = makeClient();
    await client.request(makeRequest(server.url));
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['seconds', '3', 3_000],
    ['a date', 'Thu, 24 Dec 2026 13:00:04 GMT', 4_000],
    ['a date in the past', 'Thu, 24 Dec 2026 12:00:00 GMT', 0],
  ])('waits exactly as long as Retry-After asks: %s', async (_kind, retryAfter, wait) => {
    await using server = await startScriptedServer(
      answering(429, '', { 'retry-after': retryAfter }),
      answering(200),
    );
    const { client, waits } = makeClient();
    expect((await client.request(makeRequest(server.url))).status).toBe(200);
    expect(waits).toEqual([wait]);
  });

  test('ignores a Retry-After that says nothing', async () => {
    await using server = await startScriptedServer(
      answering(429, '', { 'retry-after': 'soon' }),
      answering(200),
    );
    const { client, waits } = makeClient();
    await client.request(makeRequest(server.url));
    expect(waits).toEqual([150]);
  });

  test('does not happen when the server asks for more patience than there is', async () => {
    await using server = await startScriptedServer(answering(429, '', { 'retry-after': '60' }));
    const { client, waits } = makeClient();
    expect((await client.request(makeRequest(server.url))).status).toBe(429);
    expect(waits).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('follows a connection that breaks, before or in the middle of the answer', async () => {
    await using server = await startScriptedServer(
      (_request, response) => response.destroy(),
      (_request, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('half', () => response.destroy());
      },
      answering(200, 'whole'),
    );
    const { client } = makeClient();
    expect(await client.request(makeRequest(server.url))).toMatchObject({ text: 'whole' });
  });

  test('does not follow a timeout, unless asked to', async () => {
    const hang = () => undefined;
    await using server = await startScriptedServer(hang);
    const timeout = manualTimeout();
    const { client, waits } = makeClient(timeout);
    const answer = client.request(makeRequest(server.url));
    await Promise.all([
      expect(answer).rejects.toMatchObject({ failure: 'timeout' }),
      server.arrival().then(timeout.expire),
    ]);
    expect(waits).toEqual([]);
    const retrying = makeRequest(server.url, { retry: { retryOnTimeout: true } });
    await expect(client.request(retrying)).rejects.toMatchObject({ failure: 'timeout' });
    expect(waits).toHaveLength(2);
  });

  test('waits between nothing and the backoff limit, whatever chance says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 5_000 }),
        fc.boolean(),
        async (chance, backoffLimit, jitter) => {
          const { client, waits } = makeClient({
            random: () => chance,
            fetch: async () => new Response('', { status: 503 }),
          });
          const retry = { limit: 12, backoffLimit, jitter };
          await client.request(makeRequest('http://127.0.0.1/', { retry }));
          expect(waits).toHaveLength(12);
          for (const wait of waits) {
            expect(wait).toBeGreaterThanOrEqual(0);
            expect(wait).toBeLessThanOrEqual(backoffLimit);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('an error', () => {
  test('names the address without its query, and why there was no connection', async () => {
    const { url } = await closedPort();
    const { client } = makeClient();
    const error = await client
      .request(makeRequest(`${url}/v1/me?access_token=hunter2#hunter2`))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: 'unreachable' });
    expect(String(error)).toContain(`GET ${url}/v1/me: ECONNREFUSED`);
    expect(wholeText(error)).not.toContain('hunter2');
  });

  test.each(['not a url with hunter2', 'http://me:hunter2@127.0.0.1/'])(
    'never quotes an address that cannot be used',
    async (url) => {
      const { client } = makeClient();
      const error = await client.request(makeRequest(url)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(wholeText(error)).not.toContain('hunter2');
    },
  );

  test('is the reason of the caller when the caller gives up', async () => {
    const reason = new Error('shutting down');
    const controller = new AbortController();
    await using server = await startScriptedServer(() => controller.abort(reason));
    const { client } = makeClient();
    const request = makeRequest(server.url, { signal: controller.signal });
    await expect(client.request(request)).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  test('is the reason of the caller also when it comes during a wait', async () => {
    const reason = new Error('shutting down');
    const controller = new AbortController();
    await using server = await startScriptedServer(answering(503));
    const { client } = makeClient({
      // The real wait, of hours, which is cut short.
      sleep: (ms, signal) => {
        controller.abort(reason);
        return delay(ms * 1_000_000, undefined, signal && { signal });
      },
    });
    const request = makeRequest(server.url, { signal: controller.signal });
    await expect(client.request(request)).rejects.toBe(reason);
  });
});

async function closedPort() {
  const server = await startScriptedServer();
  await server[Symbol.asyncDispose]();
  return server;
}

/** Everything about an error that a log could show, causes included. */
function wholeText(error: unknown): string {
  return error instanceof Error
    ? `${error.name} ${error.message} ${error.stack} ${JSON.stringify(error)} ${wholeText(error.cause)}`
    : (JSON.stringify(error) ?? '');
}
