import { anyOf } from './rule.ts';

const NATIVE = {
  한: 1,
  두: 2,
  세: 3,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
  열한: 11,
  열두: 12,
  스무: 20,
  스물네: 24,
} as const;

const ENGLISH = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
} as const;

const SINO_DIGITS = '일이삼사오육칠팔구';

/** `한`, `열두`: what counts hours, weeks and months. */
export const NATIVE_NUMBER = anyOf(Object.keys(NATIVE));
/** `삼십`, `이십사`: from ten on, where nothing else is spelled so (`이 시간` is "this hour", not two). */
export const SINO_TENS = `(?:[${SINO_DIGITS.slice(1)}]?십[${SINO_DIGITS}]?)`;
/** `삼십`, `오`: what counts minutes, days and months of the year. */
export const SINO_NUMBER = `(?:${SINO_TENS}|[${SINO_DIGITS}])`;
export const ENGLISH_NUMBER = anyOf(Object.keys(ENGLISH));

const VALUES: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({ ...NATIVE, ...ENGLISH }),
);

/** The value of digits or of any of the words above, up to 99. NaN when it is none. */
export function numberOf(text: string): number {
  return VALUES.get(text) ?? sinoValue(text) ?? Number(text);
}

function sinoValue(text: string): number | undefined {
  if (!new RegExp(`^${SINO_NUMBER}$`, 'u').test(text)) return undefined;
  const [tens, ones] = text.includes('십') ? text.split('십') : ['0', text];
  return 10 * digitValue(tens || '일') + digitValue(ones);
}

function digitValue(digit: string | undefined): number {
  return SINO_DIGITS.indexOf(digit || ' ') + 1;
}
