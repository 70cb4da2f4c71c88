import { signsIn } from './caption-signs.ts';
import type { Language } from './event.ts';
import type { EventExtras } from './extras.ts';
import { priceText, ticketText } from './extras-text.ts';
import { cleanLine } from './text.ts';

const MAX_LENGTH = 500;

/** A ticket link as a caption may carry it: whole or not at all, since half a link leads nowhere. */
export interface CaptionLink {
  /** Absent when there is none, and when it is too long or makes more signs than there is room for. */
  readonly url?: string;
  /** What Instagram may read as signs in it: `#tickets` at its end, `@club` in its path. */
  readonly hashtags: number;
  readonly mentions: number;
  /** The link that was left out. */
  readonly omitted?: string;
}

export function captionLink(
  extras: EventExtras,
  room: { readonly hashtags: number; readonly mentions: number },
): CaptionLink {
  const url = cleanLine(extras.ticketUrl ?? '');
  if (url === '') return { hashtags: 0, mentions: 0 };
  const signs = signsIn(url);
  const [hashtags, mentions] = [signs.hashtags.length, signs.mentions.length];
  const isFine = url.length <= MAX_LENGTH && hashtags <= room.hashtags && mentions <= room.mentions;
  return isFine ? { url, hashtags, mentions } : { hashtags: 0, mentions: 0, omitted: url };
}

/** Price and link, each on its line, the first behind the mark. */
export function ticketLines(
  extras: EventExtras,
  { url }: CaptionLink,
  words: { readonly language: Language; readonly mark: string },
): string[] {
  const price = priceText(extras, words.language);
  const link = url === undefined ? undefined : ticketText({ ticketUrl: url }, words.language);
  const [first, second] = [price, link].filter((line) => line !== undefined);
  if (first === undefined) return [];
  return [`${words.mark} ${first}`, ...(second === undefined ? [] : [second])];
}
