import type { Language } from './event.ts';
import type { EventExtras } from './extras.ts';
import { ageText, wonText } from './extras-text.ts';
import { cleanLine, graphemes } from './text.ts';

/** The parts of the extras, in the order in which they are asked for. */
export const EXTRAS_FIELDS = [
  'ticketUrl',
  'advancePrice',
  'doorPrice',
  'ageLimit',
  'notice',
] as const satisfies readonly (keyof EventExtras)[];
export type ExtrasField = (typeof EXTRAS_FIELDS)[number];

/** What a person typed, or finds in the fields; '' leaves a part out. */
export type ExtrasTyped = Readonly<Record<ExtrasField, string>>;

/** UTF-16 units that a field needs room for: whatever can be kept fits, and so does every way to type it. */
export const EXTRAS_MAX_LENGTHS: Readonly<Record<ExtrasField, number>> = {
  ticketUrl: 500,
  advancePrice: 30,
  doorPrice: 30,
  ageLimit: 30,
  notice: 200,
};

/** Won. */
const PRICE_MAX = 10_000_000;
/** Graphemes; and `EXTRAS_MAX_LENGTHS` units, since 80 graphemes of stacked accents would be a page. */
const NOTICE_MAX_GRAPHEMES = 80;

export type ExtrasReason =
  | 'not_a_link'
  /** A link, but neither `https:` nor `http:`. */
  | 'other_scheme'
  /** A link with a user name or password in it. */
  | 'credentials'
  | 'has_spaces'
  | 'not_a_price'
  /** More than `PRICE_MAX`. */
  | 'too_high'
  | 'not_an_age'
  /** A link of more than 500 characters once it is percent-encoded, a notice of more than 80. */
  | 'too_long';

export interface ExtrasFault {
  readonly field: ExtrasField;
  readonly reason: ExtrasReason;
}

export type ExtrasReading =
  | { readonly ok: true; readonly extras: EventExtras }
  | { readonly ok: false; readonly wrong: readonly ExtrasFault[] };

/** Reads what people type about tickets and entry; everything that is wrong is named at once, in the fields' order. */
export function readExtras(typed: ExtrasTyped): ExtrasReading {
  const read = {
    ticketUrl: readLink(typed.ticketUrl),
    advancePrice: readPrice(typed.advancePrice),
    doorPrice: readPrice(typed.doorPrice),
    ageLimit: readAge(typed.ageLimit),
    notice: readNotice(typed.notice),
  };
  const wrong = EXTRAS_FIELDS.flatMap((field) => {
    const { reason } = read[field];
    return reason === undefined ? [] : [{ field, reason }];
  });
  if (wrong.length > 0) return { ok: false, wrong };
  const { ticketUrl, advancePrice, doorPrice, ageLimit, notice } = read;
  const extras = {
    ...(ticketUrl.value === undefined ? {} : { ticketUrl: ticketUrl.value }),
    ...(advancePrice.value === undefined ? {} : { advancePrice: advancePrice.value }),
    ...(doorPrice.value === undefined ? {} : { doorPrice: doorPrice.value }),
    ...(ageLimit.value === undefined ? {} : { ageLimit: ageLimit.value }),
    ...(notice.value === undefined ? {} : { notice: notice.value }),
  };
  return { ok: true, extras };
}

/** The reverse: what a person finds in the fields. `readExtras` reads it as the same extras. */
export function extrasFields(extras: EventExtras, language: Language): ExtrasTyped {
  const price = (won: number | undefined) => (won === undefined ? '' : wonText(won, language));
  return {
    ticketUrl: extras.ticketUrl ?? '',
    advancePrice: price(extras.advancePrice),
    doorPrice: price(extras.doorPrice),
    ageLimit: ageText(extras, language) ?? '',
    notice: extras.notice ?? '',
  };
}

/** Neither value nor reason: the field is left out. */
interface Reading<T> {
  readonly value?: T;
  readonly reason?: ExtrasReason;
}

const ABSENT = /^(?:[-–—./]|n\/a|none|tb[ad]|없음|없습니다|미정|추후공지)?$/;

