import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/events/event.ts';
import type { EventExtras } from '../../src/events/extras.ts';
import {
  EXTRAS_FIELDS,
  EXTRAS_MAX_LENGTHS,
  type ExtrasField,
  type ExtrasTyped,
  extrasFields,
  readExtras,
} from '../../src/events/extras-input.ts';
import { graphemes } from '../../src/events/text.ts';

const NOTHING: ExtrasTyped = {
  ticketUrl: '',
  advancePrice: '',
  doorPrice: '',
  ageLimit: '',
  notice: '',
};

/** What is read of one field, or why it is not. */
function read(field: ExtrasField, typed: string): unknown {
  const reading = readExtras({ ...NOTHING, [field]: typed });
  if (reading.ok) return reading.extras[field];
  expect(reading.wrong.map((fault) => fault.field)).toEqual([field]);
  return reading.wrong[0]?.reason;
}

describe('a price', () => {
  it.each([
    ['20,000', 20_000],
    ['20000', 20_000],
    ['20000원', 20_000],
    ['20,000 원', 20_000],
    ['₩20,000', 20_000],
    ['￦20,000', 20_000],
    ['20,000 KRW', 20_000],
    ['２０，０００', 20_000],
    ['2만', 20_000],
    ['2만원', 20_000],
    ['２만 원', 20_000],
    ['2만5천원', 25_000],
    ['2만 5천 원', 25_000],
    ['2만5,000원', 25_000],
    ['2만5000', 25_000],
    ['2만500', 20_500],
    ['2만5천500원', 25_500],
    ['1.5만', 15_000],
    ['1.25만', 12_500],
    ['10만', 100_000],
    ['만원', 10_000],
    ['만오', 'not_a_price'],
    ['5천원', 5000],
    ['천원', 1000],
    ['20k', 20_000],
    ['2.5K', 2500],
    ['0', 0],
    ['0원', 0],
    ['무료', 0],
    ['무료 입장', 0],
    ['Free', 0],
    ['free entry', 0],
    ['20,000원.', 20_000],
    ['10,000,000', 10_000_000],
    ['1000만원', 10_000_000],
    ['1,000만원', 10_000_000],
    ['', undefined],
    ['  ', undefined],
    ['-', undefined],
    ['미정', undefined],
    ['없음', undefined],
    ['TBA', undefined],
    ['10,000,001', 'too_high'],
    ['9'.repeat(400), 'too_high'],
    ['1001만', 'too_high'],
    // 20,005 or 25,000?
    ['2만5', 'not_a_price'],
    ['20.000', 'not_a_price'],
    ['2,00', 'not_a_price'],
    ['20,0000', 'not_a_price'],
    ['-5000', 'not_a_price'],
    ['1.5만5천', 'not_a_price'],
    ['20000~30000', 'not_a_price'],
    ['이만원', 'not_a_price'],
    ['$20', 'not_a_price'],
    ['원', 'not_a_price'],
    ['1e5', 'not_a_price'],
    ['0x10', 'not_a_price'],
    ['Infinity', 'not_a_price'],
  ])('%j is %s', (typed, price) => {
    expect(read('advancePrice', typed)).toBe(price);
    expect(read('doorPrice', typed)).toBe(price);
  });
});

describe('an age limit', () => {
  it.each([
    ['19', 19],
    ['１９', 19],
    ['19+', 19],
    ['19세', 19],
    ['만 19세 이상', 19],
    ['만19세이상 입장 가능', 19],
    ['만 19세 이상만 입장가', 19],
    ['ages 21 and over', 21],
    ['18+ only', 18],
    ['20세 미만 출입 불가', 20],
    ['미성년자 출입 불가', 19],
    ['미성년자 입장불가!', 19],
    ['청소년 이용 불가', 19],
    ['성인만', 19],
    ['19금', 19],
    ['adults only', 19],
    ['', undefined],
    ['없음', undefined],
    ['제한 없음', undefined],
    ['전체 이용가', undefined],
    ['전 연령', undefined],
    ['all ages', undefined],
    ['0', undefined],
    ['100', 'not_an_age'],
    ['19세 이하', 'not_an_age'],
    ['2007년생', 'not_an_age'],
    ['-19', 'not_an_age'],
    ['19.5', 'not_an_age'],
    ['어른', 'not_an_age'],
  ])('%j is %s', (typed, age) => {
    expect(read('ageLimit', typed)).toBe(age);
  });
});

