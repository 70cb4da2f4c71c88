import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Event, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { accentOn } from '../../src/posters/accent.ts';
import type { RenderRequest } from '../../src/posters/renderer.ts';
import { EventNotFoundError, EventSourceError, PostRefusedError } from '../../src/posts/errors.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import type { EventListReading, EventReading, EventSource } from '../../src/posts/ports.ts';
import { type PostRequest, PostService } from '../../src/posts/post-service.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { makePoster } from '../posters/make-poster.ts';
import { MemoryBrands, MemoryExtras } from './memory-stores.ts';

const GUILD = '900000000000000001';
const ORGANIZER = 'organizer1';
const A_WEEK_BEFORE = '2026-12-17T20:00';

const request: PostRequest = {
  guildId: GUILD,
  eventId: 'event-47',
  template: 'lineup',
  theme: 'night',
  size: 'square',
  language: 'ko',
};

describe('a post', () => {
  test('is picture, caption and map link of the event that was asked for', async () => {
    const { posts, drawn } = makeService();
    const post = await posts.create(request);
    expect(post).toMatchObject({
      event: { id: 'event-47' },
      template: 'lineup',
      theme: 'night',
      language: 'ko',
      poster: makePoster(),
      mapUrl: `https://map.kakao.com/link/search/${encodeURIComponent('클럽 지하실')}`,
    });
    expect(post.caption.text).toContain('22:00 김대현 @kimdaehyun');
    expect(drawn).toEqual([
      {
        event: post.event,
        template: 'lineup',
        theme: 'night',
        size: 'square',
        language: 'ko',
        today: Temporal.PlainDate.from('2026-12-17'),
      },
    ]);
  });

  test('is in the language and theme that was asked for', async () => {
    const { posts, drawn } = makeService();
    const post = await posts.create({ ...request, theme: 'paper', language: 'en' });
    expect(post).toMatchObject({ theme: 'paper', language: 'en' });
    expect(post.caption.text).toContain('Thu 24 Dec');
    expect(drawn).toMatchObject([{ theme: 'paper', language: 'en' }]);
  });

  test('carries as many hashtags as the operator allows', async () => {
    const { posts } = makeService({ hashtagLimit: 1 });
    expect((await posts.create(request)).caption.hashtags).toHaveLength(1);
  });

  test('has no map link without a venue', async () => {
    const { posts } = makeService({ event: makeEvent({ venue: { name: '', address: '' } }) });
    expect(await posts.create(request)).not.toHaveProperty('mapUrl');
  });

  test('says how old its facts are', async () => {
    const { posts } = makeService({ reading: { stale: true, readAt: seoul('2026-12-17T18:30') } });
    expect(await posts.create(request)).toMatchObject({
      stale: true,
      readAt: seoul('2026-12-17T18:30'),
    });
  });
});

describe('what a server has chosen', () => {
  const { theme: _theme, ...themeless } = request;

  test('is its theme, unless the person picks another', async () => {
    const { posts, brands } = makeService();
    expect(await posts.create(themeless)).toMatchObject({ theme: 'night' });
    await brands.changeBrand(GUILD, { theme: 'paper' });
    expect(await posts.create(themeless)).toMatchObject({ theme: 'paper' });
    expect(await posts.create({ ...request, theme: 'neon' })).toMatchObject({ theme: 'neon' });
  });

  test('is its accent, as it can be read on the theme that is used, and its logo', async () => {
    const { posts, drawn, brands } = makeService();
    const logo = { png: new Uint8Array([1]), width: 64, height: 32 };
    await brands.changeBrand(GUILD, { accent: '#1E5BFF', logo });
    await posts.create({ ...request, theme: 'night' });
    await posts.create({ ...request, theme: 'paper' });
    const accents = drawn.map(({ brand }) => brand?.accent);
    expect(accents).toEqual([accentOn('night', '#1E5BFF').accent, '#1E5BFF']);
    expect(accents[0]).not.toBe('#1E5BFF');
    expect(drawn[0]?.brand?.logo).toEqual(logo);
  });

  test('is its hashtags, where the event leaves room', async () => {
    const { posts, brands } = makeService({ event: makeEvent({ hashtags: ['테크노'] }) });
    await brands.changeBrand(GUILD, { hashtags: ['지하실크루', '테크노'] });
    const { caption } = await posts.create(request);
    expect(caption.hashtags).toContain('지하실크루');
    expect(caption.hashtags.filter((tag) => tag === '테크노')).toHaveLength(1);
  });

  test('changes nothing about a poster when it is only hashtags', async () => {
    const { posts, drawn, brands } = makeService();
    await brands.changeBrand(GUILD, { hashtags: ['지하실크루'] });
    await posts.create(request);
    expect(drawn[0]).not.toHaveProperty('brand');
    expect(drawn[0]).not.toHaveProperty('extras');
  });

  test('is missing, and the post says so, when it cannot be read just now', async () => {
    const { posts, brands, storeErrors } = makeService();
    await brands.changeBrand(GUILD, { theme: 'paper' });
    brands.error = new Error('SQLITE_BUSY');
    expect(await posts.create(themeless)).toMatchObject({ theme: 'night', unread: ['brand'] });
    expect(storeErrors).toEqual([brands.error]);
  });
});

