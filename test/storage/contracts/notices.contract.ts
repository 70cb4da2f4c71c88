import { describe, expect, test } from 'vitest';
import type { NewNotice, NoticeContent } from '../../../src/posts/notices/notice.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { EVENING, GUILD, MINA, OTHER_GUILD } from '../make-draft.ts';
import { planPost } from '../plan-post.ts';
import { nameOf } from './post-store.contract.ts';

/** What notices and approval cards keep to. Each test gets an empty database. */
export function noticesContract(stores: () => Stores): void {
  const claim = { now: EVENING, leaseMs: 100, limit: 10 };
  const problem = { kind: 'late', until: 5, code: 'x' } as const;

  function makeNotice(overrides: Partial<NewNotice> = {}): NewNotice {
    const content = { kind: 'connected', username: 'club' } as const;
    return { guildId: GUILD, userId: MINA, content, ...overrides };
  }

  describe('notices', () => {
    test.each<NoticeContent>([
      { kind: 'published', permalink: 'https://instagram.example/p/1', unchecked: true },
      { kind: 'published' },
      { kind: 'failed', problem },
      { kind: 'held', problem },
      { kind: 'unconfirmed', problem },
      { kind: 'facts_changed', differences: [{ part: 'lineup', before: 'KURONEKO', after: '' }] },
      { kind: 'event_stopped', reason: 'gone' },
      { kind: 'rejected', by: MINA, reason: '"왜"' },
      { kind: 'unapproved' },
      { kind: 'connected', username: 'club' },
      { kind: 'token_expiring', username: 'club', expiresAt: 9 },
      { kind: 'token_dead', username: 'club' },
      { kind: 'deauthorized', username: 'club' },
    ])('come back as they were: %j', async (content) => {
      await stores().notices.add(makeNotice({ content }), EVENING);
      expect(await stores().notices.pending(1)).toEqual([
        {
          ...makeNotice({ content }),
          id: expect.stringMatching(/^[0-9a-z]{16}$/),
          createdAt: EVENING,
          attempts: 0,
          fence: 0,
        },
      ]);
    });

    test('are told once, by one of many', async () => {
      const { notices } = stores();
      for (let n = 0; n < 20; n += 1) await notices.add(makeNotice(), EVENING);
      const claims = await Promise.all(
        [1, 2, 3, 4].map(() => notices.claimDue({ ...claim, limit: 5 })),
      );
      expect(new Set(claims.flat().map(({ id }) => id)).size).toBe(claims.flat().length);
      const [first, second] = claims.flat();
      if (!first || !second) throw new Error('nothing was claimed');
      expect(await notices.settle(first, { at: EVENING, way: 'direct', messageId: '1' })).toBe(
        'settled',
      );
      expect(await notices.settle(first, { at: EVENING, way: 'channel' })).toBe('lost');
      expect(await notices.postpone(first, { wakeAt: EVENING })).toBe('lost');
      expect(await notices.postpone(second, { wakeAt: EVENING + 50 })).toBe('postponed');
      const again = await notices.claimDue({ ...claim, now: EVENING + 50, limit: 50 });
      expect(again.find(({ id }) => id === second.id)).toMatchObject({ attempts: 1, fence: 2 });
      expect(await notices.settle(second, { at: EVENING, way: 'direct' })).toBe('lost');
      expect(await notices.pending(50)).toHaveLength(19);
      expect([await notices.prune(EVENING), await notices.prune(EVENING + 1)]).toEqual([0, 1]);
    });

    test('about a post go with it, and none is added about one that is gone', async () => {
      const { notices, posts } = stores();
      const { post } = await planPost(stores());
      await notices.add(makeNotice({ ...nameOf(post) }), EVENING);
      await notices.add(makeNotice({ ...nameOf(post), guildId: OTHER_GUILD }), EVENING);
      expect(await notices.pending(9)).toHaveLength(1);
      await posts.deletePost({ ...nameOf(post), by: MINA, at: EVENING });
      await notices.add(makeNotice({ ...nameOf(post) }), EVENING);
      expect(await notices.pending(9)).toEqual([]);
    });
  });

  describe('cards', () => {
    const shown = { channelId: '31', messageId: '41', revision: 1 };

    async function claimCard(now = EVENING) {
      const [card] = await stores().cards.claimDue({ ...claim, now });
      if (!card) throw new Error('No card is due');
      return card;
    }

    test('are shown, and again when their post changed meanwhile', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { cards, schedules } = stores();
      const card = await claimCard();
      expect(card).toEqual({
        ...nameOf(post),
        reposts: 0,
        attempts: 0,
        fence: expect.any(Number),
      });
      await schedules.approve({ ...nameOf(post), revision: 1, by: MINA, at: EVENING + 1 });
      expect(await cards.settle(card, shown)).toBe('settled');
      const again = await claimCard(EVENING + 1);
      expect(again).toMatchObject({ place: { channelId: '31', messageId: '41' }, revision: 1 });
      expect(await cards.settle(card, shown)).toBe('lost');
      expect(await cards.postpone(card, { wakeAt: EVENING })).toBe('lost');
      expect(await cards.settle(again, shown)).toBe('settled');
      await expect(claimCard(EVENING * 2)).rejects.toThrow('No card is due');
    });

    test('that cannot be shown wait, or are given up until the post changes', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { cards, schedules } = stores();
      await cards.postpone(await claimCard(), { wakeAt: EVENING + 9 });
      const again = await claimCard(EVENING + 9);
      expect(again.attempts).toBe(1);
      await cards.postpone(again, { wakeAt: null });
      await expect(claimCard(EVENING * 2)).rejects.toThrow('No card is due');
      await schedules.cancel({ ...nameOf(post), by: MINA, at: EVENING });
      expect(await claimCard()).toMatchObject({ attempts: 0 });
    });

    test('are found by their message, in their server, while they wait', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { cards, schedules } = stores();
      expect(await cards.waiting(9)).toEqual([]);
      await cards.settle(await claimCard(), shown);
      expect(await cards.byMessage(GUILD, '41')).toMatchObject({ postId: post.id });
      expect(await cards.byMessage(OTHER_GUILD, '41')).toBeUndefined();
      expect(await cards.find(OTHER_GUILD, post.id)).toBeUndefined();
      expect(await cards.waiting(9)).toHaveLength(1);
      expect(await cards.waiting(9, post.id)).toEqual([]);
      await schedules.cancel({ ...nameOf(post), by: MINA, at: EVENING });
      expect(await cards.waiting(9)).toEqual([]);
    });

    test('in a deleted channel come back elsewhere, however often they did, while somebody has to decide', async () => {
      const { post } = await planPost(stores(), { needsApproval: true });
      const { cards, schedules } = stores();
      await cards.settle(await claimCard(), { ...shown, repost: true });
      const { channelId } = shown;
      expect(await cards.noteChannelDeleted(OTHER_GUILD, channelId, EVENING)).toEqual([]);
      expect(await cards.noteChannelDeleted(GUILD, '9', EVENING)).toEqual([]);
      await expect(claimCard(EVENING)).rejects.toThrow('No card is due');
      const [gone] = await cards.noteChannelDeleted(GUILD, channelId, EVENING);
      expect(gone).toMatchObject({ postId: post.id, reposts: 0 });
      expect(gone).not.toHaveProperty('place');
      expect(gone).not.toHaveProperty('revision');
      await cards.settle(await claimCard(EVENING), shown);
      await schedules.cancel({ ...nameOf(post), by: MINA, at: EVENING });
      expect(await cards.noteChannelDeleted(GUILD, channelId, EVENING)).toEqual([]);
    });

    test('of a server that is being served already are left alone', async () => {
      await planPost(stores(), { needsApproval: true });
      const { cards } = stores();
      const due = { now: EVENING, leaseMs: 9, limit: 5 };
      expect(await cards.claimDue({ ...due, exceptServers: [GUILD] })).toEqual([]);
      expect(await cards.claimDue({ ...due, exceptServers: [OTHER_GUILD] })).toHaveLength(1);
    });

    test('that somebody deleted come back once', async () => {
      await planPost(stores(), { needsApproval: true });
      const { cards } = stores();
      await cards.settle(await claimCard(), shown);
      expect(await cards.noteDeleted(OTHER_GUILD, '41', EVENING)).toBeUndefined();
      expect(await cards.noteDeleted(GUILD, '41', EVENING + 1)).not.toHaveProperty('place');
      expect(await cards.noteDeleted(GUILD, '41', EVENING + 1)).toBeUndefined();
      await cards.settle(await claimCard(EVENING + 1), {
        ...shown,
        messageId: '42',
        repost: true,
      });
      expect(await cards.noteDeleted(GUILD, '42', EVENING + 2)).toMatchObject({ reposts: 1 });
      await expect(claimCard(EVENING * 2)).rejects.toThrow('No card is due');
    });
  });
}
