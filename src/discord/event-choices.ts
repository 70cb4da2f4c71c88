import type { Event } from '../events/event.ts';
import { formatDate } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import type { AutocompleteCall } from './call.ts';
import { type ChoiceSearch, matching } from './choice-search.ts';
import { upcomingFirst } from './coming-events.ts';
import type { Choice, Context } from './command.ts';
import { eventIdSchema } from './event-id.ts';
import { CHOICE_LENGTH_LIMIT, CHOICES_LIMIT } from './limits.ts';
import { shorten } from './shorten.ts';

/** Events for the autocomplete of `event`: those that match every typed word, in the order of `upcomingFirst`. */
export function eventChoices(events: readonly Event[], search: ChoiceSearch): Choice[] {
  const pickable = upcomingFirst(events, search.now).filter(
    (event) => eventIdSchema.safeParse(event.id).success,
  );
  return matching(pickable, search.typed, searchable)
    .slice(0, CHOICES_LIMIT)
    .map((event) => ({ name: choiceName(event, search), value: event.id }));
}

/** The same for the server of the call, by what is known of its events. */
export async function suggestEvents(
  { guildId, typed }: Pick<AutocompleteCall, 'guildId' | 'typed'>,
  { recentEvents, messages, clock }: Pick<Context, 'recentEvents' | 'messages' | 'clock'>,
): Promise<Choice[]> {
  const { events } = await recentEvents.list(guildId);
  return eventChoices(events, { typed, messages, now: clock() });
}

/** `12월 24일 (목) · 서울 언더그라운드 #47`, and `· 취소됨` where it was called off. */
function choiceName(event: Event, { messages, now }: ChoiceSearch): string {
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
  return [
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
  ].join('\n');
}

const WEEKDAYS_EN = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