describe('what an organizer has added to an event', () => {
  const change = {
    guildId: GUILD,
    eventId: 'event-47',
    extras: { advancePrice: 20_000, ageLimit: 19 },
    version: 0,
    savedBy: '1',
    savedAt: 0,
  };

  test('is on poster and caption of that event, in that server', async () => {
    const { posts, drawn, extras } = makeService();
    await extras.saveExtras({ ...change, eventId: 'event-48' });
    await extras.saveExtras({ ...change, guildId: '900000000000000002' });
    await posts.create({ ...request, template: 'announcement' });
    await extras.saveExtras(change);
    const { caption } = await posts.create({ ...request, template: 'announcement' });
    expect(drawn.map((one) => one.extras)).toEqual([undefined, change.extras]);
    expect(caption.text).toContain('예매 20,000원');
  });

  test('is missing, and the post says so, when it cannot be read just now', async () => {
    const { posts, extras, storeErrors } = makeService();
    expect(await posts.create(request)).toMatchObject({ unread: [] });
    extras.error = new Error('SQLITE_BUSY');
    expect(await posts.create(request)).toMatchObject({ unread: ['extras'] });
    expect(storeErrors).toEqual([extras.error]);
  });

  test('does not matter where there is no event', async () => {
    const error = new EventNotFoundError('event-47');
    const { posts, brands, extras } = makeService({ error });
    brands.error = new Error('SQLITE_CORRUPT');
    extras.error = new Error('SQLITE_CORRUPT');
    await expect(posts.create(request)).rejects.toBe(error);
  });
});

describe('slots whose times cannot be read', () => {
  test('are counted in the post', async () => {
    const { posts } = makeService({ reading: { unreadableTimeslots: 2 } });
    expect(await posts.create(request)).toMatchObject({ unreadableTimeslots: 2 });
    expect(await makeService().posts.create(request)).toMatchObject({ unreadableTimeslots: 0 });
  });
});

describe('whose event it is', () => {
  test('is asked in the name of the organizer to whom the server is linked', async () => {
    const { posts, asked } = makeService();
    await posts.create(request);
    await posts.listEvents(GUILD);
    expect(asked).toEqual([
      [ORGANIZER, 'event-47'],
      [ORGANIZER, 'list'],
    ]);
  });

  test('is not asked for a server without a link', async () => {
    const { posts, asked } = makeService();
    const elsewhere = '900000000000000002';
    const refusal = { refusal: 'server_not_linked', eventName: undefined };
    await expect(posts.create({ ...request, guildId: elsewhere })).rejects.toMatchObject(refusal);
    await expect(posts.listEvents(elsewhere)).rejects.toMatchObject(refusal);
    expect(asked).toEqual([]);
  });

  test.each([
    new EventNotFoundError('event-47'),
    new EventSourceError('timeout', 'no answer within 4000 ms'),
  ])('stays unanswered when the source fails: $name', async (error) => {
    const { posts, drawn } = makeService({ error });
    await expect(posts.create(request)).rejects.toBe(error);
    await expect(posts.listEvents(GUILD)).rejects.toBe(error);
    expect(drawn).toEqual([]);
  });
});