describe('a ticket link', () => {
  it.each([
    ['https://ticket.example/47', 'https://ticket.example/47'],
    ['http://ticket.example/47', 'http://ticket.example/47'],
    ['ticket.example/47?a=b#c', 'https://ticket.example/47?a=b#c'],
    [' HTTPS://Ticket.Example/A ', 'https://ticket.example/A'],
    ['ticket.example', 'https://ticket.example'],
    ['https://ticket.example/', 'https://ticket.example'],
    ['//ticket.example/47', 'https://ticket.example/47'],
    ['ticket.example:8080/47', 'https://ticket.example:8080/47'],
    ['ｈｔｔｐｓ：／／ticket.example／47', 'https://ticket.example/47'],
    [
      'https://ticket.example/서울#예매',
      'https://ticket.example/%EC%84%9C%EC%9A%B8#%EC%98%88%EB%A7%A4',
    ],
    ['예매.한국/47', 'https://xn--9z2b15t.xn--3e0b707e/47'],
    ['https://ticket.example/@club', 'https://ticket.example/@club'],
    ['', undefined],
    ['없음', undefined],
    ['프로필 링크', 'has_spaces'],
    ['https://a.example\nhttps://b.example', 'has_spaces'],
    ['ticket', 'not_a_link'],
    ['프로필링크', 'not_a_link'],
    ['http://localhost/x', 'not_a_link'],
    ['20,000', 'not_a_link'],
    ['127.0.0.1/x', 'not_a_link'],
    ['http://[::1]/x', 'not_a_link'],
    ['https://', 'not_a_link'],
    ['https://a..example', 'not_a_link'],
    ['kim@example.com', 'not_a_link'],
    ['@club', 'not_a_link'],
    ['javascript:alert(1)', 'other_scheme'],
    ['JavaScript://ticket.example/%0aalert(1)', 'other_scheme'],
    ['mailto:kim@example.com', 'other_scheme'],
    ['ftp://ticket.example', 'other_scheme'],
    ['data:text/html,x', 'other_scheme'],
    ['https://kim:secret@ticket.example', 'credentials'],
    ['https://ticket.example@evil.example', 'credentials'],
    [`https://ticket.example/${'a'.repeat(477)}`, `https://ticket.example/${'a'.repeat(477)}`],
    [`https://ticket.example/${'a'.repeat(478)}`, 'too_long'],
    [`https://ticket.example/${'가'.repeat(60)}`, 'too_long'],
  ])('%j is %s', (typed, link) => {
    expect(read('ticketUrl', typed)).toBe(link);
  });
});

describe('a notice', () => {
  it('is one line, composed and without what cannot be seen', () => {
    expect(read('notice', ' 현금만\n받습니다\u0007 \u200B')).toBe('현금만 받습니다');
    expect(read('notice', '한글'.normalize('NFD'))).toBe('한글');
    expect(read('notice', ' \n ')).toBeUndefined();
  });

  it('has at most 80 characters, as a reader counts them', () => {
    expect(read('notice', '가'.repeat(80))).toBe('가'.repeat(80));
    expect(read('notice', '가'.repeat(81))).toBe('too_long');
    expect(read('notice', '👩🏽‍🎤'.repeat(25))).toBe('👩🏽‍🎤'.repeat(25));
    expect(read('notice', `a${'\u0301\u0302'.repeat(150)}`)).toBe('too_long');
  });
});

describe('everything that was typed', () => {
  it('is read at once', () => {
    expect(
      readExtras({
        ticketUrl: 'ticket.example/47',
        advancePrice: '2만원',
        doorPrice: '30,000',
        ageLimit: '19+',
        notice: '현금만',
      }),
    ).toEqual({
      ok: true,
      extras: {
        ticketUrl: 'https://ticket.example/47',
        advancePrice: 20_000,
        doorPrice: 30_000,
        ageLimit: 19,
        notice: '현금만',
      },
    });
    expect(readExtras(NOTHING)).toEqual({ ok: true, extras: {} });
  });

  it('is refused with all that is wrong, in the order of the fields', () => {
    expect(
      readExtras({ ...NOTHING, notice: 'x'.repeat(200), doorPrice: '?', ticketUrl: 'x' }),
    ).toEqual({
      ok: false,
      wrong: [
        { field: 'ticketUrl', reason: 'not_a_link' },
        { field: 'doorPrice', reason: 'not_a_price' },
        { field: 'notice', reason: 'too_long' },
      ],
    });
  });

  const link = fc
    .webUrl({ withFragments: true, withQueryParameters: true, size: 'small' })
    .map((url) => read('ticketUrl', url))
    .filter((url) => typeof url === 'string' && url.includes('://'));
  const notice = fc
    .string({ unit: 'binary', maxLength: 60 })
    .map((text) => read('notice', text))
    .filter((text) => typeof text === 'string' && text !== 'too_long');
  const extras = fc.record(
    {
      ticketUrl: link as fc.Arbitrary<string>,
      advancePrice: fc.nat({ max: 10_000_000 }),
      doorPrice: fc.nat({ max: 10_000_000 }),
      ageLimit: fc.integer({ min: 1, max: 99 }),
      notice: notice as fc.Arbitrary<string>,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<EventExtras>;

  it('is found in the fields again, and fits them', () => {
    fc.assert(
      fc.property(extras, fc.constantFrom(...LANGUAGES), (given, language) => {
        const typed = extrasFields(given, language);
        expect(readExtras(typed)).toEqual({ ok: true, extras: given });
        for (const field of EXTRAS_FIELDS) {
          expect(typed[field].length).toBeLessThanOrEqual(EXTRAS_MAX_LENGTHS[field]);
        }
      }),
    );
  });

  it('is good extras or refused, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789,.만천원₩세+이상 -k') }),
    );
    const typed = fc.record({
      ticketUrl: fc.oneof(anything, fc.webUrl()),
      advancePrice: anything,
      doorPrice: anything,
      ageLimit: anything,
      notice: anything,
    });
    fc.assert(
      fc.property(typed, (fields) => {
        const reading = readExtras(fields);
        if (!reading.ok) {
          expect(reading.wrong.length).toBeGreaterThan(0);
          return;
        }
        const { ticketUrl, advancePrice, doorPrice, ageLimit, notice } = reading.extras;
        expect(ticketUrl ?? 'https://a.example').toMatch(/^https?:\/\/[!-~]+$/);
        for (const price of [advancePrice, doorPrice]) {
          expect(Number.isInteger(price ?? 0)).toBe(true);
          expect(price ?? 0).toBeGreaterThanOrEqual(0);
          expect(price ?? 0).toBeLessThanOrEqual(10_000_000);
        }
        expect(ageLimit ?? 1).toBeGreaterThanOrEqual(1);
        expect(graphemes(notice ?? '').length).toBeLessThanOrEqual(80);
      }),
      { numRuns: 500 },
    );
  });
});
