import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { callbackPath, returnsElsewhere } from '../../src/web/instagram-routes.ts';
import { GUILD, MINA, PUBLIC_URL, REDIRECT_URI } from '../posts/accounts/accounts-stage.ts';
import { openWalk, type Walk } from './instagram-walk.ts';

const MINUTE = 60_000;
const OTHER_GUILD = '100000000000000002';

describe('signing in to Instagram', () => {
  it('connects: link, permission, page, notice, and the token only where it belongs', async () => {
    await using walk = await openWalk();
    const { status, html, text, headers } = await signIn(walk);
    expect(status).toBe(200);
    expect(text).toContain('@club.underground 계정을 Discord 서버와 연결했습니다.');
    expect(html).toContain('<html lang="ko">');
    expect(html).not.toMatch(/<script|https?:/);
    const style = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await walk.linking.linkOf(GUILD)).toMatchObject({
      accountId: walk.club.id,
      appScopedId: walk.club.appScopedId,
      connectedBy: MINA,
      expiresAt: walk.time.now + 60 * 24 * 60 * MINUTE,
    });
    expect(await walk.told()).toEqual([{ kind: 'connected', username: 'club.underground' }]);
    const token = (await walk.token()) ?? '';
    const kept = walk.web.log.join('') + html + JSON.stringify(walk.failures);
    expect(token).toMatch(/^IGAA/);
    expect(kept).not.toContain(token);
  });

  it('asks for exactly the permissions that it needs, and sets a cookie for this way only', async () => {
    await using walk = await openWalk();
    const { headers } = await walk.browser().open(await walk.begin());
    const authorize = new URL(headers.get('location') ?? '');
    expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
      client_id: walk.sandbox.clientId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope:
        'instagram_business_basic,instagram_business_content_publish,instagram_business_manage_insights',
    });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^instagram-[\w-]+=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
  });

  it('takes both shapes of Instagram’s answers', async () => {
    await using walk = await openWalk();
    walk.sandbox.behaviour.codeBody = 'flat';
    walk.sandbox.behaviour.permissionsAs = 'list';
    walk.sandbox.behaviour.meBody = 'wrapped';
    expect((await signIn(walk)).status).toBe(200);
  });

  it('of two servers in one browser works for both', async () => {
    await using walk = await openWalk();
    await walk.stores.premium.grant({ guildId: OTHER_GUILD, grantedAt: walk.time.now });
    const browser = walk.browser();
    const ways = [
      await browser.setOut(await walk.begin(GUILD)),
      await browser.setOut(await walk.begin(OTHER_GUILD)),
    ];
    for (const way of ways) {
      const back = await walk.sandbox.allow(way, { account: walk.club });
      expect((await browser.open(back)).status).toBe(200);
    }
    expect(await walk.linking.linkOf(OTHER_GUILD)).toMatchObject({ username: 'club.underground' });
  });

  it('says which account it has replaced', async () => {
    await using walk = await openWalk();
    await signIn(walk);
    const rooftop = walk.sandbox.addAccount({ username: 'rooftop.seoul' });
    expect((await signIn(walk, { account: rooftop })).text).toContain(
      '전에 연결되어 있던 @club.underground 계정을 대신합니다.',
    );
  });

  it('connects without figures, and says so, when only they were not allowed', async () => {
    await using walk = await openWalk();
    const scopes = ['instagram_business_basic', 'instagram_business_content_publish'];
    const { status, text } = await signIn(walk, { scopes });
    expect(status).toBe(200);
    expect(text).toContain('통계 권한이 빠져 있어');
  });
});

