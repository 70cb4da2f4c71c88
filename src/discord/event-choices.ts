import type { Event } from '../events/event.ts';
import { formatDate } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import { upcomingFirst } from './coming-events.ts';
import type { Choice } from './command.ts';
import { eventIdSchema } from './event-id.ts';
import { CHOICE_LENGTH_LIMIT, CHOICES_LIMIT } from './limits.ts';
import type { Messages } from './messages/messages.ts';
import { searchText } from './search-text.ts';
import { shorten } from './shorten.ts';

export interface EventSearch {
  readonly typed: string;
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Events for the autocomplete of `event`: those that match every typed word, in the order of `upcomingFirst`. */
export function eventChoices(events: readonly Event[], search: EventSearch): Choice[] {
  const words = searchText(search.typed).split(' ');
  return upcomingFirst(events, search.now)
    .filter((event) => eventIdSchema.safeParse(event.id).success)
    .filter((event) => {
      const text = searchable(event);
      return words.every((word) => text.includes(word));
    })
    .slice(0, CHOICES_LIMIT)
    .map((event) => ({ name: choiceName(event, search), value: event.id }));
}

/** `12월 24일 (목) · 서울 언더그라운드 #47`, and `· 취소됨` where it was called off. */
function choiceName(event: Event, { messages, now }: EventSearch): string {
  const date = formatDate(event.date, { language: messages.language, today: todayInSeoul(now) });
  const phase = event.phase === 'cancelled' ? ` · ${messages.phases.cancelled}` : '';
  const room = CHOICE_LENGTH_LIMIT - date.length - phase.length - ' · '.length;
  return `${date} · ${shorten(event.name, room)}${phase}`;
}

/** Everything a person may type to mean this event. */
function searchable(event: Event): string {
  const date = Temporal.PlainDate.from(event.date);
  const { month, day } = date;
  const padded = event.date.slice(5);
  return searchText(
    [
      event.name,
      event.venue.name,
      event.id,
      event.date,
      event.date.replaceAll('-', ''),
      `${month}/${day}`,
      padded.replace('-', '/'),
      `${month}.${day}`,
      padded.replace('-', '.'),
      `${month}월${day}일`,
      formatDate(event.date, { language: 'ko', today: date }).replace(/\((.)\)/, '$1요일'),
      formatDate(event.date, { language: 'en', today: date }),
      `${WEEKDAYS_EN[date.dayOfWeek - 1]}`,
    ].join('\n'),
  );
}

const WEEKDAYS_EN = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
