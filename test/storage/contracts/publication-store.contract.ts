import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { PostName } from '../../../src/posts/post-store.ts';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { GUILD, JUNHO, MINA, OTHER_GUILD } from '../make-draft.ts';
import {
  ACCOUNT,
  claimOne,
  claimReady,
  DUE,
  LEASE_MS,
  MINUTE_MS,
  markOf,
  planPost,
  USAGE,
} from '../plan-post.ts';
import { nameOf } from './post-store.contract.ts';

/** What the queue keeps to as the publisher sees it. Each test gets an empty database. */
export function publicationStoreContract(stores: () => Stores, db: () => Kysely<Schema>): void {
  const claim = { now: DUE, leaseMs: LEASE_MS, limit: 10 };
  const name = ({ guildId, postId }: PostName) => ({ guildId, postId, by: JUNHO, at: DUE });

  /** Everything a publisher can write into. */
  async function everything(): Promise<string> {
    const names = ['post', 'schedule', 'notice', 'approval_card', 'audit', 'usage'];
    const tables = names.map((name) => sql`select * from ${sql.table(name)}`.execute(db()));
    return JSON.stringify((await Promise.all(tables)).map(({ rows }) => rows));
  }

  describe('a claim', () => {
    test('takes what is due, the oldest first and no more than asked, until its lease ends', async () => {
      for (const minutes of [3, 1, 2, 0]) {
        await planPost(stores(), { wakeAt: DUE - minutes * MINUTE_MS });
      }
      await planPost(stores(), { wakeAt: DUE + 1 });
      const { publications } = stores();
      expect(await publications.nextWake()).toBe(DUE - 3 * MINUTE_MS);
      const first = await publications.claimDue({ ...claim, limit: 3 });
      expect(first.map(({ wakeAt, fence }) => [wakeAt, fence])).toEqual(
        Array.from({ length: 3 }, () => [DUE + LEASE_MS, 2]),
      );
      expect(await publications.claimDue(claim)).toHaveLength(1);
      expect(await publications.claimDue(claim)).toEqual([]);
      expect(await publications.nextWake()).toBe(DUE + 1);
      const again = await publications.claimDue({ ...claim, now: DUE + LEASE_MS });
      expect(again.map(({ fence }) => fence).sort()).toEqual([2, 3, 3, 3, 3]);
    });

    test('of many at once gives each post to one', async () => {
      for (let n = 0; n < 40; n += 1) await planPost(stores());
      const claims = await Promise.all(
        Array.from({ length: 8 }, () => stores().publications.claimDue({ ...claim, limit: 10 })),
      );
      const ids = claims.flat().map(({ postId }) => postId);
      expect(ids).toHaveLength(new Set(ids).size);
      const rest = await stores().publications.claimDue({ ...claim, limit: 40 });
      expect(ids.length + rest.length).toBe(40);
    });

    test('leaves alone what it is told to', async () => {
      const [first, second] = [await planPost(stores()), await planPost(stores())];
      const except = [first.post.id];
      const claimed = await stores().publications.claimDue({ ...claim, except });
      expect(claimed.map(({ postId }) => postId)).toEqual([second.post.id]);
    });

    test('leaves those of a server that the bot had to leave, until it returns', async () => {
      const { publications, departures } = stores();
      const { post } = await planPost(stores());
      await departures.left(GUILD, DUE - MINUTE_MS);
      expect(await publications.claimDue(claim)).toEqual([]);
      expect(await publications.nextWake()).toBeUndefined();
      await departures.returned(GUILD);
      expect(await publications.nextWake()).toBe(DUE - 10 * MINUTE_MS);
      expect(await publications.claimDue(claim)).toMatchObject([{ postId: post.id }]);
    });

    test('still takes what may have been sent before the bot had to leave', async () => {
      const { publications, departures } = stores();
      await planPost(stores());
      await publications.markSent(await claimReady(stores()), markOf());
      await departures.left(GUILD, DUE);
      expect(await publications.nextWake()).toBe(DUE + LEASE_MS);
      expect(await publications.claimDue({ ...claim, now: DUE + LEASE_MS })).toHaveLength(1);
      expect(await departures.removeGuild(GUILD, DUE + 1)).toEqual({ outcome: 'publishing' });
      expect(await departures.due(DUE + 1)).toEqual([GUILD]);
    });

    test('finds nothing in an empty queue, nor what waits for a person', async () => {
      expect(await stores().publications.nextWake()).toBeUndefined();
      await planPost(stores(), { needsApproval: true });
      expect(await stores().publications.claimDue({ ...claim, now: DUE * 2 })).toEqual([]);
      expect(await stores().publications.nextWake()).toBeUndefined();
    });
  });

  describe('a write', () => {
    test('changes post, place in the queue, notices and log together', async () => {
      const { post } = await planPost(stores());
      const claimed = await claimOne(stores());
      const problem = { kind: 'quota_instagram', code: '9/2207042', until: DUE + 9 } as const;
      const container = { id: '', children: ['1', '2'], createdAt: DUE, revision: 1 };
      const written = await stores().publications.write(claimed, {
        at: DUE,
        wakeAt: DUE + 9,
        state: 'held',
        phase: 'container',
        attempts: 2,
        looks: 3,
        checkedAt: DUE,
        unpublishedSince: DUE,
        container,
        problem,
        notices: [{ ...nameOf(post), userId: MINA, content: { kind: 'held', problem } }],
        audit: { action: 'post.held', details: { reason: problem.kind } },
      });
      const expected: Publication = {
        ...claimed,
        wakeAt: DUE + 9,
        phase: 'container',
        attempts: 2,
        looks: 3,
        checkedAt: DUE,
        unpublishedSince: DUE,
        container,
        problem,
      };
      expect(written).toEqual({ outcome: 'written', publication: expected });
      expect(await stores().publications.find(GUILD, post.id)).toEqual(expected);
      expect(await stores().publications.find(OTHER_GUILD, post.id)).toBeUndefined();
      expect(await stores().posts.findPost(GUILD, post.id)).toMatchObject({
        state: 'held',
        updatedAt: DUE,
      });
      expect(await stores().notices.pending(5)).toMatchObject([{ content: { problem } }]);
      const [line] = await stores().audit.linesOf(GUILD, { limit: 1 });
      expect(line).toMatchObject({ action: 'post.held', subject: post.id, at: DUE });
      expect(line?.actorId).toBeUndefined();
    });

    test('takes away what is null, and leaves what is not named', async () => {
      await planPost(stores());
      const ready = await claimReady(stores());
      const written = await stores().publications.write(ready, {
        at: DUE,
        wakeAt: null,
        container: null,
        mediaId: '99',
        permalink: 'https://instagram.example/p/1',
        publishedAt: DUE,
        state: 'published',
      });
      const { wakeAt: _wakeAt, container: _container, ...rest } = ready;
      expect(written).toHaveProperty('publication', { ...rest, mediaId: '99' });
      expect(await stores().posts.findPost(GUILD, ready.postId)).toMatchObject({
        state: 'published',
        publishedAt: DUE,
        permalink: 'https://instagram.example/p/1',
      });
      expect(await stores().publications.knownMedia(['98', '99'])).toEqual(['99']);
      expect(await stores().publications.knownMedia([])).toEqual([]);
    });

    test('that drops the approval asks for one from then on, on a card', async () => {
      const { post } = await planPost(stores());
      const claimed = await claimOne(stores());
      await stores().publications.write(claimed, {
        at: DUE,
        wakeAt: null,
        state: 'awaiting_approval',
        dropsApproval: true,
      });
      expect(await stores().schedules.find(GUILD, post.id)).toMatchObject({ needsApproval: true });
      expect(await stores().cards.claimDue(claim)).toMatchObject([{ postId: post.id }]);
    });

    test('that asks again voids the card at once, whoever is at it, and shows it when a revision can be there', async () => {
      const { post } = await planPost(stores(), { needsApproval: true, at: DUE });
      const { cards, schedules, publications } = stores();
      const place = { channelId: '7', messageId: '8', revision: 1 };
      const [shown] = await cards.claimDue(claim);
      if (!shown) throw new Error('No card is due');
      await cards.settle(shown, place);
      await schedules.approve({ ...name(nameOf(post)), revision: 1 });
      const [shownAgain] = await cards.claimDue(claim);
      if (!shownAgain) throw new Error('No card is due');
      const claimed = await claimOne(stores());
      const asks = { wakeAt: null, state: 'awaiting_approval', dropsApproval: true } as const;
      await publications.write(claimed, { ...asks, at: DUE, cardAt: DUE + 5 });
      expect(await cards.settle(shownAgain, place)).toBe('lost');
      expect(await cards.find(GUILD, post.id)).not.toHaveProperty('revision');
      expect(await cards.claimDue({ ...claim, now: DUE + 4 })).toEqual([]);
      await stores().posts.addRevision({
        ...name(nameOf(post)),
        expected: 1,
        changes: { caption: 'x' },
      });
      expect(await cards.claimDue(claim)).toMatchObject([{ postId: post.id }]);
    });

    type Rival = readonly [string, (claimed: Publication) => Promise<unknown>];
    test.each<Rival>([
      ['claims it', () => claimOne(stores(), DUE + LEASE_MS)],
      ['cancels it', (claimed) => stores().schedules.cancel(name(claimed))],
      ['deletes it', (claimed) => stores().posts.deletePost(name(claimed))],
      [
        'edits it',
        (claimed) =>
          stores().posts.addRevision({ ...name(claimed), expected: 1, changes: { caption: 'x' } }),
      ],
    ])('changes nothing at all once somebody else %s', async (_, rival) => {
      const { post } = await planPost(stores());
      const ready = await claimReady(stores());
      await rival(ready);
      const before = await everything();
      const { publications } = stores();
      const late = await publications.write(ready, {
        at: DUE,
        wakeAt: null,
        state: 'failed',
        givesBackUse: true,
        notices: [{ ...nameOf(post), userId: MINA, content: { kind: 'published' } }],
        audit: { action: 'post.failed', details: {} },
      });
      expect(late).toEqual({ outcome: 'lost' });
      expect(await publications.markSent(ready, markOf())).toEqual({ outcome: 'lost' });
      expect(await everything()).toBe(before);
    });
  });

  describe('the gate', () => {
    test('opens for what is approved, due and below the limit, and takes the use once', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      await stores().schedules.approve({ ...nameOf(post), revision: 1, by: JUNHO, at: DUE - 9 });
      const ready = await claimReady(stores());
      const { publications, usage } = stores();
      const sent = await publications.markSent(ready, markOf());
      expect(sent).toMatchObject({
        outcome: 'sent',
        publication: { phase: 'sent', sends: 1, sentAt: DUE, wakeAt: DUE + LEASE_MS, looks: 0 },
      });
      expect(await stores().posts.findPost(GUILD, post.id)).toHaveProperty('state', 'publishing');
      expect(await usage.used(USAGE)).toBe(1);
      // The same container once more, after midnight.
      const tomorrow = { ...USAGE, day: '2026-12-02' };
      const again = await publications.markSent(ready, markOf({ usage: tomorrow, usageLimit: 0 }));
      expect(again).toMatchObject({ outcome: 'sent', publication: { sends: 2 } });
      expect([await usage.used(USAGE), await usage.used(tomorrow)]).toEqual([1, 0]);
      const back = { at: DUE, wakeAt: null, givesBackUse: true };
      await publications.write(ready, back);
      await publications.write(ready, back);
      expect(await usage.used(USAGE)).toBe(0);
    });

    test('stays shut for a server that the bot had to leave since the claim', async () => {
      const { post } = await planPost(stores());
      const ready = await claimReady(stores());
      await stores().departures.left(GUILD, DUE);
      const before = await everything();
      expect(await stores().publications.markSent(ready, markOf())).toEqual({ outcome: 'lost' });
      expect(await everything()).toBe(before);
      await stores().departures.returned(GUILD);
      const sent = await stores().publications.markSent(ready, markOf());
      expect(sent).toMatchObject({ outcome: 'sent', publication: { postId: post.id } });
    });

    test('stays shut for another revision, without approval, before its time and without container', async () => {
      const { post } = await planPost(stores());
      const bare = await claimOne(stores());
      const { publications } = stores();
      const shut = { outcome: 'not_allowed' };
      expect(await publications.markSent(bare, markOf())).toEqual(shut);
      const container = { id: '1', createdAt: DUE, revision: 1 };
      const step = { at: DUE, wakeAt: DUE + 1, phase: 'ready' as const };
      await publications.write(bare, { ...step, container: { ...container, revision: 2 } });
      expect(await publications.markSent(bare, markOf())).toEqual(shut);
      expect(await publications.markSent(bare, markOf({ revision: 2 }))).toEqual(shut);
      await publications.write(bare, { ...step, container });
      expect(await publications.markSent(bare, markOf({ at: DUE - 1 }))).toEqual(shut);
      await publications.write(bare, { ...step, dropsApproval: true });
      expect(await publications.markSent(bare, markOf())).toEqual(shut);
      for (const state of [
        'awaiting_approval',
        'held',
        'failed',
        'cancelled',
        'published',
      ] as const) {
        await db()
          .updateTable('schedule')
          .set({ needs_approval: 0 })
          .where('post_id', '=', post.id)
          .execute();
        await publications.write(bare, { ...step, state });
        expect(await publications.markSent(bare, markOf())).toEqual(shut);
      }
      expect(await stores().usage.used(USAGE)).toBe(0);
      await publications.write(bare, { ...step, state: 'scheduled' });
      expect(await publications.markSent(bare, markOf())).toHaveProperty('outcome', 'sent');
    });

    test('lets no more through than the limit of the account', async () => {
      for (let n = 0; n < 6; n += 1) await planPost(stores());
      const claimed = [];
      for (let n = 0; n < 6; n += 1) claimed.push(await claimReady(stores()));
      const outcomes = await Promise.all(
        claimed.map((each) => stores().publications.markSent(each, markOf({ usageLimit: 4 }))),
      );
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
        ...['over_limit', 'over_limit'],
        ...['sent', 'sent', 'sent', 'sent'],
      ]);
      expect(await stores().usage.used(USAGE)).toBe(4);
    });
  });

  test('what is held for a reason comes back when that is gone, and nothing else does', async () => {
    const hold = async (kind: 'token_dead' | 'late', guildId: string) => {
      await planPost(stores(), { guildId, wakeAt: DUE });
      const claimed = await claimOne(stores());
      await stores().publications.write(claimed, {
        at: DUE,
        wakeAt: null,
        state: 'held',
        problem: { kind },
      });
      return claimed;
    };
    const ours = await hold('token_dead', GUILD);
    const late = await hold('late', GUILD);
    const theirs = await hold('token_dead', OTHER_GUILD);
    const { publications } = stores();
    const reasons = ['token_dead', 'not_connected'] as const;
    expect(await publications.resumeHeld(['late'], DUE, GUILD, DUE)).toBe(0);
    expect(await publications.resumeHeld(reasons, DUE + 5, GUILD)).toBe(1);
    expect(await publications.nextWake()).toBe(DUE + 5);
    expect(await publications.find(GUILD, late.postId)).not.toHaveProperty('wakeAt');
    const lost = await publications.write(ours, { at: DUE, wakeAt: null });
    expect(lost).toEqual({ outcome: 'lost' });
    // Held again, it is told again.
    expect(await publications.find(GUILD, ours.postId)).not.toHaveProperty('problem');
    expect(await publications.resumeHeld(reasons, DUE + 6)).toBe(1);
    expect(await publications.resumeHeld(['late'], DUE + 6, undefined, DUE - 1)).toBe(1);
    expect(await publications.find(GUILD, late.postId)).toHaveProperty('wakeAt', DUE + 6);
    expect(await publications.find(OTHER_GUILD, theirs.postId)).toMatchObject({
      wakeAt: DUE + 6,
      accountId: ACCOUNT,
    });
  });
}
