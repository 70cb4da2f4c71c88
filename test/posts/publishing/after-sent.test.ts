import { expect, it } from 'vitest';
import { afterLook } from '../../../src/posts/publishing/after-sent.ts';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { makePublication, NOW } from './publishing-stage.ts';

it('waits out the grace by the stopwatch, in whole milliseconds, which alone a database takes', () => {
  const { graceMs } = DEFAULT_TIMING;
  const publication = makePublication({
    phase: 'sent',
    sentAt: NOW - 2 * graceMs,
    unpublishedSince: NOW - 2 * graceMs,
    looks: 9,
  });
  const { change } = afterLook({
    publication,
    state: 'publishing',
    answer: { ok: true, value: { status: 'FINISHED' } },
    now: NOW,
    timing: DEFAULT_TIMING,
    random: () => 0,
    // The clock was set forward; as `performance.now()` counts.
    unpublishedForMs: graceMs - 1_234.567,
  });
  expect(change).toMatchObject({ wakeAt: NOW + 1_235 });
});