describe('the phase of an event', () => {
  test.each(['draft', 'planning', 'finalized', 'day_of'] as const)(
    'does not stand in the way: %s',
    async (phase) => {
      const { refusalOf } = makeService({ event: makeEvent({ phase }) });
      for (const template of TEMPLATE_NAMES) expect(await refusalOf(template)).toBeUndefined();
    },
  );

  test.each([
    ['cancelled', 'event_cancelled'],
    ['completed', 'event_completed'],
  ] as const)('forbids every post: %s', async (phase, refusal) => {
    const { refusalOf, drawn } = makeService({ event: makeEvent({ phase }) });
    for (const template of TEMPLATE_NAMES) expect(await refusalOf(template)).toBe(refusal);
    expect(drawn).toEqual([]);
  });

  test('is told before anything else that is wrong, with the name of the event', async () => {
    const event = makeEvent({ phase: 'cancelled', date: '2026-01-01', timeslots: [] });
    const { posts } = makeService({ event });
    await expect(posts.create(request)).rejects.toMatchObject({
      name: 'PostRefusedError',
      refusal: 'event_cancelled',
      eventName: '서울 언더그라운드 #47',
    });
  });
});

describe('an empty line-up', () => {
  const unnamed = [
    makeTimeslot('22:00', '23:00', ''),
    makeTimeslot('23:00', '00:00', '', 'secret'),
  ];

  test.each([
    ['without slots', []],
    ['with slots for acts that are not announced', unnamed],
  ])('is refused, while the other posts are made: %s', async (_what, timeslots) => {
    const { refusalOf } = makeService({ event: makeEvent({ timeslots }) });
    expect(await refusalOf('lineup')).toBe('lineup_empty');
    expect(await refusalOf('announcement')).toBeUndefined();
    expect(await refusalOf('countdown')).toBeUndefined();
  });

  test('is none as soon as one act is announced', async () => {
    const timeslots = [...unnamed, makeTimeslot('00:00', '01:00', '김대현')];
    const { refusalOf } = makeService({ event: makeEvent({ timeslots }) });
    expect(await refusalOf('lineup')).toBeUndefined();
  });
});

describe('the end of an event', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  // The night of the 24th: 22:00 to 05:00.
  test.each([
    ['2026-12-24T21:59', undefined],
    ['2026-12-25T00:00', undefined],
    ['2026-12-25T02:00', undefined],
    ['2026-12-25T04:59:59.999', undefined],
    ['2026-12-25T05:00', 'event_past'],
    ['2026-12-26T02:00', 'event_past'],
  ])('is that of its last act, in the morning: at %s it is %s', async (now, refusal) => {
    for (const template of TEMPLATE_NAMES) {
      expect(await makeService({ now }).refusalOf(template)).toBe(refusal);
    }
  });

  test.each([
    ['slots that begin in the morning after', [['05:00', '10:00']], '2026-12-25T10:00'],
    ['an end at midnight', [['20:00', '00:00']], '2026-12-25T00:00'],
    ['an end before midnight', [['14:00', '20:00']], '2026-12-25T00:00'],
    [
      '22 hours',
      [
        ['14:00', '02:00'],
        ['02:00', '12:00'],
      ],
      '2026-12-25T12:00',
    ],
    [
      'slots entered in no order',
      [
        ['04:00', '06:30'],
        ['22:00', '04:00'],
      ],
      '2026-12-25T06:30',
    ],
    ['no slots', [], '2026-12-25T00:00'],
  ])('comes with its hours, but not before its date has passed: %s', async (_what, slots, end) => {
    const timeslots = slots.map(([start = '', ends = '']) => makeTimeslot(start, ends, 'DJ'));
    const event = makeEvent({ timeslots });
    const justBefore = seoul(end) - 1;
    expect(await makeService({ event, now: justBefore }).refusalOf('announcement')).toBe(undefined);
    expect(await makeService({ event, now: end }).refusalOf('announcement')).toBe('event_past');
  });

  test('is judged by the clock, not by when the event was read', async () => {
    const reading = { stale: true, readAt: seoul('2026-12-25T04:00') };
    const { refusalOf } = makeService({ now: '2026-12-25T05:00', reading });
    expect(await refusalOf('announcement')).toBe('event_past');
  });

  test.each(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
    'is in Seoul, wherever the machine stands: %s',
    async (zone) => {
      vi.stubEnv('TZ', zone);
      const event = makeEvent({ timeslots: [] });
      const before = Date.parse('2026-12-24T14:59:59.999Z');
      const after = Date.parse('2026-12-24T15:00:00Z');
      expect(await makeService({ event, now: before }).refusalOf('announcement')).toBe(undefined);
      expect(await makeService({ event, now: after }).refusalOf('announcement')).toBe('event_past');
    },
  );
});

