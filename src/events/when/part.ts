/** One thing a piece of the text says. A sentence is an unordered set of them: `금요일 밤 11시`, `11pm friday`. */
export type Part =
  | DayPart
  | WeekdayPart
  | { readonly kind: 'week'; readonly weeks: number; readonly words: string }
  | HalfPart
  | ClockPart
  /** A number alone: the hour, if the rest of the sentence is about time. */
  | { readonly kind: 'number'; readonly digits: string; readonly words: string }
  | { readonly kind: 'now'; readonly words: string }
  /** ISO with its offset. */
  | { readonly kind: 'instant'; readonly iso: string; readonly words: string }
  | DurationPart;

export type DayPart =
  | {
      readonly kind: 'date';
      readonly year?: number;
      readonly month: number;
      readonly day: number;
      readonly words: string;
    }
  /** `24일`, `다음달 3일`: months from this one when they are named. */
  | {
      readonly kind: 'day_of_month';
      readonly day: number;
      readonly months?: number;
      readonly words: string;
    }
  | { readonly kind: 'relative'; readonly days: number; readonly words: string }
  /** Days from the night of the event: -3 for `D-3`. */
  | { readonly kind: 'event'; readonly days: number; readonly words: string };

export interface WeekdayPart {
  readonly kind: 'weekday';
  /** 1 is Monday. */
  readonly weekday: number;
  /** `이번`, `오는`, `this`: on or after today. `다음`, `next` without "week". `지난`, `last`. */
  readonly which?: 'nearest' | 'next' | 'last';
  readonly words: string;
}

export interface HalfPart {
  readonly kind: 'half';
  readonly half: Half;
  readonly words: string;
}

export type Half = 'am' | 'pm' | 'dawn' | 'morning' | 'day' | 'lunch' | 'evening' | 'night';

export interface ClockPart {
  readonly kind: 'clock';
  /** `exact` is the 24-hour clock; `bare` says nothing about the half of the day. */
  readonly style: 'exact' | 'bare' | 'midnight' | 'noon';
  readonly hour: number;
  readonly minute: number;
  readonly words: string;
}

export interface DurationPart {
  readonly kind: 'duration';
  readonly months: number;
  readonly days: number;
  /** Undefined when only days and longer were said: then the hour must be said too. */
  readonly minutes?: number;
  readonly words: string;
}

/** A clock of digits: 13 and more, 0 and a leading zero are how the 24-hour clock is written. */
export function clockPart(hour: string, minute: string | undefined, words: string): ClockPart {
  const isExact = /^0|^1[3-9]|^[2-9]\d/.test(hour);
  return {
    kind: 'clock',
    style: isExact ? 'exact' : 'bare',
    hour: Number(hour),
    minute: Number(minute ?? 0),
    words,
  };
}
