import { expect, test } from 'vitest';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';

const LINKED = '900000000000000001';

test('a server uses the organizer it is linked to', async () => {
  const links = new OrganizerMap(
    new Map([
      [LINKED, 'organizer1'],
      ['900000000000000002', 'organizer2'],
    ]),
  );
  expect(await links.organizerOf(LINKED)).toBe('organizer1');
  expect(await links.organizerOf('900000000000000002')).toBe('organizer2');
});

test.each(['900000000000000003', '', 'constructor', '__proto__', ` ${LINKED}`])(
  'a server that is not listed uses nobody: %j',
  async (guildId) => {
    const links = new OrganizerMap(new Map([[LINKED, 'organizer1']]));
    expect(await links.organizerOf(guildId)).toBeUndefined();
  },
);

test('nobody is linked where the list is empty', async () => {
  expect(await new OrganizerMap(new Map()).organizerOf(LINKED)).toBeUndefined();
});
