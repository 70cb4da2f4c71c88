import { describe, expect, it } from 'vitest';
import type { FactCheck, FactVerdict } from '../../../src/posts/publishing/checks.ts';
import { type FactWatchOptions, factWatch } from '../../../src/posts/publishing/fact-watch.ts';
import type { FactDifference } from '../../../src/posts/publishing/problem.ts';
import { type Stores, storesOf } from '../../../src/storage/stores.ts';
import { openTemporarySqlite } from '../../storage/databases.ts';
import { DAY_MS, EVENING, GUILD, JUNHO, MINA } from '../../storage/make-draft.ts';
import { DUE, planPost } from '../../storage/plan-post.ts';

const DIFFERENCES: readonly FactDifference[] = [{ part: 'lineup', before: 'KURONEKO', after: '' }];
const MORE: readonly FactDifference[] = [{ part: 'venue', before: '클럽 지하실', after: '루프톱' }];

describe('the daily look at the facts', () => {
  it('leaves a post alone whose event says the same, or cannot be asked', async () => {
    for (const verdict of [
      { verdict: 'unchanged' },
      { verdict: 'unchecked', hold: true },
    ] satisfies FactVerdict[]) {
      await using stage = await open();
      const { post, publication } = await planPost(stage.stores);
      expect(await stage.look(verdict)).toContain(`1 ${verdict.verdict}`);
      expect(await stage.stores.schedules.find(GUILD, post.id)).toEqual(publication);
      expect(await stage.told()).toEqual([]);
    }
  });

  it('asks about a post as it will go out, and about one that is wanted at once as of now', async () => {
    await using stage = await open();
    const planned = await planPost(stage.stores);
    const atOnce = await planPost(stage.stores, { needsApproval: true, asap: true });
    await stage.look({ verdict: 'unchanged' });
    expect(stage.asked.toSorted()).toEqual(
      [
        [planned.post.id, DUE],
        [atOnce.post.id, stage.now],
      ].toSorted(),
    );
  });

  it.each([
    ['a scheduled post', false],
    ['a post that was approved', true],
  ])(
    '%s whose event has changed waits for another approval, with the differences',
    async (_, needsApproval) => {
      await using stage = await open();
      const { post } = await planPost(stage.stores, { needsApproval });
      const name = { guildId: GUILD, postId: post.id };
      if (needsApproval) {
        await stage.stores.schedules.approve({ ...name, revision: 1, by: JUNHO, at: EVENING });
      }
      expect(await stage.look(stage.changed(DIFFERENCES))).toContain('1 changed');
      const after = await stage.stores.schedules.find(GUILD, post.id);
      expect(after).toMatchObject({
        phase: 'waiting',
        needsApproval: true,
        problem: { kind: 'facts_changed', changes: DIFFERENCES },
      });
      expect(after?.approval).toBeUndefined();
      expect(after?.wakeAt).toBeUndefined();
      expect(await stage.stateOf(post.id)).toBe('awaiting_approval');
      expect(await stage.stores.cards.find(GUILD, post.id)).toBeDefined();
      expect(await stage.told()).toEqual([{ kind: 'facts_changed', differences: DIFFERENCES }]);
      expect(stage.revised).toEqual(['awaiting_approval']);
      const [line] = await stage.stores.audit.linesOf(GUILD, { limit: 1, subject: post.id });
      expect(line).toMatchObject({ action: 'post.facts_changed', details: { differences: 1 } });
    },
  );

  it('says the same change once, however often it cannot be drawn, and another change again', async () => {
    await using stage = await open();
    await planPost(stage.stores, { needsApproval: true });
    await stage.look(stage.changed(DIFFERENCES));
    await stage.look(stage.changed(DIFFERENCES));
    expect(await stage.told()).toHaveLength(1);
    expect(stage.revised).toHaveLength(2);
    await stage.look(stage.changed(MORE));
    expect(await stage.told()).toEqual([
      { kind: 'facts_changed', differences: DIFFERENCES },
      { kind: 'facts_changed', differences: MORE },
    ]);
  });

  it('holds a post whose event is cancelled, and tells the one who scheduled it', async () => {
    await using stage = await open();
    const { post } = await planPost(stage.stores);
    expect(await stage.look({ verdict: 'stopped', reason: 'cancelled' })).toContain('1 stopped');
    const after = await stage.stores.schedules.find(GUILD, post.id);
    expect(after?.problem).toMatchObject({ kind: 'event_stopped', code: 'cancelled' });
    expect(after?.wakeAt).toBeUndefined();
    expect(await stage.stateOf(post.id)).toBe('held');
    expect(await stage.told()).toEqual([{ kind: 'event_stopped', reason: 'cancelled' }]);
    // It is nobody's plan any more.
    expect(await stage.look({ verdict: 'unchanged' })).toContain('0 unchanged');
  });

  it('what a person decides while the event is read stays', async () => {
    await using stage = await open();
    const { post } = await planPost(stage.stores);
    const line = await stage.look(async () => {
      await stage.stores.schedules.cancel({
        guildId: GUILD,
        postId: post.id,
        by: MINA,
        at: EVENING,
      });
      return stage.changed(DIFFERENCES);
    });
    expect(line).toContain('1 left');
    expect(await stage.stateOf(post.id)).toBe('cancelled');
    expect(stage.revised).toEqual([]);
    expect(await stage.told()).toEqual([]);
  });

  it('leaves what goes out in a quarter of an hour to the publisher', async () => {
    await using stage = await open();
    const { post, publication } = await planPost(stage.stores);
    stage.now = DUE - 20 * 60_000;
    expect(await stage.look(stage.changed(DIFFERENCES))).toContain('1 left');
    expect(await stage.stores.schedules.find(GUILD, post.id)).toEqual(publication);
  });

  it('one that fails does not keep it from the others and from the servers’ calendars', async () => {
    await using stage = await open();
    const broken = await planPost(stage.stores);
    await planPost(stage.stores);
    const line = await stage.look(async ({ id }) => {
      if (id === broken.post.id) throw new Error('no');
      return { verdict: 'unchanged' };
    });
    expect(line).toBe('1 unchanged, 0 changed, 0 stopped, 0 unchecked, 0 left, 3 calendar');
    expect(stage.failed).toEqual([{ guildId: GUILD, postId: broken.post.id }]);
  });

  it('ends between two posts when it is told to', async () => {
    await using stage = await open();
    await planPost(stage.stores);
    expect(await stage.look({ verdict: 'unchanged' }, AbortSignal.abort())).toContain(
      '0 unchanged',
    );
  });
});

