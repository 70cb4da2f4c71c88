import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/posts/connections.ts';
import type { LinkCode } from '../../../src/posts/link-codes.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { EVENING, GUILD, JUNHO, MINA, OTHER_GUILD } from '../make-draft.ts';

/** What premium grants, connections and link codes keep to. Each test gets empty ones. */
export function accountsContract(stores: () => Stores): void {
  describe('premium grants', () => {
    test('hold until they expire or are revoked', async () => {
      const { premium } = stores();
      expect(await premium.isGranted(GUILD, EVENING)).toBe(false);
      await premium.grant({ guildId: GUILD, grantedAt: EVENING, expiresAt: EVENING + 10 });
      expect(await premium.isGranted(GUILD, EVENING + 9)).toBe(true);
      expect(await premium.isGranted(GUILD, EVENING + 10)).toBe(false);
      await premium.grant({ guildId: GUILD, grantedAt: EVENING + 20 });
      expect(await premium.isGranted(GUILD, EVENING + 1e12)).toBe(true);
      expect(await premium.isGranted(OTHER_GUILD, EVENING)).toBe(false);
      expect(await premium.revoke(GUILD)).toBe('revoked');
      expect(await premium.revoke(GUILD)).toBe('not_found');
      expect(await premium.isGranted(GUILD, EVENING)).toBe(false);
    });

    test('are listed by server', async () => {
      const grants = [
        { guildId: GUILD, grantedAt: EVENING, expiresAt: EVENING + 10 },
        { guildId: OTHER_GUILD, grantedAt: EVENING },
      ];
      for (const grant of grants.toReversed()) await stores().premium.grant(grant);
      expect(await stores().premium.list()).toEqual(grants);
    });
  });

  describe('connections', () => {
    const rite: Omit<Connection, 'version'> = {
      guildId: GUILD,
      kind: 'rite',
      sealed: 'v1.k1.iv.body',
      keyId: 'k1',
      connectedBy: MINA,
      connectedAt: EVENING,
    };

    async function versionOf(): Promise<number> {
      return (await stores().connections.find(GUILD, 'rite'))?.version ?? 0;
    }

    test('come back by server and kind', async () => {
      const { connections } = stores();
      await connections.connect(rite);
      expect(await connections.find(GUILD, 'rite')).toEqual({
        ...rite,
        version: expect.any(Number),
      });
      expect(await connections.find(GUILD, 'instagram')).toBeUndefined();
      expect(await connections.find(OTHER_GUILD, 'rite')).toBeUndefined();
    });

    test('are replaced by a later one and removed once', async () => {
      const { connections } = stores();
      await connections.connect(rite);
      const again = { ...rite, sealed: 'v1.k2.x.y', keyId: 'k2', connectedBy: JUNHO };
      await connections.connect(again);
      expect(await connections.all()).toEqual([{ ...again, version: expect.any(Number) }]);
      const version = await versionOf();
      const name = { guildId: GUILD, kind: 'rite', version } as const;
      expect(await connections.disconnect({ ...name, guildId: OTHER_GUILD })).toBe('not_found');
      expect(await connections.disconnect(name)).toBe('disconnected');
      expect(await connections.disconnect(name)).toBe('not_found');
      expect(await connections.all()).toEqual([]);
    });

    test('are sealed anew, unless the secret has changed meanwhile', async () => {
      const { connections } = stores();
      await connections.connect(rite);
      const version = await versionOf();
      const change = { ...rite, version, sealed: 'v1.k2.x.y', keyId: 'k2' };
      expect(await connections.reseal({ ...change, guildId: OTHER_GUILD })).toBe(
        'changed_meanwhile',
      );
      expect(await connections.reseal(change)).toBe('resealed');
      expect(await connections.reseal(change)).toBe('changed_meanwhile');
      expect(await connections.find(GUILD, 'rite')).toEqual({
        ...change,
        version: expect.any(Number),
      });
      expect(await versionOf()).not.toBe(version);
    });

    test('are another one after an end and a new beginning, which nothing old can touch', async () => {
      const { connections } = stores();
      await connections.connect(rite);
      const name = { guildId: GUILD, kind: 'rite', version: await versionOf() } as const;
      await connections.disconnect(name);
      const anew = { ...rite, sealed: 'v1.k1.other.organizer' };
      await connections.connect(anew);
      const resealed = { ...name, sealed: 'v1.k2.first.organizer', keyId: 'k2' };
      expect(await connections.reseal(resealed)).toBe('changed_meanwhile');
      expect(await connections.disconnect(name)).toBe('not_found');
      expect(await connections.find(GUILD, 'rite')).toMatchObject(anew);
    });
  });

  describe('link codes', () => {
    const code: LinkCode = {
      guildId: GUILD,
      eventId: 'event-47',
      code: 'RITE-7F3K',
      requestedBy: MINA,
      createdAt: EVENING,
      expiresAt: EVENING + 600_000,
    };

    test('are found until they expire', async () => {
      const { linkCodes } = stores();
      await linkCodes.open(code);
      expect(await linkCodes.find(GUILD, EVENING + 599_999)).toEqual(code);
      expect(await linkCodes.find(GUILD, EVENING + 600_000)).toBeUndefined();
      expect(await linkCodes.find(OTHER_GUILD, EVENING)).toBeUndefined();
    });

    test('are used once, and only the latest of a server', async () => {
      const { linkCodes } = stores();
      await linkCodes.open(code);
      await linkCodes.open({ ...code, code: 'RITE-NEW' });
      expect(await linkCodes.use(GUILD, code.code)).toBe('not_found');
      const uses = await Promise.all([1, 2, 3].map(() => linkCodes.use(GUILD, 'RITE-NEW')));
      expect(uses.sort()).toEqual(['not_found', 'not_found', 'used']);
    });

    test('are forgotten after they expired', async () => {
      const { linkCodes } = stores();
      await linkCodes.open(code);
      expect(await linkCodes.prune(EVENING + 600_000)).toBe(0);
      expect(await linkCodes.prune(EVENING + 600_001)).toBe(1);
    });
  });
}
