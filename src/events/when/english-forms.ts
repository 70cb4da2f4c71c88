import { ENGLISH_NUMBER, numberOf } from './number-words.ts';
import { clockPart, type Half, type Part } from './part.ts';
import { anyOf, type Rule, rule } from './rule.ts';

const DAYS = {
  'day after tomorrow': 2,
  tomorrow: 1,
  tmrw: 1,
  tmr: 1,
  today: 0,
  yesterday: -1,
} as const;

const HALVES: Readonly<Record<string, Half>> = {
  am: 'am',
  pm: 'pm',
  morning: 'am',
  afternoon: 'pm',
  evening: 'evening',
  night: 'night',
};

const WEEKDAYS = [
  'mon(?:day)?',
  'tue(?:s|sday)?',
  'wed(?:s|nesday)?',
  'thu(?:r|rs|rsday)?',
  'fri(?:day)?',
  'sat(?:urday)?',
  'sun(?:day)?',
];

const MONTHS = [
  'jan(?:uary)?',
  'feb(?:ruary)?',
  'mar(?:ch)?',
  'apr(?:il)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust)?',
  'sept?(?:ember)?',
  'oct(?:ober)?',
  'nov(?:ember)?',
  'dec(?:ember)?',
];

const WORD_END = '(?![a-z])';
const MONTH = `(${MONTHS.join('|')})${WORD_END}\\.?`;
const DAY_NUMBER = String.raw`(\d{1,2})(?:st|nd|rd|th)?(?![\d:])`;
const YEAR = String.raw`(?:,?\s?(\d{4})(?!\d))?`;

const UNITS = {
  month: 'months?',
  week: 'weeks?|wks?|w',
  day: 'days?|d',
  hour: 'hours?|hrs?|h',
  minute: 'minutes?|mins?|m',
};
const COUNT = String.raw`half an|\d{1,4}(?:\.5)?|${ENGLISH_NUMBER}(?=\s)`;
const AMOUNT = String.raw`(?:${COUNT})\s?(?:${Object.values(UNITS).join('|')})${WORD_END}`;
const ONE_AMOUNT = new RegExp(
  String.raw`(${COUNT})\s?(?:${Object.entries(UNITS)
    .map(([name, unit]) => `(?<${name}>${unit})`)
    .join('|')})${WORD_END}`,
  'gu',
);
const AMOUNTS = String.raw`(${AMOUNT}(?:(?:\s?(?:,|and)\s?|\s)?${AMOUNT})*)`;

export const ENGLISH_FORMS: readonly Rule[] = [
  rule(
    String.raw`(?:(?:in|after)\s)${AMOUNTS}|${AMOUNTS}\s?(?:later|from now)${WORD_END}`,
    (match, words) => [durationOf(match[1] ?? match[2] ?? '', words)],
  ),
  rule(
    String.raw`(?:(\d{1,3})\sdays?|(?:the\s|a\s)?day)\sbefore(?:\sthe\sevent)?${WORD_END}`,
    ([, days], words) => [{ kind: 'event', days: -Number(days ?? 1), words }],
  ),
  rule(`(?:the )?(?:event day|day of the event|day of event)${WORD_END}`, (_match, words) => [
    { kind: 'event', days: 0, words },
  ]),
  rule(String.raw`${MONTH}\s?${DAY_NUMBER}${YEAR}`, ([, month, day, year], words) => [
    dateOf(year, month, day, words),
  ]),
  rule(String.raw`${DAY_NUMBER}\s?(?:of\s)?${MONTH}${YEAR}`, ([, day, month, year], words) => [
    dateOf(year, month, day, words),
  ]),
  rule(String.raw`(?:the\s)?(\d{1,2})(?:st|nd|rd|th)${WORD_END}`, ([, day], words) => [
    { kind: 'day_of_month', day: Number(day), words },
  ]),
  rule(`(?:the )?(${anyOf(Object.keys(DAYS))})${WORD_END}`, ([, word = ''], words) => [
    { kind: 'relative', days: DAYS[word as keyof typeof DAYS], words },
  ]),
  rule(`tonight${WORD_END}`, (_match, words) => [
    { kind: 'relative', days: 0, words },
    { kind: 'half', half: 'night', words },
  ]),
  rule(`this (?=(?:morning|afternoon|evening)${WORD_END})`, (_match, words) => [
    { kind: 'relative', days: 0, words },
  ]),
  rule(`(last|this|next) week${WORD_END}`, ([, which = ''], words) => [
    { kind: 'week', weeks: ['last', 'this', 'next'].indexOf(which) - 1, words },
  ]),
  rule(
    `(?:(this|coming|next|last) )?(?:${WEEKDAYS.map((day) => `(${day})`).join('|')})${WORD_END}`,
    ([, which, ...days], words) => [
      {
        kind: 'weekday',
        weekday: days.findIndex((day) => day !== undefined) + 1,
        ...(which !== undefined && {
          which: which === 'next' || which === 'last' ? which : 'nearest',
        }),
        words,
      },
    ],
  ),
  // With pm behind it 8.30 is an hour; without, the 30th of August.
  rule(String.raw`(\d{1,2})\.(\d{2})(?=\s?[ap]\.?m)`, ([, hour = '', minute], words) => [
    clockPart(hour, minute, words),
  ]),
  rule(String.raw`(\d{1,2}) o'clock${WORD_END}`, ([, hour = ''], words) => [
    clockPart(hour, undefined, words),
  ]),
  rule(`(?:noon|midday)${WORD_END}`, (_match, words) => [
    { kind: 'clock', style: 'noon', hour: 12, minute: 0, words },
  ]),
  rule(`midnight${WORD_END}`, (_match, words) => [
    { kind: 'clock', style: 'midnight', hour: 12, minute: 0, words },
  ]),
  rule(String.raw`([ap])\.?m(?:\.|${WORD_END})`, ([, letter], words) => [
    { kind: 'half', half: letter === 'a' ? 'am' : 'pm', words },
  ]),
  rule(`(${anyOf(Object.keys(HALVES))})${WORD_END}`, ([, word = ''], words) => {
    const half = HALVES[word];
    return half ? [{ kind: 'half', half, words }] : [];
  }),
  rule(`(?:right )?now${WORD_END}|immediately${WORD_END}`, (_match, words) => [
    { kind: 'now', words },
  ]),
  rule(`(?:in the|at|on|the|sharp|around|about|kst|seoul time)${WORD_END}`, () => []),
];

function durationOf(text: string, words: string): Part {
  const total = { month: 0, week: 0, day: 0, hour: 0, minute: 0 };
  let hasMinutes = false;
  for (const { 1: amount = '', groups = {} } of text.matchAll(ONE_AMOUNT)) {
    const unit = Object.keys(UNITS).find(
      (name) => groups[name] !== undefined,
    ) as keyof typeof UNITS;
    total[unit] += amount === 'half an' ? 0.5 : numberOf(amount);
    hasMinutes ||= unit === 'hour' || unit === 'minute';
  }
  return {
    kind: 'duration',
    months: total.month,
    days: total.week * 7 + total.day,
    ...(hasMinutes && { minutes: total.hour * 60 + total.minute }),
    words,
  };
}

function dateOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  words: string,
): Part {
  const index = MONTHS.findIndex((name) => new RegExp(`^(?:${name})$`).test(month ?? ''));
  return {
    kind: 'date',
    ...(year !== undefined && { year: Number(year) }),
    month: index + 1,
    day: Number(day),
    words,
  };
}
