import type { KeptPost } from '../kept-post.ts';
import { altText } from './alt-text.ts';
import type { ContainerPicture } from './instagram.ts';
import { userTags } from './user-tags.ts';

/** One page of a post as Instagram is asked to fetch it; undefined where the post has no such page. */
export function containerPicture(
  post: Pick<KeptPost, 'template' | 'revision'>,
  page: number,
  publicUrl: string,
): ContainerPicture | undefined {
  const { facts, pictures } = post.revision;
  const picture = pictures[page];
  if (!picture) return undefined;
  const actsOnPages = facts.remarks?.actsOnPages;
  const shown = { page, pages: pictures.length, ...(actsOnPages ? { actsOnPages } : {}) };
  const tags = userTags(facts, post.template, shown);
  return {
    url: pictureUrl(publicUrl, picture.token),
    altText: altText(facts, post.template, shown),
    ...(tags.length > 0 ? { userTags: tags } : {}),
  };
}

export function pictureUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/media/${token}.jpg`;
}
