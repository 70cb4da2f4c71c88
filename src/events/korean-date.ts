import type { Event, Language } from './event.ts';
import { type Eve, hoursOfTheNight, type NightHours, openingTime } from './night.ts';

export interface DateOptions {
  readonly language: Language;
  /** Today's date in Seoul: decides whether the year must be said. */
  readonly today: Temporal.PlainDate;
}

const WEEKDAYS = {
  ko: ['월', '화', '수', '목', '금', '토', '일'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

// From which hour on each word names the time of day.
const TIMES_OF_DAY = [
  [21, '밤'],
  [18, '저녁'],
  [13, '오후'],
  [12, '낮'],
  [6, '오전'],
  [0, '새벽'],
] as const;

/**
 * `12월 24일 (목) 밤 10시 ~ 새벽 5시`, `Thu 24 Dec, 10 PM – 5 AM`; only the date when the event has no slots. A night
 * that opens after midnight names both days, since `12월 24일 (목) 새벽 1시` would be read as a day too early:
 * `12월 24일 (목) 밤 → 25일 (금) 새벽 1시 ~ 5시`.
 */
export function formatNight(
  event: Pick<Event, 'date' | 'timeslots'>,
  options: DateOptions,
): string {
  const date = formatDate(event.date, options);
  const hours = hoursOfTheNight(event);
  const opening = openingTime(event)?.toPlainDate();
  if (!hours || !opening) return date;
  const isLater = opening.toString() !== event.date && hours.start !== '00:00';
  const days = isLater ? nightInto(date, opening, options.language) : date;
  return `${days}${options.language === 'ko' ? '' : ','} ${formatHours(hours, options.language)}`;
}

/**
 * `12월 24일 (목)`, `Thu 24 Dec`. The year is said only where the reader would guess another one: in another year
 * and more than six months from today.
 */
export function formatDate(date: string, options: DateOptions): string {
  const day = Temporal.PlainDate.from(date);
  const weekday = WEEKDAYS[options.language][day.dayOfWeek - 1];
  const withYear = needsYear(day, options.today);
  return options.language === 'ko'
    ? `${withYear ? `${day.year}년 ` : ''}${day.month}월 ${day.day}일 (${weekday})`
    : `${weekday} ${day.day} ${MONTHS[day.month - 1]}${withYear ? ` ${day.year}` : ''}`;
}

/** `밤 10시 ~ 새벽 5시`, `밤 9시 ~ 11시`, `10 PM – 5 AM`; the start alone when both are the same minute. */
export function formatHours(hours: NightHours, language: Language): string {
  if (hours.start === hours.end) return formatTime(hours.start, language);
  if (language === 'en') return `${formatTime(hours.start, 'en')} – ${formatTime(hours.end, 'en')}`;
  // Korean does not repeat the word for the time of day: 밤 9시 ~ 11시. Midnight closes the 밤 it belongs to.
  const [from, to] = [hours.start, hours.end].map((time) => (time === '00:00' ? '24:00' : time));
  const sameWord = timeOfDay(hours.start) === timeOfDay(hours.end) && String(from) < String(to);
  const end = sameWord ? koreanClock(hours.end) : formatTime(hours.end, 'ko');
  return `${formatTime(hours.start, 'ko')} ~ ${end}`;
}

/** `밤 10시 30분`, `10:30 PM`; 00:00 is `밤 12시` and `midnight`, 12:00 is `낮 12시` and `noon`. */
export function formatTime(time: string, language: Language): string {
  if (language === 'ko') return `${timeOfDay(time)} ${koreanClock(time)}`;
  if (time === '00:00') return 'midnight';
  if (time === '12:00') return 'noon';
  const { hour, minute } = Temporal.PlainTime.from(time);
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${hour % 12 || 12}${minutes} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** For the header of the posters: `2026.12.24 목`, `2026.12.24 THU`. */
export function posterDate(date: string, language: Language): string {
  const day = Temporal.PlainDate.from(date);
  const weekday = WEEKDAYS[language][day.dayOfWeek - 1]?.toUpperCase();
  return `${day.toString().replaceAll('-', '.')} ${weekday}`;
}

/**
 * The same for a night; one that opens at midnight or later names both days, `2026.12.24 목 → 25 금`, since the day
 * alone beside `01:00 – 06:00` would be read as a day too early.
 */
export function posterNight(event: Pick<Event, 'date' | 'timeslots'>, language: Language): string {
  const date = posterDate(event.date, language);
  const opening = openingTime(event)?.toPlainDate();
  if (!opening || opening.toString() === event.date) return date;
  const weekday = WEEKDAYS[language][opening.dayOfWeek - 1]?.toUpperCase();
  return `${date} → ${opening.day === 1 ? `${opening.month}.` : ''}${opening.day} ${weekday}`;
}

/** For the header of the posters: `22:00 – 05:00`. */
export function posterHours(hours: NightHours): string {
  return hours.start === hours.end ? hours.start : `${hours.start} – ${hours.end}`;
}

const EVE_WORDS: Readonly<Record<Eve, string>> = { tonight: 'TONIGHT', now: 'NOW' };

/** `D-7`, `D-DAY`, `TONIGHT`; undefined once the day is past. `days` as from `dDay`, `eve` as from `eveOf`. */
export function countdownWord(days: number, eve?: Eve): string | undefined {
  if (days < 0) return undefined;
  if (eve && days === 0) return EVE_WORDS[eve];
  return days === 0 ? 'D-DAY' : `D-${days}`;
}

function nightInto(date: string, morning: Temporal.PlainDate, language: Language): string {
  const { day, month } = morning;
  const weekday = WEEKDAYS[language][morning.dayOfWeek - 1];
  if (language === 'en') return `${date} night → ${weekday} ${day} ${MONTHS[month - 1]}`;
  return `${date} 밤 → ${day === 1 ? `${month}월 ` : ''}${day}일 (${weekday})`;
}

function needsYear(day: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  if (day.year === today.year) return false;
  const beyond = Temporal.PlainDate.compare;
  return (
    beyond(day, today.add({ months: 6 })) > 0 || beyond(day, today.subtract({ months: 6 })) < 0
  );
}

function timeOfDay(time: string): string {
  if (time === '00:00') return '밤';
  const { hour } = Temporal.PlainTime.from(time);
  return TIMES_OF_DAY.find(([from]) => hour >= from)?.[1] ?? '새벽';
}

function koreanClock(time: string): string {
  const { hour, minute } = Temporal.PlainTime.from(time);
  return `${hour % 12 || 12}시${minute === 0 ? '' : ` ${minute}분`}`;
}
