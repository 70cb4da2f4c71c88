import { formatDate } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import type { PostSummary } from '../posts/post-store.ts';
import { type ChoiceSearch, matching } from './choice-search.ts';
import type { Choice } from './command.ts';
import { CHOICE_LENGTH_LIMIT, CHOICES_LIMIT } from './limits.ts';
import { messagesFor } from './messages/messages.ts';
import { shorten } from './shorten.ts';

/** Posts for the autocomplete of `post`: those that match every typed word, in the order they come in. */
export function postChoices(posts: readonly PostSummary[], search: ChoiceSearch): Choice[] {
  return matching(posts, search.typed, (post) => searchable(post, search))
    .slice(0, CHOICES_LIMIT)
    .map((post) => ({ name: choiceName(post, search), value: post.id }));
}

/** `12월 24일 (목) · 서울 언더그라운드 #47 · 라인업 · 초안` */
function choiceName(post: PostSummary, { messages, now }: ChoiceSearch): string {
  const date = formatDate(post.eventDate, {
    language: messages.language,
    today: todayInSeoul(now),
  });
  const after = [messages.templates[post.template], messages.drafts.states[post.state]];
  const room = CHOICE_LENGTH_LIMIT - [date, '', ...after].join(' · ').length;
  return [date, shorten(post.eventName, room), ...after].join(' · ');
}

/** Everything a person may type to mean this post, in either language. */
function searchable(post: PostSummary, { messages, now }: ChoiceSearch): string {
  const { eventDate, eventName, eventId, template, state, id } = post;
  const other = messagesFor(messages.language === 'ko' ? 'en' : 'ko');
  const { month, day } = Temporal.PlainDate.from(eventDate);
  return [
    ...[eventName, eventId, eventDate, id, `${month}/${day}`, `${month}.${day}`],
    ...[messages, other].flatMap(({ language, templates, drafts }) => [
      formatDate(eventDate, { language, today: todayInSeoul(now) }),
      templates[template],
      drafts.states[state],
    ]),
  ].join('\n');
}
