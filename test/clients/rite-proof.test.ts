import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { FLAGSHIP, type RiteFault, SandboxRite } from '../../sandbox/rite/index.ts';
import { RiteClient } from '../../src/clients/rite.ts';
import { EventNotFoundError, EventSourceError } from '../../src/posts/errors.ts';

async function startRite() {
  const rite = await SandboxRite.start();
  const lines: string[] = [];
  const client = new RiteClient({
    url: rite.url,
    clock: () => 0,
    sleep: async () => {},
    logger: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
  });
  return { rite, client, lines, [Symbol.asyncDispose]: () => rite[Symbol.asyncDispose]() };
}

describe('what an event shows to anybody', () => {
  test('is its name, its description and, as a secret, its organizer', async () => {
    await using harness = await startRite();
    harness.rite.patch(FLAGSHIP, { description: '  RITE-7F3K-9Q2M \n' });
    const proof = await harness.client.readProof(FLAGSHIP);
    expect(proof.eventName).toBe('서울 언더그라운드 #47');
    expect(proof.description).toContain('RITE-7F3K-9Q2M');
    expect(proof.organizerId.reveal()).toBe(harness.rite.organizerId);
    expect(JSON.stringify(proof)).not.toContain(harness.rite.organizerId);
    expect(harness.rite.requests).toEqual([
      {
        kind: 'query',
        path: 'events:getEventById',
        args: { eventId: FLAGSHIP },
        format: 'json',
      },
    ]);
    expect(harness.rite.forbidden).toEqual([]);
  });

  test('is asked anew each time, and nothing old stands in for it', async () => {
    await using harness = await startRite();
    await harness.client.readProof(FLAGSHIP);
    harness.rite.patch(FLAGSHIP, { description: 'now' });
    expect((await harness.client.readProof(FLAGSHIP)).description).toBe('now');
    harness.rite.fault({ kind: 'down' });
    await expect(harness.client.readProof(FLAGSHIP)).rejects.toBeInstanceOf(EventSourceError);
  });

  test('is nothing where there is no event, or no id', async () => {
    await using harness = await startRite();
    for (const id of ['fixtureevent99', 'Not An Id', '../x', '']) {
      await expect(harness.client.readProof(id)).rejects.toBeInstanceOf(EventNotFoundError);
    }
    expect(harness.rite.requests).toHaveLength(1);
    harness.rite.fault({ kind: 'wrong_shape', value: null });
    await expect(harness.client.readProof(FLAGSHIP)).rejects.toBeInstanceOf(EventNotFoundError);
  });

  test('may have no description', async () => {
    await using harness = await startRite();
    harness.rite.patch(FLAGSHIP, { description: undefined });
    expect((await harness.client.readProof(FLAGSHIP)).description).toBe('');
  });

  test.each<[string, RiteFault]>([
    ['without an organizer', { kind: 'wrong_shape', value: { _id: FLAGSHIP, name: '밤' } }],
    [
      'with an organizer that cannot be one',
      {
        kind: 'wrong_shape',
        value: { _id: FLAGSHIP, name: '밤', organizerId: 'SecretPart, and another' },
      },
    ],
    [
      'of another id',
      { kind: 'wrong_shape', value: { _id: 'other', name: '밤', organizerId: 'SecretPart' } },
    ],
    ['that is a list', { kind: 'wrong_shape', value: ['SecretPart'] }],
  ])('is an invalid answer for a document %s, and quoted nowhere', async (_what, fault) => {
    await using harness = await startRite();
    harness.rite.fault(fault);
    const error = await harness.client.readProof(FLAGSHIP).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'EventSourceError', reason: 'invalid_answer' });
    expect(String(error) + harness.lines.join('')).not.toContain('SecretPart');
  });
});
