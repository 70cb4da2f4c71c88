import { todayInSeoul } from '../events/night.ts';

/** When a job is due, by the clock of Seoul. Lists of numbers as in cron: Sunday is 0, January 1. */
export interface Schedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  readonly daysOfWeek: readonly number[];
}

const ZONE = 'Asia/Seoul';
/** The longest pause between two 29 February is eight years. */
const MAX_DAYS = 8 * 366 + 1;

/** The latest moment, not after `at`, for which the schedule is due; both in epoch milliseconds. */
export function latestSlot(schedule: Schedule, at: number): number {
  const hours = schedule.hours.toSorted((a, b) => b - a);
  const minutes = schedule.minutes.toSorted((a, b) => b - a);
  let day = todayInSeoul(at);
  for (let passed = 0; passed < MAX_DAYS; passed++, day = day.subtract({ days: 1 })) {
    if (!isOn(schedule, day)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const plainTime = new Temporal.PlainTime(hour, minute);
        const slot = day.toZonedDateTime({ timeZone: ZONE, plainTime }).epochMilliseconds;
        if (slot <= at) return slot;
      }
    }
  }
  throw new RangeError('A schedule that is never due');
}

function isOn(schedule: Schedule, day: Temporal.PlainDate): boolean {
  return (
    schedule.months.includes(day.month) &&
    schedule.daysOfMonth.includes(day.day) &&
    schedule.daysOfWeek.includes(day.dayOfWeek % 7)
  );
}
