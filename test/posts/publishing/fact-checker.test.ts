import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/events/event.ts';
import { DEFAULT_SETTINGS } from '../../../src/posts/approval/guild-settings.ts';
import { EventNotFoundError, EventSourceError } from '../../../src/posts/errors.ts';
import type { KeptPost, PostFacts } from '../../../src/posts/kept-post.ts';
import { FactChecker } from '../../../src/posts/publishing/fact-checker.ts';
import { makeEvent } from '../../fixtures/event.ts';

const NOW = Date.parse('2026-12-17T20:00+09:00');
const GUILD = '100000000000000001';

describe('at the time of publishing', () => {
  it('a post whose event says the same goes on', async () => {
    expect(await check({})).toEqual({ verdict: 'unchanged' });
  });

  it('a post whose event says something else does not, and can be made anew once', async () => {
    const stage = stageOf({ event: { name: '지하실 #48' } });
    const verdict = await stage.checker.check(stage.post, NOW);
    expect(verdict).toMatchObject({
      verdict: 'changed',
      differences: [{ part: 'name', after: '지하실 #48' }],
    });
    if (verdict.verdict === 'changed') await verdict.revise();
    expect(stage.regenerated).toEqual([
      {
        guildId: GUILD,
        postId: 'post-1',
        editor: { userId: '200000000000000001', managesPosts: true },
        expected: 1,
        at: NOW,
      },
    ]);
  });

  it('a countdown that was made for another day does not', async () => {
    const stage = stageOf({ post: { template: 'countdown' } });
    const inTwoDays = NOW + 2 * 24 * 60 * 60 * 1000;
    expect(await stage.checker.check(stage.post, inTwoDays)).toMatchObject({
      verdict: 'changed',
      differences: [{ part: 'days', before: '7', after: '5' }],
    });
  });

  it.each([
    [{ event: { phase: 'cancelled' } as const }, 'cancelled'],
    [{ event: { phase: 'completed' } as const }, 'completed'],
    [{ event: { date: '2026-12-10' } }, 'past'],
    [{ fails: new EventNotFoundError('event-47') }, 'gone'],
  ])('a post is stopped with %j', async (given, reason) => {
    expect(await check(given)).toEqual({ verdict: 'stopped', reason });
  });

  it.each([
    { fails: new EventSourceError('timeout', 'Rite does not answer') },
    { stale: true },
    { organizer: undefined },
  ])(
    'what was approved is published unchecked with %j, unless the server wants it held',
    async (given) => {
      expect(await check(given)).toEqual({ verdict: 'unchecked', hold: false });
      expect(await check({ ...given, whenUnchecked: 'hold' })).toEqual({
        verdict: 'unchecked',
        hold: true,
      });
    },
  );

  it('an event that was cancelled when Rite was last heard of stops the post', async () => {
    const verdict = await check({ stale: true, event: { phase: 'cancelled' } });
    expect(verdict).toEqual({ verdict: 'stopped', reason: 'cancelled' });
  });

  it('an event from a file is taken as it is', async () => {
    const facts = { ...madeOf(), fromFile: true };
    expect(await check({ facts, event: { name: 'x' } })).toEqual({
      verdict: 'unchecked',
      hold: false,
    });
  });

  it('settings that cannot be read hold an unchecked post', async () => {
    const failing = { stale: true, settings: new Error('no database') };
    expect(await check(failing)).toEqual({ verdict: 'unchecked', hold: true });
  });
});

interface Given {
  /** How the event is now. */
  readonly event?: Partial<Event>;
  readonly stale?: boolean;
  readonly fails?: Error;
  readonly organizer?: string | undefined;
  readonly whenUnchecked?: 'publish' | 'hold';
  readonly settings?: Error;
  readonly facts?: PostFacts;
  readonly post?: Partial<KeptPost>;
}

async function check(given: Given) {
  const { checker, post } = stageOf(given);
  return await checker.check(post, NOW);
}

function stageOf(given: Given) {
  const regenerated: unknown[] = [];
  const organizer = 'organizer' in given ? given.organizer : 'organizer-1';
  const checker = new FactChecker({
    eventSource: {
      async getEvent() {
        if (given.fails) throw given.fails;
        return { event: makeEvent(given.event), readAt: NOW, stale: given.stale ?? false };
      },
    },
    organizerLinks: { organizerOf: async () => organizer },
    extras: { extrasOf: async () => ({ extras: {}, version: 0 }) },
    settings: {
      async settingsOf() {
        if (given.settings) throw given.settings;
        return { ...DEFAULT_SETTINGS, whenUnchecked: given.whenUnchecked ?? 'publish' };
      },
    },
    edits: {
      async regenerate(request) {
        regenerated.push(request);
        throw new EventSourceError('timeout', 'told and survived');
      },
    },
    onFailed() {},
  });
  const post: KeptPost = {
    id: 'post-1',
    guildId: GUILD,
    eventId: 'event-47',
    eventName: '서울 언더그라운드 #47',
    eventDate: '2026-12-24',
    template: 'lineup',
    state: 'scheduled',
    createdBy: '200000000000000001',
    createdAt: NOW,
    updatedAt: NOW,
    revision: {
      number: 1,
      theme: 'night',
      size: 'square',
      language: 'ko',
      caption: '',
      captionEdited: false,
      facts: given.facts ?? madeOf(),
      createdAt: NOW,
      pictures: [],
    },
    ...given.post,
  };
  return { checker, post, regenerated };
}

function madeOf(): PostFacts {
  return { event: makeEvent(), readAt: NOW, stale: false, composedAt: NOW };
}
