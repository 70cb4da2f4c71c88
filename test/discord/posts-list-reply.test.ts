import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../src/discord/messages/messages.ts';
import { POSTS_ON_PAGE, postsListReply } from '../../src/discord/posts-list-reply.ts';
import { LANGUAGES, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { POST_STATES } from '../../src/posts/kept-post.ts';
import type { PostSummary } from '../../src/posts/post-store.ts';
import { freeTextArbitrary } from '../fixtures/event.ts';
import { NOW } from './make-post.ts';

const snowflake = '9'.repeat(20);

const summaryArbitrary: fc.Arbitrary<PostSummary> = fc.record({
  id: fc.constant('0123456789abcdef'),
  guildId: fc.constant(snowflake),
  eventId: fc.constant('event-47'),
  eventName: fc.oneof(freeTextArbitrary(30), fc.constant('*_~`>#-[]'.repeat(40))),
  eventDate: fc.constantFrom('2026-12-24', '2031-11-30'),
  template: fc.constantFrom(...TEMPLATE_NAMES),
  state: fc.constantFrom(...POST_STATES),
  revision: fc.constant(1),
  createdBy: fc.constant(snowflake),
  createdAt: fc.constant(NOW),
  updatedAt: fc.constant(NOW),
  message: fc.constant({ channelId: snowflake, messageId: snowflake }),
});

describe('a page of posts', () => {
  it('fits a message, whatever the events are named', () => {
    const posts = fc.array(summaryArbitrary, { minLength: 1, maxLength: POSTS_ON_PAGE });
    fc.assert(
      fc.property(posts, fc.constantFrom(...LANGUAGES), (page, language) => {
        const messages = messagesFor(language);
        const cursor = `o${'1'.repeat(39)}`;
        const filter = { eventId: 'e'.repeat(64) };
        const { content, components } = postsListReply(
          { posts: page, older: cursor, newer: cursor },
          { filter, count: 1000, messages, now: NOW },
        );
        expect(content.length).toBeLessThanOrEqual(2000);
        // Two lines for each post, and a third for what is planned or has become of some.
        const lines = content.split('\n').length - 3;
        expect(lines).toBeGreaterThanOrEqual(page.length * 2);
        expect(lines).toBeLessThanOrEqual(page.length * 3);
        // Too long for a button: said, not left out silently.
        expect(components).toEqual([]);
        expect(content).toContain(messages.drafts.list.tooManyForPages());
        expect(content).toContain(messages.drafts.list.heading(1000, true));
      }),
    );
  });
});
