import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ask, codeOf, DAY, type GraphBody, HOUR, InstagramApp } from './instagram-app.ts';

const REDIRECT = 'http://127.0.0.1:9/instagram/callback';
const SCOPES = ['instagram_business_basic', 'instagram_business_content_publish'];

describe('the sign-in page', () => {
  test('shows the account and the scopes, in Korean', async () => {
    await using app = await start();
    const page = await (await fetch(authorizeUrl(app))).text();
    expect(page).toContain('@seoul.underground');
    expect(page).toContain('게시물 올리기');
    expect(page.match(/name="grant"/g)).toHaveLength(2);
    expect(page).toContain('name="state" value="&#60;s&#62;"');
  });

  test('has a form that holds all that its address needs', async () => {
    await using app = await start();
    const page = await (await fetch(authorizeUrl(app))).text();
    const fields = page.matchAll(/name="(\w+)" value="([^"]*)"/g);
    const form = new URLSearchParams([...fields].map(([, name = '', value = '']) => [name, value]));
    expect(form.getAll('decision')).toEqual(['allow', 'deny']);
    form.delete('decision', 'deny');
    const [, action] = /<form method="post" action="([^"]+)"/.exec(page) ?? [];
    const url = app.instagram.url + action;
    const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
    expect(answer.status).toBe(302);
    const value = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    expect((await exchange(app, value)).body.data).toMatchObject([
      { permissions: SCOPES.join(',') },
    ]);
  });

  test('sends the browser back with a code and the state', async () => {
    await using app = await start();
    const location = await app.instagram.allow(authorizeUrl(app), { account: app.account });
    expect(location.endsWith('#_')).toBe(true);
    const url = new URL(location);
    expect(url.origin + url.pathname).toBe(REDIRECT);
    expect([...url.searchParams.keys()]).toEqual(['code', 'state']);
    expect(url.searchParams.get('state')).toBe('<s>');
  });

  test('says that the person does not want it', async () => {
    await using app = await start();
    const { searchParams } = new URL(await app.instagram.deny(authorizeUrl(app)));
    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'access_denied',
      error_reason: 'user_denied',
      error_description: 'The user denied your request',
      state: '<s>',
    });
  });

  test.each([
    ['another app', { client_id: '1' }],
    ['a redirect that is not registered to the letter', { redirect_uri: `${REDIRECT}/` }],
    ['another response type', { response_type: 'token' }],
    ['a wrong scope', { scope: 'business_basic' }],
  ])('refuses %s', async (_, changes) => {
    await using app = await start();
    expect((await fetch(authorizeUrl(app, changes))).status).toBe(400);
    await expect(app.instagram.deny(authorizeUrl(app, changes))).rejects.toThrow('refuses');
  });
});

describe('a code', () => {
  test.each([
    ['wrapped', 'text', { data: [{ permissions: SCOPES.join(',') }] }],
    ['flat', 'list', { permissions: SCOPES }],
  ] as const)(
    'becomes a token: %s body, permissions as %s',
    async (codeBody, permissionsAs, body) => {
      await using app = await start({ codeBody, permissionsAs });
      expect((await exchange(app, await code(app))).body).toMatchObject(body);
    },
  );

  test('says which permissions were left ticked', async () => {
    await using app = await start({ codeBody: 'flat' });
    const { body } = await exchange(app, await code(app, SCOPES.slice(0, 1)));
    expect(body).toMatchObject({
      user_id: app.account.appScopedId,
      permissions: 'instagram_business_basic',
    });
  });

  test('works once', async () => {
    await using app = await start();
    const value = await code(app);
    expect((await exchange(app, value)).status).toBe(200);
    const { status, body } = await exchange(app, value);
    expect(status).toBe(400);
    expect(body).toEqual({
      error_type: 'OAuthException',
      code: 400,
      error_message: 'Matching code was not found or was already used',
    });
  });

  test('works for an hour', async () => {
    await using app = await start();
    const value = await code(app);
    app.time.now += HOUR;
    expect((await exchange(app, value)).status).toBe(400);
  });

  test.each<Record<string, string>>([
    { client_id: '1' },
    { client_secret: 'guess' },
    { redirect_uri: 'http://127.0.0.1:9/other' },
    { grant_type: 'password' },
  ])('is refused with %j', async (changes) => {
    await using app = await start();
    const { status, body } = await exchange(app, await code(app), changes);
    expect(status).toBe(400);
    expect(body.error_type).toBe('OAuthException');
  });
});

