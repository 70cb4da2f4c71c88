import { formatDate } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import type { PostSummary } from '../posts/post-store.ts';
import type { Choice } from './command.ts';
import { CHOICE_LENGTH_LIMIT, CHOICES_LIMIT } from './limits.ts';
import { type Messages, messagesFor } from './messages/messages.ts';
import { searchText } from './search-text.ts';
import { shorten } from './shorten.ts';

export interface PostSearch {
  readonly typed: string;
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Posts for the autocomplete of `post`: those that match every typed word, in the order they come in. */
export function postChoices(posts: readonly PostSummary[], search: PostSearch): Choice[] {
  const words = searchText(search.typed).split(' ');
  return posts
    .filter((post) => {
      const text = searchable(post, search);
      return words.every((word) => text.includes(word));
    })
    .slice(0, CHOICES_LIMIT)
    .map((post) => ({ name: choiceName(post, search), value: post.id }));
}

/** `12월 24일 (목) · 서울 언더그라운드 #47 · 라인업 · 초안` */
function choiceName(post: PostSummary, { messages, now }: PostSearch): string {
  const date = formatDate(post.eventDate, {
    language: messages.language,
    today: todayInSeoul(now),
  });
  const after = [messages.templates[post.template], messages.drafts.states[post.state]];
  const room = CHOICE_LENGTH_LIMIT - [date, '', ...after].join(' · ').length;
  return [date, shorten(post.eventName, room), ...after].join(' · ');
}

/** Everything a person may type to mean this post, in either language. */
function searchable(post: PostSummary, { messages, now }: PostSearch): string {
  const { eventDate, eventName, eventId, template, state, id } = post;
  const other = messagesFor(messages.language === 'ko' ? 'en' : 'ko');
  const { month, day } = Temporal.PlainDate.from(eventDate);
  return searchText(
    [
      ...[eventName, eventId, eventDate, id, `${month}/${day}`, `${month}.${day}`],
      ...[messages, other].flatMap(({ language, templates, drafts }) => [
        formatDate(eventDate, { language, today: todayInSeoul(now) }),
        templates[template],
        drafts.states[state],
      ]),
    ].join('\n'),
  );
}