describe('nothing is connected, and a page says why,', () => {
  it('when the person does not allow it', async () => {
    await using walk = await openWalk();
    const browser = walk.browser();
    const back = await walk.sandbox.deny(await browser.setOut(await walk.begin()));
    await refused(walk, await browser.open(back), 400, 'Instagram 연결을 취소했습니다');
  });

  it('when the permission to publish was unticked', async () => {
    await using walk = await openWalk();
    const page = await signIn(walk, { scopes: ['instagram_business_basic'] });
    await refused(walk, page, 400, '게시 권한이 빠져 있습니다');
  });

  it('when it is a personal account', async () => {
    await using walk = await openWalk();
    const account = walk.sandbox.addAccount({ username: 'my.diary', accountType: 'Personal' });
    const page = await signIn(walk, { account });
    await refused(walk, page, 400, '@my.diary 계정은 개인 계정입니다');
    expect(page.text).toContain('프로페셔널 계정으로 전환');
  });

  it('when the link has expired, before or after Instagram', async () => {
    await using walk = await openWalk();
    const browser = walk.browser();
    const link = await walk.begin();
    const way = await browser.setOut(link);
    const back = await walk.sandbox.allow(way, { account: walk.club });
    walk.time.now += 10 * MINUTE;
    await refused(walk, await browser.open(link), 410, '링크가 만료되었습니다');
    await refused(walk, await browser.open(back), 410, '링크가 만료되었습니다');
  });

  it('when somebody comes back twice with the same', async () => {
    await using walk = await openWalk();
    const browser = walk.browser();
    const back = await walk.sandbox.allow(await browser.setOut(await walk.begin()), {
      account: walk.club,
    });
    const pages = await Promise.all([browser.open(back), browser.open(back)]);
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 410]);
    const replayed = await browser.open(back);
    expect(replayed.status).toBe(410);
    expect(replayed.text).toContain('이미 사용했거나 올바르지 않은 링크입니다');
    expect(await walk.told()).toHaveLength(1);
  });

  it('when another browser comes back than the one that set out, which may still go on', async () => {
    await using walk = await openWalk();
    const browser = walk.browser();
    const back = await walk.sandbox.allow(await browser.setOut(await walk.begin()), {
      account: walk.club,
    });
    const stranger = await walk.browser().open(back);
    await refused(walk, stranger, 400, '다른 브라우저에서 시작한 연결입니다');
    expect((await browser.open(back)).status).toBe(200);
  });

  it('when the states of two people are swapped', async () => {
    await using walk = await openWalk();
    const [one, other] = [walk.browser(), walk.browser()];
    const way = await one.setOut(await walk.begin());
    const others = await other.setOut(await walk.begin());
    const back = new URL(await walk.sandbox.allow(way, { account: walk.club }));
    back.searchParams.set('state', new URL(others).searchParams.get('state') ?? '');
    await refused(walk, await one.open(back.href), 400, '다른 브라우저에서 시작한 연결입니다');
  });

  it.each([
    ['without a state', () => null],
    ['with an empty state', () => ''],
    [
      'with a signature of another state',
      (state: string) => `${state.slice(0, -43)}${'A'.repeat(43)}`,
    ],
    ['with something added', (state: string) => `${state}A`],
    ['with a state that nobody has sent', () => 'x'.repeat(64)],
  ])('%s', async (_how, change) => {
    await using walk = await openWalk();
    const browser = walk.browser();
    const way = await browser.setOut(await walk.begin());
    const back = new URL(await walk.sandbox.allow(way, { account: walk.club }));
    const state = change(back.searchParams.get('state') ?? '');
    if (state === null) back.searchParams.delete('state');
    else back.searchParams.set('state', state);
    await refused(walk, await browser.open(back.href), 400, '확인할 수 없는 요청입니다');
    expect(walk.sandbox.requests.map(({ call }) => call)).not.toContain('code');
  });

  it('when Instagram does not answer, or answers with a page', async () => {
    await using walk = await openWalk();
    for (const call of ['code', 'exchange', 'me'] as const) {
      walk.sandbox.fault({ call, kind: 'html', status: 502, times: 1 });
      await refused(walk, await signIn(walk), 503, 'Instagram이 응답하지 않습니다');
    }
  });

  it('when Instagram does not accept the code', async () => {
    await using walk = await openWalk();
    const browser = walk.browser();
    const back = new URL(
      await walk.sandbox.allow(await browser.setOut(await walk.begin()), { account: walk.club }),
    );
    back.searchParams.set('code', 'never-given-out');
    const page = await browser.open(back.href);
    await refused(walk, page, 400, 'Instagram이 연결을 받아들이지 않았습니다');
  });
});

describe('the address to come back to', () => {
  it.each([
    [{}, '/instagram/callback'],
    [{ publicUrl: PUBLIC_URL, redirectUri: `${PUBLIC_URL}/auth/ig` }, '/auth/ig'],
    [{ publicUrl: 'https://a.example/bot', redirectUri: 'https://a.example/bot/back' }, '/back'],
    [{ publicUrl: PUBLIC_URL, redirectUri: 'https://b.example/back/' }, '/back/'],
  ])('of %j is %s', (options, path) => {
    expect(callbackPath(options)).toBe(path);
  });

  it('must be of the same site, for cookies are', () => {
    expect(returnsElsewhere(PUBLIC_URL, REDIRECT_URI)).toBe(false);
    expect(returnsElsewhere(PUBLIC_URL, 'https://b.example/instagram/callback')).toBe(true);
  });
});

async function signIn(
  walk: Walk,
  { account = walk.club, scopes }: { account?: Walk['club']; scopes?: readonly string[] } = {},
) {
  const browser = walk.browser();
  const way = await browser.setOut(await walk.begin());
  return await browser.open(await walk.sandbox.allow(way, { account, ...(scopes && { scopes }) }));
}

async function refused(
  walk: Walk,
  page: { readonly status: number; readonly text: string },
  status: number,
  text: string,
): Promise<void> {
  expect(page.status).toBe(status);
  expect(page.text).toContain(text);
  expect(page.text).toMatch(/Nothing was connected/);
  expect(await walk.linking.linkOf(GUILD)).toBeUndefined();
  expect(await walk.told()).toEqual([]);
}
