import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { type RiteFault, SandboxRite, type SandboxRiteOptions } from '../../sandbox/rite/index.ts';
import { RiteClient, type RiteClientOptions } from '../../src/clients/rite.ts';
import { EventNotFoundError, EventSourceError } from '../../src/posts/errors.ts';
import { makeRiteDocument, makeRiteTimeslot, privateValues } from '../fixtures/rite-document.ts';
import { eventSourceContract } from '../posts/event-source.contract.ts';

const NOW = Date.parse('2026-12-20T03:00:00Z');
const MINUTE = 60_000;
const FLAGSHIP = 'seoulunderground47';

async function startRite(
  sandboxOptions: SandboxRiteOptions = {},
  clientOptions: Partial<RiteClientOptions> = {},
) {
  const rite = await SandboxRite.start(sandboxOptions);
  const time = { now: NOW };
  const lines: string[] = [];
  const waits: number[] = [];
  const client = new RiteClient({
    url: rite.url,
    clock: () => time.now,
    sleep: async (ms) => {
      waits.push(ms);
    },
    logger: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
    ...clientOptions,
  });
  return {
    rite,
    client,
    time,
    waits,
    /** What was logged, one JSON object a line. */
    lines,
    getEvent: (eventId = FLAGSHIP) => client.getEvent(rite.organizerId, eventId),
    [Symbol.asyncDispose]: () => rite[Symbol.asyncDispose](),
  };
}

async function contractHarness(options: SandboxRiteOptions) {
  const { rite, client, time } = await startRite(options);
  return {
    source: client,
    organizerId: rite.organizerId,
    strangerId: 'strangerorganizer1',
    eventId: FLAGSHIP,
    now: () => time.now,
    passTime: (ms: number) => {
      time.now += ms;
    },
    rename: (id: string, name: string) => rite.patch(id, { name }),
    remove: (id: string) => rite.remove(id),
    breakDown: () => rite.fault({ kind: 'down' }),
    repair: () => rite.clearFaults(),
    [Symbol.asyncDispose]: () => rite[Symbol.asyncDispose](),
  };
}

for (const errorStatus of [200, 560] as const) {
  for (const redactErrors of [true, false]) {
    const name = `Rite, failed functions as HTTP ${errorStatus}, ${redactErrors ? 'redacted' : 'in full'}`;
    eventSourceContract(name, () => contractHarness({ errorStatus, redactErrors }));
  }
}

describe('what is asked of Rite', () => {
  test('is one query with the organizer in it, in the documented format', async () => {
    await using harness = await startRite();
    await harness.getEvent();
    expect(harness.rite.requests).toEqual([
      {
        kind: 'query',
        path: 'events:getEventWithCapabilities',
        args: { eventId: FLAGSHIP, userId: harness.rite.organizerId },
        format: 'json',
      },
    ]);
  });

  test('is never a function that touches submissions or sign-in, nor anything that changes data', async () => {
    await using harness = await startRite();
    await harness.getEvent();
    await harness.client.listEvents(harness.rite.organizerId);
    expect(harness.rite.forbidden).toEqual([]);
  });

  test('is nothing when the id cannot be one', async () => {
    await using harness = await startRite();
    await expect(harness.getEvent('DROP TABLE events')).rejects.toBeInstanceOf(EventNotFoundError);
    expect(harness.rite.requests).toEqual([]);
  });

  test('is asked once however many wait for it', async () => {
    await using harness = await startRite();
    const readings = await Promise.all(Array.from({ length: 20 }, () => harness.getEvent()));
    expect(new Set(readings.map((reading) => reading.event)).size).toBe(1);
    expect(harness.rite.requests).toHaveLength(1);
  });

  test('is asked again after 15 seconds', async () => {
    await using harness = await startRite();
    await harness.getEvent();
    harness.time.now += 14_999;
    await harness.getEvent();
    expect(harness.rite.requests).toHaveLength(1);
    harness.time.now += 1;
    await harness.getEvent();
    expect(harness.rite.requests).toHaveLength(2);
  });

  test('goes to the same place when the configured address ends with a slash', async () => {
    await using harness = await startRite();
    const client = new RiteClient({ url: `${harness.rite.url}/`, clock: () => NOW });
    const { event } = await client.getEvent(harness.rite.organizerId, FLAGSHIP);
    expect(event.id).toBe(FLAGSHIP);
  });
});

describe('the phase', () => {
  test('is the one computed now, not the one stored', async () => {
    await using harness = await startRite({ clock: () => Date.parse('2026-12-24T12:00:00Z') });
    expect(harness.rite.events.get(FLAGSHIP)?.phase).toBe('finalized');
    expect((await harness.getEvent()).event.phase).toBe('day_of');
  });
});

