import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captionCounts, SignBudget, signsIn } from '../../src/events/caption-signs.ts';
import { cleanText } from '../../src/events/text.ts';
import { freeTextArbitrary } from '../fixtures/event.ts';

describe('signsIn', () => {
  it.each([
    ['서울 언더그라운드 #47', [], []],
    ['제 #47회', ['47회'], []],
    ['#techno#서울 (#deep_house)', ['techno', '서울', 'deep_house'], []],
    ['＃東京 a#b', ['東京', 'b'], []],
    ['#deep-house # x #', ['deep'], []],
    ['#🎧', ['🎧'], []],
    ['#️⃣ 1️⃣', [], []],
    ['@dj.kim @dj_kim와 @dj.', [], ['dj.kim', 'dj_kim', 'dj']],
    ['문의 kim@example.com, @club', [], ['club']],
    ['90s @ 이태원 @김대현 @.x', [], []],
    ['@a@b ＠c', [], ['a', 'b', 'c']],
    ['https://example.com/@kim#map', ['map'], ['kim']],
    ['#techno #techno', ['techno', 'techno'], []],
  ])('in %j finds hashtags %j and mentions %j', (text, hashtags, mentions) => {
    expect(signsIn(text)).toEqual({ hashtags, mentions });
  });
});

describe('captionCounts', () => {
  it('counts UTF-16 units, and hashtags and mentions as often as they occur', () => {
    expect(captionCounts({ text: '한👩🏽‍🎤 #a #A @b @b' })).toEqual({
      characters: 20,
      hashtags: 2,
      mentions: 2,
    });
  });
});

describe('SignBudget', () => {
  it.each([
    ['#a #b #c', '#a b c'],
    ['#a#b#c', '#a b c'],
    ['@x @y', '@x y'],
    ['##a @@x', '##a @@x'],
    ['#a ##b @x @@y.', '#a b @x y.'],
    ['#a @#b', '#a b'],
    ['#a 𦞧#b 🎧#c @x.#d', '#a 𦞧 b 🎧 c @x. d'],
    ['#a (#b)', '#a (b)'],
    ['#1 #2 kim@example.com #a', '#1 #2 kim@example.com #a'],
  ])('with room for one of each makes of %j %j', (text, admitted) => {
    expect(new SignBudget({ hashtags: 1, mentions: 1 }).admitText(text)).toBe(admitted);
  });

  it('counts what is missing once, and not what another place of the caption has', () => {
    const budget = new SignBudget({ hashtags: 1, mentions: 0 });
    budget.admitText('#a #A #b #B #c @x @x.');
    expect(budget.missing('hashtag')).toBe(2);
    expect(budget.missing('mention')).toBe(1);
    expect(budget.has('hashtag', 'A')).toBe(true);
  });

  it('never leaves more signs than it has room for, and changes no letter', () => {
    const letters = (text: string) => text.replace(/[\s#＃@＠]/g, '');
    const room = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(freeTextArbitrary(40).map(cleanText), room, room, (text, hashtags, mentions) => {
        const admitted = new SignBudget({ hashtags, mentions }).admitText(text);
        const [before, after] = [signsIn(text), signsIn(admitted)];
        expect(after.hashtags).toEqual(before.hashtags.slice(0, hashtags));
        // Fewer where `#kim@example.com` becomes an e-mail address.
        expect(before.mentions.slice(0, mentions)).toEqual(expect.arrayContaining(after.mentions));
        expect(after.mentions.length).toBeLessThanOrEqual(mentions);
        expect(letters(admitted)).toBe(letters(text));
        expect(admitted).toBe(admitted.normalize('NFC'));
        expect(admitted.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });
});
