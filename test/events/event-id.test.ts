import { expect, it } from 'vitest';
import { isEventId } from '../../src/events/event-id.ts';

it.each(['jd7f1v0x3k9m2q8w5t6y4z1a2b3c4d5e', 'event-47', 'x'])('%j can be an event id', (id) => {
  expect(isEventId(id)).toBe(true);
});

it.each(['', ' ', 'two words', '언더', '../passwd', 'a:b', 'id\n', 'a'.repeat(65)])(
  '%j cannot be an event id',
  (text) => {
    expect(isEventId(text)).toBe(false);
  },
);