describe('a token', () => {
  test('lives an hour, and exchanged for a long one 60 days', async () => {
    await using app = await start({ codeBody: 'flat' });
    const short = String((await exchange(app, await code(app))).body.access_token);
    const { body } = await graph(app, 'access_token', {
      grant_type: 'ig_exchange_token',
      client_secret: app.instagram.clientSecret,
      access_token: short,
    });
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 60 * 86_400 });
    app.time.now += HOUR;
    expect(codeOf(await app.get('me', {}, short))).toBe('190/463');
    app.time.now += 60 * DAY - HOUR - 1;
    expect(codeOf(await app.get('me', {}, String(body.access_token)))).toBeUndefined();
    app.time.now += 1;
    expect(codeOf(await app.get('me', {}, String(body.access_token)))).toBe('190/463');
  });

  test('is not exchanged with a wrong secret, nor twice', async () => {
    await using app = await start();
    const token = app.account.issueToken({ kind: 'short' });
    const ask = (access_token: string, client_secret: string) =>
      graph(app, 'access_token', {
        grant_type: 'ig_exchange_token',
        client_secret,
        access_token,
      });
    expect(codeOf(await ask(token, 'guess'))).toBe('1');
    const { body } = await ask(token, app.instagram.clientSecret);
    const long = String(body.access_token);
    expect(codeOf(await ask(long, app.instagram.clientSecret))).toBe('452');
  });

  test('is refreshed from its 24th hour on until it expires', async () => {
    await using app = await start();
    expect(codeOf(await refresh(app, app.token))).toBe('100');
    app.time.now += DAY - 1;
    expect(codeOf(await refresh(app, app.token))).toBe('100');
    app.time.now += 1;
    const { body } = await refresh(app, app.token);
    expect(body.expires_in).toBe(60 * 86_400);
    expect(body.access_token).not.toBe(app.token);
    expect(codeOf(await app.get('me'))).toBeUndefined();
    app.time.now += 59 * DAY;
    expect(codeOf(await refresh(app, app.token))).toBe('190/463');
    expect(codeOf(await refresh(app, String(body.access_token)))).toBeUndefined();
  });

  test('may end with its refresh', async () => {
    await using app = await start({ oldTokenAfterRefresh: 'dead' });
    app.time.now += DAY;
    expect(codeOf(await refresh(app, app.token))).toBeUndefined();
    expect(codeOf(await app.get('me'))).toBe('190/467');
  });

  test('that is short-lived, or without the basic scope, is not refreshed', async () => {
    await using app = await start();
    const issuedAt = app.time.now - 2 * DAY;
    const scopes = ['instagram_business_content_publish'];
    expect(codeOf(await refresh(app, app.account.issueToken({ kind: 'short' })))).toBe('100');
    expect(codeOf(await refresh(app, app.account.issueToken({ issuedAt, scopes })))).toBe('10');
  });

  test.each([
    ['app_removed', 458],
    ['checkpoint', 459],
    ['password_changed', 460],
    ['logged_out', 467],
  ] as const)('is dead once revoked: %s', async (reason, subcode) => {
    await using app = await start();
    const other = app.instagram.addAccount({ username: 'other' }).issueToken();
    app.account.revoke(reason);
    expect(codeOf(await app.get('me', {}, other))).toBeUndefined();
    expect(codeOf(await app.get('me'))).toBe(`190/${subcode}`);
    app.time.now += DAY;
    expect(codeOf(await refresh(app, app.token))).toBe(`190/${subcode}`);
    expect(codeOf(await app.get('me', {}, app.account.issueToken()))).toBeUndefined();
  });

  test('that nobody gave out is none', async () => {
    await using app = await start();
    expect(codeOf(await app.get('me', {}, 'IGAAguess'))).toBe('190');
  });
});

