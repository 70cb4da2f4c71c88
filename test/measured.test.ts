import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { measuredPosterStore, measuredRite, timedRenderer } from '../src/measured.ts';
import type { Poster } from '../src/posters/poster.ts';
import { EventNotFoundError, EventSourceError } from '../src/posts/errors.ts';
import type { EventReading } from '../src/posts/ports.ts';
import { Telemetry } from '../src/telemetry.ts';
import { makeEvent } from './fixtures/event.ts';

const NOW = 1_000_000;

function stage() {
  const telemetry = new Telemetry({ logger: pino({ level: 'silent' }), clock: () => NOW });
  return {
    telemetry,
    figure: async (name: string) =>
      (await telemetry.text()).split('\n').find((line) => line.startsWith(`${name} `)),
  };
}

describe('what Rite is asked', () => {
  test.each([
    ['answered', { readAt: NOW, stale: false }, 'ok', 1],
    ['remembered, so Rite is not asked', { readAt: NOW - 1, stale: false }, 'ok', 0],
    ['remembered, for Rite is down', { readAt: NOW - 1, stale: true }, 'failed', 1],
    ['unknown', new EventNotFoundError('e'), 'not_found', 1],
    ['without an answer', new EventSourceError('timeout', 'slow'), 'failed', 1],
  ])('is counted by what came of it: %s', async (_what, answer, outcome, times) => {
    const { telemetry, figure } = stage();
    await using _ = telemetry;
    const rite = {
      async getEvent(): Promise<EventReading> {
        if (answer instanceof Error) throw answer;
        return { event: makeEvent(), ...answer };
      },
      listEvents: () => Promise.reject(new Error('unused')),
      readProof: () => Promise.reject(new Error('unused')),
    };
    const measured = measuredRite(rite, telemetry, () => NOW);
    const settled = await Promise.allSettled([measured.getEvent('o', 'e')]);
    expect(settled[0].status).toBe(answer instanceof Error ? 'rejected' : 'fulfilled');
    const name = `rite_bot_rite_seconds_count{outcome="${outcome}"}`;
    expect(await figure(name)).toBe(times === 0 ? undefined : `${name} ${times}`);
    const operation = 'rite_bot_operation_seconds_count{operation="rite.read"}';
    expect(await figure(operation)).toBe(`${operation} 1`);
  });
});

test('a poster that is found is counted as from the cache, one that is not as nothing', async () => {
  const { telemetry, figure } = stage();
  await using _ = telemetry;
  const poster: Poster = {
    template: 'lineup',
    theme: 'night',
    width: 1080,
    height: 1080,
    pages: [Buffer.of(1)],
    warnings: [],
  };
  const store = measuredPosterStore(
    { get: async (key) => (key === 'kept' ? poster : undefined), put: async () => {} },
    telemetry,
  );
  expect(await store.get('kept')).toBe(poster);
  expect(await store.get('unknown')).toBeUndefined();
  const name = 'rite_bot_render_seconds_count{source="cache"}';
  expect(await figure(name)).toBe(`${name} 1`);
});

test('what a preview takes is counted, also when it fails', async () => {
  const { telemetry, figure } = stage();
  await using _ = telemetry;
  const broken = { render: () => Promise.reject(new Error('no fonts')) };
  const renderer = timedRenderer(broken, telemetry, 'brand.preview');
  await expect(renderer.render({} as Parameters<typeof renderer.render>[0])).rejects.toThrow();
  const name = 'rite_bot_operation_seconds_count{operation="brand.preview"}';
  expect(await figure(name)).toBe(`${name} 1`);
});
