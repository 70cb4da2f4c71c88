import { type NamedDays, namedDays } from './when/days.ts';
import type { DurationPart, Part } from './when/part.ts';
import { clockPart } from './when/part.ts';
import type {
  WhenAmbiguous,
  WhenChoice,
  WhenProblem,
  WhenReading,
  WhenUnreadable,
} from './when/reading.ts';
import { scanWhen } from './when/scan.ts';
import { clockMinute, minutesOfTheDay, SMALL_HOURS } from './when/times.ts';

export interface WhenOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** `YYYY-MM-DD`: the date of the night from which `D-3` counts. */
  readonly eventDate?: string;
  /** How many days of 24 hours ahead may be meant; 60 unless said. */
  readonly daysAhead?: number;
}

const SEOUL = 'Asia/Seoul';
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const DAYS_AHEAD = 60;
const MAX_CHOICES = 3;

/**
 * What an organizer's words about a time mean, in Korean, English or both, Seoul time. Never throws for any text and
 * never guesses: a reading is a moment only when it is the one meaning that can still be scheduled.
 *
 * The hour
 * - `20:00`, `08:00`, `22시` are the 24-hour clock; `8시`, `8:30`, `10:00` may be either half of the day and are asked
 *   back. Only behind an ISO date (`2026-12-24 10:00`) every clock has 24 hours. `25시` does not exist.
 * - 새벽 is 0 to 6, 아침 5 to 11, 낮 10 to 17, 저녁 5 to 11, 밤 6 to 12 and on to 4; with other hours they are refused.
 * - `밤 12시`, `24시` and `밤 1시` end the night of the day they are said with; `0시` begins it. `자정` may be either
 *   (the dictionaries disagree), so it is asked back with a day and is the coming one without.
 * - `쯤` and other particles say nothing more, because a post goes out at one minute and the answer names it. `까지`,
 *   `부터` or a range change the meaning and are refused as unknown words.
 *
 * The day
 * - A week begins on Monday: on a Sunday `다음주 금요일` is in five days, and `이번주 금요일` is past. `다음 금요일` and
 *   "next friday" are asked back while the coming Friday is still in this week; so is `금요일` on a Friday.
 * - `토요일 새벽 1시` is for one person the night into Saturday and for another the night of Saturday: before 06:00 a
 *   day that is spoken of (weekday, `내일`, `D-3`) is asked back, and a date that is written (`12월 5일`) is the
 *   calendar's. Said between midnight and 06:00, `내일` itself is asked back.
 * - A date without its year is in the year in which it lies nearest; `24일` is the coming 24th. A weekday beside a
 *   date must agree with it.
 * - Without a day it is today, and the coming small hours; `20:00` after 20:00 is past, with tomorrow's as an offer.
 * - Hours and minutes from now end on a whole minute, rounded up. Days from now (`이틀 뒤`) need an hour.
 */
export function readWhen(text: string, options: WhenOptions): WhenReading {
  const { parts, unknown } = scanWhen(text);
  if (unknown !== '') return unreadable('unknown_words', unknown);
  const [first] = parts;
  if (!first) return unreadable('empty');
  if (parts.every((part) => part.kind === 'number')) {
    return unreadable('unknown_words', wordsOf(parts));
  }

  const alone = parts.find(isWholeSentence);
  if (alone && parts.length > 1) return unreadable('contradiction', wordsOf(parts));
  if (alone) return momentOf(alone, options);
  return readDayAndHour(parts, options);
}

type Whole = Extract<Part, { kind: 'now' | 'instant' | 'duration' }>;

/** Says the moment without needing a day or an hour beside it. */
function isWholeSentence(part: Part): part is Whole {
  if (part.kind === 'duration') return part.minutes !== undefined;
  return part.kind === 'now' || part.kind === 'instant';
}

function momentOf(part: Whole, options: WhenOptions): WhenReading {
  if (part.kind === 'now') return { kind: 'moment', at: options.now, matched: 'now' };
  try {
    const at =
      part.kind === 'instant'
        ? Temporal.Instant.from(part.iso).epochMilliseconds
        : afterDuration(part, options.now);
    if (at < options.now) return { kind: 'past', at };
    if (isTooFar(at, options)) return unreadable('too_far', part.words);
    return { kind: 'moment', at, matched: part.kind };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const isHour = part.kind === 'instant' && isDate(part.iso.slice(0, 'YYYY-MM-DD'.length));
    return unreadable(isHour ? 'no_such_time' : 'no_such_day', part.words);
  }
}

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text) !== undefined;
  } catch {
    return false;
  }
}

function afterDuration({ months, days, minutes = 0 }: DurationPart, now: number): number {
  const later = inSeoul(now).add({ months, days, minutes }, { overflow: 'reject' });
  return Math.ceil(later.epochMilliseconds / MINUTE_MS) * MINUTE_MS;
}

