import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RiteDocument } from '../../sandbox/rite/document.ts';
import { parseRiteEvent, readRiteDocument } from '../../src/clients/rite-wire.ts';
import { type Event, PHASES } from '../../src/events/event.ts';
import { EVENT_ID } from '../../src/events/event-id.ts';
import { makeRiteDocument, makeRiteTimeslot, privateValues } from '../fixtures/rite-document.ts';

const SAMPLES = new URL('../../data/samples/', import.meta.url);
const samples = readdirSync(SAMPLES)
  .filter((name) => name.endsWith('.json'))
  .map((name): [string, RiteDocument] => [
    name,
    JSON.parse(readFileSync(new URL(name, SAMPLES), 'utf8')),
  ]);

function parse(overrides: Parameters<typeof makeRiteDocument>[0]): Event {
  return parseRiteEvent(makeRiteDocument(overrides));
}

function starts(event: Event): string[] {
  return event.timeslots.map((slot) => slot.start);
}

describe('a document', () => {
  test('becomes an event with nothing but what may be shown', () => {
    expect(parse({})).toEqual({
      id: 'fixtureevent01',
      name: '지하의 밤',
      date: '2026-12-24',
      venue: { name: '클럽 지하실', address: '서울 용산구 이태원로 123, B1' },
      description: '문은 밤 10시에 엽니다.',
      hashtags: ['테크노', '이태원'],
      phase: 'finalized',
      timeslots: [
        { start: '22:00', end: '23:00', djName: '김대현', handle: 'kimdaehyun' },
        { start: '23:00', end: '00:00', djName: 'Amélie Laurent', handle: 'amelie.l' },
        { start: '00:00', end: '01:00', djName: '박지훈 b2b Mina', handle: 'jihoonxmina' },
      ],
    });
  });

  test('leaves none of its private values in the event', () => {
    const document = makeRiteDocument();
    const secrets = privateValues(document);
    expect(secrets).toEqual(expect.arrayContaining(['SecretToken2200x', '8123457', '2031-01-17']));
    expect(secrets).toEqual(expect.arrayContaining(['fixtureorganizer01', '9407', '2031-02-02']));
    const shown = JSON.stringify(parseRiteEvent(document));
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  test.each(samples)('of the samples is one: %s', (name, document) => {
    const event = parseRiteEvent(document);
    expectPublic(event);
    expect(`${event.id}.json`).toBe(name);
    expect(event.timeslots).toHaveLength(document.timeslots.length);
    const shown = JSON.stringify(event);
    expect(privateValues(document).filter((secret) => shown.includes(secret))).toEqual([]);
  });
});

describe('what matters', () => {
  test.each([
    ['_id', undefined],
    ['_id', 'Not An Id'],
    ['_id', 12],
    ['name', undefined],
    ['name', null],
    ['name', ''],
    ['name', ' \n\t '],
    // What Korean keyboards and copy-paste offer as an "empty" name.
    ['name', '\u3164\u200B\uFEFF'],
    ['date', undefined],
    ['date', '2026-02-30'],
    ['date', '2026-12-24T13:00:00.000Z'],
    ['date', '24.12.2026'],
    ['date', 1_798_117_200_000],
  ])('is refused when it is wrong, naming the field on one line: %s = %j', (field, value) => {
    const document = makeRiteDocument({ [field]: value });
    const error = thrownBy(() => parseRiteEvent(document));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(new RegExp(`^${field}: must .+$`));
    const text = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
    expect(privateValues(document).filter((secret) => text.includes(secret))).toEqual([]);
  });

  test.each([[null], [undefined], ['text'], [[]], [47]])('is missing altogether in %j', (value) => {
    expect(() => parseRiteEvent(value)).toThrow(/^document: .+$/);
  });
});

describe('what does not matter', () => {
  test('may be missing altogether', () => {
    const bare = { _id: 'fixtureevent01', name: '이름만', date: '2026-12-24' };
    expect(parseRiteEvent(bare)).toEqual({
      id: 'fixtureevent01',
      name: '이름만',
      date: '2026-12-24',
      venue: { name: '', address: '' },
      description: '',
      hashtags: [],
      phase: 'draft',
      timeslots: [],
    });
  });

  test.each([[null], [7], [['list']], [{ nested: true }]])('may be of another type: %j', (odd) => {
    const event = parse({
      venue: odd,
      description: odd,
      hashtags: odd,
      phase: odd,
      status: odd,
      timeslots: [{ ...makeRiteTimeslot('22:00', '23:00', '', ''), djName: odd, djInstagram: odd }],
    });
    expect(event).toMatchObject({
      venue: { name: '', address: '' },
      description: '',
      hashtags: [],
    });
    expect(event.phase).toBe('draft');
    expect(event.timeslots).toEqual([{ start: '22:00', end: '23:00', djName: '' }]);
  });

  test('keeps the half of a venue that is there', () => {
    expect(parse({ venue: { name: '회로상점' } }).venue).toEqual({ name: '회로상점', address: '' });
  });

  test('may be new fields of a newer Rite', () => {
    const event = parseRiteEvent({ ...makeRiteDocument(), ticketSecret: 'SecretTicket' });
    expect(event).toEqual(parse({}));
  });
});

describe('text', () => {
  test('is composed, trimmed and free of what nobody sees', () => {
    const event = parse({
      name: '  서울\u0000 \u200B언더그라운드\n#47 ',
      venue: { name: ' 클럽\u3000지하실 ', address: '\t' },
      description: ' 첫 줄\r\n둘째 줄\u0007 ',
    });
    expect(event.name).toBe('서울 언더그라운드 #47');
    expect(event.venue).toEqual({ name: '클럽 지하실', address: '' });
    expect(event.description).toBe('첫 줄\n둘째 줄');
  });

  test('keeps emoji in one piece', () => {
    expect(parse({ name: '디스코 🪩 👩‍🎤 🇰🇷' }).name).toBe('디스코 🪩 👩‍🎤 🇰🇷');
  });
});

describe('the phase', () => {
  test.each([
    ['planning', 'active', 'planning'],
    ['day_of', 'active', 'day_of'],
    ['cancelled', 'active', 'cancelled'],
    [undefined, 'draft', 'draft'],
    [undefined, 'active', 'planning'],
    [undefined, 'completed', 'completed'],
    ['postponed', 'active', 'planning'],
    ['postponed', 'unheard_of', 'draft'],
  ])(
    'of a document with phase %s and status %s is that or follows the status',
    (phase, status, expected) => {
      expect(parse({ phase, status }).phase).toBe(expected);
    },
  );
});

describe('timeslots', () => {
  test('stored in the order of typing come in the order of the night', () => {
    const slots = ['04:00', '23:00', '01:00', '22:00', '00:00'].map((start) =>
      makeRiteTimeslot(start, '06:00', 'dj', ''),
    );
    expect(starts(parse({ timeslots: slots }))).toEqual([
      '22:00',
      '23:00',
      '00:00',
      '01:00',
      '04:00',
    ]);
  });

  test('at the same time both stay, in the order of typing', () => {
    const slots = [
      makeRiteTimeslot('22:00', '23:00', '유리공방', '@glass'),
      makeRiteTimeslot('22:00', '23:00', '한밤의매', '@hawk'),
    ];
    expect(parse({ timeslots: slots }).timeslots.map((slot) => slot.djName)).toEqual([
      '유리공방',
      '한밤의매',
    ]);
  });

  test('without a name stay, because the act may only be unannounced', () => {
    const slots = [makeRiteTimeslot('22:00', '23:00', ' \u3164 ', '@')];
    expect(parse({ timeslots: slots }).timeslots).toEqual([
      { start: '22:00', end: '23:00', djName: '' },
    ]);
  });

  test.each([
    ['9:00', '09:00'],
    ['22:00:00', '22:00'],
    [' 22:00 ', '22:00'],
    ['24:00', '00:00'],
  ])('with a time written %j start at %s', (written, start) => {
    const slots = [makeRiteTimeslot(written, '23:30', 'dj', '')];
    expect(starts(parse({ timeslots: slots }))).toEqual([start]);
  });

  test.each([['25:00'], ['22:60'], ['10 PM'], ['22시'], [''], ['-1:00'], [null], [22]])(
    'with a time that cannot be read are left out and counted: %j',
    (time) => {
      const broken = [
        { ...makeRiteTimeslot('22:00', '23:00', 'SecretBrokenAct', '@x'), startTime: time },
        { ...makeRiteTimeslot('22:00', '23:00', 'SecretBrokenAct', '@x'), endTime: time },
        'not a slot',
      ];
      const good = makeRiteTimeslot('23:00', '00:00', '남은 사람', '@stays');
      const reading = readRiteDocument(makeRiteDocument({ timeslots: [...broken, good] }));
      expect(reading).toMatchObject({
        event: { timeslots: [{ djName: '남은 사람' }] },
        brokenTimeslots: 3,
      });
    },
  );

  test.each([
    ['@kim.dj', 'kim.dj'],
    ['kim.dj', 'kim.dj'],
    [' @ kim.dj ', 'kim.dj'],
    ['＠kim_dj', 'kim_dj'],
    ['https://www.instagram.com/kim.dj/?igsh=1', 'kim.dj'],
    ['instagram.com/kim.dj', 'kim.dj'],
    // Rite's own web form forbids these, Instagram does not.
    ['@__kim__', '__kim__'],
    ['', undefined],
    ['@', undefined],
    ['없음', undefined],
    ['@kim..dj', undefined],
    ['@.kim', undefined],
    ['@이름', undefined],
    ['@this_username_is_far_too_long_to_be', undefined],
  ])('written with the handle %j have the handle %s', (written, handle) => {
    const [slot] = parse({
      timeslots: [makeRiteTimeslot('22:00', '23:00', 'dj', written)],
    }).timeslots;
    expect(slot?.handle).toBe(handle);
    expect(slot && 'handle' in slot).toBe(handle !== undefined);
  });
});

describe('hashtags', () => {
  test.each([
    ['#서울 #테크노', ['서울', '테크노']],
    ['서울 테크노', ['서울', '테크노']],
    ['서울,테크노, #이태원', ['서울', '테크노', '이태원']],
    ['#서울#테크노', ['서울', '테크노']],
    ['#Techno #techno', ['Techno']],
    ['#2026 #테크노', ['테크노']],
    ['', []],
    [undefined, []],
  ])('written %j become %j', (written, tags) => {
    expect(parse({ hashtags: written }).hashtags).toEqual(tags);
  });
});

describe('any JSON', () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const nearly = fc.record(
    {
      _id: fc.oneof(fc.stringMatching(EVENT_ID), json),
      name: fc.oneof(fc.string({ unit: 'binary' }), json),
      date: fc.oneof(fc.constantFrom('2026-12-24', '2028-02-29', '2026-02-29'), json),
      venue: json,
      description: fc.oneof(fc.string({ unit: 'binary' }), json),
      hashtags: fc.oneof(fc.string({ unit: 'binary' }), json),
      phase: fc.oneof(fc.constantFrom(...PHASES), json),
      timeslots: fc.array(
        fc.oneof(
          json,
          fc.record({
            startTime: fc.oneof(fc.stringMatching(/^[0-2]?\d:[0-5]\d$/), fc.string()),
            endTime: fc.stringMatching(/^[0-2]?\d:[0-5]\d$/),
            djName: fc.string({ unit: 'binary' }),
            djInstagram: fc.string({ unit: 'binary' }),
          }),
        ),
      ),
    },
    { requiredKeys: [] },
  );

  test('either becomes an event fit to show or is refused on one line', () => {
    fc.assert(
      fc.property(fc.oneof(json, nearly), (value) => {
        const reading = readRiteDocument(value);
        if (reading.event) expectPublic(reading.event);
        else expect(reading.reason).toMatch(/^.+$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** What `Event` promises, checked by independent means. */
function expectPublic(event: Event): void {
  expect(Object.keys(event).sort()).toEqual(
    ['date', 'description', 'hashtags', 'id', 'name', 'phase', 'timeslots', 'venue'].sort(),
  );
  expect(event.id).toMatch(EVENT_ID);
  expect(event.name).toMatch(/\S/);
  expect(() => Temporal.PlainDate.from(event.date)).not.toThrow();
  expect(PHASES).toContain(event.phase);
  const { name, venue, description } = event;
  for (const text of [name, venue.name, venue.address, description]) {
    expect(text).toBe(text.normalize('NFC').trim());
    expect(text.isWellFormed()).toBe(true);
  }
  for (const tag of event.hashtags) expect(tag).toMatch(/^[\p{L}\p{M}\p{N}_]+$/u);
  for (const slot of event.timeslots) {
    expect(Object.keys(slot).filter((key) => key !== 'handle')).toEqual(['start', 'end', 'djName']);
    expect(`${slot.start} ${slot.end}`).toMatch(
      /^([01]\d|2[0-3]):[0-5]\d ([01]\d|2[0-3]):[0-5]\d$/,
    );
    if (slot.handle !== undefined) expect(slot.handle).toMatch(/^[a-z0-9_.]{1,30}$/);
  }
}
