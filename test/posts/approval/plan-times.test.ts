import { expect, it } from 'vitest';
import { isForAnotherDay } from '../../../src/posts/approval/plan-times.ts';
import { makeEvent } from '../../fixtures/event.ts';
import { makeContent } from '../../storage/make-draft.ts';

const at = (text: string) => Temporal.Instant.from(`${text}+09:00`).epochMilliseconds;

// The night of the 24th is open from 22:00 to 05:00.
it.each([
  ['2026-12-21T20:00', '2026-12-21T23:00', false, 'still D-3'],
  ['2026-12-21T20:00', '2026-12-22T00:00', true, 'D-2 by then'],
  ['2026-12-24T12:00', '2026-12-24T18:00', false, 'D-DAY until the end'],
  ['2026-12-24T18:00', '2026-12-24T12:00', false, 'TONIGHT, at noon too'],
  ['2026-12-24T18:00', '2026-12-25T02:00', false, 'TONIGHT until the end'],
  ['2026-12-25T02:00', '2026-12-24T18:00', true, 'NOW before it is open'],
  ['2026-12-24T23:00', '2026-12-25T02:00', false, 'NOW while it is open'],
])('a countdown made for %s and due at %s is for another day: %s (%s)', (made, due, expected) => {
  const event = makeEvent();
  const facts = { event, readAt: at(made), stale: false, composedAt: at(made) };
  const revision = { ...makeContent({ facts }), number: 1, createdAt: at(made), pictures: [] };
  expect(isForAnotherDay({ template: 'countdown', revision }, at(due))).toBe(expected);
  expect(isForAnotherDay({ template: 'lineup', revision }, at(due))).toBe(false);
});
