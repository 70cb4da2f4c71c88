import { describe, expect, test } from 'vitest';
import { type MetricsOptions, metricsRoutes } from '../../src/web/metrics.ts';
import { ask, listening } from './listening.ts';

const metrics = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  text: async () => 'up 1\n',
};
const token = 'abcdefghijklmnop';

async function statusOf(
  options: Partial<MetricsOptions>,
  headers: Record<string, string> = {},
): Promise<number> {
  await using web = await listening({
    routes: [metricsRoutes({ metrics, onlyLocal: false, ...options })],
  });
  return (await ask(`${web.server.url}/metrics`, { headers })).status;
}

test('metrics are given in the format of Prometheus', async () => {
  await using web = await listening({ routes: [metricsRoutes({ metrics, onlyLocal: true })] });
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
      expect(await statusOf({ token }, headers)).toBe(200);
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
    await using web = await listening({
      routes: [metricsRoutes({ metrics, token, onlyLocal: true })],
    });
    const { headers, body } = await ask(`${web.server.url}/metrics`);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(String(body)).toBe('{"error":"unauthorized"}');
  });
});

describe('without a token', () => {
  test('they are given where only this machine reaches the server', async () => {
    expect(await statusOf({ onlyLocal: true })).toBe(200);
  });

  test.each(['127.0.0.1', 'localhost', 'rite-bot:9000', 'bot.example'])(
    'they are not there where others do, whoever says that it came to %s',
    async (host) => {
      expect(await statusOf({}, { host })).toBe(404);
    },
  );
});
