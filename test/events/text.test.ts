import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, graphemes } from '../../src/events/text.ts';
import { freeTextArbitrary } from '../fixtures/event.ts';

describe('cleanText', () => {
  it.each([
    ['한글'.normalize('NFD'), '한글', 'composes what macOS decomposed'],
    ['  a  b\t\tc\u00A0\u3000d ', 'a b c d', 'one space for runs of any space'],
    ['a\u200Bb\u202Ec\uFEFFd\u00ADe', 'abcde', 'no zero-width, bidi or soft hyphen characters'],
    ['a\u0000b\u001Bc', 'abc', 'no control characters'],
    ['\uD800a\uDC00', 'a', 'no half of a surrogate pair'],
    ['\u3164\u2800', '', 'the blanks people paste as an empty name are nothing'],
    ['a \r\n b\rc\u2028d', 'a\nb\nc\nd', 'newlines of any kind stay, without spaces around them'],
    ['a\n\n \n\n\nb', 'a\n\nb', 'at most one empty line'],
    ['e\u200B\u0301', 'é', 'composed again after something between was removed'],
    ['👩🏽‍🎤 ❤️ 1️⃣ 🇰🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☎︎', '👩🏽‍🎤 ❤️ 1️⃣ 🇰🇷 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☎︎', 'emoji stay whole'],
    ['葛\u{E0100}', '葛\u{E0100}', 'the variant of an ideograph stays'],
    ['a\u200Db 1\uFE0F', 'ab 1', 'joiners and selectors that join nothing go'],
  ])('%j becomes %j: %s', (raw, cleaned) => {
    expect(cleanText(raw)).toBe(cleaned);
  });

  it('leaves cleaned text alone, composed, trimmed and without anything invisible', () => {
    fc.assert(
      fc.property(fc.oneof(freeTextArbitrary(40), fc.string({ unit: 'binary' })), (raw) => {
        const cleaned = cleanText(raw);
        expect(cleanText(cleaned)).toBe(cleaned);
        expect(cleaned).toBe(cleaned.normalize('NFC'));
        expect(cleaned).not.toMatch(
          /^\s|\s$| {2}|\n{3}| \n|\n |\p{Cs}|[\u200B\u202A-\u202E\uFEFF]/u,
        );
      }),
    );
  });
});

describe('cleanLine', () => {
  it('makes one line of several', () => {
    expect(cleanLine(' 서울\r\n\r\n언더그라운드 \n #47 ')).toBe('서울 언더그라운드 #47');
  });

  it('never leaves a newline or two spaces in a row', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(cleanLine(raw)).not.toMatch(/\n| {2}/);
        expect(cleanLine(cleanLine(raw))).toBe(cleanLine(raw));
      }),
    );
  });
});

describe('graphemes', () => {
  it('counts what a reader counts', () => {
    expect(graphemes('한é👩🏽‍🎤🇰🇷1️⃣')).toEqual(['한', 'é', '👩🏽‍🎤', '🇰🇷', '1️⃣']);
    expect(graphemes('한'.normalize('NFD'))).toHaveLength(1);
  });

  it('counts simple text as it counts any other', () => {
    const segmenter = new Intl.Segmenter('ko', { granularity: 'grapheme' });
    const unit = fc.constantFrom(
      ...Array.from({ length: 0x2b0 }, (_, code) => String.fromCharCode(code)),
      ...'가각힣하한글밤새',
      '\u0301',
      '\u11A8',
      '\u200D',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const segments = Array.from(segmenter.segment(text), ({ segment }) => segment);
        expect(graphemes(text)).toEqual(segments);
      }),
    );
  });
});