/** With `https:` where no scheme is typed; percent-encoded, so that every program reads the same link. */
function readLink(raw: string): Reading<string> {
  const typed = halfWidth(cleanLine(raw));
  if (ABSENT.test(typed.toLowerCase())) return {};
  if (typed.includes(' ')) return { reason: 'has_spaces' };
  // `ticket.example:8080` is a host and its port, `mailto:x` a scheme.
  const hasPort = /^[^/?#@:]+:\d{1,5}(?:[/?#]|$)/.test(typed);
  const scheme = hasPort ? undefined : /^([a-z][a-z0-9+.-]*):/i.exec(typed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') {
    return { reason: 'other_scheme' };
  }
  const url = URL.parse(scheme === undefined ? `https://${typed.replace(/^\/+/, '')}` : typed);
  if (!url || !isPublicName(url.hostname)) return { reason: 'not_a_link' };
  if (url.username !== '' || url.password !== '') {
    return { reason: scheme === undefined ? 'not_a_link' : 'credentials' };
  }
  const link = url.href === `${url.origin}/` ? url.origin : url.href;
  return link.length > EXTRAS_MAX_LENGTHS.ticketUrl ? { reason: 'too_long' } : { value: link };
}

/** `ticket.example`, but neither `localhost` nor an address in numbers. */
function isPublicName(host: string): boolean {
  const labels = host.split('.');
  return (
    labels.length > 1 && labels.every((label) => label !== '') && /[a-z]/.test(labels.at(-1) ?? '')
  );
}

const WON_SIGNS = /^(?:₩|krw|won)|(?:원|won|krw)$/g;
const FREE = /^(?:무료(?:입장)?|공짜|free(?:entry)?)$/;
// 2만5천, 1.5만, 만, 5천, 2만500, 20000. What follows 만 or 천 needs three digits: 2만5 may mean 25,000.
const KOREAN_NUMBER = /^(?:(?<man>\d*|\d+\.\d{1,4})만)?(?:(?<cheon>\d?)천)?(?<rest>\d*)$/;

/** `20,000`, `20000원`, `₩20,000`, `2만`, `2만 5천원`, `1.5만`, `20k`, `무료`. */
function readPrice(raw: string): Reading<number> {
  const typed = bareWord(raw);
  if (ABSENT.test(typed)) return {};
  if (FREE.test(typed)) return { value: 0 };
  const digits = typed
    .replace(WON_SIGNS, '')
    .replace(/(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)/g, (number) => number.replaceAll(',', ''));
  const won = thousands(digits) ?? koreanNumber(digits);
  if (won === undefined) return { reason: 'not_a_price' };
  return won > PRICE_MAX ? { reason: 'too_high' } : { value: won };
}

function thousands(digits: string): number | undefined {
  const [, count] = /^(\d+(?:\.\d{1,3})?)k$/.exec(digits) ?? [];
  return count === undefined ? undefined : Math.round(Number(count) * 1000);
}

function koreanNumber(digits: string): number | undefined {
  const { man, cheon, rest = '' } = KOREAN_NUMBER.exec(digits)?.groups ?? {};
  const hasUnit = man !== undefined || cheon !== undefined;
  if (!hasUnit) return rest === '' ? undefined : Number(rest);
  if (man?.includes('.') && (cheon !== undefined || rest !== '')) return undefined;
  const restDigits = cheon === undefined ? [0, 3, 4] : [0, 3];
  if (!restDigits.includes(rest.length)) return undefined;
  const count = (part: string | undefined) => (part === undefined ? 0 : Number(part || 1));
  return Math.round(count(man) * 10_000) + count(cheon) * 1000 + Number(rest);
}

const ALL_AGES =
  /^(?:전체(?:이용가|관람가|입장가)?|전연령|(?:연령|나이)?제한없음|무관|누구나|all(?:ages)?|no(?:limit|agelimit)?)$/;
// What adult means in Korea's law for the protection of the young.
const ADULTS =
  /^(?:성인(?:만|전용)?(?:입장)?(?:가능)?|19금|청불|(?:미성년자?|청소년)(?:은|는)?(?:출입|입장|이용|관람)?(?:불가|금지)|adults(?:only)?)$/;
const FROM_AGE =
  /^(?:만|ages?)?(?<from>\d{1,3})(?:세|살)?(?:\+|이상|부터|and(?:over|older|up))?(?:만)?(?:입장|출입|이용|관람)?(?:가능|가|only)?$/;
const NOT_UNDER_AGE =
  /^만?(?<from>\d{1,3})(?:세|살)?미만(?:은)?(?:출입|입장|이용|관람)?(?:불가|금지)$/;
const ADULT_AGE = 19;

/** `19`, `19+`, `만 19세 이상`, `19세 미만 출입 불가`, `미성년자 출입 불가`; `전체 이용가` sets no limit. */
function readAge(raw: string): Reading<number> {
  const typed = bareWord(raw);
  if (ABSENT.test(typed) || ALL_AGES.test(typed)) return {};
  if (ADULTS.test(typed)) return { value: ADULT_AGE };
  const { from } = (FROM_AGE.exec(typed) ?? NOT_UNDER_AGE.exec(typed))?.groups ?? {};
  if (from === undefined || Number(from) > 99) return { reason: 'not_an_age' };
  return Number(from) === 0 ? {} : { value: Number(from) };
}

function readNotice(raw: string): Reading<string> {
  const notice = cleanLine(raw);
  if (notice === '') return {};
  const isTooLong =
    notice.length > EXTRAS_MAX_LENGTHS.notice || graphemes(notice).length > NOTICE_MAX_GRAPHEMES;
  return isTooLong ? { reason: 'too_long' } : { value: notice };
}

/** Lower-case, half-width, without spaces and the full stop or `!` of a sentence. */
function bareWord(raw: string): string {
  const line = cleanLine(cleanLine(raw).normalize('NFKC')).toLowerCase();
  return line.replaceAll(' ', '').replace(/(?<=.)[.!]+$/, '');
}

/** `ｈｔｔｐｓ：／／` as Korean and Japanese keyboards write it. NFKC would change what a path says. */
function halfWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (wide) =>
    String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
}
