import type { ClockPart, Half, HalfPart } from './part.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** Until this hour the night of the day before still runs. */
export const SMALL_HOURS = 6;

/** Which clock hours each word is said with, and the hour of the day it makes of them; 24 and more is the next day. */
const HALVES: Readonly<Record<Half, (hour: number) => number | undefined>> = {
  // The clocks of Korean phones show midnight as 오전 12:00 and noon as 오후 12:00.
  am: (hour) => (hour === 12 ? 0 : within(hour, 0, 11)),
  pm: (hour) => (hour === 0 || hour === 12 ? 12 : afternoon(hour, 1, 11)),
  dawn: (hour) => (hour === 12 ? 0 : within(hour, 0, 6)),
  morning: (hour) => within(hour, 5, 11),
  day: (hour) => within(hour, 10, 12) ?? afternoon(hour, 1, 5),
  lunch: (hour) => within(hour, 11, 12) ?? afternoon(hour, 1, 2),
  evening: (hour) => afternoon(hour, 5, 11),
  // 밤 12시 closes the day, and 밤 1시 comes after it.
  night: (hour) => nightHour(hour) ?? afternoon(hour, 6, 11),
};

/**
 * The minutes after the day's first that the words can mean, sorted; 1440 and more are the small hours that end the
 * night of that day. [] when the hour does not exist or is not said with that half of the day.
 *
 * @param options.isWritten a written date is a day of the calendar: 새벽 1시 of it is never the morning after.
 */
export function minutesOfTheDay(
  clock: ClockPart,
  halves: readonly HalfPart[],
  options: { readonly isWritten: boolean },
): number[] {
  const { hour, minute, style } = clock;
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return [];
  const own = hoursOf(clock);
  const said = halves.map(({ half }) => HALVES[half](hour)).filter((at) => at !== undefined);
  if (said.length < halves.length) return [];
  const isNamed = style === 'midnight' || style === 'noon';
  const hours = halves.length === 0 || isNamed ? own : said.slice(0, 1);
  // 0시 sharp is how Korean avoids 자정: it begins the day it is said with (JoongAng Ilbo, 우리말 바루기, 2020-03-30).
  const isExactStart = style === 'exact' && hour === 0 && minute === 0;
  const starts = hours.flatMap((at) =>
    at < SMALL_HOURS && !options.isWritten && !isExactStart ? [at, at + 24] : [at],
  );
  const common = starts.filter((at) =>
    said.every((other) => at === other || (at === other + 24 && other < SMALL_HOURS)),
  );
  return [...new Set(common)].map((at) => at * HOUR + minute).sort((a, b) => a - b);
}

/** The minute of the day, without saying which. */
export function clockMinute(minutes: number): number {
  return minutes % DAY;
}

function hoursOf({ style, hour }: ClockPart): number[] {
  if (style === 'midnight') return [0, 24];
  if (style === 'noon') return [12];
  if (style === 'exact' || hour > 12 || hour === 0) return [hour];
  return hour === 12 ? [12, 24] : [hour, hour + 12];
}

function within(hour: number, from: number, to: number): number | undefined {
  return hour >= from && hour <= to ? hour : undefined;
}

/** 8 and 20 are the same evening. */
function afternoon(hour: number, from: number, to: number): number | undefined {
  return within(hour, from + 12, to + 12) ?? (within(hour, from, to) && hour + 12);
}

function nightHour(hour: number): number | undefined {
  if (hour === 0 || hour === 12 || hour === 24) return 24;
  return hour <= 4 ? hour + 24 : undefined;
}
