import type { Language, TemplateName } from '../event.ts';
import { countdownWord, formatTime } from '../korean-date.ts';
import { readWhen } from '../when.ts';
import { formatWhen } from './format.ts';

export interface WhenSuggestion {
  /** Epoch milliseconds. */
  readonly at: number;
  /** As a person would say it: `내일 저녁 8시`, `D-3 저녁 8시`; `text` itself where that has two meanings now. */
  readonly words: string;
  /** Canonical, as from `formatWhen`: what an autocomplete choice carries, since it does not depend on now. */
  readonly text: string;
}

export interface SuggestionOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** `YYYY-MM-DD`: the date of the night. */
  readonly eventDate?: string;
  readonly template: TemplateName;
  readonly language: Language;
}

/** As many choices as a Discord autocomplete may hold. */
const MAX_SUGGESTIONS = 25;
/** A post needs its picture, its approval and its container before it can go out. */
const MIN_AHEAD_MS = 5 * 60_000;

const SEOUL = 'Asia/Seoul';

/** The hour when people are home and not yet out. */
const EVENING = '20:00';
/** Days before the night on which each template is posted as a rule. */
const USUAL_DAYS: Readonly<Record<TemplateName, readonly number[]>> = {
  announcement: [21, 14, 10, 7],
  lineup: [10, 7, 5, 3],
  countdown: [7, 3, 2, 1, 0],
};
/** On the day itself people decide after work. */
const D_DAY_TIMES = ['18:00', '12:00'];
/** Hours in which people look at their phones: lunch, the way home, the evening. */
const TIMES_BY_DAY: readonly (readonly string[])[] = [
  ['12:00', '18:00', EVENING, '21:00', '22:00'],
  ['12:00', '18:00', EVENING, '21:00'],
  ['12:00', EVENING],
  [EVENING],
  [EVENING],
  [EVENING],
  [EVENING],
];

const DAY_WORDS = {
  ko: ['오늘', '내일', '모레'],
  en: ['today', 'tomorrow', 'day after tomorrow'],
} as const;
const WEEKDAYS = {
  ko: ['월요일', '화요일', '수요일', '목요일', '금요일', '토요일', '일요일'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;

/**
 * Times worth offering: first the usual days of this template before the night, then the coming days' evenings, none
 * after the night. Each is more than 5 minutes and at most 60 days ahead, all are distinct, at most 25. Both texts of
 * each are read back by `readWhen` to the same moment.
 */
export function suggestWhen(options: SuggestionOptions): WhenSuggestion[] {
  const suggestions = new Map<number, WhenSuggestion>();
  for (const { date, time, day } of [...campaignTimes(options), ...comingTimes(options)]) {
    const at = date.toZonedDateTime({ timeZone: SEOUL, plainTime: time }).epochMilliseconds;
    const text = formatWhen(at, options.language, options);
    const isOpen = at > options.now + MIN_AHEAD_MS && isRead(text, at, options);
    if (!isOpen || suggestions.has(at)) continue;
    const spoken = `${day} ${formatTime(time, options.language)}`;
    suggestions.set(at, { at, words: isRead(spoken, at, options) ? spoken : text, text });
  }
  return [...suggestions.values()].slice(0, MAX_SUGGESTIONS);
}

interface Proposal {
  readonly date: Temporal.PlainDate;
  readonly time: string;
  /** The day in words. */
  readonly day: string;
}

function campaignTimes({ eventDate, template }: SuggestionOptions): Proposal[] {
  if (eventDate === undefined) return [];
  const night = Temporal.PlainDate.from(eventDate);
  return USUAL_DAYS[template].flatMap((days) =>
    (days === 0 ? D_DAY_TIMES : [EVENING]).map((time) => ({
      date: night.subtract({ days }),
      time,
      day: countdownWord(days) ?? '',
    })),
  );
}

function comingTimes({ now, eventDate, language }: SuggestionOptions): Proposal[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(SEOUL).toPlainDate();
  return TIMES_BY_DAY.flatMap((times, days) => {
    const date = today.add({ days });
    if (eventDate !== undefined && date.toString() > eventDate) return [];
    const day = DAY_WORDS[language][days] ?? WEEKDAYS[language][date.dayOfWeek - 1] ?? '';
    return times.map((time) => ({ date, time, day }));
  });
}

function isRead(text: string, at: number, options: SuggestionOptions): boolean {
  const reading = readWhen(text, options);
  return reading.kind === 'moment' && reading.at === at;
}
