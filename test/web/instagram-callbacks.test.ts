import { describe, expect, it } from 'vitest';
import { signRequest } from '../../sandbox/instagram/signed-request.ts';
import { GUILD, PUBLIC_URL } from '../posts/accounts/accounts-stage.ts';
import { openWalk } from './instagram-walk.ts';

const DEAUTHORIZE = `${PUBLIC_URL}/instagram/deauthorize`;
const DELETE = `${PUBLIC_URL}/instagram/delete-data`;
const OTHER_GUILD = '100000000000000002';

describe('somebody who takes the app away on Instagram', () => {
  it('ends the connection in every server, and who made it hears of it', async () => {
    await using walk = await openWalk();
    await walk.connect();
    await walk.connect(OTHER_GUILD);
    const rooftop = walk.sandbox.addAccount({ username: 'rooftop.seoul' });
    await walk.connect('100000000000000003', rooftop);
    const answer = await walk.sandbox.deauthorize(walk.club, walk.local(DEAUTHORIZE));
    expect(answer.status).toBe(200);
    expect(await walk.linking.linkOf(GUILD)).toBeUndefined();
    expect(await walk.linking.linkOf(OTHER_GUILD)).toBeUndefined();
    expect(await walk.linking.linkOf('100000000000000003')).toMatchObject({ state: 'alive' });
    expect((await walk.told()).filter(({ kind }) => kind === 'deauthorized')).toEqual([
      { kind: 'deauthorized', username: 'club.underground' },
      { kind: 'deauthorized', username: 'club.underground' },
    ]);
    const [line] = await walk.stores.audit.linesOf(GUILD, { limit: 1 });
    expect(line).toMatchObject({ action: 'connection.removed', details: { by: 'instagram' } });
    expect(line).not.toHaveProperty('actorId');
  });

  it('changes nothing with a wrong signature', async () => {
    await using walk = await openWalk();
    await walk.connect();
    const forged = { secret: 'guessed' };
    const answers = [
      await walk.sandbox.deauthorize(walk.club, walk.local(DEAUTHORIZE), forged),
      await walk.sandbox.requestDeletion(walk.club, walk.local(DELETE), forged),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status: 400 });
    expect(await walk.linking.linkOf(GUILD)).toMatchObject({ state: 'alive' });
  });

  it('does not end a connection that was made after that, however late or often it is said', async () => {
    await using walk = await openWalk();
    const issuedAt = walk.time.now / 1000;
    walk.time.now += 60 * 60_000;
    await walk.connect();
    const payload = { user_id: walk.club.appScopedId, issued_at: issuedAt };
    const body = new URLSearchParams({
      signed_request: signRequest(payload, walk.sandbox.clientSecret),
    });
    const answer = await fetch(walk.local(DEAUTHORIZE), { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(await walk.linking.linkOf(GUILD)).toMatchObject({ state: 'alive' });
  });

  it.each([
    ['nothing', ''],
    ['something else', 'signed=x'],
    ['two dots', 'signed_request=a.b.c'],
    ['far too much', `signed_request=${'a'.repeat(20_000)}`],
  ])('sends %s: refused', async (_what, body) => {
    await using walk = await openWalk();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const url of [DEAUTHORIZE, DELETE]) {
      const answer = await fetch(walk.local(url), { method: 'POST', headers, body });
      expect(answer.status).toBe(400);
    }
  });
});

describe('somebody who wants their data deleted', () => {
  it('gets a code and a page that says what was done', async () => {
    await using walk = await openWalk();
    await walk.connect();
    const answer = await walk.sandbox.requestDeletion(walk.club, walk.local(DELETE));
    expect(answer.status).toBe(200);
    const { url, confirmation_code: code } = JSON.parse(answer.body);
    expect(code).toMatch(/^[0-9a-f]{32}$/);
    expect(url).toBe(`${PUBLIC_URL}/instagram/deletion/${code}`);
    expect(await walk.linking.linkOf(GUILD)).toBeUndefined();
    const page = await walk.browser().open(url);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Instagram 연결 1개와 그 계정 정보, 접근 토큰을 지웠습니다.');
    expect(page.text).toContain('2026-12-01 21:00 (한국 시간)');
    expect(page.text).toContain('1 Instagram connection(s)');
    expect(page.text).toContain(`확인 번호: ${code}`);
    expect(page.html).not.toContain('underground');
  });

  it('hears it, too, when there was nothing to delete', async () => {
    await using walk = await openWalk();
    const answer = await walk.sandbox.requestDeletion(walk.club, walk.local(DELETE));
    const page = await walk.browser().open(JSON.parse(answer.body).url);
    expect(page.text).toContain('더 지울 것이 없었습니다');
  });

  it.each(['0'.repeat(32), 'x', '%3Cscript%3E'])('finds no page under %s', async (code) => {
    await using walk = await openWalk();
    const page = await walk.browser().open(`${PUBLIC_URL}/instagram/deletion/${code}`);
    expect(page.status).toBe(404);
    expect(page.text).toContain('삭제 요청을 찾을 수 없습니다');
  });
});
