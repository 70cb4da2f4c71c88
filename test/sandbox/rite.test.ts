import { describe, expect, test } from 'vitest';
import { FLAGSHIP, SandboxRite } from '../../sandbox/rite/index.ts';
import { makeRiteDocument } from '../fixtures/rite-document.ts';

const WITH_CAPABILITIES = 'events:getEventWithCapabilities';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface ConvexBody {
  readonly status?: string;
  readonly value?: Record<string, unknown> & Record<string, unknown>[];
  readonly errorMessage?: string;
}

/** As Convex documents it. */
async function call(rite: SandboxRite, path: string, args: object, kind = 'query') {
  return post(rite, `/api/${kind}`, JSON.stringify({ path, args, format: 'json' }));
}

async function post(rite: SandboxRite, endpoint: string, body: string) {
  const response = await fetch(rite.url + endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, body: (await response.json()) as ConvexBody };
}

async function flagshipDate(rite: SandboxRite): Promise<unknown> {
  const { body } = await call(rite, WITH_CAPABILITIES, { eventId: FLAGSHIP });
  return body.value?.date;
}

describe('a call', () => {
  test('in the documented format is answered with the document', async () => {
    await using rite = await SandboxRite.start();
    const args = { eventId: FLAGSHIP, userId: rite.organizerId };
    const { status, body } = await call(rite, WITH_CAPABILITIES, args);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'success',
      value: {
        _id: FLAGSHIP,
        organizerId: rite.organizerId,
        name: '서울 언더그라운드 #47',
        payment: { currency: 'KRW' },
        phase: 'finalized',
        capabilities: { canGenerateContent: true },
      },
    });
    expect(rite.requests).toEqual([
      { kind: 'query', path: WITH_CAPABILITIES, args, format: 'json' },
    ]);
  });

  test("in the format of Convex's own client is answered alike", async () => {
    await using rite = await SandboxRite.start();
    const args = { userId: rite.organizerId };
    const body = JSON.stringify({
      path: 'events:listEvents',
      format: 'convex_encoded_json',
      args: [args],
    });
    const answer = await post(rite, '/api/query', body);
    expect(answer.body.value).toHaveLength(rite.events.size);
    expect(rite.requests[0]).toMatchObject({ args, format: 'convex_encoded_json' });
  });

  test.each([
    ['not JSON', '/api/query', '{', 400],
    ['without a path', '/api/query', '{"args":{}}', 400],
    ['without arguments', '/api/query', '{"path":"events:listEvents"}', 400],
    ['in an unknown format', '/api/query', '{"path":"a:b","args":{},"format":"xml"}', 400],
    ['to another endpoint', '/api/secrets', '{}', 404],
  ])('%s is refused before any function runs', async (_what, endpoint, body, status) => {
    await using rite = await SandboxRite.start();
    expect((await post(rite, endpoint, body)).status).toBe(status);
    expect(rite.requests).toEqual([]);
  });

  test.each([
    ['query', 'submissions:getSubmissionByTimeslot'],
    ['query', 'auth:getUser'],
    ['query', 'toString'],
    ['mutation', 'events:cancelEvent'],
    ['action', WITH_CAPABILITIES],
  ])('that the bot must not make is remembered: %s %s', async (kind, path) => {
    await using rite = await SandboxRite.start();
    const { body } = await call(rite, path, {}, kind);
    expect(body).toMatchObject({ status: 'error' });
    expect(body.errorMessage).toContain('Could not find public function');
    expect(rite.forbidden).toEqual([path]);
  });
});

describe('access', () => {
  test('follows Rite: only the owner, or whoever does not say who they are', async () => {
    await using rite = await SandboxRite.start({ redactErrors: false });
    const read = async (userId?: string) =>
      (await call(rite, WITH_CAPABILITIES, { eventId: FLAGSHIP, userId })).body;
    expect(await read(rite.organizerId)).toMatchObject({ status: 'success' });
    expect(await read()).toMatchObject({ status: 'success' });
    const denied = await read('strangerorganizer1');
    expect(denied.status).toBe('error');
    expect(denied.errorMessage).toContain('Uncaught Error: Access denied');
  });

  test('to the bare document is open, and has no timeslots', async () => {
    await using rite = await SandboxRite.start();
    const { body } = await call(rite, 'events:getEventById', { eventId: FLAGSHIP });
    expect(body.value).toMatchObject({ _id: FLAGSHIP });
    expect(body.value).not.toHaveProperty('timeslots');
  });

  test('lists only the own events, newest first, with the stored phase', async () => {
    const clock = () => Date.parse('2026-12-24T12:00:00Z');
    await using rite = await SandboxRite.start({ clock });
    rite.put(makeRiteDocument());
    const { body } = await call(rite, 'events:listEvents', { userId: rite.organizerId });
    const events = body.value ?? [];
    expect(events.map((event) => event.organizerId)).not.toContain('fixtureorganizer01');
    const ages = events.map((event) => Number(event._creationTime));
    expect(ages).toEqual(ages.toSorted((a, b) => b - a));
    expect(events.find((event) => event._id === FLAGSHIP)).toMatchObject({ phase: 'finalized' });
  });
});

