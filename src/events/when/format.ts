import type { Language } from '../event.ts';
import { formatDate, formatTime } from '../korean-date.ts';
import { nearestYear } from './days.ts';
import type { WhenChoice } from './reading.ts';

export interface WhenFormatOptions {
  /** Epoch milliseconds: decides whether the year must be said. */
  readonly now: number;
}

const SEOUL = 'Asia/Seoul';

const NIGHT_WORDS: Readonly<Record<Language, (weekday: string) => string>> = {
  ko: (weekday) => `${weekday}요일 밤`,
  en: (weekday) => `${weekday} night`,
};

/**
 * `12월 24일 (목) 밤 10시 30분`, `Thu 24 Dec, 10:30 PM`: the canonical text, which `readWhen` reads back to the same
 * minute. The first hour is `0시` and `12 AM`, because `밤 12시` would be read as the end of that day. The year is said
 * where the reader would take another one.
 */
export function formatWhen(at: number, language: Language, { now }: WhenFormatOptions): string {
  const local = inSeoul(at);
  const date = local.toPlainDate();
  const isUsualYear = nearestYear(date.month, date.day, inSeoul(now).toPlainDate()) === date.year;
  const day = formatDate(date.toString(), { language, today: date });
  const { hour, minute } = local;
  if (language === 'en') {
    const time = hour === 0 ? `12${clockMinutes(minute)} AM` : formatTime(clock(local), 'en');
    return `${day}${isUsualYear ? '' : ` ${date.year}`}, ${time}`;
  }
  const time =
    hour === 0 ? `0시${minute > 0 ? ` ${minute}분` : ''}` : formatTime(clock(local), 'ko');
  return `${isUsualYear ? '' : `${date.year}년 `}${day} ${time}`;
}

/**
 * `formatWhen`, and before 06:00 also the night it belongs to, since that is what is being asked:
 * `12월 5일 (토) 새벽 1시 · 금요일 밤`. Well under the 80 characters of a Discord button.
 */
export function formatChoice(
  { at, date, night }: Pick<WhenChoice, 'at' | 'date' | 'night'>,
  language: Language,
  options: WhenFormatOptions,
): string {
  const text = formatWhen(at, language, options);
  return night === date ? text : `${text} · ${NIGHT_WORDS[language](weekdayOf(night, language))}`;
}

function weekdayOf(date: string, language: Language): string {
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  return Temporal.PlainDate.from(date).toLocaleString(locale, { weekday: 'short' });
}

function clock(local: Temporal.ZonedDateTime): string {
  return local.toPlainTime().toString({ smallestUnit: 'minute' });
}

function clockMinutes(minute: number): string {
  return minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
}

function inSeoul(at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(SEOUL);
}
