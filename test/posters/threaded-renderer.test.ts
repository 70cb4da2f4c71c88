import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Renderer, type RenderRequest } from '../../src/posters/renderer.ts';
import { ThreadedRenderer } from '../../src/posters/threaded-renderer.ts';
import { templates } from '../../templates/index.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { makeExtras } from '../fixtures/extras.ts';
import { badge } from '../fixtures/logos.ts';
import { fonts } from '../fixtures/posters.ts';
import { makeRenderRequest } from './make-render-request.ts';

const request = makeRenderRequest();

test('draws the same, to the byte, as on this thread', async () => {
  await using threaded = openRenderer(new URL('../../src/render-thread.ts', import.meta.url));
  const here = new Renderer({ fonts, templates, concurrency: 1 });
  const requests: RenderRequest[] = [
    request,
    { ...request, template: 'announcement', theme: 'paper', language: 'en' },
    { ...request, template: 'countdown', theme: 'neon' },
    { ...request, event: makeEvent({ name: '밤 𒀀' }) },
    { ...request, extras: makeExtras(), brand: { accent: '#00C2A8', logo: await badge() } },
    { ...request, event: makeEvent({ timeslots: CROWDED }) },
  ];
  const posters = await Promise.all(requests.map((each) => threaded.render(each)));
  for (const [index, poster] of posters.entries()) {
    for (const page of poster.pages) expect(page).toBeInstanceOf(Buffer);
    expect(poster).toEqual(await here.render(requests[index] ?? request));
  }
  expect(posters[5]?.pages.length).toBeGreaterThan(1);
  expect(posters[3]?.warnings).toEqual([{ kind: 'missing_glyphs', characters: ['𒀀'] }]);
});

describe('a drawing that fails', () => {
  test('fails alone, with its own error', async () => {
    await using renderer = openRenderer(ACTING);
    const results = await Promise.allSettled([
      renderer.render(acting('draw')),
      renderer.render(acting('throw')),
      renderer.render(acting('throw what cannot be posted')),
      renderer.render(acting('draw')),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(results[1]).toMatchObject({ reason: { name: 'RangeError', message: 'cannot compose' } });
    expect(results[2]).toMatchObject({ reason: { message: 'Error: cannot paint' } });
    const after = await renderer.render(acting('draw'));
    expect(results[0]).toEqual({ status: 'fulfilled', value: after });
  });
});

describe('a thread that ends', () => {
  test.each([
    ['crash', { message: /ended with code 1/, cause: 'nobody catches this' }],
    ['exit', { message: /ended with code 7/, cause: undefined }],
  ])('takes what it was drawing with it and is replaced: %s', async (way, { message, cause }) => {
    await using renderer = openRenderer(ACTING);
    const first = await renderer.render(acting('draw'));
    const results = await Promise.allSettled([
      renderer.render(acting('wait')),
      renderer.render(acting(way)),
      renderer.render(acting('wait')),
    ]);
    for (const result of results) {
      const { reason } = result as PromiseRejectedResult;
      expect(reason.message).toMatch(message);
      expect(reason.cause?.message).toBe(cause);
    }
    const [second, third] = await Promise.all([
      renderer.render(acting('draw')),
      renderer.render(acting('draw')),
    ]);
    expect(second.width).toBeGreaterThan(first.width);
    expect(third.width).toBe(second.width);
  });

  test('before it has begun says why, at every request', async () => {
    await using renderer = openRenderer(
      new URL('data:text/javascript,throw new Error("no fonts")'),
    );
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(renderer.render(request)).rejects.toMatchObject({
        cause: { message: 'no fonts' },
      });
    }
  });
});

test('a thread that hangs is ended and replaced', async () => {
  await using renderer = new ThreadedRenderer({ thread: ACTING, concurrency: 1, limitMs: 2_000 });
  await expect(renderer.render(acting('wait'))).rejects.toThrow(/drawing thread ended/);
  await expect(renderer.render(acting('draw'))).resolves.toBeDefined();
});

describe('a closed renderer', () => {
  test('says so to whoever waits, and to whoever comes later', async () => {
    const renderer = openRenderer(ACTING);
    const waiting = renderer.render(acting('wait'));
    const outcome = expect(waiting).rejects.toThrow(/drawing thread ended/);
    await renderer[Symbol.asyncDispose]();
    await outcome;
    await expect(renderer.render(acting('draw'))).rejects.toThrow('The renderer is closed');
  });

  test('may be closed twice', async () => {
    const renderer = openRenderer(ACTING);
    await renderer.render(acting('draw'));
    await renderer[Symbol.asyncDispose]();
    await renderer[Symbol.asyncDispose]();
  });
});

test.concurrent.for([
  'never draws',
  'draws and forgets the renderer',
  'draws and closes the renderer',
  'closes the renderer while it draws',
])('a process ends by itself when it %s', async (scene, { expect }) => {
  const program = fileURLToPath(new URL('./draw-and-end.ts', import.meta.url));
  // One that hangs is killed, and that fails.
  const run = promisify(execFile)(process.execPath, [program, scene], { timeout: 15_000 });
  expect(await run).toEqual({ stdout: 'done', stderr: '' });
});

const CROWDED = Array.from({ length: 30 }, (_, index) =>
  makeTimeslot(`22:${index + 10}`, '23:59', `DJ ${index}`),
);
const ACTING = new URL('./acting-thread.ts', import.meta.url);

function openRenderer(thread: URL): ThreadedRenderer {
  return new ThreadedRenderer({ thread, concurrency: 2 });
}

/** A request to the thread of acting-thread.ts. */
function acting(part: string): RenderRequest {
  return { ...request, event: makeEvent({ name: part }) };
}
