import type { Event } from '../events/event.ts';
import { formatDate } from '../events/korean-date.ts';
import { acts, todayInSeoul } from '../events/night.ts';
import type { EventListReading } from '../posts/ports.ts';
import { isSampleEvent } from '../posts/sample-event.ts';
import { splitByNow } from './coming-events.ts';
import type { Reply } from './command.ts';
import { CONTENT_LIMIT } from './limits.ts';
import { inlineCode, plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';

const NAME_LENGTH = 80;
const VENUE_LENGTH = 40;
/** Kept free for the line that says how many more there are. */
const MORE_LENGTH = 40;

export interface EventsReplyOptions {
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The answer to `/events`: as many of the next nights as one message holds. */
export function eventsReply(list: EventListReading, { messages, now }: EventsReplyOptions): Reply {
  const { upcoming } = splitByNow(list.events, now);
  const stale = list.stale ? [`⚠️ ${messages.events.stale(relativeTime(list.readAt))}`] : [];
  if (upcoming.length === 0) return { content: [messages.events.none(), ...stale].join('\n') };

  const frame = [
    `### ${messages.events.heading()}`,
    ...(upcoming.every(isSampleEvent) ? [`ℹ️ ${messages.events.samples()}`] : []),
    `-# ${messages.events.hint('`/post`')}`,
    ...stale,
  ];
  let room = CONTENT_LIMIT - MORE_LENGTH - frame.join('\n').length;
  const entries: string[] = [];
  for (const event of upcoming) {
    const entry = entryOf(event, messages, todayInSeoul(now));
    room -= entry.length + 1;
    if (room < 0) break;
    entries.push(entry);
  }
  const [heading = '', ...below] = frame;
  const more = upcoming.length - entries.length;
  const rest = more === 0 ? [] : [`-# ${messages.events.more(more)}`];
  return { content: [heading, ...entries, ...rest, ...below].join('\n') };
}

function entryOf(event: Event, messages: Messages, today: Temporal.PlainDate): string {
  const facts = [
    plain(event.venue.name, VENUE_LENGTH),
    messages.events.acts(acts(event).filter((act) => act.names.length > 0).length),
    messages.phases[event.phase],
    inlineCode(event.id.slice(0, 100)),
  ];
  const date = formatDate(event.date, { language: messages.language, today });
  return [
    `**${date}** ${plain(event.name, NAME_LENGTH)}`,
    `-# ${facts.filter((fact) => fact !== '').join(' · ')}`,
  ].join('\n');
}
