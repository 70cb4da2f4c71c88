import { NATIVE_NUMBER, numberOf, SINO_NUMBER, SINO_TENS } from './number-words.ts';
import { clockPart, type Half, type Part } from './part.ts';
import { anyOf, type Rule, rule } from './rule.ts';

const DAYS = {
  그글피: 4,
  글피: 3,
  내일모레: 2,
  낼모레: 2,
  모레: 2,
  // The most frequent misspelling of 모레.
  모래: 2,
  내일: 1,
  낼: 1,
  명일: 1,
  오늘: 0,
  금일: 0,
  이따: 0,
  이따가: 0,
  어제: -1,
  그제: -2,
  그저께: -2,
} as const;

const DAY_COUNTS = {
  하루: 1,
  이틀: 2,
  사흘: 3,
  나흘: 4,
  닷새: 5,
  엿새: 6,
  이레: 7,
  여드레: 8,
  아흐레: 9,
  열흘: 10,
  보름: 15,
} as const;

const WEEKS = {
  지난: -1,
  저번: -1,
  이번: 0,
  금: 0,
  다음: 1,
  담: 1,
  차: 1,
  다다음: 2,
  다음다음: 2,
} as const;

const HALVES: Readonly<Record<string, Half>> = {
  오전: 'am',
  오후: 'pm',
  새벽: 'dawn',
  아침: 'morning',
  낮: 'day',
  점심: 'lunch',
  저녁: 'evening',
  밤: 'night',
};

const WEEKDAYS = '월화수목금토일';
const NEAREST = '(?:이번|돌아오는|다가오는|오는)';
const OCCASION = '(?:행사|공연|이벤트|파티)';
const D_DAY = String.raw`(?:d\s?-?\s?day|디-?\s?데이)`;
const NOT_IN_WORD = String.raw`(?<![\p{L}\p{N}])`;
const WORD_END = String.raw`(?![\p{L}\p{N}])`;

