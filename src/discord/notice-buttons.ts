import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { z } from 'zod';
import type { KeptPost, PostState } from '../posts/kept-post.ts';
import type { NoticeContent } from '../posts/notices/notice.ts';
import { postIdSchema } from './draft-name.ts';
import type { NoticeMessages } from './messages/notices.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of the buttons under notices. */
export const NOTICE_PREFIX = 'notice';

const NOTICE_ACTIONS = ['retry', 'cancel', 'live', 'not_live', 'leave'] as const;
type NoticeAction = (typeof NOTICE_ACTIONS)[number];

/** What somebody chose. In a direct message nothing else says which server it is about. */
export interface NoticeChoice {
  readonly action: NoticeAction;
  readonly guildId: string;
  readonly postId: string;
  /** The number of the revision that the notice showed. */
  readonly revision: number;
}

type Style = ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success;
type Row = APIActionRowComponent<APIButtonComponentWithCustomId>;

const choiceSchema = z.object({
  action: z.enum(NOTICE_ACTIONS),
  guildId: z.string().regex(/^\d{1,20}$/),
  postId: postIdSchema,
  revision: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/**
 * `notice:retry:<server>:<post>:3`, at most 67 signs. The server in it is only believed where the person is a member.
 *
 * @throws {OutdatedComponentError}
 */
export function parseNotice(customId: string): NoticeChoice {
  const [, action, guildId, postId, revision, ...rest] = customId.split(':');
  const choice = choiceSchema.safeParse({ action, guildId, postId, revision });
  if (rest.length > 0 || !choice.success) {
    throw new OutdatedComponentError('Unknown notice', { cause: choice.error });
  }
  return choice.data;
}

/** What can be done about it, unless somebody has already done it: the post is in another state then. */
export function noticeButtons(
  content: NoticeContent,
  post: KeptPost,
  { buttons }: NoticeMessages,
): readonly Row[] {
  if (post.state !== stateAfter(content)) return [];
  const of = (action: NoticeAction, label: string, style: Style = ButtonStyle.Secondary) =>
    button(customIdOf(action, post), label, style);
  const cancel = of('cancel', buttons.cancel);
  switch (content.kind) {
    case 'failed':
      return [row(of('retry', buttons.retry, ButtonStyle.Primary), cancel)];
    case 'held':
      if (content.problem.until !== undefined) return [];
      return [row(of('retry', buttons.publishNow, ButtonStyle.Primary), cancel)];
    case 'unapproved':
      return [row(of('retry', buttons.retry, ButtonStyle.Primary), cancel)];
    case 'event_stopped':
      return [row(cancel)];
    case 'unconfirmed':
      return [
        row(
          of('live', buttons.live, ButtonStyle.Success),
          of('not_live', buttons.notLive, ButtonStyle.Primary),
          of('leave', buttons.leave),
        ),
      ];
    default:
      return [];
  }
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
    default:
      return undefined;
  }
}

function customIdOf(action: NoticeAction, { guildId, id, revision }: KeptPost): string {
  return [NOTICE_PREFIX, action, guildId, id, revision.number].join(':');
}

function row(...components: APIButtonComponentWithCustomId[]): Row {
  return { type: ComponentType.ActionRow, components };
}

function button(customId: string, label: string, style: Style): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style, label, custom_id: customId };
}
