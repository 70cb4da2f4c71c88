import { describe, expect, test } from 'vitest';
import { EventNotFoundError, EventSourceError } from '../../src/posts/errors.ts';
import type { EventSource } from '../../src/posts/ports.ts';

/** An event source whose surroundings a test can change. */
export interface EventSourceHarness extends AsyncDisposable {
  readonly source: EventSource;
  /** Has at least two events, among them `eventId`. */
  readonly organizerId: string;
  /** Exists, and has no event. */
  readonly strangerId: string;
  readonly eventId: string;
  /** Epoch milliseconds. */
  now(): number;
  passTime(ms: number): void;
  rename(eventId: string, name: string): void;
  remove(eventId: string): void;
  /** From now on the source cannot be reached. */
  breakDown(): void;
  repair(): void;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What every `EventSource` must do, whatever stands behind it. */
export function eventSourceContract(
  implementation: string,
  start: () => Promise<EventSourceHarness>,
): void {
  describe(`the event source contract: ${implementation}`, () => {
    test('gives an event of the organizer, read just now', async () => {
      await using harness = await start();
      const { source, organizerId, eventId } = harness;
      const reading = await source.getEvent(organizerId, eventId);
      expect(reading.event.id).toBe(eventId);
      expect(reading.event.name).not.toBe('');
      expect(reading.event.timeslots.length).toBeGreaterThan(0);
      expect(reading.stale).toBe(false);
      expect(reading.readAt).toBe(harness.now());
    });

    test('says the same of an event that does not exist and of one that belongs to somebody else', async () => {
      await using harness = await start();
      const { source, organizerId, strangerId, eventId } = harness;
      const foreign = await source.getEvent(strangerId, eventId).catch((error: unknown) => error);
      harness.remove(eventId);
      const missing = await source.getEvent(organizerId, eventId).catch((error: unknown) => error);
      expect(foreign).toBeInstanceOf(EventNotFoundError);
      expect(missing).toBeInstanceOf(EventNotFoundError);
      expect((missing as Error).message).toBe((foreign as Error).message);
    });

    test.each([
      '',
      'x',
      '../../etc/passwd',
      'ALLCAPSALLCAPS',
      `${'a'.repeat(41)}`,
      'with space in',
    ])('finds no event under what cannot be an id: %j', async (id) => {
      await using harness = await start();
      await expect(harness.source.getEvent(harness.organizerId, id)).rejects.toBeInstanceOf(
        EventNotFoundError,
      );
    });

    test('shows a change within a minute', async () => {
      await using harness = await start();
      const { source, organizerId, eventId } = harness;
      await source.getEvent(organizerId, eventId);
      harness.rename(eventId, '새 이름');
      harness.passTime(MINUTE);
      const reading = await source.getEvent(organizerId, eventId);
      expect(reading).toMatchObject({ event: { name: '새 이름' }, stale: false });
      expect(reading.readAt).toBe(harness.now());
    });

    test('gives the last known event, marked stale, while the source is down', async () => {
      await using harness = await start();
      const { source, organizerId, eventId } = harness;
      const before = await source.getEvent(organizerId, eventId);
      harness.passTime(MINUTE);
      harness.breakDown();
      const reading = await source.getEvent(organizerId, eventId);
      expect(reading).toEqual({ ...before, stale: true });
      harness.repair();
      expect(await source.getEvent(organizerId, eventId)).toMatchObject({
        stale: false,
        readAt: harness.now(),
      });
    });

    test('fails while the source is down and nothing is known', async () => {
      await using harness = await start();
      const { source, organizerId, eventId } = harness;
      harness.breakDown();
      await expect(source.getEvent(organizerId, eventId)).rejects.toBeInstanceOf(EventSourceError);
      await expect(source.listEvents(organizerId)).rejects.toBeInstanceOf(EventSourceError);
    });

    test('does not keep the last known event for days', async () => {
      await using harness = await start();
      const { source, organizerId, eventId } = harness;
      await source.getEvent(organizerId, eventId);
      harness.breakDown();
      harness.passTime(2 * DAY);
      await expect(source.getEvent(organizerId, eventId)).rejects.toBeInstanceOf(EventSourceError);
    });

    test('forgets an event that is gone, also when the source breaks down afterwards', async () => {
      await using harness = await start();
      const { source, organizerId, eventId } = harness;
      await source.getEvent(organizerId, eventId);
      harness.remove(eventId);
      harness.passTime(MINUTE);
      await expect(source.getEvent(organizerId, eventId)).rejects.toBeInstanceOf(
        EventNotFoundError,
      );
      harness.breakDown();
      await expect(source.getEvent(organizerId, eventId)).rejects.toBeInstanceOf(EventSourceError);
    });

    test('never gives one organizer what it remembers for another', async () => {
      await using harness = await start();
      const { source, organizerId, strangerId, eventId } = harness;
      await source.getEvent(organizerId, eventId);
      await source.listEvents(organizerId);
      await expect(source.getEvent(strangerId, eventId)).rejects.toBeInstanceOf(EventNotFoundError);
      expect((await source.listEvents(strangerId)).events).toEqual([]);
      harness.breakDown();
      await expect(source.getEvent(strangerId, eventId)).rejects.toBeInstanceOf(EventSourceError);
    });

    test('lists the events of the organizer as it gives them singly', async () => {
      await using harness = await start();
      const { source, organizerId, eventId } = harness;
      const list = await source.listEvents(organizerId);
      expect(list).toMatchObject({ stale: false, readAt: harness.now() });
      expect(list.events.length).toBeGreaterThan(1);
      const { event } = await source.getEvent(organizerId, eventId);
      expect(list.events).toContainEqual(event);
    });

    test('gives the last known list, marked stale, while the source is down', async () => {
      await using harness = await start();
      const before = await harness.source.listEvents(harness.organizerId);
      harness.passTime(MINUTE);
      harness.breakDown();
      expect(await harness.source.listEvents(harness.organizerId)).toEqual({
        ...before,
        stale: true,
      });
    });
  });
}