const DIGITS = String.raw`\d{1,4}`;
const COUNT_OF_DAYS = String.raw`(?:(${DIGITS}|${SINO_NUMBER})\s?일|(${anyOf(Object.keys(DAY_COUNTS))}))`;
const DURATION_UNIT = [
  String.raw`(?<hours>\d{1,4}(?:\.5)?|${NATIVE_NUMBER}|${SINO_TENS})\s?시간(?<half>\s?반)?`,
  '(?<halfHour>반\\s?시간)',
  String.raw`(?<minutes>${DIGITS}|${SINO_NUMBER})\s?분`,
  // Before the days, so that 일주일 is not read as one day.
  String.raw`(?<weeks>${DIGITS}|${NATIVE_NUMBER}|${SINO_NUMBER})\s?주일?`,
  String.raw`(?<days>${DIGITS}|${SINO_NUMBER})\s?일`,
  `(?<dayWord>${anyOf(Object.keys(DAY_COUNTS))})`,
  String.raw`(?<months>${DIGITS}|${NATIVE_NUMBER})\s?(?:달|개월)`,
].join('|');
const ONE_AMOUNT = new RegExp(DURATION_UNIT, 'gu');
const UNNAMED_UNIT = DURATION_UNIT.replace(/\(\?<\w+>/g, '(?:');

export const KOREAN_FORMS: readonly Rule[] = [
  rule(
    String.raw`(?:지금(?:부터|으로부터)?\s?)?((?:(?:${UNNAMED_UNIT})\s?)+)(?:뒤|후|있다가|이따가?)`,
    ([, amount = ''], words) => [durationOf(amount, words)],
  ),
  rule(
    String.raw`(?:(\d{4})\s?년\s?)?(\d{1,2}|${SINO_NUMBER}|유|시)\s?월\s?(\d{1,2}|${SINO_NUMBER})\s?일(?!요일|욜)`,
    ([, year, month = '', day = ''], words) => [
      {
        kind: 'date',
        ...(year !== undefined && { year: Number(year) }),
        month: { 유: 6, 시: 10 }[month] ?? numberOf(month),
        day: numberOf(day),
        words,
      },
    ],
  ),
  rule(
    String.raw`(?:(이번|이|다음|담)\s?달\s?)?(\d{1,2}|${SINO_NUMBER})\s?일(?!요일|욜)`,
    ([, month, day = ''], words) => [
      {
        kind: 'day_of_month',
        day: numberOf(day),
        ...(month !== undefined && { months: month.startsWith('이') ? 0 : 1 }),
        words,
      },
    ],
  ),
  rule(String.raw`(?:${D_DAY}|${OCCASION})\s?${COUNT_OF_DAYS}\s?전`, ([, count, word], words) => [
    { kind: 'event', days: -daysOf(count, word), words },
  ]),
  rule(String.raw`(?:${OCCASION}\s?)?전날`, (_match, words) => [
    { kind: 'event', days: -1, words },
  ]),
  rule(String.raw`(?:${OCCASION}\s?)?당일|${OCCASION}\s?날|${D_DAY}(?![a-z])`, (_match, words) => [
    { kind: 'event', days: 0, words },
  ]),
  rule(
    `(${anyOf(Object.keys(DAYS)).replace('내일모레', '내일\\s?모레')})`,
    ([, word = ''], words) => [{ kind: 'relative', days: valueIn(DAYS, word), words }],
  ),
  rule(String.raw`(${anyOf(Object.keys(WEEKS))})\s?주(?![말일])`, ([, word = ''], words) => [
    { kind: 'week', weeks: valueIn(WEEKS, word), words },
  ]),
  rule(
    String.raw`(?:(${NEAREST}|다음|지난)\s?)?(?:([${WEEKDAYS}])(?:요일날?|욜)|${NOT_IN_WORD}([${WEEKDAYS}])${WORD_END})`,
    ([, which, long, short], words) => [
      {
        kind: 'weekday',
        weekday: WEEKDAYS.indexOf(long ?? short ?? '') + 1,
        ...(which !== undefined && { which: whichOf(which) }),
        words,
      },
    ],
  ),
  rule(
    String.raw`(\d{1,2}|${NATIVE_NUMBER})\s?시(?!간)(?:\s?(반)|\s?(\d{1,2}|${SINO_NUMBER})\s?분(?!\s?[뒤후])|(\d{2})(?![\d월일시:/.-]))?`,
    ([, hour = '', half, minutes, digits], words) => {
      const minute = half ? 30 : numberOf(minutes ?? digits ?? '0');
      const hourDigits = /\d/.test(hour) ? hour : String(numberOf(hour));
      return [clockPart(hourDigits, String(minute), words)];
    },
  ),
  rule('자정', (_match, words) => [
    { kind: 'clock', style: 'midnight', hour: 12, minute: 0, words },
  ]),
  rule('정오', (_match, words) => [{ kind: 'clock', style: 'noon', hour: 12, minute: 0, words }]),
  rule(`(${anyOf(Object.keys(HALVES))})`, ([, word = ''], words) => {
    const half = HALVES[word];
    return half ? [{ kind: 'half', half, words }] : [];
  }),
  rule(String.raw`지금(?:\s?(?:바로|당장))?|바로(?:\s?지금)?|당장|즉시`, (_match, words) => [
    { kind: 'now', words },
  ]),
  // A post goes out at one minute, and the answer says which: 쯤 asks for nothing more. What changes the meaning
  // (까지, 부터, 전, 이후) is not here.
  rule(
    '(?:한국\\s?시간|(?:쯤|경|정도|즈음|무렵|정각|때)*(?:에는|엔|에|으로|로|의)?(?![가-힣]))(?<=[가-힣])',
    () => [],
  ),
  rule(String.raw`(?:대략|약)(?=\s?[\d가-힣])`, () => []),
];

function durationOf(amount: string, words: string): Part {
  const total = { months: 0, days: 0, minutes: 0 };
  let hasMinutes = false;
  for (const { groups = {} } of amount.matchAll(ONE_AMOUNT)) {
    const count = (name: string) => (groups[name] ? numberOf(groups[name]) : 0);
    const minutes =
      count('hours') * 60 + (groups.half || groups.halfHour ? 30 : 0) + count('minutes');
    hasMinutes ||= Boolean(groups.hours ?? groups.halfHour ?? groups.minutes);
    total.minutes += minutes;
    total.days += count('weeks') * 7 + count('days') + valueIn(DAY_COUNTS, groups.dayWord ?? '');
    total.months += count('months');
  }
  const { months, days, minutes } = total;
  return { kind: 'duration', months, days, ...(hasMinutes && { minutes }), words };
}

function daysOf(count: string | undefined, word: string | undefined): number {
  return count === undefined ? valueIn(DAY_COUNTS, word ?? '') : numberOf(count);
}

function whichOf(word: string): 'next' | 'last' | 'nearest' {
  if (word === '다음') return 'next';
  return word === '지난' ? 'last' : 'nearest';
}

function valueIn(table: Readonly<Record<string, number>>, word: string): number {
  return table[word.replace(' ', '')] ?? 0;
}
