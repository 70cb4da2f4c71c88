import type { Venue } from './event.ts';
import { cleanLine } from './text.ts';

/**
 * KakaoMap's search for the venue, by name (by address when it has none); undefined when neither is set. A search,
 * because Rite knows no coordinates, and KakaoMap's direct link breaks on a comma in the name.
 */
export function kakaoMapSearchUrl(venue: Venue): string | undefined {
  const query = cleanLine(venue.name) || cleanLine(venue.address);
  return query ? `https://map.kakao.com/link/search/${encodeURIComponent(query)}` : undefined;
}
