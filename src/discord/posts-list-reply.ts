import { formatDate } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import type { PostPage, PostSummary } from '../posts/post-store.ts';
import type { Publication } from '../posts/publishing/publication.ts';
import { button, row } from './buttons.ts';
import type { Reply } from './command.ts';
import { CONTENT_LIMIT } from './limits.ts';
import { inlineCode, messageLink, personMention, plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { planStatus } from './plan-status.ts';
import { type PostsFilter, pageCustomId } from './posts-page.ts';

/** So many fit a message, whatever they are named. */
export const POSTS_ON_PAGE = 5;
/** Counting goes on to here. */
export const POSTS_COUNTED = 1000;
const NAME_LENGTH = 60;
/** Where many long lines come together. */
const SHORT_NAME_LENGTH = 24;
const REASON_LENGTH = 90;

export interface PostsListOptions {
  readonly filter: PostsFilter;
  /** How many there are in all; `POSTS_COUNTED` for that many or more. */
  readonly count: number;
  /** What is planned for the posts of the page, by their ids. */
  readonly publications?: ReadonlyMap<string, Publication>;
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** One page of `/posts list`: newest first, with buttons for the pages around it. */
export function postsListReply(page: PostPage, options: PostsListOptions): Reply {
  const { filter, count, messages } = options;
  const { list } = messages.drafts;
  if (page.posts.length === 0 && !page.newer) {
    return { content: Object.keys(filter).length === 0 ? list.none() : list.noneMatching() };
  }
  const buttons = [
    pageButton(filter, page.newer, messages.drafts.buttons.newer),
    pageButton(filter, page.older, messages.drafts.buttons.older),
  ].filter((one) => one !== undefined);
  const missing = [page.newer, page.older].filter(Boolean).length > buttons.length;
  const contentWith = (nameLength: number) =>
    [
      `### ${list.heading(count, count >= POSTS_COUNTED)}`,
      ...page.posts.map((post) => entryOf(post, options, nameLength)),
      ...(missing ? [`-# ${list.tooManyForPages()}`] : []),
      `-# ${list.hint('`/posts show`')}`,
    ].join('\n');
  const full = contentWith(NAME_LENGTH);
  const content = full.length <= CONTENT_LIMIT ? full : contentWith(SHORT_NAME_LENGTH);
  return {
    content,
    components: buttons.length === 0 ? [] : [row(...buttons)],
  };
}

/** `12월 24일 (목) 서울 언더그라운드 #47 · 라인업`, for a line of Markdown. */
export function postTitle(
  { eventDate, eventName, template }: Pick<PostSummary, 'eventDate' | 'eventName' | 'template'>,
  messages: Messages,
  now: number,
  nameLength = NAME_LENGTH,
): string {
  const today = todayInSeoul(now);
  const date = formatDate(eventDate, { language: messages.language, today });
  return `**${date}** ${plain(eventName, nameLength)} · ${messages.templates[template]}`;
}

function entryOf(post: PostSummary, options: PostsListOptions, nameLength: number): string {
  const { messages, now, publications } = options;
  const { states, list } = messages.drafts;
  const { message, guildId, createdBy, createdAt, id } = post;
  const address = message && messageLink(guildId, message.channelId, message.messageId);
  const facts = [
    `**${states[post.state]}**`,
    list.by(personMention(createdBy), relativeTime(createdAt)),
    address ? `[${list.link}](${address})` : '',
    inlineCode(id),
  ].filter((fact) => fact !== '');
  const status = planStatus(post, publications?.get(id), {
    messages,
    now,
    reasonLength: REASON_LENGTH,
  });
  return [
    postTitle(post, messages, now, nameLength),
    `-# ${facts.join(' · ')}`,
    ...(status === undefined ? [] : [`-# ${status}`]),
  ].join('\n');
}

function pageButton(filter: PostsFilter, cursor: string | undefined, label: string) {
  const customId = cursor === undefined ? undefined : pageCustomId({ ...filter, cursor });
  return customId === undefined ? undefined : button(customId, label);
}
