import { describe, expect, it } from 'vitest';
import {
  ageSentence,
  ageText,
  priceText,
  ticketCall,
  ticketText,
} from '../../src/events/extras-text.ts';

describe('the price', () => {
  it.each([
    [
      { advancePrice: 20_000, doorPrice: 30_000 },
      '예매 20,000원 · 현매 30,000원',
      'Advance ₩20,000 · Door ₩30,000',
    ],
    [{ advancePrice: 20_000 }, '예매 20,000원', 'Advance ₩20,000'],
    [{ doorPrice: 5000 }, '현매 5,000원', 'Door ₩5,000'],
    [{ advancePrice: 20_000, doorPrice: 20_000 }, '입장료 20,000원', 'Entry ₩20,000'],
    [
      { advancePrice: 0, doorPrice: 10_000 },
      '예매 무료 · 현매 10,000원',
      'Advance free · Door ₩10,000',
    ],
    [
      { advancePrice: 10_000, doorPrice: 0 },
      '예매 10,000원 · 현매 무료',
      'Advance ₩10,000 · Door free',
    ],
    [{ advancePrice: 0, doorPrice: 0 }, '무료 입장', 'Free entry'],
    [{ doorPrice: 0 }, '무료 입장', 'Free entry'],
    [{ advancePrice: 0 }, '예매 무료', 'Advance free'],
    [{}, undefined, undefined],
  ])('%j is %s', (extras, korean, english) => {
    expect(priceText(extras, 'ko')).toBe(korean);
    expect(priceText(extras, 'en')).toBe(english);
  });
});

describe('the age', () => {
  it('is short on a poster and a sentence in a caption', () => {
    expect([ageText({ ageLimit: 19 }, 'ko'), ageText({ ageLimit: 19 }, 'en')]).toEqual([
      '만 19세 이상',
      '19+',
    ]);
    expect([ageSentence({ ageLimit: 19 }, 'ko'), ageSentence({ ageLimit: 19 }, 'en')]).toEqual([
      '만 19세 이상 입장 가능',
      'Ages 19 and over',
    ]);
  });

  it('is not said where it is unknown', () => {
    expect([ageText({}, 'ko'), ageSentence({}, 'en')]).toEqual([undefined, undefined]);
  });
});

describe('the ticket link', () => {
  it('stands behind what one does with it', () => {
    const extras = { ticketUrl: 'https://ticket.example/47' };
    expect(ticketText(extras, 'ko')).toBe('예매 링크: https://ticket.example/47');
    expect(ticketText(extras, 'en')).toBe('Tickets: https://ticket.example/47');
    expect([ticketCall('ko'), ticketCall('en')]).toEqual(['예매', 'Tickets']);
    expect(ticketText({}, 'ko')).toBeUndefined();
  });
});
