import { expect, test } from 'vitest';
import type { KeptScheduledEvent } from '../../../src/posts/scheduled-event-store.ts';
import type { Stores } from '../../../src/storage/stores.ts';
import { DAY_MS, EVENING, GUILD, JUNHO, MINA, OTHER_GUILD } from '../make-draft.ts';

/** What a ScheduledEventStore keeps to. Each test gets an empty database. */
export function scheduledEventsContract(stores: () => Stores): void {
  const events = () => stores().scheduledEvents;
  const lines = async () => {
    const found = await stores().audit.linesOf(GUILD, { limit: 10 });
    return found.map(({ action, actorId, details }) => ({ action, actorId, details }));
  };

  test('nothing was ever kept', async () => {
    expect(await events().find(GUILD, 'event-47')).toBeUndefined();
    expect(await events().upcoming(0, 10)).toEqual([]);
  });

  test('what is kept comes back, for this server alone, and what is kept later replaces it', async () => {
    await events().keep(make(), { by: MINA, at: EVENING });
    expect(await events().find(GUILD, 'event-47')).toEqual(make());
    expect(await events().find(OTHER_GUILD, 'event-47')).toBeUndefined();
    const later = make({ discordId: '8', language: 'en', fingerprint: 'f2', endsAt: EVENING + 9 });
    await events().keep(later, { by: JUNHO, at: EVENING + 1 });
    expect(await events().find(GUILD, 'event-47')).toEqual(later);
    expect(await events().upcoming(0, 10)).toEqual([later]);
    expect(await lines()).toEqual([
      { action: 'scheduled_event.published', actorId: JUNHO, details: { discordId: '8' } },
      { action: 'scheduled_event.published', actorId: MINA, details: { discordId: '7' } },
    ]);
  });

  test('those that have not ended are listed, the soonest first', async () => {
    const ends = [3, 1, 2, 0];
    for (const days of ends) {
      const event = make({ eventId: `event-${days}`, endsAt: EVENING + days * DAY_MS });
      await events().keep(event, { at: EVENING });
    }
    const upcoming = await events().upcoming(EVENING, 2);
    expect(upcoming.map(({ eventId }) => eventId)).toEqual(['event-1', 'event-2']);
  });

  test('one is forgotten with a line, but never another that stands there by now', async () => {
    await events().keep(make({ discordId: '8' }), { at: EVENING });
    await events().forget(make(), { why: 'gone', at: EVENING });
    expect(await events().find(GUILD, 'event-47')).toBeDefined();
    await events().forget(make({ discordId: '8' }), { why: 'gone', at: EVENING });
    expect(await events().find(GUILD, 'event-47')).toBeUndefined();
    expect(await lines()).toMatchObject([
      { action: 'scheduled_event.forgotten', details: { discordId: '8', why: 'gone' } },
      { action: 'scheduled_event.published' },
    ]);
  });

  test('what ended long ago is pruned', async () => {
    await events().keep(make({ endsAt: EVENING - 1 }), { at: EVENING });
    await events().keep(make({ eventId: 'event-48', endsAt: EVENING }), { at: EVENING });
    expect(await events().prune(EVENING)).toBe(1);
    expect(await events().find(GUILD, 'event-47')).toBeUndefined();
    expect(await events().find(GUILD, 'event-48')).toBeDefined();
  });

  test('they go with their server', async () => {
    await events().keep(make(), { by: MINA, at: EVENING });
    await stores().departures.left(GUILD, EVENING);
    await stores().departures.removeGuild(GUILD, EVENING + 1);
    expect(await events().find(GUILD, 'event-47')).toBeUndefined();
  });
}

function make(overrides: Partial<KeptScheduledEvent> = {}): KeptScheduledEvent {
  return {
    guildId: GUILD,
    eventId: 'event-47',
    discordId: '7',
    language: 'ko',
    fingerprint: 'f1',
    endsAt: EVENING + DAY_MS,
    ...overrides,
  };
}