describe('an outage', () => {
  const failures: [string, RiteFault, string, number][] = [
    ['a connection that is closed', { kind: 'down' }, 'unreachable', 3],
    ['an answer that breaks off', { kind: 'truncated', cut: 'connection' }, 'unreachable', 3],
    ['HTTP 500', { kind: 'status', status: 500 }, 'server_error', 3],
    ['HTTP 503', { kind: 'status', status: 503 }, 'server_error', 3],
    ['HTTP 429', { kind: 'status', status: 429 }, 'server_error', 3],
    [
      'HTTP 429 for an hour',
      { kind: 'status', status: 429, retryAfter: '3600' },
      'server_error',
      1,
    ],
    ["a proxy's page with HTTP 502", { kind: 'html', status: 502 }, 'server_error', 3],
    ["a proxy's page with HTTP 200", { kind: 'html' }, 'invalid_answer', 1],
    ['HTTP 404', { kind: 'status', status: 404 }, 'invalid_answer', 1],
    ['HTTP 400', { kind: 'status', status: 400 }, 'invalid_answer', 1],
    ['half of the JSON', { kind: 'truncated', cut: 'body' }, 'invalid_answer', 1],
    [
      'an event without a name',
      { kind: 'wrong_shape', value: { _id: FLAGSHIP } },
      'invalid_answer',
      1,
    ],
    ['another event', { kind: 'wrong_shape', value: makeRiteDocument() }, 'invalid_answer', 1],
    ['a number', { kind: 'wrong_shape', value: 47 }, 'invalid_answer', 1],
    ['JSON of somebody else', { kind: 'wrong_envelope', body: { ok: true } }, 'invalid_answer', 1],
    ['no value', { kind: 'wrong_envelope', body: { status: 'success' } }, 'invalid_answer', 1],
  ];

  test.each(failures)('is what %s is', async (_what, fault, reason, attempts) => {
    await using harness = await startRite();
    const before = await harness.getEvent();
    harness.time.now += MINUTE;
    harness.rite.fault(fault);
    // The last known answer first, then somebody who knows nothing.
    expect(await harness.getEvent()).toEqual({ ...before, stale: true });
    expect(harness.rite.requests).toHaveLength(1 + attempts);
    const other = new RiteClient({
      url: harness.rite.url,
      clock: () => NOW,
      retries: { limit: 0 },
    });
    const error = await other
      .getEvent(harness.rite.organizerId, FLAGSHIP)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EventSourceError);
    expect(error).toMatchObject({ reason });
    expect(harness.lines.join('')).toContain(reason);
  });

  test('is what no answer in time is, and it is not waited for twice', async () => {
    const controller = new AbortController();
    await using harness = await startRite({}, { timeoutSignal: () => controller.signal });
    harness.rite.fault({ kind: 'hang' });
    const reading = harness.getEvent();
    await Promise.all([
      expect(reading).rejects.toMatchObject({ name: 'EventSourceError', reason: 'timeout' }),
      harness.rite
        .waitForRequests(1)
        .then(() => controller.abort(new DOMException('time is up', 'TimeoutError'))),
    ]);
    expect(harness.rite.requests).toHaveLength(1);
  });

  test('is over when Rite answers at the second try', async () => {
    await using harness = await startRite();
    harness.rite.fault({ kind: 'status', status: 503, retryAfter: '2', times: 1 });
    expect((await harness.getEvent()).stale).toBe(false);
    expect(harness.waits).toEqual([2_000]);
  });

  test('is a function that fails for a reason of its own, where Rite says so', async () => {
    await using harness = await startRite({ redactErrors: false });
    const message = 'Uncaught TypeError: Cannot read properties of undefined';
    harness.rite.fault({ kind: 'function_error', message });
    await expect(harness.getEvent()).rejects.toMatchObject({ reason: 'server_error' });
  });

  test('is an address that is not a deployment of Rite', async () => {
    await using harness = await startRite({ redactErrors: false });
    const message = "Could not find public function for 'events:getEventWithCapabilities'.";
    harness.rite.fault({ kind: 'function_error', message });
    await expect(harness.getEvent()).rejects.toMatchObject({ reason: 'invalid_answer' });
  });
});

describe('a refusal', () => {
  test.each([true, false])(
    'ends what was remembered (errors redacted: %s)',
    async (redactErrors) => {
      await using harness = await startRite({ redactErrors });
      await harness.getEvent();
      harness.rite.patch(FLAGSHIP, { organizerId: 'strangerorganizer1' });
      harness.time.now += MINUTE;
      await expect(harness.getEvent()).rejects.toBeInstanceOf(EventNotFoundError);
      harness.rite.fault({ kind: 'down' });
      await expect(harness.getEvent()).rejects.toBeInstanceOf(EventSourceError);
    },
  );

  test('is what a redacted error of a function is taken for, whatever is behind it', async () => {
    await using harness = await startRite();
    harness.rite.fault({ kind: 'function_error', message: 'Uncaught TypeError: oops' });
    await expect(harness.getEvent()).rejects.toBeInstanceOf(EventNotFoundError);
  });

  test('is what an organizer id that is none leads to', async () => {
    await using harness = await startRite({ redactErrors: false });
    const reading = harness.client.getEvent('Not An Id', FLAGSHIP);
    await expect(reading).rejects.toBeInstanceOf(EventNotFoundError);
  });

  test('is what null is, as older deployments answer', async () => {
    await using harness = await startRite();
    harness.rite.fault({ kind: 'wrong_shape', value: null });
    await expect(harness.getEvent()).rejects.toBeInstanceOf(EventNotFoundError);
  });
});

