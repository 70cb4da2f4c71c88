import type { DayPart, DurationPart, Part, WeekdayPart } from './part.ts';
import type { WhenDay, WhenProblem } from './reading.ts';
import { SMALL_HOURS } from './times.ts';

export interface NamedDays {
  /** The dates the words can mean; one as a rule. */
  readonly dates: readonly Temporal.PlainDate[];
  /** Whether a date of the calendar was written, not a day spoken of. */
  readonly isWritten: boolean;
  readonly matched: WhenDay;
  /** After how many days the same words come round again. */
  readonly cycle?: number;
}

export interface DayProblem {
  readonly problem: WhenProblem;
  readonly words: string;
}

export interface DayOptions {
  readonly now: Temporal.ZonedDateTime;
  /** `YYYY-MM-DD`: the night from which `D-3` counts. */
  readonly eventDate?: string;
}

/** The day or days that the parts name; undefined when none is named. */
export function namedDays(
  parts: readonly Part[],
  options: DayOptions,
): NamedDays | DayProblem | undefined {
  const weekdays = parts.filter((part) => part.kind === 'weekday');
  const weeks = parts.filter((part) => part.kind === 'week');
  const fixed: NamedDays[] = [];
  for (const part of parts.filter(isFixed)) {
    const found = fixedDay(part, options);
    if ('problem' in found) return found;
    fixed.push(found);
  }
  const [weekday] = weekdays;
  const [week] = weeks;
  if (week && !weekday) return { problem: 'too_vague', words: week.words };
  // Beside a date a weekday only confirms it, unless a week is named too.
  const isCheck = fixed.length > 0 && !week && weekday?.which === undefined;
  const spoken = weekday && !isCheck ? [daysOfTheWeek(weekday, week?.weeks, options.now)] : [];
  const [first, ...others] = [...fixed, ...spoken];
  if (!first) return undefined;

  const saysTwo = [weekdays.map((part) => part.weekday), weeks.map((part) => part.weeks)].some(
    (said) => new Set(said).size > 1,
  );
  const wrong = saysTwo
    ? undefined
    : weekdays.find((part) => first.dates.every((day) => day.dayOfWeek !== part.weekday));
  if (wrong) return { problem: 'wrong_weekday', words: wrong.words };
  const dates = first.dates.filter((day) =>
    others.every((other) => other.dates.some((date) => date.equals(day))),
  );
  if (dates.length === 0 || saysTwo) {
    const words = parts.filter((part) => isFixed(part) || isOfWeek(part)).map((part) => part.words);
    return { problem: 'contradiction', words: words.join(' ') };
  }
  return { ...first, dates, isWritten: fixed.some((day) => day.isWritten) };
}

/**
 * The year in which a date without one lies nearest to today: in December `1월 3일` is the coming January, and
 * `11월 20일` typed on the 22nd is the day before yesterday, not next year.
 */
export function nearestYear(month: number, day: number, today: Temporal.PlainDate): number {
  const distance = (year: number) =>
    Math.abs(today.until(Temporal.PlainDate.from({ year, month, day })).days);
  return [today.year, today.year + 1, today.year - 1].reduce((best, year) =>
    distance(year) < distance(best) ? year : best,
  );
}

function isFixed(part: Part): part is DayPart | DurationPart {
  return ['date', 'day_of_month', 'relative', 'event', 'duration'].includes(part.kind);
}

function isOfWeek(part: Part): boolean {
  return part.kind === 'weekday' || part.kind === 'week';
}

function fixedDay(part: DayPart | DurationPart, options: DayOptions): NamedDays | DayProblem {
  const today = options.now.toPlainDate();
  try {
    if (part.kind === 'date') {
      const year = part.year ?? nearestYear(part.month, part.day, today);
      return written(Temporal.PlainDate.from({ ...part, year }, { overflow: 'reject' }));
    }
    if (part.kind === 'day_of_month') return written(dayOfMonth(part, today));
    if (part.kind === 'relative') return relativeDay(part.days, options.now);
    if (part.kind === 'duration') {
      const { months, days } = part;
      const date = today.add({ months, days }, { overflow: 'reject' });
      return { dates: [date], isWritten: false, matched: 'relative_day' };
    }
  } catch (error) {
    if (error instanceof RangeError) return { problem: 'no_such_day', words: part.words };
    throw error;
  }
  if (options.eventDate === undefined) return { problem: 'no_event', words: part.words };
  const night = Temporal.PlainDate.from(options.eventDate);
  return { dates: [night.add({ days: part.days })], isWritten: false, matched: 'event_day' };
}

function written(date: Temporal.PlainDate): NamedDays {
  return { dates: [date], isWritten: true, matched: 'date' };
}

/** `3일` on the 28th is the third of next month; `31일` in November is no day at all, not the first of December. */
function dayOfMonth(
  { day, months }: DayPart & { kind: 'day_of_month' },
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  const ahead = months ?? (day < today.day ? 1 : 0);
  return today.with({ day: 1 }).add({ months: ahead }).with({ day }, { overflow: 'reject' });
}

/** Before the morning, 내일 is for some the day after they have slept, which the calendar calls today. */
function relativeDay(days: number, now: Temporal.ZonedDateTime): NamedDays {
  const today = now.toPlainDate();
  const isSleepless = days > 0 && now.hour < SMALL_HOURS;
  const dates = (isSleepless ? [days - 1, days] : [days]).map((ahead) =>
    today.add({ days: ahead }),
  );
  return { dates, isWritten: false, matched: 'relative_day', ...(days === 0 && { cycle: 1 }) };
}

function daysOfTheWeek(
  { weekday, which }: WeekdayPart,
  weeks: number | undefined,
  now: Temporal.ZonedDateTime,
): NamedDays {
  const today = now.toPlainDate();
  // Weeks begin on Monday (KS X ISO 8601): on a Sunday 다음주 월요일 is tomorrow.
  const inWeek = (ahead: number) => weekday - today.dayOfWeek + 7 * ahead;
  const until = (weekday - today.dayOfWeek + 7) % 7;
  const ahead = () => {
    if (weeks !== undefined) return [inWeek(weeks)];
    if (which === 'nearest') return [until];
    if (which === 'last') return [until - 7];
    // 다음 금요일 and "next Friday" are the coming one to some and the one of next week to others.
    if (which === 'next') return [until || 7, inWeek(1)];
    // On a Friday nobody knows whether 금요일 is today.
    return until === 0 ? [0, 7] : [until];
  };
  const days = [...new Set(ahead())].sort((a, b) => a - b);
  return {
    dates: days.map((count) => today.add({ days: count })),
    isWritten: false,
    matched: 'weekday',
    ...((weeks === 0 || which === 'nearest') && { cycle: 7 }),
  };
}
