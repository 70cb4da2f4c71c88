import { ButtonStyle } from 'discord.js';
import type { PlannedPost } from '../posts/approval/schedule-store.ts';
import type { Scheduled } from '../posts/approval/scheduling.ts';
import type { KeptPost } from '../posts/kept-post.ts';
import { button, row } from './buttons.ts';
import type { Reply } from './command.ts';
import { draftCustomId } from './draft-name.ts';
import { plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { refusalOf } from './notice-outcome.ts';
import { planStatus } from './plan-status.ts';
import { type PlannedView, plannedTime } from './planned-time.ts';
import { postTitle } from './posts-list-reply.ts';

/** The prefix of the custom id of the button that really publishes: `publish-now:<post>:<revision>`. */
export const PUBLISH_NOW_PREFIX = 'publish-now';

const USERNAME_LENGTH = 40;

/** Asks before a post goes out: which one, to which account, and instead of what was planned for it. */
export function confirmPublishing(
  post: KeptPost,
  username: string,
  { publication, ...view }: PlannedView,
): Reply {
  const { messages, now } = view;
  const { publishNow, buttons } = messages.notices;
  const account = plain(`@${username}`, USERNAME_LENGTH);
  const name = { postId: post.id, expected: post.revision.number };
  const isPlanned = post.state === 'scheduled' || post.state === 'awaiting_approval';
  const times = isPlanned ? plannedTime(publication, view) : [];
  const customId = draftCustomId(PUBLISH_NOW_PREFIX, name);
  return {
    content: [
      publishNow.ask([postTitle(post, messages, now), ...times].join('\n'), account),
      ...(times.length > 0 ? [`⚠️ ${publishNow.replaces()}`] : []),
    ].join('\n'),
    components: [row(button(customId, buttons.confirmPublish, ButtonStyle.Danger))],
  };
}

/** What came of it. */
export function publishingReply(scheduled: Scheduled, messages: Messages, now: number): Reply {
  if (scheduled.outcome !== 'planned') return refusalOf(scheduled, messages);
  const { publishNow } = messages.notices;
  const { post, publication, similar } = scheduled;
  const status = planStatus(post, publication, { messages, now });
  const planned =
    post.state === 'awaiting_approval'
      ? [publishNow.awaiting(), ...(status === undefined ? [] : [status])]
      : [publishNow.planned()];
  return { content: [...planned, ...similarNote(similar, messages)].join('\n') };
}

function similarNote(similar: readonly PlannedPost[], { notices }: Messages): string[] {
  return similar.length === 0 ? [] : [`⚠️ ${notices.publishNow.similar(similar.length)}`];
}
