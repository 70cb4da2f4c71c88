import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Breaks,
  isForbiddenBreak,
  pieces,
} from '../../../src/posters/typesetting/break-rules.ts';

const cut = (text: string, breaks: Breaks = 'words') => pieces(text, breaks).map((p) => p.text);

describe('between words', () => {
  test.each([
    ['서울 언더그라운드 #47', ['서울', '언더그라운드', '#47'], 'keep-all: at spaces only'],
    ['파티 ! 파티', ['파티 !', '파티'], 'no line begins with a stop'],
    ['서울 · 부산 ~ 제주', ['서울 ·', '부산 ~', '제주'], 'nor with a separator'],
    ['밤의 소리 – 2부', ['밤의', '소리 –', '2부'], 'nor with a dash'],
    ['( 서울 )', ['( 서울 )'], 'brackets stay with what they hold'],
    ['# 47', ['# 47'], 'no line ends with a number sign'],
    ['₩ 20,000 입장', ['₩ 20,000', '입장'], 'nor with a currency'],
    ['Drum & Bass & 정글', ['Drum', '& Bass', '& 정글'], 'an ampersand leads its name'],
    ['박지훈 b2b Mina x 하람', ['박지훈', 'b2b Mina', 'x 하람'], 'so do b2b and x'],
    ['쇳소리 Vol. 9', ['쇳소리', 'Vol. 9'], 'a volume keeps its number'],
    ['DJ Mina No. 3', ['DJ Mina', 'No. 3'], 'a title its name'],
    ['밤새 디제이 하람', ['밤새', '디제이 하람'], 'in Korean too'],
    ['홍대 22 시간 논스톱', ['홍대', '22 시간', '논스톱'], 'a number its unit'],
    ['모듈러의 밤 세 번째', ['모듈러의', '밤', '세 번째'], 'an ordinal its numeral'],
    ['12/24 22:00 D-7', ['12/24', '22:00', 'D-7'], 'dates and times are words'],
    ['🔥 한여름 RAVE 🔥', ['🔥 한여름', 'RAVE 🔥'], 'a picture decorates its word'],
    ['Vol Tape', ['Vol', 'Tape'], 'without a number there is nothing to keep'],
    ['vs.', ['vs.'], 'nor without a name'],
  ])('%s', (text, expected) => {
    expect(cut(text)).toEqual(expected);
  });
});

describe('between phrases', () => {
  test.each([
    ['東京ラヴァーズ「夜のパーティー」', ['東京', 'ラヴァーズ', '「夜の', 'パーティー」']],
    ['第3回2024年の夜', ['第3回2024年の', '夜']],
    ['踊る２４時間', ['踊る', '２４時間']],
    ['테크노/하우스', ['테크노/', '하우스']],
    ['D-DAY', ['D-DAY']],
    ['24/7', ['24/7']],
    ['서울언더그라운드', ['서울언더그라운드']],
  ])('%s', (text, expected) => {
    expect(cut(text, 'phrases')).toEqual(expected);
  });
});

describe('between letters', () => {
  test.each([
    ['가나)다', ['가', '나)', '다'], 'closing signs stay'],
    ['가(나다', ['가', '(나', '다'], 'opening ones go along'],
    ['ラヴァーズ', ['ラ', 'ヴァー', 'ズ'], 'small kana and long vowels stay'],
    ['밤22:00', ['밤', '22:00'], 'numbers are not torn'],
    ['👩🏽‍🎤🇰🇷1️⃣', ['👩🏽‍🎤', '🇰🇷', '1️⃣'], 'nor pictures'],
  ])('%s', (text, expected) => {
    expect(cut(text, 'letters')).toEqual(expected);
  });
});

test('no break loses anything or begins or ends a line with what is forbidden', () => {
  const word = fc.string({
    unit: fc.constantFrom(
      ...('가나AB7)]」。ー!·(「“#& ー夜の東京👩🏽‍🎤'.match(/\P{M}\p{M}*/gu) ?? ['가']),
    ),
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 8 }),
      fc.constantFrom<Breaks>('words', 'phrases'),
      (words, breaks) => {
        const text = words.join(' ').replace(/\s+/gu, ' ').trim();
        const found = pieces(text, breaks);
        expect(found.map((piece) => piece.gap + piece.text).join('')).toBe(text);
        for (const [index, piece] of found.entries()) {
          const before = found[index - 1];
          if (before) expect(isForbiddenBreak(before.text, piece.text), text).toBe(false);
        }
      },
    ),
  );
});
