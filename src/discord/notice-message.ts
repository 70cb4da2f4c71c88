import { formatWhen } from '../events/when/format.ts';
import { draftOf } from '../posts/draft.ts';
import type { NoticeParcel } from '../posts/notices/notice-way.ts';
import type { FactDifference, PublishProblem } from '../posts/publishing/problem.ts';
import type { Message, ReplyFile } from './command.ts';
import { dateAndTime, inlineCode, personMention, plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { noticeButtons, stateAfter } from './notice-buttons.ts';
import { plannedTime } from './planned-time.ts';
import { posterAttachments } from './poster-attachments.ts';
import { postTitle } from './posts-list-reply.ts';

export interface NoticeMessageOptions {
  readonly messages: Messages;
  /** The name of the server. */
  readonly server?: string | undefined;
  /** Whether to call the person by name, in a channel that others read. */
  readonly calls: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

const DIFFERENCES = 8;
const FACT_LENGTH = 60;
const REASON_LENGTH = 500;
const CODE_LENGTH = 60;

/** What a person reads: what has happened and why, what to do, the post it is about, and buttons to do it. */
export function noticeMessage(parcel: NoticeParcel, options: NoticeMessageOptions): Message {
  const { notice, post, publication, settings } = parcel;
  const { messages, server, calls, now } = options;
  const { notices, drafts } = messages;
  const expected = stateAfter(notice.content);
  const code = 'problem' in notice.content ? notice.content.problem.code : undefined;
  const small = [
    server === undefined ? '' : notices.server(plain(server, FACT_LENGTH)),
    code === undefined ? '' : notices.code(inlineCode(plainCode(code))),
  ].filter((part) => part !== '');
  const lines = [
    ...(calls ? [personMention(notice.userId)] : []),
    `### ${notices.headings[notice.content.kind]}`,
    ...(post ? [postTitle(post, messages, now), ...plannedTime(publication, options)] : []),
    ...bodyOf(parcel, options),
    ...(post && expected !== undefined && post.state !== expected
      ? [notices.stateNow(drafts.states[post.state])]
      : []),
    ...(small.length === 0 ? [] : [`-# ${small.join(' · ')}`]),
  ];
  return {
    content: lines.join('\n'),
    files: pictureOf(parcel),
    components: post ? noticeButtons(notice.content, post, { messages: notices, settings }) : [],
  };
}

function bodyOf(
  { notice, settings }: NoticeParcel,
  options: NoticeMessageOptions,
): readonly string[] {
  const { notices } = options.messages;
  const { content } = notice;
  switch (content.kind) {
    case 'published':
      return [
        content.permalink ?? notices.published.noLink(),
        ...(content.unchecked ? [`⚠️ ${notices.published.unchecked()}`] : []),
        ...(content.earlier ? [`⚠️ ${notices.published.earlier()}`] : []),
      ];
    case 'failed':
    case 'held':
      return problemLines(content.problem, options);
    case 'unconfirmed':
      return [notices.problems[content.problem.kind].reason, notices.unconfirmedRemedy()];
    case 'facts_changed':
      return [
        ...differenceLines(content.differences, options),
        settings.approvalChannelId === undefined
          ? notices.factsRemedyHere()
          : notices.factsRemedy(),
      ];
    case 'event_stopped':
      return [notices.stopped[content.reason], notices.stoppedRemedy()];
    case 'rejected':
      return [
        notices.rejectedBy(personMention(content.by)),
        ...(content.reason ? [notices.rejectedReason(plain(content.reason, REASON_LENGTH))] : []),
        notices.rejectedRemedy(),
      ];
    case 'unapproved':
      return content.unasked
        ? [options.messages.approval.unasked.past(), options.messages.approval.unasked.remedy()]
        : [notices.problems.unapproved.reason, notices.problems.unapproved.remedy];
    case 'unasked':
      return [options.messages.approval.unasked.now(), options.messages.approval.unasked.remedy()];
    case 'withdrawn': {
      const { withdrawn } = notices;
      return [
        withdrawn.what(plain(content.eventName, FACT_LENGTH), momentOf(content.dueAt, options)),
        withdrawn.reason,
        notice.postId === undefined ? withdrawn.gone : withdrawn.kept,
      ];
    }
    case 'connected':
      return [accountLine(content.username, options), notices.connectedNext()];
    case 'token_expiring': {
      const { expiresAt } = content;
      const until = notices.expires(momentOf(expiresAt, options), relativeTime(expiresAt));
      return [accountLine(content.username, options), until, notices.reconnect()];
    }
    case 'token_dead':
      return [
        accountLine(content.username, options),
        notices.problems.token_dead.reason,
        notices.reconnect(),
      ];
    case 'deauthorized':
      return [accountLine(content.username, options), notices.reconnect()];
  }
}

/** Why, what to do about it, and when it goes on by itself. */
function problemLines(problem: PublishProblem, options: NoticeMessageOptions): string[] {
  const { notices } = options.messages;
  const { reason, remedy } = notices.problems[problem.kind];
  const { until } = problem;
  return [
    reason,
    ...differenceLines(problem.changes ?? [], options),
    remedy,
    ...(until === undefined ? [] : [notices.again(dateAndTime(until), relativeTime(until))]),
  ];
}

function differenceLines(
  differences: readonly FactDifference[],
  { messages: { notices } }: NoticeMessageOptions,
): string[] {
  const fact = (text: string | undefined) =>
    text === undefined || text === '' ? notices.nothing : plain(text, FACT_LENGTH);
  const more = differences.length - DIFFERENCES;
  return [
    ...differences
      .slice(0, DIFFERENCES)
      .map(({ part, before, after }) =>
        before === undefined && after === undefined
          ? `- ${notices.parts[part]}`
          : `- ${notices.difference(notices.parts[part], fact(before), fact(after))}`,
      ),
    ...(more > 0 ? [`- ${notices.moreDifferences(more)}`] : []),
  ];
}

function accountLine(username: string, { messages: { notices } }: NoticeMessageOptions): string {
  return notices.account(plain(`@${username}`, FACT_LENGTH));
}

/** As promoters speak of time: in Korea, with the day of the week. */
function momentOf(at: number, { messages, now }: NoticeMessageOptions): string {
  return formatWhen(at, messages.language, { now });
}

function plainCode(code: string): string {
  return code.replace(/\s+/g, ' ').slice(0, CODE_LENGTH);
}

function pictureOf({ post, picture }: NoticeParcel): readonly ReplyFile[] {
  if (!post || !picture) return [];
  return posterAttachments(draftOf(post, [picture]).post);
}
