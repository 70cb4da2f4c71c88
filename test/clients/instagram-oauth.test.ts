import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { InstagramOAuth } from '../../src/clients/instagram-oauth.ts';
import type { GraphAnswer } from '../../src/posts/publishing/instagram.ts';
import { Secret } from '../../src/posts/secret.ts';
import { answering, type Scene } from '../fixtures/scripted-server.ts';
import { json, startListening, TOKEN } from './instagram-stage.ts';

const APP = { clientId: '990602627938098', clientSecret: new Secret('app-secret') };
const REDIRECT = 'https://bot.example/instagram/callback';
const DEAD = json({ error: { code: 190, error_subcode: 463, message: '세션 만료' } }, 400);

async function stage(...scenes: readonly Scene[]) {
  const server = await startListening(...scenes);
  const { url } = server;
  return Object.assign(server, {
    oauth: new InstagramOAuth({ graphUrl: `${url}/graph/`, apiUrl: `${url}/api/` }),
  });
}

/** The answer with its secrets told. */
function told(answer: GraphAnswer<{ readonly token: Secret }>) {
  return answer.ok
    ? { ok: true, value: { ...answer.value, token: answer.value.token.reveal() } }
    : answer;
}

describe('the page where a person signs in', () => {
  const authorization = {
    clientId: APP.clientId,
    redirectUri: REDIRECT,
    state: 'n+once.sig&x',
    scopes: ['instagram_business_basic', 'instagram_business_content_publish'],
  };

  test("is Instagram's own, with everything asked for", () => {
    const url = new URL(new InstagramOAuth().authorizeUrl(authorization));
    expect(url.origin + url.pathname).toBe('https://www.instagram.com/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: APP.clientId,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'instagram_business_basic,instagram_business_content_publish',
      state: 'n+once.sig&x',
    });
  });

  test('may be another one, whose own query is kept', () => {
    const oauth = new InstagramOAuth({ authorizeUrl: 'http://127.0.0.1:9/authorize?lang=ko' });
    const url = new URL(oauth.authorizeUrl(authorization));
    expect(url.origin + url.pathname).toBe('http://127.0.0.1:9/authorize');
    expect(url.searchParams.get('lang')).toBe('ko');
  });
});

describe('a code', () => {
  const exchange = { app: APP, redirectUri: REDIRECT, code: 'AQBcode#_' };
  const permissions = ['instagram_business_basic', 'instagram_business_content_publish'];

  test.each([
    [{ access_token: 'short', user_id: 1, permissions: permissions.join(',') }, permissions],
    [{ access_token: 'short', user_id: '1', permissions }, permissions],
    [{ data: [{ access_token: 'short', permissions: permissions.join(', ') }] }, permissions],
    [{ data: [{ access_token: 'short', permissions }] }, permissions],
    [{ access_token: 'short', permissions: '' }, []],
    [{ access_token: 'short' }, undefined],
    [{ access_token: 'short', permissions: 7 }, undefined],
  ])('is exchanged for the token in %j', async (body, granted) => {
    await using server = await stage(json(body));
    const value = granted ? { token: 'short', permissions: granted } : { token: 'short' };
    expect(told(await server.oauth.exchangeCode(exchange))).toEqual({ ok: true, value });
  });

  test('travels in a form, without the end that Instagram puts to it', async () => {
    await using server = await stage(json({ access_token: 'short' }));
    await server.oauth.exchangeCode(exchange);
    expect(server.received).toEqual([
      {
        method: 'POST',
        path: '/api/oauth/access_token',
        query: {},
        form: {
          client_id: APP.clientId,
          client_secret: 'app-secret',
          grant_type: 'authorization_code',
          redirect_uri: REDIRECT,
          code: 'AQBcode',
        },
        authorization: undefined,
        contentType: 'application/x-www-form-urlencoded;charset=UTF-8',
      },
    ]);
  });

  test('that was used already is refused', async () => {
    const body = { error_type: 'OAuthException', code: 400, error_message: 'already used' };
    await using server = await stage(json(body, 400));
    const failure = { kind: 'refused', code: 'http 400' };
    expect(await server.oauth.exchangeCode(exchange)).toEqual({ ok: false, failure });
  });

  test.each([
    ['no token', json({ permissions: [] }), 'shape'],
    ['a page', answering(200, '<html>'), 'html'],
    ['a broken gateway', answering(502, 'Bad Gateway'), 'http 502'],
  ])('answered with %s is asked for once only', async (_what, scene, code) => {
    await using server = await stage(scene);
    const answer = await server.oauth.exchangeCode(exchange);
    expect(answer).toEqual({ ok: false, failure: { kind: 'no_answer', code } });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a long-lived token', () => {
  const BODY = { access_token: 'long', token_type: 'bearer', expires_in: 5_183_944 };

  test('is exchanged for a short-lived one', async () => {
    await using server = await stage(json(BODY));
    const answer = await server.oauth.exchangeLongLived({ app: APP, token: new Secret('short') });
    const value = { token: 'long', expiresInMs: 5_183_944_000 };
    expect(told(answer)).toEqual({ ok: true, value });
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      path: '/graph/access_token',
      query: {
        grant_type: 'ig_exchange_token',
        client_secret: 'app-secret',
        access_token: 'short',
      },
      authorization: undefined,
    });
  });

  test('is refreshed without the app', async () => {
    await using server = await stage(json({ data: [{ ...BODY, expires_in: '5183944' }] }));
    const answer = await server.oauth.refresh(new Secret('long & old'));
    expect(told(answer)).toEqual({ ok: true, value: { token: 'long', expiresInMs: 5183944000 } });
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      path: '/graph/refresh_access_token',
      query: { grant_type: 'ig_refresh_token', access_token: 'long & old' },
    });
  });

  test('that is over cannot be refreshed', async () => {
    await using server = await stage(DEAD);
    const failure = { kind: 'token_dead', code: '190/463' };
    expect(await server.oauth.refresh(new Secret(TOKEN))).toEqual({ ok: false, failure });
  });

  test('without an end is no answer', async () => {
    await using server = await stage(json({ access_token: 'long' }));
    const failure = { kind: 'no_answer', code: 'shape' };
    expect(await server.oauth.refresh(new Secret(TOKEN))).toEqual({ ok: false, failure });
  });

  test.each([
    ['a page', answering(503, '<html>')],
    ['an empty answer', answering(200)],
    ['a redirect', answering(302, '', { location: 'http://elsewhere.example/' })],
    ['an error', DEAD],
    ['a broken connection', ((request) => request.socket.destroy()) satisfies Scene],
  ])('appears nowhere when %s comes back', async (_what, scene) => {
    await using server = await stage(scene);
    const answers = [
      await server.oauth.refresh(new Secret(TOKEN)),
      await server.oauth.exchangeLongLived({ app: APP, token: new Secret(TOKEN) }),
      await server.oauth.me(new Secret(TOKEN)),
    ];
    const printed = inspect(answers, { depth: 9 }) + JSON.stringify(answers);
    expect(printed).not.toContain(TOKEN);
    expect(printed).not.toContain('app-secret');
    expect(server.requests).toHaveLength(3);
  });

  test('prints as a secret', async () => {
    await using server = await stage(json(BODY));
    const answer = await server.oauth.refresh(new Secret(TOKEN));
    expect(JSON.stringify(answer)).toContain('[secret]');
    expect(inspect(answer, { depth: 9 })).not.toContain('long');
  });
});

