import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/posts/secret.ts';
import { DAY, GUILD, HOUR, openAccounts } from './accounts-stage.ts';

const OTHER_GUILD = '100000000000000002';

describe('the daily care for tokens', () => {
  it('leaves alone what lasts for long', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    stage.time.now += 38 * DAY;
    stage.sandbox.requests.length = 0;
    expect(await stage.care()).toBe('0 refreshed, 0 failed, 0 dead, 0 warned');
    expect(stage.sandbox.requests).toEqual([]);
  });

  it('refreshes what ends within 20 days, for 60 days more', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    const before = await stage.token();
    stage.time.now += 40 * DAY;
    expect(await stage.care()).toBe('1 refreshed, 0 failed, 0 dead, 0 warned');
    expect(await stage.token()).not.toBe(before);
    const account = await stage.linking.linkOf(GUILD);
    expect(account).toMatchObject({
      state: 'alive',
      issuedAt: stage.time.now,
      expiresAt: stage.time.now + 60 * DAY,
      refreshFailures: 0,
    });
  });

  it('does not ask for a token that is younger than a day', async () => {
    await using stage = await openAccounts();
    stage.sandbox.fault({ call: 'refresh', kind: 'http', status: 503, times: 1 });
    await stage.connect();
    stage.sandbox.requests.length = 0;
    stage.time.now += 23 * HOUR;
    await stage.care();
    expect(stage.sandbox.requests).toEqual([]);
    stage.time.now += HOUR;
    await stage.care();
    expect(stage.sandbox.requests.map(({ call }) => call)).toEqual(['refresh']);
  });

  it('spreads several over a few seconds, and one failure takes nothing from the others', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    const rooftop = stage.sandbox.addAccount({ username: 'rooftop.seoul' });
    await stage.connect(OTHER_GUILD, rooftop);
    stage.time.now += 45 * DAY;
    stage.sandbox.fault({ call: 'refresh', kind: 'reset', account: rooftop.id, times: 1 });
    expect(await stage.care()).toBe('1 refreshed, 1 failed, 0 dead, 0 warned');
    expect(stage.waits).toEqual([2_500]);
    expect(await stage.linking.linkOf(OTHER_GUILD)).toMatchObject({
      state: 'alive',
      refreshFailures: 1,
      refreshTriedAt: stage.time.now,
    });
    stage.time.now += DAY;
    expect(await stage.care()).toBe('1 refreshed, 0 failed, 0 dead, 0 warned');
    expect(await stage.linking.linkOf(OTHER_GUILD)).toMatchObject({ refreshFailures: 0 });
  });

  it('never ends a connection by itself: it warns 7 days and 1 day before, once each', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    stage.sandbox.fault({ call: 'refresh', kind: 'http', status: 500 });
    const expiresAt = stage.time.now + 59 * DAY;
    const heard: [day: number, kind: string][] = [];
    for (let day = 1; day <= 60; day += 1) {
      stage.time.now += DAY;
      const before = (await stage.told()).length;
      await stage.care();
      await stage.care();
      for (const { kind } of (await stage.told()).slice(before)) heard.push([day, kind]);
    }
    expect(heard).toEqual([
      [52, 'token_expiring'],
      [58, 'token_expiring'],
      [59, 'token_dead'],
    ]);
    expect(await stage.told()).toContainEqual({
      kind: 'token_expiring',
      username: 'club.underground',
      expiresAt,
    });
    expect(await stage.linking.linkOf(GUILD)).toMatchObject({ state: 'dead' });
  });

  it('finds a token dead that Instagram refuses, and says so once', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    stage.club.revoke('password_changed');
    stage.time.now += 45 * DAY;
    expect(await stage.care()).toBe('0 refreshed, 0 failed, 1 dead, 0 warned');
    expect(await stage.care()).toBe('0 refreshed, 0 failed, 0 dead, 0 warned');
    expect((await stage.told()).map(({ kind }) => kind)).toEqual(['connected', 'token_dead']);
  });

  it('does not believe a refusal to refresh while the token still reads', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    stage.time.now += 45 * DAY;
    stage.sandbox.fault({ call: 'refresh', kind: 'error', code: 190, subcode: 463, times: 1 });
    expect(await stage.care()).toBe('0 refreshed, 1 failed, 0 dead, 0 warned');
    expect(await stage.linking.linkOf(GUILD)).toMatchObject({ state: 'alive' });
  });

  it('does not undo a connection that somebody makes meanwhile', async () => {
    await using stage = await openAccounts();
    await stage.connect();
    stage.time.now += 45 * DAY;
    const fresh = stage.club.issueToken();
    stage.sandbox.fault({ call: 'refresh', kind: 'slow', ms: 100, times: 1 });
    stage.sandbox.requests.length = 0;
    const caring = stage.care();
    await stage.sandbox.waitUntil(({ requests }) => requests.length > 0);
    await stage.stores.instagramAccounts.connect({
      ...ACCOUNT,
      sealed: stage.linkingOptions.seal?.seal(new Secret(fresh), CONTEXT) ?? '',
      issuedAt: stage.time.now,
      expiresAt: stage.time.now + 60 * DAY,
      connectedAt: stage.time.now,
    });
    expect(await caring).toBe('0 refreshed, 0 failed, 0 dead, 0 warned');
    expect(await stage.token()).toBe(fresh);
  });
});

const CONTEXT = `connection/${GUILD}/instagram`;
const ACCOUNT = {
  guildId: GUILD,
  connectedBy: '200000000000000002',
  accountId: '17841400000000001',
  username: 'club.underground',
  keyId: 'k1',
};
