import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHashtags } from '../../src/events/hashtag.ts';
import { freeTextArbitrary } from '../fixtures/event.ts';

describe('parseHashtags', () => {
  it.each([
    ['', []],
    ['서울언더그라운드 테크노 이태원', ['서울언더그라운드', '테크노', '이태원']],
    ['#techno, #house,#이태원', ['techno', 'house', '이태원']],
    ['#techno#house##dnb', ['techno', 'house', 'dnb']],
    ['＃東京、大阪，테크노/하우스', ['東京', '大阪', '테크노', '하우스']],
    ['#Techno #techno #TECHNO', ['Techno']],
    ['#47 2026 47회', ['47회']],
    ['___ # , ##', []],
    ['#deep-house #R&B', ['deephouse', 'RB']],
    ['#techno❤️ 🎧 1️⃣', ['techno']],
    ['한글'.normalize('NFD'), ['한글']],
    ['#café #Łódź #ดีเจ', ['café', 'Łódź', 'ดีเจ']],
    ['\u0301abc a\u200Bb', ['abc', 'ab']],
  ])('%j gives %j', (raw, tags) => {
    expect(parseHashtags(raw)).toEqual(tags);
  });

  it('gives back what it gave, with # or without', () => {
    fc.assert(
      fc.property(fc.oneof(freeTextArbitrary(20), fc.string({ unit: 'binary' })), (raw) => {
        const tags = parseHashtags(raw);
        expect(parseHashtags(tags.join(' '))).toEqual(tags);
        expect(parseHashtags(tags.map((tag) => `#${tag}`).join(''))).toEqual(tags);
        for (const tag of tags) expect(tag).toMatch(/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*$/u);
        expect(new Set(tags.map((tag) => tag.toLowerCase())).size).toBe(tags.length);
      }),
    );
  });
});
