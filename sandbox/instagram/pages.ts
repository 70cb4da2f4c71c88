import { type Answer, html } from './answer.ts';
import type { LivePost } from './feed.ts';
import { feedPage, postPage } from './feed-page.ts';
import type { CrawledPicture } from './picture-crawl.ts';

/** Pages for people, with their pictures; they are no calls. Undefined where there is none. */
export function pageAt(
  path: string,
  {
    posts,
    pictures,
  }: {
    readonly posts: readonly LivePost[];
    /** By their SHA-256. */
    readonly pictures: ReadonlyMap<string, CrawledPicture>;
  },
): Answer | undefined {
  if (path === '/') return html(feedPage(posts));
  const sha256 = /^\/pictures\/([0-9a-f]{64})\.jpg$/.exec(path)?.[1];
  const picture = sha256 === undefined ? undefined : pictures.get(sha256);
  if (picture) {
    return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: picture.bytes };
  }
  const shortcode = /^\/p\/([\w-]+)$/.exec(path)?.[1];
  const post = posts.find((each) => each.shortcode === shortcode);
  return post && html(postPage(post));
}
