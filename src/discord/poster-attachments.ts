import { formatDate } from '../events/korean-date.ts';
import { acts, actTitle, todayInSeoul } from '../events/night.ts';
import type { Post } from '../posts/post-service.ts';
import type { ReplyFile } from './command.ts';
import { ALT_TEXT_LIMIT } from './limits.ts';
import { messagesFor } from './messages/messages.ts';
import { shorten } from './shorten.ts';

/** The poster's pages in order, numbered when there are several, each described in the poster's own language. */
export function posterAttachments(post: Post): ReplyFile[] {
  const { template, theme, size, poster } = post;
  const name = [template, theme, ...(size === 'square' ? [] : [size])].join('-');
  const { pages } = poster;
  const { about, acts } = altTexts(post);
  return pages.map((data, index) => ({
    name: pages.length === 1 ? `${name}.jpg` : `${name}-${index + 1}.jpg`,
    data,
    altText: shorten(
      [pages.length === 1 ? about : `${about} (${index + 1}/${pages.length})`, acts[index]]
        .filter((part) => part !== undefined)
        .join('. '),
      ALT_TEXT_LIMIT,
    ),
  }));
}

/** Makes room for one more attachment; what is no longer seen is reported. */
export function withoutLastPage(post: Post): Post {
  const { pages, actsOnPages = [], warnings } = post.poster;
  const count = actsOnPages[pages.length - 1] ?? 0;
  return {
    ...post,
    poster: {
      ...post.poster,
      pages: pages.slice(0, -1),
      warnings: [{ kind: 'acts_omitted', count }, ...warnings],
    },
  };
}

/** What all pages say, and which acts each names. */
function altTexts({ event, template, language, readAt, poster }: Post) {
  const messages = messagesFor(language);
  const about = messages.post.altText({
    template: messages.templates[template],
    event: event.name,
    night: formatDate(event.date, { language, today: todayInSeoul(readAt) }),
    venue: event.venue.name,
  });
  const titles = acts(event).map(actTitle);
  let from = 0;
  const onPages = (poster.actsOnPages ?? []).map((count) => {
    from += count;
    return titles.slice(from - count, from);
  });
  return {
    about,
    acts: onPages.map((names) =>
      names.length === 0 ? undefined : messages.post.altTextActs(names.join(', ')),
    ),
  };
}
