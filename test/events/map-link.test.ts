import { describe, expect, it } from 'vitest';
import { kakaoMapSearchUrl } from '../../src/events/map-link.ts';

describe('kakaoMapSearchUrl', () => {
  it.each([
    [{ name: '클럽 지하실', address: '서울 용산구' }, '클럽 지하실'],
    [{ name: 'A/B, B1 & 100%?', address: '' }, 'A/B, B1 & 100%?'],
    [{ name: '', address: '서울 용산구 이태원로 123' }, '서울 용산구 이태원로 123'],
    [{ name: ' \uD800\u200B', address: '서울' }, '서울'],
  ])('searches for %j as %j', (venue, query) => {
    const url = kakaoMapSearchUrl(venue) ?? '';
    expect(url).toBe(`https://map.kakao.com/link/search/${encodeURIComponent(query)}`);
    expect(decodeURIComponent(new URL(url).pathname)).toBe(`/link/search/${query}`);
  });

  it('has no link when the venue has neither name nor address', () => {
    expect(kakaoMapSearchUrl({ name: '', address: '' })).toBeUndefined();
  });
});
