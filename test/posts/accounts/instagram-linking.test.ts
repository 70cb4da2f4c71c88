import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/posts/secret.ts';
import { DAY, GUILD, MINA, openAccounts } from './accounts-stage.ts';

const BEGIN = { guildId: GUILD, userId: MINA, entitlements: [] };

describe('beginning to connect Instagram', () => {
  it.each([
    ['no_key', { seal: undefined }],
    ['no_app', { app: undefined }],
    ['no_public_url', { publicUrl: undefined }],
  ] as const)('says %s when that is what is missing', async (outcome, linking) => {
    await using stage = await openAccounts({ linking });
    expect(await stage.linking.begin(BEGIN)).toEqual({ outcome });
  });

  it('is for premium servers, and names the product where there is one', async () => {
    const premium = { has: async () => false, skuId: '300000000000000001' };
    await using stage = await openAccounts({ linking: { premium } });
    expect(await stage.linking.begin(BEGIN)).toEqual({
      outcome: 'not_premium',
      skuId: '300000000000000001',
    });
  });

  it('gives a link that is never the same', async () => {
    await using stage = await openAccounts();
    const links = [await stage.linking.begin(BEGIN), await stage.linking.begin(BEGIN)];
    const urls = links.map((link) => (link.outcome === 'link' ? link.url : ''));
    expect(new Set(urls).size).toBe(2);
    for (const url of urls) {
      expect(url).toMatch(/^https:\/\/bot\.example\/instagram\/connect\/[0-9a-z]+-[\w-]{22}$/);
    }
  });
});

describe('a token from the dashboard', () => {
  it('connects, for 60 days less one when it is too young to be refreshed', async () => {
    await using stage = await openAccounts();
    const token = stage.club.issueToken();
    const connecting = await connect(stage, token);
    expect(connecting).toMatchObject({ outcome: 'connected', insights: true, resumed: 0 });
    expect(await stage.token()).toBe(token);
    expect(await stage.linking.linkOf(GUILD)).toMatchObject({
      accountId: stage.club.id,
      appScopedId: stage.club.appScopedId,
      username: 'club.underground',
      connectedBy: MINA,
      state: 'alive',
      readable: true,
      expiresAt: stage.time.now + 59 * DAY,
    });
    expect(await stage.told()).toEqual([{ kind: 'connected', username: 'club.underground' }]);
    const [line] = await stage.stores.audit.linesOf(GUILD, { limit: 1 });
    expect(line).toMatchObject({ action: 'connection.made', subject: 'instagram', actorId: MINA });
    expect(JSON.stringify(line)).not.toContain('underground');
  });

  it('is refreshed when it is old enough, and the new one is kept', async () => {
    await using stage = await openAccounts();
    const token = stage.club.issueToken({ issuedAt: stage.time.now - 50 * DAY });
    await connect(stage, token);
    expect(await stage.token()).not.toBe(token);
    const { expiresAt } = (await stage.linking.linkOf(GUILD)) ?? {};
    expect(expiresAt).toBe(stage.time.now + 60 * DAY);
  });

  it('is looked after the very next day when nobody can say how old it is', async () => {
    await using stage = await openAccounts();
    stage.sandbox.fault({ call: 'refresh', kind: 'http', status: 502, times: 1 });
    await connect(stage, stage.club.issueToken({ issuedAt: stage.time.now - 50 * DAY }));
    stage.time.now += DAY;
    expect(await stage.care()).toBe('1 refreshed, 0 failed, 0 dead, 0 warned');
  });

  it('of a personal account is not kept, nor touched', async () => {
    await using stage = await openAccounts();
    const diary = stage.sandbox.addAccount({ username: 'my.diary', accountType: 'PERSONAL' });
    expect(await connect(stage, diary.issueToken())).toEqual({
      outcome: 'personal_account',
      username: 'my.diary',
    });
    expect(await stage.linking.linkOf(GUILD)).toBeUndefined();
    expect(stage.sandbox.requests.map(({ call }) => call)).toEqual(['me']);
  });

  it('that was revoked is refused; an Instagram that is down is not the token’s fault', async () => {
    await using stage = await openAccounts();
    const token = stage.club.issueToken();
    stage.club.revoke();
    expect(await connect(stage, token)).toMatchObject({ outcome: 'refused' });
    stage.sandbox.fault({ call: 'me', kind: 'html', times: 1 });
    expect(await connect(stage, stage.club.issueToken())).toMatchObject({ outcome: 'unavailable' });
    expect(await stage.told()).toEqual([]);
  });

  it('says which account it has replaced, and only when it is another one', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    expect(await connect(stage, stage.club.issueToken())).not.toHaveProperty('replaced');
    const rooftop = stage.sandbox.addAccount({ username: 'rooftop.seoul' });
    expect(await connect(stage, rooftop.issueToken())).toMatchObject({
      replaced: 'club.underground',
    });
  });

  it('is connected although nothing can be told or resumed', async () => {
    const broken = async () => Promise.reject(new Error('no room'));
    await using stage = await openAccounts({
      linking: {
        notices: { add: broken },
        audit: { append: broken },
        publications: { resumeHeld: broken },
      },
    });
    expect(await connect(stage, stage.club.issueToken())).toMatchObject({ outcome: 'connected' });
    expect(stage.failures.map(([what]) => what).toSorted()).toEqual([
      'audit',
      'notice',
      'refresh',
      'resume',
    ]);
  });

  it('resumes what was held for want of it', async () => {
    const asked: unknown[] = [];
    const resumeHeld = async (...args: unknown[]) => asked.push(args);
    await using stage = await openAccounts({ linking: { publications: { resumeHeld } } });
    expect(await connect(stage, stage.club.issueToken())).toMatchObject({ resumed: 1 });
    expect(asked).toEqual([
      [['token_dead', 'not_connected', 'no_permission'], stage.time.now, GUILD],
    ]);
  });
});

describe('disconnecting', () => {
  it('ends only the connection that the person saw, and counts what waits', async () => {
    const counts: Record<string, number> = { scheduled: 2, awaiting_approval: 1 };
    const countPosts = async ({ state = '' }) => counts[state] ?? 0;
    await using stage = await openAccounts({ linking: { posts: { countPosts } } });
    const person = { guildId: GUILD, userId: MINA };
    expect(await stage.linking.disconnect({ ...person, version: 1 })).toEqual({
      outcome: 'not_linked',
    });
    await stage.connect();
    const { version = 0 } = (await stage.linking.linkOf(GUILD)) ?? {};
    await stage.connect();
    const changed = await stage.linking.disconnect({ ...person, version });
    if (changed.outcome !== 'changed_meanwhile') throw new Error(changed.outcome);
    const { version: now } = changed.account;
    expect(await stage.linking.disconnect({ ...person, version: now })).toEqual({
      outcome: 'disconnected',
      username: 'club.underground',
      waiting: 3,
    });
    expect(await stage.linking.linkOf(GUILD)).toBeUndefined();
  });
});

function connect({ linking }: Awaited<ReturnType<typeof openAccounts>>, token: string) {
  return linking.connectToken({ guildId: GUILD, userId: MINA, token: new Secret(token) });
}
