import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/events/excerpt.ts';
import { cleanText } from '../../src/events/text.ts';
import { descriptionArbitrary } from '../fixtures/event.ts';

describe('excerpt', () => {
  it.each([
    ['짧은 글', 10, '짧은 글', 'what fits stays'],
    ['첫 문장입니다. 둘째 문장입니다.', 12, '첫 문장입니다.', 'whole sentences'],
    ['첫 문장입니다. 둘째 문장입니다.', 8, '첫 문장입니다.', 'a sentence that just fits'],
    ['첫 줄\n둘째 줄\n셋째 줄', 9, '첫 줄\n둘째 줄', 'a line is a sentence'],
    ['첫 문장입니다.\n\n둘째 문장입니다.', 12, '첫 문장입니다.', 'no empty line at the end'],
    ['하나 둘 셋 넷 다섯', 8, '하나 둘 셋…', 'whole words'],
    ['하나 둘, 셋 넷', 8, '하나 둘…', 'no comma before the ellipsis'],
    ['가나다라마바사', 5, '가나다…', 'letters when there is no other place'],
    ['👩🏽‍🎤👩🏽‍🎤👩🏽‍🎤', 10, '👩🏽‍🎤…', 'never half a grapheme'],
    ['ab@somebodyelse', 8, 'ab…', 'never half a username'],
    ['#somethingelse', 8, '', 'never half a hashtag'],
    ['abc', 0, '', 'no room at all'],
  ])('%j in %i is %j: %s', (text, maxLength, expected) => {
    expect(excerpt(text, maxLength)).toBe(expected);
  });

  it('fits, and is the beginning of the text', () => {
    fc.assert(
      fc.property(
        descriptionArbitrary.map(cleanText),
        fc.integer({ min: 0, max: 200 }),
        (text, max) => {
          const short = excerpt(text, max);
          expect(short.length).toBeLessThanOrEqual(max);
          if (short !== text) expect(text.startsWith(short.replace(/…$/, ''))).toBe(true);
          expect(short).not.toMatch(/\s$|\p{Cs}/u);
        },
      ),
    );
  });
});
