import { readdirSync, readFileSync } from 'node:fs';
import { parseRiteEvent } from '../../src/clients/rite.ts';
import type { Event, Timeslot } from '../../src/events/event.ts';

const samples = new URL('../../data/samples/', import.meta.url);
const coverage = new URL('../../fonts/coverage.json', import.meta.url);

const ON_ONE_PAGE = 9;

/**
 * So many events, no two alike: the sample events by turns, with an id, a title and acts of their own, so that nobody
 * profits from having seen a text or an artwork before. All letters are Pretendard's: what falls back to another font
 * would cost only us, the peers are given no other. Two to nine acts, which is one page.
 */
export function makeNights(count: number): Event[] {
  const events = readdirSync(samples)
    .filter((file) => file.endsWith('.json'))
    .map((file) => parseRiteEvent(JSON.parse(readFileSync(new URL(file, samples), 'utf8'))))
    .filter((event) => event.timeslots.filter((slot) => slot.djName !== '').length > 1);
  const isDrawn = pretendardCovers();
  const pool = events
    .flatMap((event) => event.timeslots)
    .filter((slot) => slot.djName !== '' && isDrawn(slot.djName));
  return Array.from({ length: count }, (_, index) => {
    const event = events[index % events.length] as Event;
    const name = Array.from(event.name).filter(isDrawn).join('').trim();
    const withoutNumber = name.replace(/\s*#?\d+$/, '');
    return {
      ...event,
      id: `${event.id}${index}`,
      name: `${withoutNumber} #${index + 1}`,
      timeslots: event.timeslots.slice(0, ON_ONE_PAGE).map((slot, place) => ({
        ...slot,
        ...actFrom(pool[(index * 13 + place) % pool.length] as Timeslot, index),
      })),
    };
  });
}

function actFrom({ djName, handle }: Timeslot, index: number): Pick<Timeslot, 'djName' | 'handle'> {
  return { djName: `${djName} ${index}`, handle: `${handle ?? 'dj'}${index}` };
}

function pretendardCovers(): (text: string) => boolean {
  const table: Record<string, readonly (readonly [number, number])[]> = JSON.parse(
    readFileSync(coverage, 'utf8'),
  );
  const ranges = table['Rite Sans'] ?? [];
  return (text) =>
    Array.from(text).every((character) => {
      const code = character.codePointAt(0) ?? 0;
      return ranges.some(([first, last]) => first <= code && code <= last);
    });
}
