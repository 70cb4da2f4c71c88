import { describe, expect, test } from 'vitest';
import { isLinkCode, newLinkCode, showsCode } from '../../src/posts/link-proof.ts';

const CODE = 'RITE-7F3K-9Q0M';

describe('a link code', () => {
  test('is another one each time, and can be told from anything else', () => {
    const codes = Array.from({ length: 1_000 }, newLinkCode);
    expect(new Set(codes).size).toBe(1_000);
    expect(codes.every(isLinkCode)).toBe(true);
    for (const text of ['', 'RITE-7F3K-9Q2', 'RITE-7F3K-9Q2I', 'rite-7f3k-9q2m', `${CODE}x`]) {
      expect(isLinkCode(text), text).toBe(false);
    }
  });
});

describe('a description', () => {
  test.each([
    CODE,
    `문은 밤 10시에 엽니다.\n${CODE}`,
    `코드는${CODE}입니다`,
    'rite-7f3k-9q0m',
    'RITE 7F3K 9Q0M',
    'RITE–7F3K—9Q0M',
    'RITE-7F3K-\n9Q0M',
    'ＲＩＴＥ－７Ｆ３Ｋ－９Ｑ０Ｍ',
    'RITE-7F3K-9QOM',
    'R1TE-7F3K-9Q0M',
  ])('shows the code: %j', (description) => {
    expect(showsCode(description, CODE)).toBe(true);
  });

  test.each(['', '문은 밤 10시에 엽니다.', 'RITE-7F3K', 'RITE-7F3K-9Q0N', '7F3K-9Q0M'])(
    'does not show it: %j',
    (description) => {
      expect(showsCode(description, CODE)).toBe(false);
    },
  );
});