describe('an error of a function', () => {
  test('says nothing but "Server Error", as in production', async () => {
    await using rite = await SandboxRite.start();
    for (const eventId of ['nosucheventatall', 'Not An Id']) {
      const { body } = await call(rite, WITH_CAPABILITIES, { eventId });
      expect(body.errorMessage).toMatch(/^\[Request ID: [0-9a-f]{16}\] Server Error$/);
    }
  });

  test('says what was thrown where errors are not redacted', async () => {
    await using rite = await SandboxRite.start({ redactErrors: false });
    const missing = await call(rite, WITH_CAPABILITIES, { eventId: 'nosucheventatall' });
    expect(missing.body.errorMessage).toContain('Uncaught Error: Event not found');
    const invalid = await call(rite, WITH_CAPABILITIES, { eventId: 'Not An Id' });
    expect(invalid.body.errorMessage).toContain('ArgumentValidationError');
  });

  test('comes as HTTP 200 or 560, by format or as told', async () => {
    await using rite = await SandboxRite.start();
    const args = { eventId: 'nosucheventatall' };
    expect((await call(rite, WITH_CAPABILITIES, args)).status).toBe(200);
    const encoded = { path: WITH_CAPABILITIES, format: 'convex_encoded_json', args: [args] };
    expect((await post(rite, '/api/query', JSON.stringify(encoded))).status).toBe(560);
    rite.errorStatus = 560;
    expect((await call(rite, WITH_CAPABILITIES, args)).status).toBe(560);
  });
});

describe('phase and capabilities', () => {
  const on = (iso: string) => () => Date.parse(iso);

  test('turn to the day of the event at 09:00 in Seoul, when the day begins in UTC', async () => {
    for (const [iso, phase] of [
      ['2026-12-23T23:59:00Z', 'finalized'],
      ['2026-12-24T00:00:00Z', 'day_of'],
      ['2026-12-25T00:00:00Z', 'finalized'],
    ] as const) {
      await using rite = await SandboxRite.start({ clock: on(iso) });
      const { body } = await call(rite, WITH_CAPABILITIES, { eventId: FLAGSHIP });
      expect(body.value).toMatchObject({
        phase,
        capabilities: { canGenerateContent: true, showDayOfFeatures: phase === 'day_of' },
      });
    }
  });

  test.each([
    ['untitleddraft', 'draft', false],
    ['euljiromodular', 'planning', true],
    ['haebangchonroof', 'cancelled', false],
    ['mullaeironworks', 'completed', false],
  ])(
    'of %s are %s, also on its day, content allowed: %s',
    async (eventId, phase, canGenerateContent) => {
      let now = Date.now();
      await using rite = await SandboxRite.start({ clock: () => now });
      now = Date.parse(`${rite.events.get(eventId)?.date}T12:00:00Z`);
      const { body } = await call(rite, WITH_CAPABILITIES, { eventId });
      expect(body.value).toMatchObject({ phase, capabilities: { canGenerateContent } });
    },
  );
});

