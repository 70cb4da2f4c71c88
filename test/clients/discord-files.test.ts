import { describe, expect, test } from 'vitest';
import { DiscordFiles } from '../../src/clients/discord-files.ts';
import { answering, startScriptedServer } from '../fixtures/scripted-server.ts';

const PATH = '/attachments/1/2/logo.png?ex=1&is=2&hm=3';

describe('a file of Discord', () => {
  test('is fetched whole, byte for byte', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0xff, 0x00, 0xc3, 0x28]);
    await using server = await startScriptedServer((_request, response) => response.end(bytes));
    const files = new DiscordFiles({ api: `${server.url}/api` });
    expect(Buffer.from(await files.fetch(server.url + PATH, 6))).toEqual(bytes);
    expect(server.requests).toEqual([`GET ${PATH}`]);
  });

  test('is refused as soon as it is longer than allowed', async () => {
    await using server = await startScriptedServer(answering(200, '1234567'));
    const files = new DiscordFiles({ api: server.url });
    await expect(files.fetch(server.url + PATH, 6)).rejects.toMatchObject({ reason: 'too_large' });
  });

  test('that never ends is given up', async () => {
    await using server = await startScriptedServer((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const files = new DiscordFiles({ api: server.url });
    await expect(files.fetch(server.url + PATH, 1_000_000)).rejects.toMatchObject({
      reason: 'too_large',
    });
  });

  test.each([
    [404, 'gone'],
    [403, 'gone'],
    [302, 'unreachable'],
    [500, 'unreachable'],
  ])('is not there when Discord says %i', async (status, reason) => {
    const location = { location: 'http://169.254.169.254/latest/meta-data' };
    await using server = await startScriptedServer(answering(status, '', location));
    const files = new DiscordFiles({ api: server.url, sleep: async () => {} });
    await expect(files.fetch(server.url + PATH, 100)).rejects.toMatchObject({ reason });
    expect(new Set(server.requests)).toEqual(new Set([`GET ${PATH}`]));
  });

  test('is waited for only so long', async () => {
    await using server = await startScriptedServer(() => {});
    const files = new DiscordFiles({ api: server.url, timeoutMs: 30 });
    await expect(files.fetch(server.url + PATH, 100)).rejects.toMatchObject({ reason: 'timeout' });
  });
});

describe('any other address', () => {
  test.each([
    'http://cdn.discordapp.com/a.png',
    'https://cdn.discordapp.com:8443/a.png',
    'https://cdn.discordapp.com.evil.example/a.png',
    'https://evil.example/cdn.discordapp.com/a.png',
    'https://cdn.discordapp.com@evil.example/a.png',
    'https://user@cdn.discordapp.com/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:6379/',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'logo.png',
    '',
  ])('is not asked: %j', async (address) => {
    const asked: unknown[] = [];
    const files = new DiscordFiles({
      fetch: async (input) => {
        asked.push(input);
        return new Response('');
      },
    });
    await expect(files.fetch(address, 100)).rejects.toMatchObject({ reason: 'refused' });
    expect(asked).toEqual([]);
  });

  test.each(['https://cdn.discordapp.com', 'https://media.discordapp.net'])(
    'but not those of Discord: %s',
    async (origin) => {
      const files = new DiscordFiles({ fetch: async () => new Response('logo') });
      expect(Buffer.from(await files.fetch(origin + PATH, 100)).toString()).toBe('logo');
    },
  );
});
