import type { LivePost } from './feed.ts';
import { escapeHtml, page } from './html.ts';

const TIME = new Intl.DateTimeFormat('ko-KR', {
  timeZone: 'Asia/Seoul',
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/** What is live, newest first, as a page. */
export function feedPage(posts: readonly LivePost[]): string {
  const cards = posts.toReversed().map(postCard).join('');
  const grid = cards === '' ? '<p>아직 게시물이 없습니다.</p>' : `<ul class="grid">${cards}</ul>`;
  const count = `<p class="quiet">게시물 ${posts.length}개</p>`;
  return page('샌드박스 인스타그램', `<h1>샌드박스 인스타그램</h1>${count}${grid}`);
}

export function postPage(post: LivePost): string {
  const back = '<p><a href="/">모든 게시물</a></p>';
  return page(`@${post.username}`, `${back}<ul class="grid">${postCard(post)}</ul>`);
}

function postCard(post: LivePost): string {
  const pictures = post.pictures
    .map(({ sha256, altText = '' }) => {
      return `<img src="/pictures/${sha256}.jpg" alt="${escapeHtml(altText)}" loading="lazy">`;
    })
    .join('');
  const time = `<time datetime="${new Date(post.publishedAt).toISOString()}">${TIME.format(post.publishedAt)}</time>`;
  const link = `<a href="/p/${post.shortcode}/">${time}</a>`;
  const author = `<strong>@${escapeHtml(post.username)}</strong>`;
  return `<li class="post">${pictures}<p>${author} ${escapeHtml(post.caption)}</p><p class="quiet">${link}</p></li>`;
}
