import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CampaignAction,
  campaignId,
  parseCampaignId,
} from '../../src/discord/schedule-campaign-id.ts';
import {
  askId,
  FEED_SIZES,
  type PlanTarget,
  type PlanWish,
  parseAsk,
  parseWish,
  wishId,
} from '../../src/discord/schedule-wish.ts';
import { LANGUAGES, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { NOW } from './make-post.ts';

const DAY_MS = 86_400_000;
const POST_ID = '0123456789abcdef';

const eventId = fc.stringMatching(/^[a-z0-9]{1,64}$/);
const target: fc.Arbitrary<PlanTarget> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('new' as const),
      eventId,
      template: fc.constantFrom(...TEMPLATE_NAMES),
      theme: fc.constantFrom(...THEME_NAMES),
      size: fc.constantFrom(...FEED_SIZES),
      language: fc.constantFrom(...LANGUAGES),
    },
    { requiredKeys: ['kind', 'eventId', 'template'] },
  ),
  fc.record({
    kind: fc.constant('post' as const),
    postId: fc.constant(POST_ID),
    expected: fc.integer({ min: 1, max: 999_999_999 }),
  }),
  fc.record({ kind: fc.constant('move' as const), postId: fc.constant(POST_ID) }),
);
const wish: fc.Arbitrary<PlanWish> = fc.record({
  target,
  at: fc.oneof(
    fc.constant('now' as const),
    fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000),
  ),
  anyway: fc.boolean(),
});

describe('a wish in a custom id', () => {
  it('is read back as it was, and fits', () => {
    fc.assert(
      fc.property(wish, (wanted) => {
        const id = wishId(wanted);
        expect(id.length).toBeLessThanOrEqual(100);
        expect(parseWish(id)).toEqual(wanted);
      }),
    );
  });

  it.each([
    'plan',
    'plan:n0c---:now',
    'plan:n0x---:now:event-47',
    'plan:p0:now:0123456789abcdef',
    'plan:p0:now:0123456789abcdef:-1',
    'plan:m0:later!:0123456789abcdef',
    'plan:m0:now:not-a-post',
    'plan:m0:now:0123456789abcdef:3:4',
  ])('is refused when it is %s', (id) => {
    expect(() => parseWish(id)).toThrow('Not a plan');
  });

  it('opens a form for kept posts alone', () => {
    const kept = { kind: 'post', postId: POST_ID, expected: 3 } as const;
    expect(parseAsk(askId(kept))).toEqual(kept);
    expect(() => parseAsk('plan-ask:n0c---:event-47')).toThrow('Not a plan');
  });
});

describe('a campaign in a custom id', () => {
  const posts = fc.array(
    fc.record({
      template: fc.constantFrom(...TEMPLATE_NAMES),
      dueAt: fc.integer({ min: 0, max: 62 * 24 * 60 }).map((minutes) => minutes * 60_000),
    }),
    { minLength: 1, maxLength: 6 },
  );

  it('is read back for as long as the card is there, and fits', () => {
    const action = fc.constantFrom<CampaignAction>('accept', 'pick', 'move', 'drop', 'back');
    const sent = fc.integer({ min: 0, max: 3650 }).map((days) => NOW + days * DAY_MS);
    fc.assert(
      fc.property(eventId, posts, action, sent, (id, proposed, pressed, sentAt) => {
        const minute = Math.floor(sentAt / 60_000) * 60_000;
        const card = {
          eventId: id,
          posts: proposed.map((post) => ({ ...post, dueAt: minute + post.dueAt })),
        };
        const customId = campaignId(pressed, 0, card);
        expect(customId.length).toBeLessThanOrEqual(100);
        expect(parseCampaignId(customId, sentAt)).toEqual({ action: pressed, index: 0, ...card });
      }),
    );
  });

  it.each([
    'camp:a0:event-47:',
    'camp:a1:event-47:cAAA',
    'camp:z0:event-47:cAAA',
    'camp:a0:!:cAAA',
  ])('is refused when it is %s', (id) => {
    expect(() => parseCampaignId(id, NOW)).toThrow('Not a campaign');
  });
});