type Answer = FactVerdict | ((...asked: Parameters<FactCheck['check']>) => Promise<FactVerdict>);

async function open() {
  const opened = await openTemporarySqlite();
  const stores: Stores = storesOf(opened.database, () => EVENING);
  const asked: [string, number][] = [];
  const revised: (string | undefined)[] = [];
  const failed: unknown[] = [];
  const stage = {
    stores,
    now: DUE - 2 * DAY_MS,
    asked,
    /** The state in which it found the post. */
    revised,
    failed,
    async stateOf(postId: string) {
      return (await stores.posts.findPost(GUILD, postId))?.state;
    },
    async told() {
      return (await stores.notices.pending(10)).map(({ content }) => content);
    },
    changed(differences: readonly FactDifference[]): FactVerdict {
      return {
        verdict: 'changed',
        differences,
        async revise() {
          revised.push(await stage.stateOf(asked.at(-1)?.[0] ?? ''));
        },
      };
    },
    async look(answer: Answer, signal = new AbortController().signal) {
      // Notices of one moment are in no order.
      stage.now += 1;
      const options: FactWatchOptions = {
        schedule: stores.schedules,
        publications: stores.publications,
        posts: stores.posts,
        facts: {
          async check(post, at) {
            asked.push([post.id, at]);
            return typeof answer === 'function' ? await answer(post, at) : answer;
          },
        },
        scheduledEvents: { refresh: async () => 3 },
        clock: () => stage.now,
        onFailed: (about) => failed.push(about),
      };
      return await factWatch(options)({ slot: stage.now, byHand: false, signal });
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
  return stage;
}
