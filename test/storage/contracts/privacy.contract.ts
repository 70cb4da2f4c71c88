import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
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
import { claimReady, DUE, markOf, planOf } from '../plan-post.ts';
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
      const place = { channelId: '300000000000000001', messageId: '300000000000000002' };
      await stores().posts.setMessage({ ...nameOf(mine), ...place });
      const data = await stores().personalData.exportOf(MINA);
      expect(data).toMatchObject({
        userId: MINA,
        posts: [
          {
            id: mine.id,
            guildId: GUILD,
            eventId: mine.eventId,
            eventName: '서울 언더그라운드 #47',
            channelId: '300000000000000001',
            messageId: '300000000000000002',
            state: 'draft',
            createdAt: '2026-12-01T12:00:00.000Z',
            downloadedAt: null,
            revisions: [
              { number: 1, captionEdited: false, pictures: makeContent().pictures },
              { number: 2 },
            ],
          },
        ],
        revisionsOfOthersPosts: [{ postId: theirs.id, number: 2, caption: 'Mina was here' }],
        schedules: [{ guildId: GUILD, postId: theirs.id, state: 'scheduled' }],
        connections: [{ guildId: GUILD, kind: 'rite', connectedAt: '2026-12-01T12:00:00.000Z' }],
        linkCodes: [
          {
            guildId: GUILD,
            eventId: 'event-47',
            createdAt: '2026-12-01T12:00:00.000Z',
            expiresAt: '2026-12-01T12:01:00.000Z',
          },
        ],
        eventExtras: [{ guildId: GUILD, eventId: 'event-47', extras: { ageLimit: 19 } }],
        usage: [{ day: '2026-12-01', kind: 'generated', used: 1 }],
        audit: [{ action: 'post.created' }, { action: 'post.edited' }],
        mentions: [
          {
            action: 'approval.asked',
            subject: `user:${MINA}`,
            details: { approvers: `${MINA} somebody` },
          },
        ],
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
    test('tells those whose plans go with it, and names nobody', async () => {
      const { posts, schedules, notices, personalData } = stores();
      const plan = async (createdBy: string, by: string) => {
        const post = await posts.createDraft(makeDraft({ by: createdBy }));
        expect(await schedules.plan(planOf(post, { by }))).toHaveProperty('outcome', 'planned');
        return post;
      };
      const gone = await plan(MINA, JUNHO);
      const kept = await plan(JUNHO, MINA);
      await plan(MINA, MINA);
      const cancelled = await plan(JUNHO, MINA);
      await schedules.cancel({ guildId: GUILD, postId: cancelled.id, by: MINA, at: EVENING });
      await personalData.deletePerson(MINA, later);
      const content = { kind: 'withdrawn', eventName: gone.eventName, dueAt: DUE };
      const told = (await notices.pending(9)).map(({ id: _, fence: __, ...notice }) => notice);
      expect(told).toHaveLength(2);
      expect(told).toContainEqual({
        guildId: GUILD,
        userId: JUNHO,
        content,
        createdAt: later,
        attempts: 0,
      });
      expect(told).toContainEqual(expect.objectContaining({ postId: kept.id, content }));
    });

    test('leaves the name nowhere, keeps what is others’, and says what went', async () => {
      const { mine, theirs } = await leaveTraces();
      expect(await dump()).toContain(MINA);
      const deletion = await stores().personalData.deletePerson(MINA, later);
      expect(deletion).toEqual({
        outcome: 'deleted',
        pictures: hashesOf('a').map((hash) => ({ hash, addedAt: later })),
        receipt: {
          reference: expect.stringMatching(/^[0-9a-z]{16}$/),
          at: later,
          removed: {
            schedules: 2,
            connections: 1,
            posts: 1,
            pictures: 4,
            counters: 1,
            // A revision, an event's extras, and three lines of the log.
            anonymized: 5,
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
      expect(lines.filter(({ actorId }) => actorId === undefined)).toHaveLength(3);
      expect(lines[0]).toMatchObject({ action: 'connection.removed', subject: 'rite', at: later });
      expect(lines[1]).toMatchObject({
        subject: 'user:removed',
        details: { approvers: `removed ${JUNHO}` },
      });
      const { extras } = await stores().extras.extrasOf(GUILD, 'event-47');
      expect(extras).toEqual({ ageLimit: 19 });
    });

    test('counts a line once that names the person twice', async () => {
      await stores().audit.append({
        at: EVENING,
        actorId: MINA,
        action: 'quota.reached',
        subject: `user:${MINA}`,
        details: { limit: 2 },
      });
      expect(await stores().personalData.summaryOf(MINA)).toMatchObject({ traces: 1 });
      expect(await stores().personalData.deletePerson(MINA, later)).toMatchObject({
        receipt: { removed: { anonymized: 1 } },
      });
      expect(await dump()).not.toContain(MINA);
    });

    test('is summed up beforehand as the receipt says it afterwards', async () => {
      await leaveTraces();
      const { traces, ...summary } = await stores().personalData.summaryOf(MINA);
      const deletion = await stores().personalData.deletePerson(MINA, later);
      expect(deletion).toMatchObject({
        receipt: { removed: { ...summary, anonymized: traces } },
      });
    });

    test('does not begin the day’s limit anew, and that is forgotten the next day', async () => {
      const { usage, personalData } = stores();
      const made = { subject: `user:${MINA}`, kind: 'generated', day: '2026-12-01' } as const;
      for (let round = 1; round <= 2; round += 1) {
        expect(await usage.take(made, 2)).toEqual({ taken: true, used: round });
        await personalData.deletePerson(MINA, later);
      }
      expect(await usage.take(made, 2)).toEqual({ taken: false, used: 2 });
      expect(await usage.take(made, 3)).toEqual({ taken: true, used: 3 });
      expect(await usage.take({ ...made, subject: `user:${JUNHO}` }, 1)).toHaveProperty(
        'taken',
        true,
      );
      expect((await usage.totals('2026-12-01')).uses.generated).toBe(4);
      await personalData.deletePerson(MINA, later);
      expect(await dump()).not.toContain(MINA);
      expect(await personalData.forgetRemovals(later)).toBe(0);
      expect(await usage.used(made)).toBe(3);
      expect(await personalData.forgetRemovals(later + DAY_MS)).toBe(1);
      expect(await usage.used(made)).toBe(0);
    });

    test('keeps nothing that was asked for before and made after', async () => {
      const theirs = await stores().posts.createDraft(makeDraft({ by: JUNHO }));
      await stores().personalData.deletePerson(MINA, later);
      const before = await dump();
      const late = { by: MINA, at: later + 30_000, begunAt: later - 1 };
      const { posts } = stores();
      await expect(posts.createDraft(makeDraft(late))).rejects.toThrow('was removed');
      const edit = { ...nameOf(theirs), expected: 1, changes: { caption: 'x' }, ...late };
      await expect(posts.addRevision(edit)).rejects.toThrow('was removed');
      expect(await dump()).toBe(before);
      const anew = await posts.createDraft(makeDraft({ ...late, begunAt: later + 1 }));
      expect(anew.createdBy).toBe(MINA);
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

  describe('a person’s part in the queue', () => {
    test('is exported, and ends without the name while what they decided counts on', async () => {
      const all = stores();
      const { schedules, publications, notices, personalData } = all;
      const decision = { revision: 1, by: MINA, at: EVENING };
      const junho = { by: JUNHO, needsApproval: true };
      const content = makeContent({ pictures: [] });
      const plan = async (deed: typeof junho | { readonly by: string }) => {
        const draft = await all.posts.createDraft(makeDraft({ by: JUNHO, content }));
        await schedules.plan(planOf(draft, deed));
        return draft;
      };
      const approved = await plan(junho);
      await schedules.approve({ ...nameOf(approved), ...decision });
      const rejected = await plan(junho);
      await schedules.reject({ ...nameOf(rejected), ...decision, reason: '날짜' });
      const unsure = await plan({ by: JUNHO });
      const unconfirmed = { state: 'unconfirmed' as const };
      const setUnsure = db().updateTable('post').set(unconfirmed);
      await setUnsure.where('id', '=', unsure.id).execute();
      const settled = { ...nameOf(unsure), by: MINA, at: EVENING, says: 'not_live' as const };
      await schedules.settleUnconfirmed(settled);
      await setUnsure.where('id', '=', unsure.id).execute();
      const scheduled = await plan({ by: MINA });
      const published = await plan({ by: MINA });
      const done = (await publications.find(GUILD, published.id)) as Publication;
      await publications.write(done, {
        at: EVENING,
        wakeAt: null,
        state: 'published',
        mediaId: '9',
      });
      await notices.add(
        { ...nameOf(published), userId: MINA, content: { kind: 'published' } },
        EVENING,
      );
      const signIn = { nonce: 'n', guildId: GUILD, userId: MINA, createdAt: 1, expiresAt: 2 };
      await all.signIns.open(signIn);

      const data = await personalData.exportOf(MINA);
      const said = new Map(data.decisions.map((each) => [each.postId, each]));
      expect(said.get(approved.id)).toMatchObject({ said: ['approved'], reason: null });
      expect(said.get(rejected.id)).toMatchObject({ said: ['rejected'], reason: '날짜' });
      expect(said.get(unsure.id)).toMatchObject({ said: ['vouched'] });
      expect(data.schedules.map(({ state }) => state).sort()).toEqual(['published', 'scheduled']);
      expect(data.notices).toMatchObject([{ kind: 'published', settledAt: null }]);
      expect(data.signIns).toHaveLength(1);

      const { traces, ...summary } = await personalData.summaryOf(MINA);
      expect(await personalData.deletePerson(MINA, later)).toMatchObject({
        receipt: { removed: { ...summary, schedules: 1, anonymized: traces } },
      });
      expect(await dump()).not.toContain(MINA);
      expect(await all.posts.findPost(GUILD, scheduled.id)).toHaveProperty('state', 'draft');
      expect(await publications.find(GUILD, scheduled.id)).toBeUndefined();
      expect(await publications.find(GUILD, approved.id)).toMatchObject({
        approval: { revision: 1, by: 'removed' },
        createdBy: JUNHO,
      });
      expect(await publications.find(GUILD, unsure.id)).toHaveProperty('vouchedBy', 'removed');
      expect(await publications.find(GUILD, published.id)).toMatchObject({ mediaId: '9' });
      expect((await notices.pending(9)).map((each) => each.content)).toEqual([
        { kind: 'rejected', by: 'removed', reason: '날짜' },
        expect.objectContaining({ kind: 'withdrawn' }),
      ]);
      // The one that nobody is sure of comes first.
      expect((await claimReady(all)).postId).toBe(unsure.id);
      const ready = await claimReady(all);
      expect(ready.postId).toBe(approved.id);
      expect(await publications.markSent(ready, markOf())).toHaveProperty('outcome', 'sent');
    });

    test('that is at work on their post tells nobody afterwards', async () => {
      const { posts, schedules, publications, personalData, notices } = stores();
      const draft = await posts.createDraft(makeDraft({ by: JUNHO }));
      await schedules.plan(planOf(draft, { by: MINA }));
      const claimed = await claimReady(stores());
      const unsure = { state: 'unconfirmed' as const, phase: 'sent' as const };
      await publications.write(claimed, { at: EVENING, wakeAt: EVENING, ...unsure });
      await personalData.deletePerson(MINA, later);
      const notice = { ...nameOf(draft), userId: MINA, content: { kind: 'published' as const } };
      const late = { at: later, wakeAt: null, notices: [notice] };
      expect(await publications.write(claimed, late)).toEqual({ outcome: 'lost' });
      const now = (await publications.find(GUILD, draft.id)) as Publication;
      const toNobody = { ...notice, userId: now.createdBy };
      expect(await publications.write(now, { ...late, notices: [toNobody] })).toHaveProperty(
        'outcome',
        'written',
      );
      expect(await notices.pending(9)).toEqual([]);
      expect(await dump()).not.toContain(MINA);
    });
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
