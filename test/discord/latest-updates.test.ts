import { expect, it } from 'vitest';
import { LatestUpdates } from '../../src/discord/latest-updates.ts';

it('goes by the ids and not by the order in which they came, each message for itself', () => {
  const updates = new LatestUpdates();
  updates.note('message', '1000000000000000001');
  updates.note('message', '999999999999999999');
  updates.note('other', '1');
  expect(updates.isLatest('message', '1000000000000000001')).toBe(true);
  expect(updates.isLatest('message', '999999999999999999')).toBe(false);
  expect(updates.isLatest('other', '1')).toBe(true);
});

it('forgets the messages that nobody has touched for longest, and then lets every answer through', () => {
  const updates = new LatestUpdates();
  updates.note('first', '2');
  updates.note('second', '2');
  for (let id = 0; id < 998; id += 1) updates.note(`message ${id}`, '2');
  updates.note('first', '2');
  updates.note('one more', '2');
  expect(updates.isLatest('first', '1')).toBe(false);
  expect(updates.isLatest('second', '1')).toBe(true);
});