describe('a profile', () => {
  const BODY = {
    user_id: '17841405793187218',
    id: '26000000000000001',
    username: 'club_seoul',
    account_type: 'BUSINESS',
  };
  const PROFILE = {
    accountId: '17841405793187218',
    appScopedId: '26000000000000001',
    username: 'club_seoul',
    accountType: 'business',
  };

  test('has both ids, asked for with the token in the header', async () => {
    await using server = await stage(json(BODY));
    const answer = await server.oauth.me(new Secret(TOKEN));
    expect(answer).toEqual({ ok: true, value: PROFILE });
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      path: '/graph/v26.0/me',
      query: { fields: 'user_id,id,username,account_type' },
      authorization: `Bearer ${TOKEN}`,
    });
  });

  test.each([
    ['wrapped', { data: [BODY] }],
    [
      'with ids as numbers',
      JSON.stringify(BODY).replace(/"(\d+)"/g, (_all, digits: string) => digits),
    ],
  ])('is the same %s, to the last digit', async (_how, body) => {
    await using server = await stage(json(body));
    expect(await server.oauth.me(new Secret(TOKEN))).toEqual({ ok: true, value: PROFILE });
  });

  test.each([
    ['MEDIA_CREATOR', 'creator'],
    ['Media_Creator', 'creator'],
    ['Creator', 'creator'],
    ['Business', 'business'],
    ['personal', 'personal'],
    ['SOMETHING_NEW', 'unknown'],
    [undefined, 'unknown'],
  ])('of the type %j is %s', async (type, accountType) => {
    await using server = await stage(json({ ...BODY, account_type: type }));
    const value = { ...PROFILE, accountType };
    expect(await server.oauth.me(new Secret(TOKEN))).toEqual({ ok: true, value });
  });

  test('without the id for publishing is none, unless it is a personal one', async () => {
    const { user_id: _missing, ...rest } = BODY;
    await using server = await stage(json(rest), json({ ...rest, account_type: 'PERSONAL' }));
    const failure = { kind: 'no_answer', code: 'no user_id' };
    expect(await server.oauth.me(new Secret(TOKEN))).toEqual({ ok: false, failure });
    expect(await server.oauth.me(new Secret(TOKEN))).toMatchObject({
      ok: true,
      value: { accountType: 'personal', accountId: BODY.id },
    });
  });

  test('of a token that was pasted wrongly is not asked for', async () => {
    await using server = await stage(json(BODY));
    const answer = await server.oauth.me(new Secret('IGAA token'));
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'token_dead' } });
    expect(server.requests).toEqual([]);
  });
});
