import type { Language } from './event.ts';
import type { EventExtras } from './extras.ts';

/** Every word about tickets and entry, for posters and captions alike. */
interface ExtrasWords {
  /** @param won `20,000`: whole won, grouped. */
  readonly price: (won: string) => string;
  readonly advance: string;
  readonly door: string;
  /** The price where advance and door are the same. */
  readonly entry: string;
  readonly free: string;
  readonly freeEntry: string;
  readonly tickets: string;
  /** Beside a price, which is called by the same word in Korean. */
  readonly ticketLink: string;
  readonly age: (years: number) => string;
  readonly ageSentence: (years: number) => string;
}

// 예매/현매 is what the scene's own listings say; 만 because an age in Korea is read by its older count without it.
const WORDS = {
  ko: {
    price: (won) => `${won}원`,
    advance: '예매',
    door: '현매',
    entry: '입장료',
    free: '무료',
    freeEntry: '무료 입장',
    tickets: '예매',
    ticketLink: '예매 링크',
    age: (years) => `만 ${years}세 이상`,
    ageSentence: (years) => `만 ${years}세 이상 입장 가능`,
  },
  en: {
    price: (won) => `₩${won}`,
    advance: 'Advance',
    door: 'Door',
    entry: 'Entry',
    free: 'free',
    freeEntry: 'Free entry',
    tickets: 'Tickets',
    ticketLink: 'Tickets',
    age: (years) => `${years}+`,
    ageSentence: (years) => `Ages ${years} and over`,
  },
} as const satisfies Record<Language, ExtrasWords>;

/**
 * `예매 20,000원 · 현매 30,000원`, `Advance ₩20,000 · Door ₩30,000`; `입장료 20,000원` where both are the same and
 * `무료 입장` where the door is free and no ticket costs anything: a free ticket alone (`예매 무료`) promises nothing of
 * the door. Undefined without a price.
 */
export function priceText(extras: EventExtras, language: Language): string | undefined {
  const words = WORDS[language];
  const { advancePrice, doorPrice } = extras;
  if (advancePrice === undefined && doorPrice === undefined) return undefined;
  if (doorPrice === 0 && !advancePrice) return words.freeEntry;
  if (advancePrice === doorPrice) return `${words.entry} ${wonText(doorPrice ?? 0, language)}`;
  return [
    ...(advancePrice === undefined ? [] : [`${words.advance} ${wonText(advancePrice, language)}`]),
    ...(doorPrice === undefined ? [] : [`${words.door} ${wonText(doorPrice, language)}`]),
  ].join(' · ');
}

/** `20,000원`, `₩20,000`; `무료`, `free` for 0. */
export function wonText(won: number, language: Language): string {
  const words = WORDS[language];
  return won === 0 ? words.free : words.price(won.toLocaleString('en-US'));
}

/** For posters: `만 19세 이상`, `19+`. Undefined without an age limit. */
export function ageText(extras: EventExtras, language: Language): string | undefined {
  return extras.ageLimit === undefined ? undefined : WORDS[language].age(extras.ageLimit);
}

/** For captions: `만 19세 이상 입장 가능`, `Ages 19 and over`. Undefined without an age limit. */
export function ageSentence(extras: EventExtras, language: Language): string | undefined {
  return extras.ageLimit === undefined ? undefined : WORDS[language].ageSentence(extras.ageLimit);
}

/** What one does with a ticket code or link: `예매`, `Tickets`. */
export function ticketCall(language: Language): string {
  return WORDS[language].tickets;
}

/** `예매 링크: https://…`, `Tickets: https://…`. Undefined without a link. */
export function ticketText(extras: EventExtras, language: Language): string | undefined {
  return extras.ticketUrl === undefined
    ? undefined
    : `${WORDS[language].ticketLink}: ${extras.ticketUrl}`;
}
