import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Schema, tables } from '../../../src/storage/schema.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import {
  DAY_MS,
  EVENING,
  GUILD,
  hashesOf,
  JUNHO,
  MINA,
  makeContent,
  makeDraft,
  makePicture,
  OTHER_GUILD,
} from '../make-draft.ts';
import { nameOf, plantSchedule } from './post-store.contract.ts';

/** What personal data and departures keep to. Each test gets an empty database. */
export function privacyContract(stores: () => Stores, db: () => Kysely<Schema>): void {
  const later = EVENING + 60_000;

  /** Everything there is, as text. */
  async function dump(): Promise<string> {
    const all = await Promise.all(
      Object.keys(tables).map(async (name) => {
        const { rows } = await sql`select * from ${sql.table(name)}`.execute(db());
        return [name, rows] as const;
      }),
    );
    return JSON.stringify(Object.fromEntries(all));
  }

  /** Mina's traces in every table that may hold one, next to Junho's. */
  async function leaveTraces(guildId = GUILD) {
    const { posts, usage, connections, linkCodes, extras, brands, audit, premium } = stores();
    const mine = await posts.createDraft(makeDraft({ guildId }));
    const content = makeContent({ pictures: [makePicture('b'), makePicture('j')] });
    const theirs = await posts.createDraft(makeDraft({ guildId, content, by: JUNHO }));
    const changes = { caption: 'Mina was here' };
    await posts.addRevision({ ...nameOf(theirs), expected: 1, changes, by: MINA, at: later });
    await posts.addRevision({ ...nameOf(mine), expected: 1, changes, by: JUNHO, at: later });
    await plantSchedule(db(), theirs, { created_by: MINA });
    await plantSchedule(db(), mine, { created_by: JUNHO });
    await db()
      .updateTable('post')
      .set({ state: 'scheduled' })
      .where('id', '=', theirs.id)
      .execute();
    for (const id of [MINA, JUNHO]) {
      await usage.count({ subject: `user:${id}`, kind: 'generated', day: '2026-12-01' });
    }
    await connections.connect({
      guildId,
      kind: 'rite',
      sealed: 'sealed-text',
      keyId: 'k1',
      connectedBy: MINA,
      connectedAt: EVENING,
    });
    await linkCodes.open({
      guildId,
      eventId: 'event-47',
      code: 'C',
      requestedBy: MINA,
      createdAt: EVENING,
      expiresAt: later,
    });
    const kept = { guildId, eventId: 'event-47', extras: { ageLimit: 19 }, version: 0 };
    await extras.saveExtras({ ...kept, savedBy: MINA, savedAt: EVENING });
    await brands.changeBrand(guildId, { theme: 'neon' });
    await premium.grant({ guildId, grantedAt: EVENING });
    await audit.append({
      guildId,
      at: EVENING,
      actorId: JUNHO,
      action: 'approval.asked',
      subject: `user:${MINA}`,
      details: { approvers: `${MINA} ${JUNHO}` },
    });
    return { mine, theirs };
  }

  describe('a person’s export', () => {
    test('names everything that is kept, and nothing of others or secret', async () => {
      const { mine, theirs } = await leaveTraces();
      const data = await stores().personalData.exportOf(MINA);
      expect(data).toMatchObject({
        userId: MINA,
        posts: [
          {
            id: mine.id,
            guildId: GUILD,
            eventName: '서울 언더그라운드 #47',
            state: 'draft',
            createdAt: '2026-12-01T12:00:00.000Z',
            downloadedAt: null,
            revisions: [{ number: 1, pictures: makeContent().pictures }, { number: 2 }],
          },
        ],
        revisionsOfOthersPosts: [{ postId: theirs.id, number: 2, caption: 'Mina was here' }],
        schedules: [{ guildId: GUILD, postId: theirs.id, state: 'scheduled' }],
        connections: [{ guildId: GUILD, kind: 'rite', connectedAt: '2026-12-01T12:00:00.000Z' }],
        linkCodes: [{ guildId: GUILD, eventId: 'event-47' }],
        eventExtras: [{ guildId: GUILD, eventId: 'event-47' }],
        usage: [{ day: '2026-12-01', kind: 'generated', used: 1 }],
        audit: [{ action: 'post.created' }, { action: 'post.edited' }],
      });
      expect(JSON.stringify(data)).not.toContain(JUNHO);
      expect(JSON.stringify(data)).not.toContain('sealed-text');
    });

    test('of somebody unknown is empty', async () => {
      const data = await stores().personalData.exportOf(MINA);
      const { userId, ...rest } = data;
      expect(Object.values(rest).flat()).toEqual([]);
      expect(userId).toBe(MINA);
    });
  });

  describe('a person’s deletion', () => {
    test('leaves the name nowhere, keeps what is others’, and says what went', async () => {
      const { mine, theirs } = await leaveTraces();
      expect(await dump()).toContain(MINA);
      const deletion = await stores().personalData.deletePerson(MINA, later);
      expect(deletion).toEqual({
        outcome: 'deleted',
        hashes: hashesOf('a'),
        receipt: {
          reference: expect.stringMatching(/^[0-9a-z]{16}$/),
          at: later,
          removed: {
            schedules: 2,
            connections: 1,
            posts: 1,
            pictures: 4,
            counters: 1,
            anonymized: expect.any(Number),
          },
        },
      });
      const left = await dump();
      expect(left).not.toContain(MINA);
      expect(await stores().posts.findPost(GUILD, mine.id)).toBeUndefined();
      const post = await stores().posts.findPost(GUILD, theirs.id);
      expect(post).toMatchObject({ state: 'draft', createdBy: JUNHO, revision: { number: 2 } });
      expect(post?.revision.createdBy).toBeUndefined();
      const lines = await stores().audit.linesOf(GUILD, { limit: 20 });
      expect(lines.filter(({ actorId }) => actorId === undefined)).toHaveLength(2);
      expect(lines[0]).toMatchObject({
        subject: 'user:removed',
        details: { approvers: `removed ${JUNHO}` },
      });
      const { extras } = await stores().extras.extrasOf(GUILD, 'event-47');
      expect(extras).toEqual({ ageLimit: 19 });
    });

    test('gives a receipt that can be asked about', async () => {
      const deletion = await stores().personalData.deletePerson(MINA, later);
      if (deletion.outcome !== 'deleted') throw new Error('not deleted');
      const { reference } = deletion.receipt;
      expect(await stores().personalData.receipt(reference)).toEqual(deletion.receipt);
      expect(await stores().personalData.receipt('0123456789abcdef')).toBeUndefined();
    });

    test.each(['own', 'scheduled'] as const)(
      'changes nothing while an %s post is being published',
      async (which) => {
        const { mine, theirs } = await leaveTraces();
        const { id } = which === 'own' ? mine : theirs;
        await db().updateTable('post').set({ state: 'publishing' }).where('id', '=', id).execute();
        const before = await dump();
        expect(await stores().personalData.deletePerson(MINA, later)).toEqual({
          outcome: 'publishing',
        });
        expect(await dump()).toBe(before);
      },
    );
  });

  describe('departed servers', () => {
    test('are due after their time, unless they return', async () => {
      const { departures } = stores();
      await departures.left(GUILD, EVENING);
      await departures.left(GUILD, EVENING + DAY_MS);
      await departures.left(OTHER_GUILD, EVENING - 1);
      expect(await departures.due(EVENING)).toEqual([OTHER_GUILD]);
      expect(await departures.due(EVENING + 1)).toEqual([OTHER_GUILD, GUILD]);
      await departures.returned(GUILD);
      expect(await departures.due(EVENING + 1e12)).toEqual([OTHER_GUILD]);
    });

    test('are noticed at start, and so are those that came back', async () => {
      await leaveTraces(GUILD);
      await stores().brands.changeBrand(OTHER_GUILD, { theme: 'neon' });
      const { departures } = stores();
      await departures.reconcile(new Set([OTHER_GUILD, '100000000000000003']), EVENING);
      expect(await departures.due(EVENING + 1)).toEqual([GUILD]);
      await departures.reconcile(new Set([GUILD]), EVENING + 5);
      expect(await departures.due(EVENING + 5)).toEqual([]);
      expect(await departures.due(EVENING + 6)).toEqual([OTHER_GUILD]);
    });

    test('are removed without a trace, and nobody else’s data is', async () => {
      await leaveTraces(GUILD);
      await leaveTraces(OTHER_GUILD);
      const { departures } = stores();
      await departures.left(GUILD, EVENING);
      expect(await departures.removeGuild(GUILD, EVENING + 1)).toEqual({
        outcome: 'removed',
        hashes: [],
      });
      expect(await dump()).not.toContain(GUILD);
      await departures.left(OTHER_GUILD, EVENING);
      const removal = await departures.removeGuild(OTHER_GUILD, EVENING + 1);
      expect(removal).toHaveProperty('hashes.length', 3);
      expect(await dump()).not.toContain(OTHER_GUILD);
    });

    test('keep everything when they return in time', async () => {
      await leaveTraces(GUILD);
      const { departures } = stores();
      const before = await dump();
      await departures.left(GUILD, EVENING);
      await departures.returned(GUILD);
      expect(await departures.removeGuild(GUILD, EVENING + 1)).toEqual({ outcome: 'returned' });
      expect(await dump()).toBe(before);
    });

    test('keep everything when they left again since', async () => {
      await leaveTraces(GUILD);
      const { departures } = stores();
      await departures.left(GUILD, EVENING + DAY_MS);
      const before = await dump();
      expect(await departures.removeGuild(GUILD, EVENING + 1)).toEqual({ outcome: 'returned' });
      expect(await dump()).toBe(before);
    });
  });
}
