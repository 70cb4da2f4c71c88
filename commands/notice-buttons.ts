import type { ComponentCall } from '../src/discord/call.ts';
import type { Answer, Component, Context } from '../src/discord/command.ts';
import { personMention } from '../src/discord/markdown.ts';
import { NOTICE_PREFIX, type NoticeChoice, parseNotice } from '../src/discord/notice-buttons.ts';
import { refusalOf } from '../src/discord/notice-outcome.ts';
import { decidedNotice } from '../src/discord/notice-reply.ts';
import { plannerOf } from '../src/discord/planner.ts';
import type { Settled } from '../src/posts/approval/scheduling.ts';
import { PostNotFoundError } from '../src/posts/draft-errors.ts';

/** Under notices, in direct messages too: what is to become of a post that is not simply published. */
export const noticeButtons = {
  prefix: NOTICE_PREFIX,
  acknowledge: 'update',
  guildOf: (customId) => parseNotice(customId).guildId,

  async execute(call, context) {
    const choice = parseNotice(call.customId);
    if (choice.guildId !== call.guildId) throw new PostNotFoundError();
    return choice.action === 'retry'
      ? await retry(choice, call, context)
      : await decide({ ...choice, action: choice.action }, call, context);
  },
} satisfies Component;

async function retry(
  { postId, revision }: NoticeChoice,
  call: ComponentCall,
  { scheduling, drafts, messages }: Context,
): Promise<Answer> {
  const { guildId, entitlements, userId } = call;
  const kept = await drafts.find({ guildId, postId });
  // Nobody publishes with this button what they have not seen above it.
  if (kept.revision.number !== revision) {
    return { aside: { content: messages.notices.changedSince() } };
  }
  const planner = plannerOf(call);
  const scheduled = await scheduling.retry({ guildId, postId, planner, entitlements });
  if (scheduled.outcome !== 'planned') return { aside: refusalOf(scheduled, messages) };
  const { decided } = messages.notices;
  const say = scheduled.post.state === 'awaiting_approval' ? decided.awaiting : decided.retry;
  return decidedNotice(call.content, say(personMention(userId)));
}

async function decide(
  { action, postId }: NoticeChoice & { readonly action: Exclude<NoticeChoice['action'], 'retry'> },
  call: ComponentCall,
  { scheduling, messages }: Context,
): Promise<Answer> {
  const about = { guildId: call.guildId, postId, planner: plannerOf(call) };
  const changed: Settled =
    action === 'cancel'
      ? await scheduling.cancel(about)
      : await scheduling.settle({ ...about, says: action });
  if (changed.outcome !== 'changed') return { aside: refusalOf(changed, messages) };
  const { decided } = messages.notices;
  const say = { ...decided, not_live: decided.notLive }[action];
  return decidedNotice(call.content, say(personMention(call.userId)));
}
