import { describe, expect, test } from 'vitest';
import type { KeptPost, PostState } from '../../../src/posts/kept-post.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { DAY_MS, EVENING, GUILD, JUNHO, MINA, makeDraft, OTHER_GUILD } from '../make-draft.ts';
import { ACCOUNT, claimOne, claimReady, DUE, MINUTE_MS, planOf, planPost } from '../plan-post.ts';
import { nameOf } from './post-store.contract.ts';

/** What the queue keeps to as people see it. Each test gets an empty database. */
export function scheduleStoreContract(stores: () => Stores): void {
  const approval = (post: KeptPost, by = JUNHO) => ({
    ...nameOf(post),
    revision: post.revision.number,
    by,
    at: EVENING + 5,
  });
  const edit = (post: KeptPost, expected = 1) =>
    stores().posts.addRevision({
      ...nameOf(post),
      expected,
      changes: { caption: `${expected}` },
      by: MINA,
      at: EVENING + 7,
    });
  const find = async ({ guildId, id }: KeptPost) => ({
    publication: await stores().schedules.find(guildId, id),
    state: (await stores().posts.findPost(guildId, id))?.state,
  });

  /** What the publisher does with it, seen from here. */
  async function become(state: PostState, overrides: Parameters<typeof planPost>[1] = {}) {
    const { post } = await planPost(stores(), overrides);
    const ready = await claimReady(stores());
    const unsure = state === 'unconfirmed' || state === 'publishing';
    await stores().publications.write(ready, {
      at: DUE,
      wakeAt: null,
      state,
      ...(unsure ? { phase: 'sent' } : {}),
      problem: { kind: 'unexpected' },
    });
    return post;
  }

  describe('a plan', () => {
    test('puts the post into the queue, to be looked at in time', async () => {
      const draft = await stores().posts.createDraft(makeDraft());
      expect(await stores().schedules.plan(planOf(draft))).toEqual({
        outcome: 'planned',
        post: { ...draft, state: 'scheduled' },
        publication: {
          ...nameOf(draft),
          dueAt: DUE,
          wakeAt: DUE - 10 * MINUTE_MS,
          phase: 'waiting',
          fence: 1,
          attempts: 0,
          sends: 0,
          needsApproval: false,
          accountId: ACCOUNT,
          looks: 0,
          createdBy: MINA,
          createdAt: EVENING,
        },
      });
      expect(await stores().cards.find(GUILD, draft.id)).toBeUndefined();
    });

    test('that needs an approval gets a card, and is looked at by nobody else', async () => {
      const { post, publication } = await planPost(stores(), { needsApproval: true, asap: true });
      expect(post.state).toBe('awaiting_approval');
      expect(publication).toMatchObject({ asap: true });
      expect(publication.wakeAt).toBeUndefined();
      expect(await stores().cards.find(GUILD, post.id)).toMatchObject({ reposts: 0 });
    });

    test('moved by somebody else keeps approval, container and the one who hears of it', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      await stores().schedules.approve(approval(post));
      await claimReady(stores());
      const later = { dueAt: DUE + DAY_MS, wakeAt: DUE + DAY_MS - 5, needsApproval: true };
      const moved = await stores().schedules.plan(planOf(post, { ...later, by: JUNHO }));
      expect(moved).toMatchObject({
        post: { state: 'scheduled' },
        publication: { phase: 'container', container: { id: '1790' }, createdBy: MINA },
      });
      const other = await stores().schedules.plan(
        planOf(post, { ...later, accountId: '17841400000000002' }),
      );
      expect(other).toMatchObject({
        post: { state: 'awaiting_approval' },
        publication: { phase: 'waiting' },
      });
      expect(other).not.toHaveProperty('publication.container');
      expect(other).not.toHaveProperty('publication.approval');
    });

    test('to another time does not approve what the event’s change wants approved, and accepting does', async () => {
      const { post } = await planPost(stores());
      await stores().publications.write(await claimOne(stores()), {
        at: DUE,
        wakeAt: null,
        state: 'awaiting_approval',
        problem: { kind: 'facts_changed' },
        dropsApproval: true,
      });
      const later = { dueAt: DUE + DAY_MS, wakeAt: DUE + DAY_MS - 5 };
      const moved = await stores().schedules.plan(planOf(post, later));
      expect(moved).toMatchObject({
        post: { state: 'awaiting_approval' },
        publication: { needsApproval: true, dueAt: DUE + DAY_MS },
      });
      expect(moved).not.toHaveProperty('publication.wakeAt');
      expect(
        await stores().schedules.plan(planOf(post, { ...later, accepts: true })),
      ).toMatchObject({
        post: { state: 'scheduled' },
        publication: { needsApproval: false, wakeAt: later.wakeAt },
      });
      // Where the server wants approvals, wanting it out is none.
      const asked = { ...later, accepts: true, needsApproval: true };
      expect(await stores().schedules.plan(planOf(post, asked))).toMatchObject({
        post: { state: 'awaiting_approval' },
      });
    });

    test('anew, after it was cancelled, is the server’s settings’ alone', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      await stores().schedules.cancel({ ...nameOf(post), by: MINA, at: EVENING });
      expect(await stores().schedules.plan(planOf(post))).toMatchObject({
        post: { state: 'scheduled' },
        publication: { needsApproval: false },
      });
    });

    test('is refused for another revision, another server, and what is beyond recall', async () => {
      const draft = await stores().posts.createDraft(makeDraft());
      const { schedules } = stores();
      expect(await schedules.plan(planOf(draft, { expected: 2 }))).toMatchObject({
        outcome: 'conflict',
      });
      expect(await schedules.plan(planOf(draft, { guildId: OTHER_GUILD }))).toEqual({
        outcome: 'not_found',
      });
      for (const state of ['publishing', 'unconfirmed', 'published'] as const) {
        const post = await become(state);
        const before = await find(post);
        expect(await schedules.plan(planOf(post))).toEqual({ outcome: 'not_possible', state });
        const cancelled = await schedules.cancel({ ...nameOf(post), by: MINA, at: DUE });
        expect(cancelled).toEqual({ outcome: 'not_possible', state });
        expect(await find(post)).toEqual(before);
      }
    });

    test.each(['held', 'failed'] as const)('tries again what was %s', async (state) => {
      const post = await become(state);
      const now = { dueAt: DUE, wakeAt: DUE };
      expect(await stores().schedules.plan(planOf(post, now))).toMatchObject({
        post: { state: 'scheduled' },
        publication: { attempts: 0, wakeAt: DUE },
      });
      expect((await find(post)).publication).not.toHaveProperty('problem');
    });
  });

  describe('a decision', () => {
    test('is for the revision that was seen, and the first one counts', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { schedules } = stores();
      const decisions = await Promise.all([
        schedules.approve(approval(post)),
        schedules.approve(approval(post, MINA)),
        schedules.approve(approval(post, MINA)),
      ]);
      expect(decisions.map(({ outcome }) => outcome).sort()).toEqual([
        'decided',
        'decided_already',
        'decided_already',
      ]);
      const { state } = await find(post);
      expect(decisions.map((each) => ('state' in each ? each.state : state))).toEqual(
        Array.from({ length: 3 }, () => state),
      );
    });

    test('to reject takes back an approval of which nothing was sent yet', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { schedules } = stores();
      await schedules.approve(approval(post));
      const before = await find(post);
      expect(await schedules.reject(approval(post, MINA))).toMatchObject({
        outcome: 'decided',
        post: { state: 'rejected' },
      });
      const { publication } = await find(post);
      expect(publication).not.toHaveProperty('approval');
      expect(publication).not.toHaveProperty('wakeAt');
      expect(publication?.fence).toBe((before.publication?.fence ?? 0) + 1);
      expect(await schedules.approve(approval(post))).toMatchObject({
        outcome: 'decided_already',
        state: 'rejected',
      });
    });

    test.each(['publishing', 'published', 'unconfirmed'] as const)(
      'to reject what is %s is too late',
      async (state) => {
        const post = await become(state);
        const before = await find(post);
        expect((await stores().schedules.reject(approval(post))).outcome).not.toBe('decided');
        expect(await find(post)).toEqual(before);
      },
    );

    test('to approve brings it to the publisher in time', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      expect(await stores().schedules.approve(approval(post))).toMatchObject({
        outcome: 'decided',
        post: { state: 'scheduled' },
        publication: {
          wakeAt: DUE - 10 * MINUTE_MS,
          approval: { revision: 1, by: JUNHO, at: EVENING + 5 },
        },
      });
    });

    test('is refused for what is outdated, not waiting, or another server’s', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      await edit(post);
      const { schedules } = stores();
      expect(await schedules.approve(approval(post))).toEqual({ outcome: 'outdated', revision: 2 });
      const foreign = { ...approval(post), guildId: OTHER_GUILD };
      expect(await schedules.reject(foreign)).toEqual({ outcome: 'not_found' });
      const draft = await stores().posts.createDraft(makeDraft());
      const waiting = { outcome: 'not_waiting', state: 'draft' };
      expect(await schedules.approve(approval(draft))).toEqual(waiting);
    });

    test('to reject is told with its reason, and stands until there is another revision', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { schedules, notices } = stores();
      await schedules.reject(approval(post));
      const reason = { ...nameOf(post), at: EVENING + 6, reason: '날짜가 틀렸어요' };
      expect(await schedules.explainRejection({ ...reason, by: MINA })).toBe('outdated');
      expect(await schedules.explainRejection({ ...reason, by: JUNHO })).toBe('explained');
      const content = { kind: 'rejected', by: JUNHO, reason: '날짜가 틀렸어요' };
      expect(await notices.pending(5)).toMatchObject([{ userId: MINA, content }]);
      const refused = { outcome: 'not_possible', state: 'rejected' };
      expect(await schedules.plan(planOf(post, { needsApproval: true }))).toEqual(refused);
      await schedules.cancel({ ...nameOf(post), by: MINA, at: EVENING });
      expect(await schedules.plan(planOf(post))).toEqual(refused);
      const edited = await edit(post);
      if (edited.outcome !== 'saved') throw new Error(edited.outcome);
      expect(await schedules.plan(planOf(edited.post))).toHaveProperty('outcome', 'planned');
    });

    test('explained after it was told is told once more', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { schedules, notices } = stores();
      await schedules.reject(approval(post));
      await notices.claimDue({ now: DUE, leaseMs: 1, limit: 5 });
      const why = { ...nameOf(post), at: EVENING + 6, by: JUNHO, reason: 'x' };
      await schedules.explainRejection(why);
      expect(await notices.pending(5)).toHaveLength(2);
    });
  });

  describe('an edit', () => {
    test.each<[PostState, PostState]>([
      ['rejected', 'awaiting_approval'],
      ['held', 'held'],
      ['failed', 'failed'],
      ['cancelled', 'cancelled'],
      ['scheduled', 'scheduled'],
    ])('of a %s post makes it %s, without container', async (state, after) => {
      const post = await become(state);
      const before = await find(post);
      expect(await edit(post)).toMatchObject({ outcome: 'saved', post: { state: after } });
      const { publication } = await find(post);
      expect(publication).toMatchObject({ phase: 'waiting', attempts: 0 });
      expect(publication?.fence).toBeGreaterThan(before.publication?.fence ?? Infinity);
      expect(publication).not.toHaveProperty('container');
      const keeps = state === 'held' || state === 'failed';
      expect(publication?.problem !== undefined).toBe(keeps);
      expect(publication?.wakeAt).toBe(after === 'scheduled' ? DUE - 10 * MINUTE_MS : undefined);
    });

    test('of an approved post asks again', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      await stores().schedules.approve(approval(post));
      const [card] = await stores().cards.claimDue({ now: DUE, leaseMs: 9, limit: 1 });
      expect(await edit(post)).toMatchObject({ post: { state: 'awaiting_approval' } });
      const { publication } = await find(post);
      expect(publication).not.toHaveProperty('approval');
      expect(publication).not.toHaveProperty('wakeAt');
      expect(await stores().cards.claimDue({ now: EVENING + 7, leaseMs: 9, limit: 1 })).toEqual([
        { ...card, fence: (card?.fence ?? 0) + 1 },
      ]);
    });

    test.each(['publishing', 'unconfirmed', 'published'] as const)(
      'of a %s post is not made',
      async (state) => {
        const post = await become(state);
        expect(await edit(post)).toMatchObject({ outcome: 'not_editable' });
      },
    );
  });

  test('a cancelled post loses its approval and is claimed no more', async () => {
    const { post } = await planPost(stores(), { needsApproval: true });
    const { schedules } = stores();
    await schedules.approve(approval(post));
    const deed = { ...nameOf(post), by: JUNHO, at: EVENING };
    expect(await schedules.cancel(deed)).toMatchObject({ post: { state: 'cancelled' } });
    expect(await schedules.cancel(deed)).toEqual({ outcome: 'not_possible', state: 'cancelled' });
    expect((await find(post)).publication).not.toHaveProperty('approval');
    await expect(claimOne(stores())).rejects.toThrow('Nothing is due');
  });

  test.each([
    ['live', 'published', { phase: 'live', wakeAt: DUE + 1 }],
    ['not_live', 'publishing', { phase: 'sent', wakeAt: DUE + 1, vouchedBy: JUNHO }],
    ['leave', 'unconfirmed', { phase: 'sent' }],
  ] as const)('a person who says %s makes it %s', async (says, state, expected) => {
    const post = await become('unconfirmed');
    const deed = { ...nameOf(post), by: JUNHO, at: DUE + 1, says };
    expect(await stores().schedules.settleUnconfirmed(deed)).toMatchObject({ post: { state } });
    expect((await find(post)).publication).toMatchObject(expected);
    const [line] = await stores().audit.linesOf(GUILD, { limit: 1 });
    expect(line).toMatchObject({ action: 'post.settled', actorId: JUNHO, details: { says } });
    const other = await planPost(stores());
    expect(await stores().schedules.settleUnconfirmed({ ...deed, ...nameOf(other.post) })).toEqual({
      outcome: 'not_possible',
      state: 'scheduled',
    });
  });

  test('the calendar and the like are a server’s own, in order of time', async () => {
    const [late, early] = [DUE + 2, DUE + 1];
    const second = (await planPost(stores(), { dueAt: late })).post;
    const first = (await planPost(stores(), { dueAt: early })).post;
    await planPost(stores(), { dueAt: DUE + DAY_MS });
    await planPost(stores(), { guildId: OTHER_GUILD, dueAt: early });
    const { schedules } = stores();
    const span = { from: early, to: DUE + DAY_MS };
    const found = await schedules.calendar(GUILD, { ...span, limit: 9 });
    expect(found.map(({ post }) => post.id)).toEqual([first.id, second.id]);
    expect(found[0]).toMatchObject({ post: { revision: 1 }, publication: { dueAt: early } });
    expect(await schedules.calendar(GUILD, { ...span, limit: 1 })).toHaveLength(1);
    const like = { guildId: GUILD, eventId: 'event-47', template: 'lineup' as const, ...span };
    const similar = await schedules.similar({ ...like, exceptPostId: first.id });
    expect(similar.map(({ post }) => post.id)).toEqual([second.id]);
    await schedules.cancel({ ...nameOf(second), by: MINA, at: EVENING });
    expect(await schedules.similar({ ...like, exceptPostId: first.id })).toEqual([]);
    expect(await schedules.similar({ ...like, template: 'countdown' })).toEqual([]);
    expect(await schedules.upcoming(early, 9)).toHaveLength(1);
    expect(await schedules.upcoming(EVENING, 9)).toHaveLength(3);
  });

  test('who waits for an approval is reminded of once, and held at the time', async () => {
    const { post } = await planPost(stores(), { needsApproval: true });
    await planPost(stores());
    await planPost(stores(), { needsApproval: true, dueAt: DUE + DAY_MS });
    const { schedules, notices } = stores();
    const soon = EVENING + 29 * 60_000;
    expect(await schedules.takeUnreminded(DUE + 1, soon, 10)).toEqual([]);
    const later = EVENING + 30 * 60_000;
    const reminders = await Promise.all(
      [1, 2, 3].map(() => schedules.takeUnreminded(DUE + 1, later, 10)),
    );
    expect(reminders.flat().map((each) => each.post.id)).toEqual([post.id]);
    expect(await schedules.holdUnapproved(DUE - 1)).toBe(0);
    const held = await Promise.all([1, 2].map(() => schedules.holdUnapproved(DUE)));
    expect(held.toSorted()).toEqual([0, 1]);
    expect(await find(post)).toMatchObject({
      state: 'held',
      publication: { problem: { kind: 'unapproved' } },
    });
    expect(await notices.pending(9)).toMatchObject([{ userId: MINA, postId: post.id }]);
  });
}