describe('/me', () => {
  test.each(['/me', '/v26.0/me', '/v21.0/me'])('answers both ids at %s', async (path) => {
    await using app = await start();
    const fields = 'user_id,username,account_type';
    const query = new URLSearchParams({ fields, access_token: app.token });
    const { body } = await ask(`${app.instagram.graphUrl}${path}?${query}`);
    expect(body).toEqual({
      id: app.account.appScopedId,
      user_id: app.account.id,
      username: 'seoul.underground',
      account_type: 'BUSINESS',
    });
    expect(app.account.id).toMatch(/^1784\d{13}$/);
  });

  test('may be wrapped, and refuses fields that there are not', async () => {
    await using app = await start({ meBody: 'wrapped' });
    expect((await app.get('me')).body).toEqual({ data: [{ id: app.account.appScopedId }] });
    expect(codeOf(await app.get('me', { fields: 'email' }))).toBe('100');
  });
});

test.each(['deauthorize', 'requestDeletion'] as const)(
  '%s posts a signed request',
  async (callback) => {
    await using app = await start();
    const received: URLSearchParams[] = [];
    const server = createServer(async (request, response) => {
      received.push(new URLSearchParams(await text(request)));
      response.end('{"url":"http://127.0.0.1/","confirmation_code":"abc"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const answer = await app.instagram[callback](app.account, url);
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('abc') });
      const [signature, payload = ''] = (received[0]?.get('signed_request') ?? '').split('.');
      const key = app.instagram.clientSecret;
      expect(signature).toBe(createHmac('sha256', key).update(payload).digest('base64url'));
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({
        user_id: app.account.appScopedId,
        algorithm: 'HMAC-SHA256',
        issued_at: app.time.now / 1000,
      });
      await app.instagram[callback](app.account, url, { secret: 'forged' });
      expect(received[1]?.get('signed_request')).not.toContain(`${signature}.`);
      const isRemoved = callback === 'deauthorize';
      expect(codeOf(await app.get('me'))).toBe(isRemoved ? '190/458' : undefined);
    } finally {
      server.close();
    }
  },
);

function start(options: Parameters<typeof InstagramApp.start>[0] = {}): Promise<InstagramApp> {
  return InstagramApp.start({ redirectUris: [REDIRECT], ...options });
}

function authorizeUrl({ instagram }: InstagramApp, changes: Record<string, string> = {}): string {
  const query = {
    client_id: instagram.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPES.join(','),
    state: '<s>',
    ...changes,
  };
  return `${instagram.authorizeUrl}?${new URLSearchParams(query)}`;
}

async function code(app: InstagramApp, scopes?: readonly string[]): Promise<string> {
  const choice = { account: app.account, ...(scopes && { scopes }) };
  const location = await app.instagram.allow(authorizeUrl(app), choice);
  return new URL(location).searchParams.get('code') ?? '';
}

function exchange(
  { instagram }: InstagramApp,
  value: string,
  changes: Record<string, string> = {},
) {
  const body = new URLSearchParams({
    client_id: instagram.clientId,
    client_secret: instagram.clientSecret,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT,
    code: value,
    ...changes,
  });
  return ask(`${instagram.apiUrl}/oauth/access_token`, { method: 'POST', body });
}

function graph({ instagram }: InstagramApp, path: string, query: Record<string, string>) {
  return ask(`${instagram.graphUrl}/${path}?${new URLSearchParams(query)}`);
}

function refresh(app: InstagramApp, token: string): Promise<{ body: GraphBody }> {
  const query = { grant_type: 'ig_refresh_token', access_token: token };
  return graph(app, 'refresh_access_token', query);
}
