import { expect, it } from 'vitest';
import { RecentEvents } from '../../src/discord/recent-events.ts';
import type { EventListReading } from '../../src/posts/ports.ts';
import { makeEvent } from '../fixtures/event.ts';

const NEVER = new Promise<EventListReading>(() => {});

it('asks once for questions that come together, and not again while the answer is fresh', async () => {
  const { recent, asked } = setUp(() => listOf('a'));
  await Promise.all([recent.list('g1'), recent.list('g1'), recent.list('g2')]);
  await recent.list('g1');
  expect(asked).toEqual(['g1', 'g2']);
});

it('asks anew once the answer is no longer fresh', async () => {
  const { recent, asked, clock } = setUp(() => listOf('a'));
  await recent.list('g1');
  clock.now += 15_000;
  await recent.list('g1');
  expect(asked).toEqual(['g1', 'g1']);
});

it('gives the old answer when the source fails, and when it is slow', async () => {
  let answer = listOf('a');
  const { recent, clock } = setUp(() => answer);
  const before = await recent.list('g1');
  clock.now += 60_000;
  answer = Promise.reject(new Error('down'));
  expect(await recent.list('g1')).toBe(before);
  answer = NEVER;
  expect(await recent.list('g1')).toBe(before);
});

it('fails as the source does when there is no old answer, and asks again next time', async () => {
  let answer: Promise<EventListReading> = Promise.reject(new Error('down'));
  const { recent } = setUp(() => answer);
  await expect(recent.list('g1')).rejects.toThrow('down');
  answer = listOf('a');
  expect((await recent.list('g1')).events).toHaveLength(1);
});

it('forgets the server it has not heard of for longest', async () => {
  const { recent, asked, clock } = setUp(() => listOf('a'), 2);
  for (const guildId of ['g1', 'g2']) await recent.list(guildId);
  clock.now += 15_000;
  await recent.list('g1');
  for (const guildId of ['g3', 'g1', 'g2']) await recent.list(guildId);
  expect(asked).toEqual(['g1', 'g2', 'g1', 'g3', 'g2']);
});

it('asks anew after it was told to forget, in that server only', async () => {
  const { recent, asked } = setUp(() => listOf('a'));
  for (const guildId of ['g1', 'g2']) await recent.list(guildId);
  recent.forget('g1');
  for (const guildId of ['g1', 'g2']) await recent.list(guildId);
  expect(asked).toEqual(['g1', 'g2', 'g1']);
});

function setUp(answer: () => Promise<EventListReading>, capacity = 500) {
  const asked: string[] = [];
  const clock = { now: 0 };
  const listEvents = (guildId: string) => {
    asked.push(guildId);
    return answer();
  };
  const recent = new RecentEvents({
    posts: { listEvents },
    clock: () => clock.now,
    patienceMs: 1,
    capacity,
  });
  return { recent, asked, clock };
}

async function listOf(...ids: string[]): Promise<EventListReading> {
  return { events: ids.map((id) => makeEvent({ id })), readAt: 0, stale: false };
}