describe('the day from which a countdown counts', () => {
  test.each([
    ['the day in Seoul while it is still yesterday in UTC', '2026-12-24T08:59', '2026-12-24'],
    ['the last minute of the day before', '2026-12-23T23:59:59.999', '2026-12-23'],
    ['the first minute of the day', '2026-12-24T00:00', '2026-12-24'],
    ['the day of the event until it ends in the morning', '2026-12-25T02:00', '2026-12-24'],
  ])('is %s', async (_what, now, today) => {
    const { posts, drawn } = makeService({ now });
    await posts.create({ ...request, template: 'countdown' });
    expect(drawn[0]?.today.toString()).toBe(today);
  });

  test('is the same for picture and caption', async () => {
    const { posts, drawn } = makeService({ now: '2026-12-25T02:00' });
    const { caption } = await posts.create({ ...request, template: 'countdown' });
    expect(drawn[0]?.eve).toBe('now');
    expect(caption.text).toContain('지금');
  });
});

interface Circumstances {
  readonly event?: Event;
  /** Wall clock in Seoul, or epoch milliseconds. */
  readonly now?: string | number;
  readonly hashtagLimit?: number;
  readonly reading?: Partial<EventReading>;
  /** What the source fails with. */
  readonly error?: Error;
}

/** A service with one server, one event and a renderer that draws nothing. */
function makeService(circumstances: Circumstances = {}) {
  const { event = makeEvent(), now = A_WEEK_BEFORE, hashtagLimit = 5 } = circumstances;
  const { reading = {}, error } = circumstances;
  const readAt = typeof now === 'number' ? now : seoul(now);
  const drawn: RenderRequest[] = [];
  const brands = new MemoryBrands();
  const extras = new MemoryExtras();
  const storeErrors: unknown[] = [];
  const asked: string[][] = [];
  const eventSource: EventSource = {
    async getEvent(organizerId, eventId): Promise<EventReading> {
      asked.push([organizerId, eventId]);
      if (error) throw error;
      return { event, readAt, stale: false, ...reading };
    },
    async listEvents(organizerId): Promise<EventListReading> {
      asked.push([organizerId, 'list']);
      if (error) throw error;
      return { events: [event], readAt, stale: false };
    },
  };
  const posts = new PostService({
    eventSource,
    organizerLinks: new OrganizerMap(new Map([[GUILD, ORGANIZER]])),
    brands,
    extras,
    onStoreError: (error) => storeErrors.push(error),
    renderer: {
      async render(asking) {
        drawn.push(asking);
        return makePoster();
      },
    },
    clock: () => readAt,
    hashtagLimit,
  });
  const refusalOf = async (template: PostRequest['template']) => {
    try {
      await posts.create({ ...request, template });
      return undefined;
    } catch (reason) {
      if (reason instanceof PostRefusedError) return reason.refusal;
      throw reason;
    }
  };
  return { posts, drawn, asked, refusalOf, brands, extras, storeErrors };
}

function seoul(wallClock: string): number {
  return Temporal.PlainDateTime.from(wallClock).toZonedDateTime('Asia/Seoul').epochMilliseconds;
}
