import { clockPart } from './part.ts';
import { type Rule, rule } from './rule.ts';

const ISO_DATE = String.raw`(\d{4})-(\d{2})-(\d{2})`;
const ISO_TIME = String.raw`(?:t|\s+)(\d{2}):(\d{2})`;

/** Forms made of digits and signs, the same in both languages. */
export const NUMERIC_FORMS: readonly Rule[] = [
  rule(
    String.raw`${ISO_DATE}${ISO_TIME}(:\d{2}(?:\.\d{1,9})?)?\s*(z|[+-]\d{2}:?\d{2})(?![\d:])`,
    ([, year, month, day, hour, minute, seconds = '', offset], words) => {
      const iso = `${year}-${month}-${day}T${hour}:${minute}${seconds}${offset?.toUpperCase()}`;
      return [{ kind: 'instant', iso, words }];
    },
  ),
  // An ISO date brings its 24-hour clock along: 10:00 is the morning here, and a question elsewhere.
  rule(
    String.raw`${ISO_DATE}${ISO_TIME}(?::00(?:\.0+)?)?(?![\d:])`,
    ([, year, month, day, hour, minute], words) => [
      { kind: 'date', year: Number(year), month: Number(month), day: Number(day), words },
      { kind: 'clock', style: 'exact', hour: Number(hour), minute: Number(minute), words },
    ],
  ),
  rule(
    String.raw`(\d{4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?:\.|(?![\d:]))`,
    ([, year, , month, day], words) => [
      { kind: 'date', year: Number(year), month: Number(month), day: Number(day), words },
    ],
  ),
  // Two digits are a year only where they stand first, as Koreans write it: 26.12.24.
  rule(
    String.raw`(\d{2})([-./])\s?(\d{1,2})\2\s?(\d{1,2})(?:\.|(?![\d:]))`,
    ([, year, , month, day], words) => [
      { kind: 'date', year: 2000 + Number(year), month: Number(month), day: Number(day), words },
    ],
  ),
  rule(String.raw`(\d{1,2})(?:/|\.\s?)(\d{1,2})(?:\.|(?![\d:./]))`, ([, month, day], words) => [
    { kind: 'date', month: Number(month), day: Number(day), words },
  ]),
  rule(String.raw`(\d{2})-(\d{2})(?![\d:-])`, ([, month, day], words) => [
    { kind: 'date', month: Number(month), day: Number(day), words },
  ]),
  rule(String.raw`(\d{1,2}):(\d{2})(?::00(?:\.0+)?)?(?![\d:])`, ([, hour = '', minute], words) => [
    clockPart(hour, minute, words),
  ]),
  rule(String.raw`d\s?([-+])\s?(\d{1,3})(?:\s?일(?!요일))?(?!\d)`, ([, sign, days], words) => [
    { kind: 'event', days: Number(`${sign}${days}`), words },
  ]),
];

/** Tried last: a number that no other form has claimed, and signs that carry nothing. */
export const NUMBERS_AND_SIGNS: readonly Rule[] = [
  rule(String.raw`(\d{1,2})(?![\d:])`, ([, digits = ''], words) => [
    { kind: 'number', digits, words },
  ]),
  rule(String.raw`[,.!()[\]"'·@]`, () => []),
  // Between spaces it separates; before a number it would be a minus.
  rule(String.raw`(?<=\s)-(?=\s)`, () => []),
];
