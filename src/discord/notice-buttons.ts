import { ButtonStyle } from 'discord.js';
import { z } from 'zod';
import type { GuildSettings } from '../posts/approval/guild-settings.ts';
import type { KeptPost, PostState } from '../posts/kept-post.ts';
import type { NoticeContent } from '../posts/notices/notice.ts';
import type { ProblemKind, PublishProblem } from '../posts/publishing/problem.ts';
import { button, type Row, row } from './buttons.ts';
import { postIdSchema } from './draft-name.ts';
import type { NoticeMessages } from './messages/notices.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of the buttons under notices. */
export const NOTICE_PREFIX = 'notice';

const NOTICE_ACTIONS = ['retry', 'accept', 'cancel', 'live', 'not_live', 'leave'] as const;
type NoticeAction = (typeof NOTICE_ACTIONS)[number];

/** Where such a button stands when it is not under a notice: under the post itself, or under a question about it. */
const PLACES = ['post', 'question'] as const;
type Place = (typeof PLACES)[number];

/** What somebody chose. In a direct message nothing else says which server it is about. */
export interface NoticeChoice {
  readonly action: NoticeAction;
  readonly guildId: string;
  readonly postId: string;
  /** The number of the revision that was shown with it. */
  readonly revision: number;
  /** Absent: under a notice. */
  readonly under?: Place;
}

export interface NoticeButtonOptions {
  readonly messages: NoticeMessages;
  /** Of the post's server. */
  readonly settings: Pick<GuildSettings, 'approvalChannelId'>;
}

/** `revision` is its number. */
interface NamedPost extends Pick<KeptPost, 'guildId' | 'id'> {
  readonly revision: number;
}

/** It is connecting, waiting or another event that helps, and trying makes a block longer. */
const FUTILE: ReadonlySet<ProblemKind> = new Set([
  'not_connected',
  'token_dead',
  'action_blocked',
  'sample_event',
]);

const choiceSchema = z.object({
  action: z.enum(NOTICE_ACTIONS),
  guildId: z.string().regex(/^\d{1,20}$/),
  postId: postIdSchema,
  revision: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  under: z.enum(PLACES).optional(),
});

/**
 * `notice:retry:<server>:<post>:3`, and `…:3:post` elsewhere: at most 76 signs. The server in it is only believed where the person is a member.
 *
 * @throws {OutdatedComponentError}
 */
export function parseNotice(customId: string): NoticeChoice {
  const [, action, guildId, postId, revision, under, ...rest] = customId.split(':');
  const choice = choiceSchema.safeParse({ action, guildId, postId, revision, under });
  if (rest.length > 0 || !choice.success) {
    throw new OutdatedComponentError('Unknown notice', { cause: choice.error });
  }
  const { under: place, ...named } = choice.data;
  return { ...named, ...(place && { under: place }) };
}

/** What can be done about it, unless somebody has already done it: the post is in another state then. */
export function noticeButtons(
  content: NoticeContent,
  post: KeptPost,
  { messages, settings }: NoticeButtonOptions,
): readonly Row[] {
  const { buttons } = messages;
  if (post.state !== stateAfter(content)) return [];
  const name = { guildId: post.guildId, id: post.id, revision: post.revision.number };
  const of = (action: NoticeAction, label: string, style?: ButtonStyle.Primary) =>
    button(customIdOf(action, name), label, style);
  const cancel = of('cancel', buttons.cancel);
  switch (content.kind) {
    case 'failed':
      return [row(of('retry', buttons.retry, ButtonStyle.Primary), cancel)];
    case 'held': {
      if (!canRetry(content.problem)) return [row(cancel)];
      const label = content.problem.until === undefined ? buttons.publishNow : buttons.retry;
      return [row(of('retry', label, ButtonStyle.Primary), cancel)];
    }
    case 'unapproved':
      return [row(of('retry', buttons.retry, ButtonStyle.Primary), cancel)];
    case 'facts_changed':
      // Else it is approved on its card.
      return settings.approvalChannelId === undefined
        ? [row(of('accept', buttons.accept, ButtonStyle.Primary), cancel)]
        : [];
    case 'event_stopped':
      return [row(cancel)];
    case 'unconfirmed':
      return [settlingRow(name, messages)];
    default:
      return [];
  }
}

/** What a person can say of a post that may be live: after *leave it*, too, for as long as nobody knows. */
export function settlingRow(
  post: NamedPost,
  { buttons }: Pick<NoticeMessages, 'buttons'>,
  under?: Place,
): Row {
  const id = (action: NoticeAction) => customIdOf(action, post, under);
  return row(
    button(id('live'), buttons.live, ButtonStyle.Success),
    button(id('not_live'), buttons.notLive, ButtonStyle.Primary),
    button(id('leave'), buttons.leave),
  );
}

/** Under the question whether the post may go out as it is now. */
export function confirmRow(
  action: 'retry' | 'accept',
  post: NamedPost,
  { buttons }: Pick<NoticeMessages, 'buttons'>,
): Row {
  return row(
    button(customIdOf(action, post, 'question'), buttons.confirmChanged, ButtonStyle.Primary),
    button(customIdOf('cancel', post, 'question'), buttons.cancel),
  );
}

/** The state that a post is in when the notice is true; undefined where nothing follows from it. */
export function stateAfter({ kind }: NoticeContent): PostState | undefined {
  switch (kind) {
    case 'published':
    case 'failed':
    case 'held':
    case 'unconfirmed':
    case 'rejected':
      return kind;
    case 'unapproved':
    case 'event_stopped':
      return 'held';
    case 'facts_changed':
      return 'awaiting_approval';
    default:
      return undefined;
  }
}

/** Whether anything could come of another try just now. */
function canRetry({ kind }: PublishProblem): boolean {
  return !FUTILE.has(kind);
}

function customIdOf(
  action: NoticeAction,
  { guildId, id, revision }: NamedPost,
  under?: Place,
): string {
  const place = under === undefined ? [] : [under];
  return [NOTICE_PREFIX, action, guildId, id, revision, ...place].join(':');
}
