import { describe, expect, test } from 'vitest';
import { type MetricsOptions, metricsRoutes } from '../../src/web/metrics.ts';
import { ask, converse, listening } from './listening.ts';

const metrics = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  text: async () => 'up 1\n',
};
const token = 'abcdefghijklmnop';

async function statusOf(
  options: Omit<MetricsOptions, 'metrics'>,
  headers: Record<string, string> = {},
): Promise<number> {
  await using web = await listening({ routes: [metricsRoutes({ metrics, ...options })] });
  return (await ask(`${web.server.url}/metrics`, { headers })).status;
}

test('metrics are given in the format of Prometheus', async () => {
  await using web = await listening({ routes: [metricsRoutes({ metrics })] });
  const { status, headers, body } = await ask(`${web.server.url}/metrics`);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe(metrics.contentType);
  expect(String(body)).toBe('up 1\n');
});

describe('with a token', () => {
  test.each([`Bearer ${token}`, `bearer  ${token}`])(
    'they are given to %j, wherever it comes from',
    async (authorization) => {
      const headers = { authorization, 'x-forwarded-for': '203.0.113.7' };
      expect(await statusOf({ token, publicUrl: 'https://bot.example' }, headers)).toBe(200);
    },
  );

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Bearer ${token} ${token}`,
    `Basic ${token}`,
    token,
  ])('they are not given to %j', async (authorization) => {
    expect(await statusOf({ token }, authorization === undefined ? {} : { authorization })).toBe(
      401,
    );
  });

  test('who has none is told what is wanted', async () => {
    await using web = await listening({ routes: [metricsRoutes({ metrics, token })] });
    const { headers, body } = await ask(`${web.server.url}/metrics`);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(String(body)).toBe('{"error":"unauthorized"}');
  });
});

describe('without a token they are not there for who comes', () => {
  const publicUrl = 'https://Bot.example:8443/rite';

  test.each(['bot.example', 'BOT.EXAMPLE', 'bot.example:8443', 'bot.example:80'])(
    'by the public address %s',
    async (host) => {
      expect(await statusOf({ publicUrl }, { host })).toBe(404);
    },
  );

  test.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host'])(
    'through a proxy that adds %s',
    async (name) => {
      expect(await statusOf({}, { [name]: 'for=203.0.113.7' })).toBe(404);
    },
  );

  test('but for the own network', async () => {
    expect(await statusOf({ publicUrl }, { host: 'rite-bot:9000' })).toBe(200);
  });

  test('and who does not say by which address it came', async () => {
    await using web = await listening({ routes: [metricsRoutes({ metrics, publicUrl })] });
    const answer = await converse(web.server.url, 'GET /metrics HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});
