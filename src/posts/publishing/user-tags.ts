import type { TemplateName } from '../../events/event.ts';
import { acts } from '../../events/night.ts';
import type { PostFacts } from '../kept-post.ts';
import { type AltTextPage, actsOnPage } from './alt-text.ts';
import type { UserTag } from './instagram.ts';

/** Of one picture. */
const MAX_USER_TAGS = 20;
const COLUMNS = 4;

/**
 * The artists of a line-up to tag on a picture, each once, spread evenly over it from the top. Instagram wants a place
 * for each tag of a picture (`ig-user/media`); where the name stands is not kept, so the place says nothing.
 */
export function userTags(
  { event }: PostFacts,
  template: TemplateName,
  shown: AltTextPage,
): readonly UserTag[] {
  if (template !== 'lineup') return [];
  const handles = actsOnPage(acts(event), shown).flatMap((act) => act.handles);
  const usernames = [...new Set(handles)].slice(0, MAX_USER_TAGS);
  const columns = Math.min(COLUMNS, usernames.length);
  const rows = Math.ceil(usernames.length / COLUMNS);
  return usernames.map((username, index) => ({
    username,
    x: rounded(((index % COLUMNS) + 0.5) / columns),
    y: rounded((Math.floor(index / COLUMNS) + 0.5) / rows),
  }));
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
