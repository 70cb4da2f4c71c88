import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { NewInstagramAccount } from '../../../src/posts/accounts/instagram-account.ts';
import { DEFAULT_SETTINGS } from '../../../src/posts/approval/guild-settings.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { DAY_MS, EVENING, GUILD, JUNHO, MINA, OTHER_GUILD } from '../make-draft.ts';
import { ACCOUNT, claimReady, DUE, planPost } from '../plan-post.ts';

/** What accounts, sign-ins, settings and insights keep to. Each test gets an empty database. */
export function instagramAccountsContract(stores: () => Stores, db: () => Kysely<Schema>): void {
  describe('Instagram accounts', () => {
    test('replace each other, token and all', async () => {
      const { instagramAccounts: accounts, connections } = stores();
      const first = await accounts.connect(makeAccount());
      expect(first).toMatchObject({ accountId: ACCOUNT, state: 'alive', refreshFailures: 0 });
      expect(await accounts.find(GUILD)).toEqual({ ...first, sealed: 'sealed-1' });
      await accounts.markDead(first);
      const second = await accounts.connect(makeAccount({ username: 'two', sealed: 'sealed-2' }));
      expect(await accounts.find(GUILD)).toEqual({ ...second, sealed: 'sealed-2' });
      expect(second).toMatchObject({ username: 'two', state: 'alive' });
      expect(await connections.find(GUILD, 'instagram')).toHaveProperty('sealed', 'sealed-2');
      expect(await accounts.disconnect(first)).toBe('not_found');
      expect(await accounts.markDead(first)).toBe('changed_meanwhile');
      expect(await accounts.disconnect(second)).toBe('disconnected');
      expect(await accounts.find(GUILD)).toBeUndefined();
    });

    test('leave nothing behind, whoever ends the connection', async () => {
      const { instagramAccounts: accounts, connections, personalData, departures } = stores();
      const ends = [
        async () => {
          const version = (await connections.find(GUILD, 'instagram'))?.version ?? 0;
          await connections.disconnect({ guildId: GUILD, kind: 'instagram', version });
        },
        () => personalData.deletePerson(MINA, EVENING),
        async () => {
          await departures.left(GUILD, EVENING);
          await departures.removeGuild(GUILD, EVENING + 1);
        },
      ];
      for (const end of ends) {
        await accounts.connect(makeAccount());
        await end();
        expect(await db().selectFrom('instagram_account').selectAll().execute()).toEqual([]);
      }
    });

    test('get a new token only in the place of the one that was refreshed', async () => {
      const { instagramAccounts: accounts } = stores();
      const account = await accounts.connect(makeAccount());
      await accounts.noteRefreshFailed(account, EVENING + 1);
      expect(await accounts.find(GUILD)).toMatchObject({
        refreshFailures: 1,
        refreshTriedAt: EVENING + 1,
      });
      const token = { sealed: 'new', keyId: 'k2', issuedAt: EVENING + 2, expiresAt: EVENING + 9 };
      expect(await accounts.replaceToken(account, token)).toBe('replaced');
      expect(await accounts.replaceToken(account, token)).toBe('changed_meanwhile');
      expect(await accounts.find(GUILD)).toMatchObject({
        sealed: 'new',
        issuedAt: EVENING + 2,
        expiresAt: EVENING + 9,
        refreshFailures: 0,
      });
      await accounts.noteRefreshFailed(account, EVENING + 3);
      expect(await accounts.find(GUILD)).toHaveProperty('refreshFailures', 0);
    });

    test('bring back with a new token what was held for a dead one', async () => {
      const { instagramAccounts: accounts, publications, posts } = stores();
      const account = await accounts.connect(makeAccount());
      const { post } = await planPost(stores());
      await publications.write(await claimReady(stores()), {
        at: DUE,
        wakeAt: null,
        state: 'held',
        problem: { kind: 'token_dead' },
      });
      await accounts.markDead(account);
      const token = { sealed: 'new', keyId: 'k2', issuedAt: DUE + 2, expiresAt: DUE + 9 };
      expect(await accounts.replaceToken(account, token)).toBe('replaced');
      expect(await publications.find(GUILD, post.id)).toMatchObject({ wakeAt: DUE + 2 });
      expect(await posts.findPost(GUILD, post.id)).toHaveProperty('state', 'held');
    });

    test('are found dead and warned about by one of several', async () => {
      const { instagramAccounts: accounts } = stores();
      const account = await accounts.connect(makeAccount());
      const warn = (days: number) =>
        Promise.all([1, 2].map(() => accounts.markWarned(account, days)));
      expect((await warn(7)).toSorted()).toEqual(['warned', 'warned_already']);
      expect((await warn(1)).toSorted()).toEqual(['warned', 'warned_already']);
      expect(await accounts.markWarned(account, 7)).toBe('warned_already');
      expect(await accounts.endingBefore(EVENING + 60 * DAY_MS + 1)).toHaveLength(1);
      expect(await accounts.endingBefore(EVENING + 60 * DAY_MS)).toEqual([]);
      const found = await Promise.all([1, 2].map(() => accounts.markDead(account)));
      expect(found.toSorted()).toEqual(['dead_already', 'marked']);
      expect(await accounts.endingBefore(EVENING * 2)).toEqual([]);
    });

    test('tell of their end once, whoever finds it', async () => {
      const { instagramAccounts: accounts, notices } = stores();
      const account = await accounts.connect(makeAccount());
      const content = { kind: 'token_dead', username: 'club' } as const;
      const news = { notice: { guildId: GUILD, userId: MINA, content }, at: EVENING };
      await Promise.all([1, 2].map(() => accounts.markDead(account, news)));
      expect(await notices.pending(9)).toMatchObject([{ guildId: GUILD, userId: MINA, content }]);
    });

    test('are found by either id, in every server that has them', async () => {
      const { instagramAccounts: accounts } = stores();
      await accounts.connect(makeAccount());
      await accounts.connect(makeAccount({ guildId: OTHER_GUILD }));
      expect(await accounts.byInstagramId(ACCOUNT)).toHaveLength(2);
      expect(await accounts.byInstagramId('app-1')).toHaveLength(2);
      expect(await accounts.byInstagramId('app-2')).toEqual([]);
    });
  });

  test('a sign-in is good once and until it expires', async () => {
    const { signIns } = stores();
    const signIn = {
      nonce: 'n',
      guildId: GUILD,
      userId: MINA,
      createdAt: EVENING,
      expiresAt: EVENING + 10,
    };
    await signIns.open(signIn);
    expect(await signIns.find('n', EVENING + 9)).toEqual(signIn);
    expect(await signIns.find('n', EVENING + 10)).toBeUndefined();
    expect(await signIns.use('n', EVENING + 10)).toBeUndefined();
    const uses = await Promise.all([1, 2, 3].map(() => signIns.use('n', EVENING)));
    expect(uses.filter((use) => use !== undefined)).toEqual([signIn]);
    await signIns.open(signIn);
    expect([await signIns.prune(EVENING + 10), await signIns.prune(EVENING + 11)]).toEqual([0, 1]);
  });

  test('a request for deletion can be asked about', async () => {
    const request = { code: 'c', at: EVENING, removed: 2 };
    await stores().deletionRequests.add(request);
    expect(await stores().deletionRequests.find('c')).toEqual(request);
    expect(await stores().deletionRequests.find('d')).toBeUndefined();
  });

  test('settings of two people add up, are taken back, and are in the log', async () => {
    const { settings, audit } = stores();
    const by = { userId: MINA, at: EVENING };
    expect(await settings.settingsOf(GUILD)).toEqual(DEFAULT_SETTINGS);
    await Promise.all([
      settings.changeSettings(GUILD, { approvalChannelId: '31', approvalRequired: false }, by),
      settings.changeSettings(
        GUILD,
        { approverRoleIds: ['51', '52'], language: 'en', defaultTheme: 'neon' },
        { ...by, userId: JUNHO },
      ),
    ]);
    const both = {
      approvalChannelId: '31',
      approvalRequired: false,
      approverRoleIds: ['51', '52'],
      language: 'en',
      defaultTheme: 'neon',
      whenUnchecked: 'publish',
      schedulerRoleIds: [],
    };
    expect(await settings.settingsOf(GUILD)).toEqual(both);
    expect(await settings.settingsOf(OTHER_GUILD)).toEqual(DEFAULT_SETTINGS);
    const change = {
      approvalRequired: null,
      approverRoleIds: null,
      approvalChannelId: null,
      language: null,
      defaultTheme: null,
      whenUnchecked: 'hold',
    } as const;
    const after = { ...DEFAULT_SETTINGS, whenUnchecked: 'hold' };
    expect(await settings.changeSettings(GUILD, change, by)).toEqual(after);
    const lines = await audit.linesOf(GUILD, { limit: 9 });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ action: 'settings.changed', actorId: MINA });
  });

  test('insights add up, and are listed with what is published', async () => {
    const { post } = await planPost(stores());
    const ready = await claimReady(stores());
    const { insights, publications } = stores();
    const stats = { postId: post.id, eventName: post.eventName, publishedAt: DUE };
    await publications.write(ready, {
      at: DUE,
      wakeAt: null,
      state: 'published',
      publishedAt: DUE,
      phase: 'live',
    });
    expect(await insights.publishedSince(DUE)).toEqual([]);
    await publications.write(ready, { at: DUE, wakeAt: null, mediaId: '99', phase: 'done' });
    const published = { postId: post.id, guildId: GUILD, accountId: ACCOUNT };
    expect(await insights.publishedSince(DUE)).toEqual([
      { ...published, mediaId: '99', publishedAt: DUE },
    ]);
    expect(await insights.publishedSince(DUE + 1)).toEqual([]);
    expect(await insights.statsOf(GUILD, DUE, 5)).toEqual([stats]);
    await insights.save(GUILD, post.id, { values: { reach: 5, likes: 0 }, readAt: DUE + 1 });
    await insights.save(GUILD, post.id, { values: { reach: 7, views: 9 }, readAt: DUE + 2 });
    await insights.save(OTHER_GUILD, post.id, { values: { reach: 1 }, readAt: DUE + 3 });
    const kept = { values: { reach: 7, likes: 0, views: 9 }, readAt: DUE + 2 };
    expect(await insights.find(GUILD, post.id)).toEqual(kept);
    expect(await insights.find(OTHER_GUILD, post.id)).toBeUndefined();
    expect(await insights.statsOf(GUILD, DUE, 5)).toEqual([{ ...stats, insights: kept }]);
    expect(await insights.statsOf(OTHER_GUILD, DUE, 5)).toEqual([]);
  });
}

function makeAccount(overrides: Partial<NewInstagramAccount> = {}): NewInstagramAccount {
  return {
    guildId: GUILD,
    accountId: ACCOUNT,
    appScopedId: 'app-1',
    username: 'club',
    connectedBy: MINA,
    connectedAt: EVENING,
    issuedAt: EVENING,
    expiresAt: EVENING + 60 * DAY_MS,
    sealed: 'sealed-1',
    keyId: 'k1',
    ...overrides,
  };
}
