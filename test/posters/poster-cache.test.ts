import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Event, LANGUAGES, TEMPLATE_NAMES } from '../../src/events/event.ts';
import type { Logo } from '../../src/posters/brand.ts';
import { type Poster, THEME_NAMES } from '../../src/posters/poster.ts';
import { CachedRenderer, type PosterStore, posterKey } from '../../src/posters/poster-cache.ts';
import type { RenderRequest } from '../../src/posters/renderer.ts';
import { SIZE_NAMES, SIZES } from '../../src/posters/size.ts';
import { templates } from '../../templates/index.ts';
import { eventArbitrary, makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { extrasArbitrary } from '../fixtures/extras.ts';
import { typesetter } from '../fixtures/posters.ts';
import { makeKey, makePoster } from './make-poster.ts';
import { makeRenderRequest } from './make-render-request.ts';
import { posterStoreContract } from './poster-store.contract.ts';

const DESIGN = 'design-1';

const request = makeRenderRequest();

posterStoreContract('the map that these tests use', async () => ({
  store: new PosterMap(),
  [Symbol.asyncDispose]: async () => {},
}));

describe('drawing once', () => {
  test('draws a poster the first time and shows the same one from then on', async () => {
    const { cache, drawn } = makeCache();
    const first = await cache.render(request);
    const again = await cache.render({ ...request, event: makeEvent() });
    expect(again).toEqual(first);
    expect(drawn).toHaveLength(1);
  });

  test('draws it once for everybody who asks at the same time', async () => {
    const { cache, drawn } = makeCache();
    const posters = await Promise.all(Array.from({ length: 20 }, () => cache.render(request)));
    expect(drawn).toHaveLength(1);
    expect(new Set(posters).size).toBe(1);
  });

  test('still draws once when somebody asks anew while others are being told', async () => {
    const { cache, drawn } = makeCache({ store: new ForgetfulStore() });
    const anew = () => Promise.all([cache.render(request), cache.render(request)]);
    await Promise.all([cache.render(request).then(anew), cache.render(request).then(anew)]);
    expect(drawn).toHaveLength(2);
  });

  test('draws again when the first drawing failed, and tells everybody who waited for it', async () => {
    const { cache, drawn, failNext } = makeCache();
    failNext(new Error('The drawing thread ended'));
    const results = await Promise.allSettled([cache.render(request), cache.render(request)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await cache.render(request);
    expect(drawn).toHaveLength(2);
  });

  test('shows what an earlier process drew', async () => {
    const store = new PosterMap();
    const first = await makeCache({ store }).cache.render(request);
    const { cache, drawn } = makeCache({ store });
    expect(await cache.render(request)).toEqual(first);
    expect(drawn).toEqual([]);
  });

  test('does not show what an earlier design drew', async () => {
    const store = new PosterMap();
    await makeCache({ store }).cache.render(request);
    const { cache, drawn } = makeCache({ store, designVersion: 'design-2' });
    await cache.render(request);
    expect(drawn).toHaveLength(1);
  });
});

describe('a store that fails', () => {
  test('costs a drawing each time, not the post, and is reported', async () => {
    const { cache, drawn, storeErrors } = makeCache({ store: new BrokenStore() });
    for (let time = 0; time < 2; time += 1) {
      expect((await cache.render(request)).pages.length).toBeGreaterThan(0);
    }
    expect(drawn).toHaveLength(2);
    expect(storeErrors.map(String)).toEqual([
      'Error: cannot read',
      'Error: disk full',
      'Error: cannot read',
      'Error: disk full',
    ]);
  });
});

describe('what makes another poster', () => {
  const { event } = request;
  const [slot, ...slots] = event.timeslots;
  const first = slot ?? makeTimeslot('22:00', '23:00', '');

  test.each<[string, Partial<RenderRequest>]>([
    ['another template', { template: 'announcement' }],
    ['another theme', { theme: 'neon' }],
    ['another size', { size: 'portrait' }],
    ['another language', { language: 'en' }],
    ['another event', { event: { ...event, id: 'event-48' } }],
    ['another name', { event: { ...event, name: '서울 언더그라운드 #48' } }],
    ['another date', { event: { ...event, date: '2026-12-25' } }],
    ['another venue', { event: { ...event, venue: { ...event.venue, name: '루프탑' } } }],
    ['another address', { event: { ...event, venue: { ...event.venue, address: '' } } }],
    ['one act less', { event: { ...event, timeslots: slots } }],
    ['another act', { event: withFirst({ ...first, djName: '김대현 LIVE' }) }],
    ['another start', { event: withFirst({ ...first, start: '21:30' }) }],
    ['another end', { event: withFirst({ ...first, end: '23:30' }) }],
    ['a ticket link', { extras: { ticketUrl: 'https://example.com' } }],
    ['an advance price', { extras: { advancePrice: 0 } }],
    ['a door price', { extras: { doorPrice: 0 } }],
    ['an age limit', { extras: { ageLimit: 19 } }],
    ['a notice', { extras: { notice: 'cash only' } }],
    ['an accent', { brand: { accent: '#00C2A8' } }],
    ['a logo', { brand: { logo: makeLogo(1) } }],
  ])('%s', (_what, change) => {
    expect(posterKey({ ...request, ...change }, DESIGN)).not.toBe(posterKey(request, DESIGN));
  });

  test('another logo of the same size', () => {
    const keys = [makeLogo(1), makeLogo(2)].map((logo) =>
      posterKey({ ...request, brand: { logo } }, DESIGN),
    );
    expect(new Set(keys).size).toBe(2);
  });

  test('not extras and a brand that say nothing, nor extras in another order', () => {
    const key = (change: Partial<RenderRequest>) => posterKey({ ...request, ...change }, DESIGN);
    expect(key({ extras: {}, brand: {} })).toBe(key({}));
    expect(key({ extras: { ageLimit: 19, doorPrice: 1 } })).toBe(
      key({ extras: { doorPrice: 1, ageLimit: 19 } }),
    );
  });

  test('another design', () => {
    expect(posterKey(request, 'design-2')).not.toBe(posterKey(request, DESIGN));
  });

  test.each<[string, Partial<Event>]>([
    ['another description', { description: '오늘은 다른 이야기' }],
    ['other hashtags', { hashtags: ['하우스'] }],
    ['another phase', { phase: 'day_of' }],
  ])('not %s, which is not drawn', (_what, change) => {
    const changed = { ...request, event: { ...event, ...change } };
    expect(posterKey(changed, DESIGN)).toBe(posterKey(request, DESIGN));
  });

  test('not the square size, which is the default', () => {
    expect(posterKey({ ...request, size: 'square' }, DESIGN)).toBe(posterKey(request, DESIGN));
  });

  test('another day, for the countdown alone', () => {
    const tomorrow = request.today.add({ days: 1 });
    const keys = (template: RenderRequest['template']) =>
      [request.today, tomorrow].map((today) => posterKey({ ...request, template, today }, DESIGN));
    expect(new Set(keys('announcement')).size).toBe(1);
    expect(new Set(keys('lineup')).size).toBe(1);
    expect(new Set(keys('countdown')).size).toBe(2);
  });

  test('the last hours, for the countdown alone', () => {
    const keys = (template: RenderRequest['template']) =>
      [{}, { eve: 'tonight' as const }, { eve: 'now' as const }].map((eve) =>
        posterKey({ ...request, template, ...eve }, DESIGN),
      );
    expect(new Set(keys('lineup')).size).toBe(1);
    expect(new Set(keys('countdown')).size).toBe(3);
  });

  function withFirst(changed: Event['timeslots'][number]): Event {
    return { ...event, timeslots: [changed, ...slots] };
  }
});

test('whatever looks different has another key', () => {
  fc.assert(
    fc.property(requestArbitrary, requestArbitrary, changeArbitrary, (one, other, change) => {
      const changed = change(one, other);
      if (posterKey(changed, DESIGN) === posterKey(one, DESIGN)) {
        expect(composed(changed)).toBe(composed(one));
      }
    }),
    { numRuns: 60 },
  );
});

test('a key is the name of a file on any machine', () => {
  expect(posterKey(request, DESIGN)).toMatch(/^[0-9a-f]{64}$/);
});

const requestArbitrary: fc.Arbitrary<RenderRequest> = fc.record({
  event: eventArbitrary,
  template: fc.constantFrom(...TEMPLATE_NAMES),
  theme: fc.constantFrom(...THEME_NAMES),
  size: fc.constantFrom(...SIZE_NAMES),
  language: fc.constantFrom(...LANGUAGES),
  today: fc
    .integer({ min: 0, max: 2000 })
    .map((days) => new Temporal.PlainDate(2025, 1, 1).add({ days })),
  extras: extrasArbitrary,
});

/** One request with one thing taken from another. */
const changeArbitrary = fc.constantFrom(
  ...(['template', 'theme', 'size', 'language', 'today', 'extras'] as const).map(
    (field) => (one: RenderRequest, other: RenderRequest) => ({ ...one, [field]: other[field] }),
  ),
  ...(
    ['id', 'name', 'date', 'venue', 'description', 'hashtags', 'phase', 'timeslots'] as const
  ).map((field) => (one: RenderRequest, other: RenderRequest) => ({
    ...one,
    event: { ...one.event, [field]: other.event[field] },
  })),
);

function composed({
  event,
  template,
  size = 'square',
  brand: _,
  ...options
}: RenderRequest): string {
  const sheet = { ...options, size: SIZES[size], typesetter };
  return JSON.stringify(templates[template].compose(event, sheet));
}

function makeLogo(byte: number): Logo {
  return { png: new Uint8Array([byte]), width: 1, height: 1 };
}

function makeCache({
  store = new PosterMap(),
  designVersion = DESIGN,
}: {
  readonly store?: PosterStore;
  readonly designVersion?: string;
} = {}) {
  const drawn: RenderRequest[] = [];
  const storeErrors: unknown[] = [];
  let failure: Error | undefined;
  const cache = new CachedRenderer({
    renderer: {
      async render(asked) {
        drawn.push(asked);
        const error = failure;
        failure = undefined;
        if (error) throw error;
        const { template, theme } = asked;
        return makePoster({ template, theme, pages: [Buffer.from(makeKey(`${drawn.length}`))] });
      },
    },
    store,
    designVersion,
    onStoreError: (error) => storeErrors.push(error),
  });
  const failNext = (error: Error) => {
    failure = error;
  };
  return { cache, drawn, storeErrors, failNext };
}

class PosterMap implements PosterStore {
  readonly #posters = new Map<string, Poster>();

  async get(key: string): Promise<Poster | undefined> {
    return this.#posters.get(key);
  }

  async put(key: string, poster: Poster): Promise<void> {
    this.#posters.set(key, poster);
  }
}

class ForgetfulStore implements PosterStore {
  async get(): Promise<undefined> {}

  async put(): Promise<void> {}
}

class BrokenStore implements PosterStore {
  async get(): Promise<never> {
    throw new Error('cannot read');
  }

  async put(): Promise<never> {
    throw new Error('disk full');
  }
}
