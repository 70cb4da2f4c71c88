import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type InstagramFault,
  SandboxInstagram,
  type SandboxInstagramOptions,
} from '../../sandbox/instagram/index.ts';
import { InstagramGraph } from '../../src/clients/instagram-graph.ts';
import { InstagramOAuth } from '../../src/clients/instagram-oauth.ts';
import { PictureFetch } from '../../src/clients/picture-fetch.ts';
import { hashOf } from '../../src/posts/image-store.ts';
import type { GraphAnswer } from '../../src/posts/publishing/instagram.ts';
import { Secret } from '../../src/posts/secret.ts';
import { type Scene, startScriptedServer } from '../fixtures/scripted-server.ts';

const NOW = Date.parse('2026-12-24T13:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const REDIRECT = 'http://127.0.0.1:1/instagram/callback';
const SCOPES = [
  'instagram_business_basic',
  'instagram_business_content_publish',
  'instagram_business_manage_insights',
];
const PICTURE = readFileSync(new URL('../goldens/lineup-night-portrait.jpg', import.meta.url));
const showPicture: Scene = (_request, response) => {
  response.writeHead(200, { 'content-type': 'image/jpeg' }).end(PICTURE);
};

async function stage(options: SandboxInstagramOptions = {}) {
  await using parts = new AsyncDisposableStack();
  const time = { now: NOW };
  const clock = () => time.now;
  const sandbox = parts.use(
    await SandboxInstagram.start({ clock, redirectUris: [REDIRECT], ...options }),
  );
  const pictures = parts.use(await startScriptedServer(showPicture));
  const account = sandbox.addAccount({ username: 'club_seoul' });
  const { graphUrl, apiUrl, authorizeUrl } = sandbox;
  const owned = parts.move();
  return {
    sandbox,
    time,
    account,
    access: { accountId: account.id, token: new Secret(account.issueToken()) },
    app: { clientId: sandbox.clientId, clientSecret: new Secret(sandbox.clientSecret) },
    graph: new InstagramGraph({ graphUrl, clock }),
    oauth: new InstagramOAuth({ graphUrl, apiUrl, authorizeUrl, clock }),
    pictureUrl: `${pictures.url}/media/a.jpg`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function resultOf<T>(answer: GraphAnswer<T>): T {
  if (!answer.ok) throw new Error(`Instagram answered ${answer.failure.code}`);
  return answer.value;
}

describe('on a stand-in for Instagram', () => {
  test('a picture goes from its address to a post with a link and figures', async () => {
    await using world = await stage();
    const { sandbox, graph, access, pictureUrl } = world;
    const caption = '오늘 밤 22시 @dj_kim #techno';
    const photo = { url: pictureUrl, altText: '12월 24일 라인업 포스터', caption };
    const verdict = await new PictureFetch().check(pictureUrl, { hash: hashOf(PICTURE) });
    expect(verdict).toEqual({ ok: true });
    expect(resultOf(await graph.publishingLimit(access))).toEqual({ used: 0, total: 100 });

    const userTags = [{ username: 'dj_kim', x: 0.5, y: 0.5 }];
    const { containerId } = resultOf(await graph.createPhoto(access, { ...photo, userTags }));
    expect(await graph.publish(access, containerId)).toMatchObject({
      failure: { kind: 'not_ready' },
    });
    const statuses = [];
    for (let read = 0; read < 2; read += 1) {
      statuses.push(resultOf(await graph.containerStatus(access, containerId)).status);
    }
    expect(statuses).toEqual(['IN_PROGRESS', 'FINISHED']);

    const { mediaId } = resultOf(await graph.publish(access, containerId));
    expect(sandbox.livePosts).toMatchObject([{ mediaId, containerId, caption }]);
    expect(resultOf(await graph.containerStatus(access, containerId)).status).toBe('PUBLISHED');
    const medium = resultOf(await graph.media(access, mediaId));
    expect(medium).toMatchObject({ id: mediaId, publishedAt: NOW });
    expect(medium.caption).toBe(caption.replace('@', ''));
    expect(medium.permalink).toMatch(/^http/);
    sandbox.postByHand(world.account, 'from the phone', NOW - 120_000);
    expect(resultOf(await graph.recentMedia(access, NOW - 60_000))).toEqual([medium]);
    sandbox.setInsights(mediaId, { reach: 120, likes: 0 });
    expect(resultOf(await graph.insights(access, mediaId))).toEqual({ reach: 120, likes: 0 });
    expect(resultOf(await graph.publishingLimit(access)).used).toBe(1);
    expect(sandbox.requests.map(({ tokenIn }) => tokenIn)).toEqual(
      sandbox.requests.map(() => 'header'),
    );
  });

  test('several pictures become one carousel', async () => {
    await using world = await stage({ readsInProgress: 0 });
    const { sandbox, graph, access, pictureUrl } = world;
    const children: string[] = [];
    for (const altText of ['첫째 장', '둘째 장']) {
      const child = { url: pictureUrl, altText, isCarouselItem: true };
      const { containerId } = resultOf(await graph.createPhoto(access, child));
      expect(resultOf(await graph.containerStatus(access, containerId)).status).toBe('FINISHED');
      children.push(containerId);
    }
    const carousel = resultOf(await graph.createCarousel(access, { children, caption: '라인업' }));
    await graph.containerStatus(access, carousel.containerId);
    const { mediaId } = resultOf(await graph.publish(access, carousel.containerId));
    expect(sandbox.livePosts).toMatchObject([{ mediaId, caption: '라인업' }]);
  });

  test.each([
    [{ kind: 'http', status: 503 }, 'temporary', '2', 0],
    [{ kind: 'http', status: 500, afterEffect: true }, 'temporary', '2', 1],
    [{ kind: 'html' }, 'no_answer', 'http 502', 0],
    [
      { kind: 'error', code: 4, subcode: 2207051, afterEffect: true },
      'action_blocked',
      '4/2207051',
      1,
    ],
    [{ kind: 'error_in_200', code: 9, subcode: 2207042 }, 'quota', '9/2207042', 0],
    [{ kind: 'no_id' }, 'no_answer', 'shape', 1],
    [{ kind: 'reset', afterEffect: true }, 'no_answer', 'reset', 1],
    [{ kind: 'truncated' }, 'no_answer', 'reset', 1],
    [{ kind: 'unreadable' }, 'unknown_object', '100/33', 0],
    [{ kind: 'token', subcode: 460 }, 'token_dead', '190/460', 0],
    [{ kind: 'permission' }, 'no_permission', '10', 0],
  ] satisfies [InstagramFault, string, string, number][])(
    'a publication that meets %j is sent once',
    async (fault, kind, code, live) => {
      await using world = await stage({ readsInProgress: 0, language: 'th' });
      const { sandbox, graph, access, pictureUrl } = world;
      const photo = { url: pictureUrl, altText: '포스터', caption: '라인업' };
      const { containerId } = resultOf(await graph.createPhoto(access, photo));
      await graph.containerStatus(access, containerId);
      sandbox.fault({ ...fault, call: 'media_publish' });
      const answer = await graph.publish(access, containerId);
      expect(answer).toMatchObject({ ok: false, failure: { kind, code } });
      expect(sandbox.requests.filter(({ call }) => call === 'media_publish')).toHaveLength(1);
      expect(sandbox.publishesOf(containerId)).toBe(live);
    },
  );

  test('a limit that is used up says when it is there again', async () => {
    await using world = await stage();
    world.sandbox.fault({ kind: 'rate_limited', regainMinutes: 12 });
    expect(await world.graph.publishingLimit(world.access)).toEqual({
      ok: false,
      failure: { kind: 'rate_limited', code: '80002', retryAfterMs: 720_000 },
    });
  });

  test.each([
    { codeBody: 'wrapped', permissionsAs: 'text', meBody: 'flat' },
    { codeBody: 'flat', permissionsAs: 'list', meBody: 'wrapped' },
  ] as const)('a person signs in where answers are %j', async (behaviour) => {
    await using world = await stage(behaviour);
    const { sandbox, oauth, app, account } = world;
    const url = oauth.authorizeUrl({
      clientId: app.clientId,
      redirectUri: REDIRECT,
      state: 'nonce.signature',
      scopes: SCOPES,
    });
    const back = new URL(await sandbox.allow(url, { account, scopes: SCOPES.slice(0, 2) }));
    expect(back.searchParams.get('state')).toBe('nonce.signature');
    const code = `${back.searchParams.get('code')}${back.hash}`;
    const exchange = { app, redirectUri: REDIRECT, code };
    const short = resultOf(await oauth.exchangeCode(exchange));
    expect(short.permissions).toEqual(SCOPES.slice(0, 2));
    expect(await oauth.exchangeCode(exchange)).toMatchObject({ failure: { kind: 'refused' } });

    const long = resultOf(await oauth.exchangeLongLived({ app, token: short.token }));
    expect(long.expiresInMs).toBe(60 * DAY_MS);
    expect(resultOf(await oauth.me(long.token))).toEqual({
      accountId: account.id,
      appScopedId: account.appScopedId,
      username: 'club_seoul',
      accountType: 'business',
    });
    expect(await oauth.refresh(long.token)).toMatchObject({ ok: false });
    world.time.now += 2 * DAY_MS;
    const fresh = resultOf(await oauth.refresh(long.token));
    expect(resultOf(await oauth.me(fresh.token)).accountId).toBe(account.id);
    account.revoke('app_removed');
    expect(await oauth.refresh(fresh.token)).toMatchObject({ failure: { kind: 'token_dead' } });
    expect(await oauth.me(fresh.token)).toMatchObject({ failure: { code: '190/458' } });
  });
});