describe('a list', () => {
  test('is in the order of Rite, the newest document first', async () => {
    await using harness = await startRite();
    const { events } = await harness.client.listEvents(harness.rite.organizerId);
    const stored = [...harness.rite.events.values()];
    const expected = stored.sort((a, b) => b._creationTime - a._creationTime);
    expect(events.map((event) => event.id)).toEqual(expected.map((document) => document._id));
  });

  test('keeps the good events when one is broken, and says which field was', async () => {
    await using harness = await startRite();
    harness.rite.patch('untitleddraft', { name: '   ' });
    const { events } = await harness.client.listEvents(harness.rite.organizerId);
    expect(events).toHaveLength(harness.rite.events.size - 1);
    expect(harness.lines.join('')).toContain('name: must not be empty');
  });

  test('survives documents without timeslots, as older deployments list them', async () => {
    await using harness = await startRite();
    for (const id of harness.rite.events.keys()) harness.rite.patch(id, { timeslots: undefined });
    const { events } = await harness.client.listEvents(harness.rite.organizerId);
    expect(events).toHaveLength(harness.rite.events.size);
    expect(events.flatMap((event) => event.timeslots)).toEqual([]);
  });

  test.each<[string, RiteFault, string]>([
    ['no list', { kind: 'wrong_shape', value: { events: [] } }, 'invalid_answer'],
    ['a failed function', { kind: 'function_error', message: 'Uncaught Error' }, 'server_error'],
  ])('is an outage when Rite answers with %s', async (_what, fault, reason) => {
    await using harness = await startRite();
    harness.rite.fault(fault);
    const list = harness.client.listEvents(harness.rite.organizerId);
    await expect(list).rejects.toMatchObject({ name: 'EventSourceError', reason });
  });
});

describe('what is private', () => {
  const document = makeRiteDocument({
    organizerId: 'secretorganizer001',
    phaseMetadata: { enteredAt: '2031-03-03T03:03:03.303Z', enteredBy: 'secretorganizer001' },
    timeslots: [
      makeRiteTimeslot('22:00', '23:00', '김대현', '@kimdaehyun'),
      makeRiteTimeslot('soon', '23:00', 'SecretBrokenAct', '@secretbrokenact'),
    ],
  });
  const secrets = [...privateValues(document), 'SecretBrokenAct', 'secretbrokenact'];

  test('shows neither in events nor in logs when all is well', async () => {
    await using harness = await startRite();
    harness.rite.put(document);
    const one = await harness.client.getEvent(document.organizerId, document._id);
    const list = await harness.client.listEvents(document.organizerId);
    expect(one.event.timeslots).toHaveLength(1);
    expect(one.unreadableTimeslots).toBe(1);
    expect(list.events).toEqual([one.event]);
    const shown = JSON.stringify([one, list]) + harness.lines.join('');
    expect(harness.lines.join('')).toContain('"brokenTimeslots":1');
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  const faults: RiteFault[] = [
    { kind: 'down' },
    { kind: 'status', status: 503 },
    { kind: 'truncated', cut: 'body' },
    { kind: 'truncated', cut: 'connection' },
    { kind: 'wrong_shape', value: { ...document, name: '' } },
    { kind: 'wrong_shape', value: [{ ...document, date: 'soon' }, document] },
    { kind: 'wrong_envelope', body: document },
    { kind: 'function_error', message: `Uncaught Error: ${JSON.stringify(document)}` },
    {
      kind: 'function_error',
      message: `ArgumentValidationError: Value does not match validator.\nPath: .userId\nValue: "${document.organizerId}"`,
    },
  ];

  test.each(faults)('shows neither in errors nor in logs when Rite fails: %j', async (fault) => {
    await using harness = await startRite({ redactErrors: false });
    harness.rite.put(document);
    const ask = () =>
      Promise.allSettled([
        harness.client.getEvent(document.organizerId, document._id),
        harness.client.listEvents(document.organizerId),
      ]);
    harness.rite.fault(fault);
    const failed = await ask();
    harness.rite.clearFaults();
    await ask();
    harness.time.now += MINUTE;
    harness.rite.fault(fault);
    const stale = await ask();
    const errors = [...failed, ...stale].flatMap((outcome) =>
      outcome.status === 'rejected' ? wholeText(outcome.reason) : [],
    );
    expect(errors.length).toBeGreaterThan(0);
    const shown = errors.join('') + harness.lines.join('');
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });
});

/** Everything about an error that a log could show, causes included. */
function wholeText(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const own = Object.getOwnPropertyNames(error).map((key) => String(Reflect.get(error, key)));
  return `${own.join(' ')} ${JSON.stringify(error)} ${wholeText(error.cause)}`;
}
