/** What a sentence about a time turned out to mean. Only `moment` may be acted on; the others are answered. */
export type WhenReading = WhenMoment | WhenAmbiguous | WhenPast | WhenUnreadable;

export interface WhenMoment {
  readonly kind: 'moment';
  /** Epoch milliseconds, never before `now`; a whole minute except for `지금` and an ISO time with seconds. */
  readonly at: number;
  readonly matched: WhenDay;
}

/** The words have two or three meanings that could still be scheduled; choosing is a person's business. */
export interface WhenAmbiguous {
  readonly kind: 'ambiguous';
  /** Two or three, the earliest first. */
  readonly choices: readonly WhenChoice[];
  /** What the question is about: morning or evening, before or after the night of that day, or the day itself. */
  readonly why: 'half_day' | 'which_night' | 'which_day';
}

/** In parts, so that a button can say it in either language; `formatChoice` does. */
export interface WhenChoice {
  /** Epoch milliseconds. */
  readonly at: number;
  /** `YYYY-MM-DD`, Seoul. */
  readonly date: string;
  /** `HH:MM`, Seoul. */
  readonly time: string;
  /** `YYYY-MM-DD`: the evening this belongs to, the day before `date` until 06:00. */
  readonly night: string;
}

export interface WhenPast {
  readonly kind: 'past';
  /** Epoch milliseconds, before `now`. */
  readonly at: number;
  /** The same words a day or a week later, where that can be offered: `20:00` at 21:00, a weekday of this week. */
  readonly next?: number;
}

export interface WhenUnreadable {
  readonly kind: 'unreadable';
  readonly reason: WhenProblem;
  /**
   * The piece of text the reason is about, at most 40 characters: unknown words as they were typed, others as they were
   * understood (NFKC, lower case).
   */
  readonly words?: string;
}

/**
 * - `empty`: nothing was said. `unknown_words`: something in it is not a time.
 * - `no_time`: a day without an hour. `too_vague`: more than three meanings, or a week without its day.
 * - `no_such_day`: 30 February. `no_such_time`: `25시`, `새벽 9시`. `wrong_weekday`: the date is another weekday.
 * - `contradiction`: two different days or hours. `no_event`: `D-3` where no event is known.
 * - `too_far`: later than the limit of the options.
 */
export type WhenProblem =
  | 'empty'
  | 'unknown_words'
  | 'no_time'
  | 'too_vague'
  | 'no_such_day'
  | 'no_such_time'
  | 'wrong_weekday'
  | 'contradiction'
  | 'no_event'
  | 'too_far';

/** By what the day was named; `today` when only an hour was said. */
export type WhenDay =
  | 'now'
  | 'instant'
  | 'duration'
  | 'date'
  | 'relative_day'
  | 'weekday'
  | 'event_day'
  | 'today';