function readDayAndHour(parts: readonly Part[], options: WhenOptions): WhenReading {
  const now = inSeoul(options.now);
  const days = namedDays(parts, { ...options, now });
  if (days && 'problem' in days) return unreadable(days.problem, days.words);

  const minutes = minutesSaid(parts, days?.isWritten ?? false);
  if ('kind' in minutes) return minutes;
  return days
    ? ofNamedDays(days, minutes, parts, options)
    : ofTheComingDay(minutes, parts, options);
}

/** The minutes of the day that every clock in the sentence can mean: `20:00 (저녁 8시)` says one time twice. */
function minutesSaid(parts: readonly Part[], isWritten: boolean): number[] | WhenUnreadable {
  const halves = parts.filter((part) => part.kind === 'half');
  const clocks = parts.flatMap((part) => {
    if (part.kind === 'number') return clockPart(part.digits, undefined, part.words);
    return part.kind === 'clock' ? part : [];
  });
  if (clocks.length === 0) return unreadable('no_time', wordsOf(parts));
  const said = clocks.map((clock) => minutesOfTheDay(clock, halves, { isWritten }));
  const [first = [], ...others] = said;
  if (said.some((minutes) => minutes.length === 0)) {
    return unreadable('no_such_time', wordsOf(parts.filter(isAboutTheHour)));
  }
  const shared = first.filter((minute) => others.every((other) => other.includes(minute)));
  return shared.length > 0 ? shared : unreadable('contradiction', wordsOf(clocks));
}

function isAboutTheHour(part: Part): boolean {
  return part.kind === 'half' || part.kind === 'clock' || part.kind === 'number';
}

function ofNamedDays(
  days: NamedDays,
  minutes: readonly number[],
  parts: readonly Part[],
  options: WhenOptions,
): WhenReading {
  const all = days.dates.flatMap((date) => minutes.map((minute) => momentOn(date, minute)));
  const ahead = all.filter((at) => at >= options.now);
  if (ahead.length === 0) {
    const at = Math.max(...all);
    const next = at + (days.cycle ?? 0) * DAY_MS;
    const canOffer = all.length === 1 && next >= options.now;
    return { kind: 'past', at, ...(canOffer && { next }) };
  }
  return oneOrAsk(ahead, days.matched, parts, options);
}

/** Nobody names the day of the next hours: the small hours are the coming ones, and of two halves each comes next. */
function ofTheComingDay(
  minutes: readonly number[],
  parts: readonly Part[],
  options: WhenOptions,
): WhenReading {
  const today = inSeoul(options.now).toPlainDate();
  const clocks = [...new Set(minutes.map(clockMinute))];
  const coming = clocks.map((minute) => {
    const at = momentOn(today, minute);
    return at < options.now ? momentOn(today.add({ days: 1 }), minute) : at;
  });
  const [only = 0] = clocks;
  const at = momentOn(today, only);
  if (clocks.length === 1 && only >= SMALL_HOURS * 60 && at < options.now) {
    return { kind: 'past', at, next: coming[0] ?? at };
  }
  return oneOrAsk(coming, 'today', parts, options);
}

function oneOrAsk(
  moments: readonly number[],
  matched: NamedDays['matched'],
  parts: readonly Part[],
  options: WhenOptions,
): WhenReading {
  const distinct = [...new Set(moments)].sort((a, b) => a - b);
  const near = distinct.filter((at) => !isTooFar(at, options));
  const [at] = near;
  if (at === undefined) return unreadable('too_far', wordsOf(parts));
  if (near.length === 1) return { kind: 'moment', at, matched };
  if (near.length > MAX_CHOICES) return unreadable('too_vague', wordsOf(parts));
  const choices = near.map(choiceAt);
  return { kind: 'ambiguous', choices, why: questionOf(choices) };
}

function questionOf(choices: readonly WhenChoice[]): WhenAmbiguous['why'] {
  if (new Set(choices.map((choice) => choice.time)).size > 1) return 'half_day';
  const [first, second] = choices;
  const isOneDayApart = second !== undefined && first !== undefined && second.night === first.date;
  return isOneDayApart && choices.length === 2 && first.night !== first.date
    ? 'which_night'
    : 'which_day';
}

function choiceAt(at: number): WhenChoice {
  const local = inSeoul(at);
  const date = local.toPlainDate();
  const night = local.hour < SMALL_HOURS ? date.subtract({ days: 1 }) : date;
  return {
    at,
    date: date.toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
    night: night.toString(),
  };
}

function momentOn(date: Temporal.PlainDate, minute: number): number {
  return date
    .add({ days: Math.floor(minute / DAY_MINUTES) })
    .toPlainDateTime()
    .add({ minutes: clockMinute(minute) })
    .toZonedDateTime(SEOUL).epochMilliseconds;
}

function isTooFar(at: number, { now, daysAhead = DAYS_AHEAD }: WhenOptions): boolean {
  return at > now + daysAhead * DAY_MS;
}

function inSeoul(at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(SEOUL);
}

function wordsOf(parts: readonly Part[]): string {
  return [...new Set(parts.map((part) => part.words))].join(' ');
}

function unreadable(reason: WhenProblem, words?: string): WhenUnreadable {
  return { kind: 'unreadable', reason, ...(words !== undefined && { words }) };
}
