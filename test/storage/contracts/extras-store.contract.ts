import { expect, test } from 'vitest';
import type { EventExtras } from '../../../src/events/extras.ts';
import type { ExtrasStore } from '../../../src/posts/ports.ts';

/** What every ExtrasStore keeps to. Each test gets an empty one. */
export function extrasStoreContract(store: () => ExtrasStore): void {
  const full: EventExtras = {
    ticketUrl: 'https://tickets.example/47?lang=ko',
    advancePrice: 20_000,
    doorPrice: 0,
    ageLimit: 19,
    notice: '현금만 받습니다 🎧',
  };

  test('nothing was ever saved: no extras, version 0', async () => {
    expect(await store().extrasOf(GUILD, EVENT)).toEqual({ extras: {}, version: 0 });
  });

  test('what is saved comes back, and each save counts', async () => {
    expect(await store().saveExtras(change({ extras: full }))).toBe('saved');
    expect(await store().extrasOf(GUILD, EVENT)).toEqual({ extras: full, version: 1 });
    expect(await store().saveExtras(change({ extras: {}, version: 1 }))).toBe('saved');
    expect(await store().extrasOf(GUILD, EVENT)).toEqual({ extras: {}, version: 2 });
  });

  test.each([
    ['as if nothing had been saved', 0],
    ['on an older version', 1],
    ['on a version that never was', 7],
  ])('a change based %s changes nothing', async (_, version) => {
    await store().saveExtras(change({ extras: { ageLimit: 18 } }));
    await store().saveExtras(change({ extras: full, version: 1 }));
    expect(await store().saveExtras(change({ version }))).toBe('based_on_older');
    expect(await store().extrasOf(GUILD, EVENT)).toEqual({ extras: full, version: 2 });
  });

  test.each([
    ['the first', 0],
    ['a later', 1],
  ])('of many people who make %s save at once, exactly one does', async (_, version) => {
    if (version === 1) await store().saveExtras(change({}));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, age) =>
        store().saveExtras(change({ version, extras: { ageLimit: age } })),
      ),
    );
    expect(answers.filter((answer) => answer === 'saved')).toHaveLength(1);
    const { extras } = await store().extrasOf(GUILD, EVENT);
    expect(extras).toEqual({ ageLimit: answers.indexOf('saved') });
  });

  test('two servers keep their own extras for one event', async () => {
    await store().saveExtras(change({ extras: full }));
    expect(await store().extrasOf('100000000000000002', EVENT)).toEqual({ extras: {}, version: 0 });
    expect(await store().extrasOf(GUILD, 'event-48')).toEqual({ extras: {}, version: 0 });
  });
}

const GUILD = '100000000000000001';
const EVENT = 'event-47';

type Change = Parameters<ExtrasStore['saveExtras']>[0];

function change(overrides: Partial<Change>): Change {
  return {
    guildId: GUILD,
    eventId: EVENT,
    extras: { notice: 'x' },
    version: 0,
    savedBy: '200000000000000001',
    savedAt: Date.UTC(2026, 11, 1),
    ...overrides,
  };
}
