import type { TemplateName } from '../../events/event.ts';
import { formatNight } from '../../events/korean-date.ts';
import { acts, actTitle, dDay, eveOf, nightOf, todayInSeoul } from '../../events/night.ts';
import type { PostFacts } from '../kept-post.ts';

/** Of one picture (`ig-user/media`, since 2025-03-24); counted as UTF-16 units, the strictest reading. */
export const ALT_TEXT_MAX_LENGTH = 1000;

const PURPOSES: Readonly<Record<TemplateName, string>> = {
  announcement: '안내 포스터',
  lineup: '라인업 포스터',
  countdown: '카운트다운 포스터',
};

/** What page of how many, and which acts it shows where the template names any. */
export interface AltTextPage {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly actsOnPages?: readonly number[];
}

/**
 * What a poster says, in Korean, for people who hear it: only from the facts it was drawn from, at most 1,000 units
 * long. As on the posters, only a line-up names the acts.
 */
export function altText(facts: PostFacts, template: TemplateName, shown: AltTextPage): string {
  const { event, composedAt = facts.readAt } = facts;
  const { page, pages } = shown;
  const today = todayInSeoul(composedAt);
  const place = [event.venue.name, event.venue.address].filter((part) => part !== '').join(', ');
  const sentences = [
    `${shorten(event.name, 300)} ${PURPOSES[template]}${pages > 1 ? ` (${page + 1}/${pages})` : ''}`,
    countdown(facts, template),
    formatNight(event, { language: 'ko', today }),
    shorten(place, 200),
  ].filter((sentence) => sentence !== '');
  const text = `${sentences.join('. ')}.`;
  if (template !== 'lineup') return text;
  return `${text}${lineup(titlesOn(facts, shown), ALT_TEXT_MAX_LENGTH - text.length)}`;
}

/** Which of the acts a page shows, by number; all of them where it is not known. */
export function actsOnPage<Act>(
  all: readonly Act[],
  { page, actsOnPages }: AltTextPage,
): readonly Act[] {
  const count = actsOnPages?.[page];
  if (count === undefined) return all;
  const from = actsOnPages?.slice(0, page).reduce((sum, next) => sum + next, 0) ?? 0;
  return all.slice(from, from + count);
}

function titlesOn({ event }: PostFacts, shown: AltTextPage): readonly string[] {
  return actsOnPage(acts(event), shown).map((act) => shorten(actTitle(act), 200));
}

function countdown({ event, composedAt, readAt }: PostFacts, template: TemplateName): string {
  if (template !== 'countdown') return '';
  const at = composedAt ?? readAt;
  const days = dDay(event.date, nightOf(event, at));
  if (days < 0) return '';
  if (days > 0) return `${days}일 전`;
  return { tonight: '오늘 밤', now: '지금', day: '오늘' }[eveOf(event, at) ?? 'day'];
}

/** ` 출연: A, B 외 3팀.` within so many units; '' without acts. */
function lineup(titles: readonly string[], room: number): string {
  for (let count = titles.length; count > 0; count--) {
    const missing = titles.length - count;
    const more = missing === 0 ? '' : ` 외 ${missing}팀`;
    const text = ` 출연: ${titles.slice(0, count).join(', ')}${more}.`;
    if (text.length <= room) return text;
  }
  return '';
}

function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  // Not in the middle of a character of two units.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