describe('the calendar', () => {
  test('is as written without a present to relate to', async () => {
    await using rite = await SandboxRite.start();
    expect(await flagshipDate(rite)).toBe('2026-12-24');
  });

  test('keeps the flagship 5 to 11 days ahead on the same weekday, day after day', async () => {
    // Over a New Year and a leap day, on both sides of midnight in Seoul.
    const time = { now: Date.parse('2027-12-30T14:59:00Z') };
    await using rite = await SandboxRite.start({ relativeTo: () => time.now });
    for (let i = 0; i < 120; i += 1) {
      const today = Temporal.Instant.fromEpochMilliseconds(time.now)
        .toZonedDateTimeISO('Asia/Seoul')
        .toPlainDate();
      const date = Temporal.PlainDate.from(String(await flagshipDate(rite)));
      expect(date.dayOfWeek).toBe(4);
      expect(today.until(date).days).toBeGreaterThanOrEqual(5);
      expect(today.until(date).days).toBeLessThanOrEqual(11);
      time.now += i % 2 ? DAY - MINUTE : DAY + MINUTE;
    }
  });

  test('moves all samples alike, their private dates too, and leaves alone what a test puts', async () => {
    const time = { now: Date.parse('2026-12-17T03:00:00Z') };
    await using rite = await SandboxRite.start({ relativeTo: () => time.now });
    rite.put(makeRiteDocument());
    const before = new Map(rite.events);
    time.now += 21 * DAY;
    await flagshipDate(rite);
    for (const [id, event] of before) {
      const weeks = id === 'fixtureevent01' ? 0 : 3;
      const moved = rite.events.get(id);
      const expected = Temporal.PlainDate.from(event.date).add({ weeks }).toString();
      expect(moved?.date).toBe(expected);
      expect(Date.parse(String(moved?.createdAt)) - Date.parse(event.createdAt)).toBe(
        weeks * 7 * DAY,
      );
    }
  });

  test('moves what was changed in a sample along with it', async () => {
    const time = { now: Date.parse('2026-12-17T03:00:00Z') };
    await using rite = await SandboxRite.start({ relativeTo: () => time.now });
    rite.patch(FLAGSHIP, { date: '2026-12-25' });
    expect(await flagshipDate(rite)).toBe('2026-12-25');
    time.now += 7 * DAY;
    expect(await flagshipDate(rite)).toBe('2027-01-01');
  });
});

describe('a fault', () => {
  const args = { eventId: FLAGSHIP };

  test('lasts as many calls as told, then the next one, then none', async () => {
    await using rite = await SandboxRite.start();
    rite.fault({ kind: 'status', status: 503, retryAfter: '7', times: 2 });
    rite.fault({ kind: 'html', status: 502, times: 1 });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const body = JSON.stringify({ path: WITH_CAPABILITIES, args });
      const response = await fetch(`${rite.url}/api/query`, { method: 'POST', body });
      statuses.push(response.status);
      if (response.status === 503) expect(response.headers.get('retry-after')).toBe('7');
      await response.text();
    }
    expect(statuses).toEqual([503, 503, 502, 200]);
  });

  test('may concern one function only', async () => {
    await using rite = await SandboxRite.start();
    rite.fault({ kind: 'status', status: 500, path: 'events:listEvents' });
    expect((await call(rite, WITH_CAPABILITIES, args)).status).toBe(200);
    const list = await call(rite, 'events:listEvents', { userId: rite.organizerId });
    expect(list.status).toBe(500);
  });

  test('ends when it is cleared', async () => {
    await using rite = await SandboxRite.start();
    rite.fault({ kind: 'down' });
    await expect(call(rite, WITH_CAPABILITIES, args)).rejects.toThrow('fetch failed');
    rite.clearFaults();
    expect((await call(rite, WITH_CAPABILITIES, args)).status).toBe(200);
  });

  test('may only delay the right answer', async () => {
    await using rite = await SandboxRite.start();
    rite.fault({ kind: 'slow', ms: 1 });
    expect((await call(rite, WITH_CAPABILITIES, args)).body.value).toMatchObject({ _id: FLAGSHIP });
  });
});

describe('the server', () => {
  test('refuses a port that is in use, naming it', async () => {
    await using rite = await SandboxRite.start();
    await expect(SandboxRite.start({ port: rite.port })).rejects.toThrow(
      `Port ${rite.port} of 127.0.0.1 is already in use`,
    );
  });

  test('stops even while a call hangs, and may be stopped twice', async () => {
    const rite = await SandboxRite.start();
    rite.fault({ kind: 'hang' });
    const hanging = call(rite, WITH_CAPABILITIES, { eventId: FLAGSHIP });
    const failing = expect(hanging).rejects.toThrow('fetch failed');
    await rite.waitForRequests(1);
    await rite[Symbol.asyncDispose]();
    await failing;
    await rite[Symbol.asyncDispose]();
  });
});
