import { CAPTION_WORDS } from '../events/caption-words.ts';
import type { Event, Language } from '../events/event.ts';
import { excerpt } from '../events/excerpt.ts';
import type { EventExtras } from '../events/extras.ts';
import { ageSentence, priceText, ticketText } from '../events/extras-text.ts';
import { acts, actTitle, hoursOfTheNight, openingTime } from '../events/night.ts';
import { cleanLine } from '../events/text.ts';

/** What a server's own calendar says of a night; plain text within Discord's limits, times in epoch milliseconds. */
export interface ScheduledEventContent {
  /** 1 to 100 UTF-16 units. */
  readonly name: string;
  /** At most 1,000. */
  readonly description: string;
  readonly startsAt: number;
  /** After `startsAt`. */
  readonly endsAt: number;
  /** 1 to 100. */
  readonly place: string;
}

// Discord reference, "Guild Scheduled Event": name and location 1 to 100 characters, description 1 to 1000.
const NAME_LIMIT = 100;
const PLACE_LIMIT = 100;
export const DESCRIPTION_LIMIT = 1000;
/** Of it, what the line-up may take, so that something is left for the rest. */
const LINEUP_LIMIT = 500;
/** With less room than this the organizer's own words are left out. */
const SHORTEST_WORDS = 40;
const DAY_MINUTES = 24 * 60;

// Discord takes no event outside of its channels that is nowhere.
const NO_PLACE: Readonly<Record<Language, string>> = { ko: '장소 미정', en: 'Venue TBA' };

/**
 * What is known of the night; undefined where the timetable does not say when it begins and ends, since Discord takes
 * no event without both. A night that ends after midnight ends on the next day.
 */
export function scheduledEventContent(
  event: Event,
  extras: EventExtras,
  language: Language,
): ScheduledEventContent | undefined {
  const opening = openingTime(event);
  const hours = hoursOfTheNight(event);
  if (!opening || !hours || hours.start === hours.end) return undefined;
  const minutes = (minutesOf(hours.end) - minutesOf(hours.start) + DAY_MINUTES) % DAY_MINUTES;
  const place = [event.venue.name, event.venue.address].filter((part) => part !== '').join(', ');
  return {
    name: excerpt(cleanLine(event.name), NAME_LIMIT),
    description: describe(event, extras, language),
    startsAt: opening.epochMilliseconds,
    endsAt: opening.add({ minutes }).epochMilliseconds,
    place: excerpt(cleanLine(place), PLACE_LIMIT) || NO_PLACE[language],
  };
}

/** The organizer's words give way to the line-up, and the line-up to prices and tickets. */
function describe(event: Event, extras: EventExtras, language: Language): string {
  const facts = factLines(extras, language);
  const lineup = lineupBlock(event, language, DESCRIPTION_LIMIT - facts.length - 2);
  const below = [lineup, facts].filter((block) => block !== '').join('\n\n');
  const room = DESCRIPTION_LIMIT - below.length - 2;
  const words = room < SHORTEST_WORDS ? '' : excerpt(event.description, room);
  return [words, below].filter((block) => block !== '').join('\n\n');
}

function factLines(extras: EventExtras, language: Language): string {
  const lines = [
    priceText(extras, language),
    ageSentence(extras, language),
    extras.notice,
    ticketText(extras, language),
  ].filter((line) => line !== undefined);
  let text = '';
  // A link that is cut leads nowhere, so lines come whole or not at all.
  for (const line of lines) {
    if (text.length + 1 + line.length <= DESCRIPTION_LIMIT) text += `${text && '\n'}${line}`;
  }
  return text;
}

function lineupBlock(event: Event, language: Language, room: number): string {
  const words = CAPTION_WORDS[language];
  const lines = acts(event).map((act) => `${act.start} ${cleanLine(actTitle(act))}`);
  for (let shown = lines.length; shown > 0; shown--) {
    const more = shown < lines.length ? [words.moreActs(lines.length - shown)] : [];
    const block = [words.lineup, ...lines.slice(0, shown), ...more].join('\n');
    if (block.length <= Math.min(room, LINEUP_LIMIT)) return block;
  }
  return '';
}

function minutesOf(time: string): number {
  const { hour, minute } = Temporal.PlainTime.from(time);
  return hour * 60 + minute;
}
