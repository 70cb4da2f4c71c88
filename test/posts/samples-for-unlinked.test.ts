import { describe, expect, test } from 'vitest';
import { TEMPLATE_NAMES } from '../../src/events/event.ts';
import { acts } from '../../src/events/night.ts';
import { EventNotFoundError } from '../../src/posts/errors.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import { PostService } from '../../src/posts/post-service.ts';
import { isSampleEvent, sampleEvents } from '../../src/posts/sample-event.ts';
import { SamplesForUnlinked } from '../../src/posts/samples-for-unlinked.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makePoster } from '../posters/make-poster.ts';
import { MemoryBrands, MemoryExtras } from './memory-stores.ts';

const NOW = Date.parse('2026-12-01T11:00:00Z');
const LINKED = '100000000000000001';
const UNLINKED = '100000000000000002';

function makeSamples() {
  const event = makeEvent();
  const asked: string[] = [];
  const samples = new SamplesForUnlinked({
    organizerLinks: new OrganizerMap(new Map([[LINKED, 'organizer-1']])),
    eventSource: {
      async getEvent(organizerId, eventId) {
        asked.push(organizerId);
        if (eventId !== event.id) throw new EventNotFoundError(eventId);
        return { event, readAt: NOW, stale: true };
      },
      async listEvents(organizerId) {
        asked.push(organizerId);
        return { events: [event], readAt: NOW, stale: true };
      },
    },
    clock: () => NOW,
  });
  const posts = new PostService({
    eventSource: samples,
    organizerLinks: samples,
    brands: new MemoryBrands(),
    extras: new MemoryExtras(),
    renderer: { render: async ({ template }) => makePoster({ template }) },
    clock: () => NOW,
    hashtagLimit: 5,
    onStoreError: () => {},
  });
  return { event, asked, posts };
}

describe('an unlinked server', () => {
  test('sees the samples, and can make every kind of post of each', async () => {
    const { posts, asked } = makeSamples();
    const list = await posts.listEvents(UNLINKED);
    expect(list).toEqual({ events: sampleEvents(NOW), readAt: NOW, stale: false });
    for (const { id } of list.events) {
      for (const template of TEMPLATE_NAMES) {
        const wish = { template, size: 'square', language: 'ko' } as const;
        const post = await posts.create({ guildId: UNLINKED, eventId: id, ...wish });
        expect(isSampleEvent(post.event)).toBe(true);
        expect(post.caption.text).toContain(post.event.name);
      }
    }
    expect(asked).toEqual([]);
  });

  test('learns how to be linked when it asks for anything else, as for what never was', async () => {
    const { posts, asked, event } = makeSamples();
    for (const eventId of [event.id, 'nothing', 'sample-99']) {
      const wish = { eventId, template: 'lineup', size: 'square', language: 'ko' } as const;
      await expect(posts.create({ guildId: UNLINKED, ...wish })).rejects.toMatchObject({
        refusal: 'server_not_linked',
      });
    }
    expect(asked).toEqual([]);
  });
});

describe('a linked server', () => {
  test('has its own events and no samples', async () => {
    const { posts, event, asked } = makeSamples();
    expect((await posts.listEvents(LINKED)).events).toEqual([event]);
    const wish = { template: 'lineup', size: 'square', language: 'ko' } as const;
    const post = await posts.create({ guildId: LINKED, eventId: event.id, ...wish });
    expect(post.event).toEqual(event);
    const sample = posts.create({ guildId: LINKED, eventId: 'sample', ...wish });
    await expect(sample).rejects.toBeInstanceOf(EventNotFoundError);
    expect(asked).toEqual(['organizer-1', 'organizer-1', 'organizer-1']);
  });
});

describe('the samples', () => {
  test('are a week or two ahead, each on another Saturday, with acts, and no real event’s id', () => {
    const [first, second] = sampleEvents(NOW);
    expect([first?.date, second?.date]).toEqual(['2026-12-12', '2026-12-19']);
    for (const event of sampleEvents(NOW)) expect(acts(event).length).toBeGreaterThan(2);
    expect(isSampleEvent({ id: 'samplevent0000000000000000000000' })).toBe(false);
    expect(isSampleEvent(makeEvent())).toBe(false);
  });
});
