import type { ComponentCall } from '../src/discord/call.ts';
import type { Answer, Component, Context, Message } from '../src/discord/command.ts';
import { draftReply } from '../src/discord/draft-reply.ts';
import { personMention } from '../src/discord/markdown.ts';
import {
  confirmRow,
  NOTICE_PREFIX,
  type NoticeChoice,
  parseNotice,
} from '../src/discord/notice-buttons.ts';
import { refusalOf } from '../src/discord/notice-outcome.ts';
import { decidedNotice } from '../src/discord/notice-reply.ts';
import { planStatus } from '../src/discord/plan-status.ts';
import { plannedOriginal } from '../src/discord/planned-original.ts';
import { plannerOf } from '../src/discord/planner.ts';
import { shownPost } from '../src/discord/shown-post.ts';
import { MIN_AHEAD_MS } from '../src/posts/approval/plan-times.ts';
import type { Scheduled, Settled } from '../src/posts/approval/scheduling.ts';
import { PostNotFoundError } from '../src/posts/draft-errors.ts';
import type { KeptPost, PostState } from '../src/posts/kept-post.ts';
import type { Publication } from '../src/posts/publishing/publication.ts';

/** Under notices, in direct messages too: what is to become of a post that is not simply published. */
export const noticeButtons = {
  prefix: NOTICE_PREFIX,
  acknowledge: 'update',
  guildOf: (customId) => parseNotice(customId).guildId,

  async execute(call, context) {
    const choice = parseNotice(call.customId);
    if (choice.guildId !== call.guildId) throw new PostNotFoundError();
    const { action } = choice;
    return action === 'retry' || action === 'accept'
      ? await publish({ ...choice, action }, call, context)
      : await decide({ ...choice, action }, call, context);
  },
} satisfies Component;

type Publishing = NoticeChoice & { readonly action: 'retry' | 'accept' };
type Decision = NoticeChoice & {
  readonly action: Exclude<NoticeChoice['action'], 'retry' | 'accept'>;
};

/** What became of it, and the post then. */
interface Done {
  readonly decision: string;
  readonly post: KeptPost;
  readonly publication?: Publication;
}

/** In these such a button asks for what can still be done. */
const OPEN: Readonly<Record<Publishing['action'], readonly PostState[]>> = {
  retry: ['held', 'failed'],
  accept: ['awaiting_approval', 'held', 'failed'],
};

async function publish(choice: Publishing, call: ComponentCall, context: Context): Promise<Answer> {
  const { drafts, messages } = context;
  const { action, postId, revision, under } = choice;
  const kept = await drafts.find({ guildId: call.guildId, postId });
  // Nobody publishes with a button what they have not seen with it.
  if (kept.revision.number !== revision) {
    if (!OPEN[action].includes(kept.state)) {
      return { aside: refusalOf({ outcome: 'not_possible', state: kept.state }, messages) };
    }
    const question = await changedQuestion(choice, call, context);
    return under === 'question' ? question : { aside: question };
  }
  const scheduled = await planAgain(choice, kept, call, context);
  if (scheduled.outcome !== 'planned') return { aside: refusalOf(scheduled, messages) };
  const { decided } = messages.notices;
  const say = scheduled.post.state === 'awaiting_approval' ? decided.awaiting : decided[action];
  const { post, publication } = scheduled;
  const status =
    post.state === 'awaiting_approval' &&
    planStatus(post, publication, { messages, now: context.clock() });
  const decision = [say(personMention(call.userId)), ...(status ? [status] : [])].join('\n');
  return await answerOf(choice, { ...scheduled, decision }, call, context);
}

/** The remedy may have been to change the post: it is shown as it is now, with a button to publish exactly that. */
async function changedQuestion(
  { action, postId }: Publishing,
  { guildId }: ComponentCall,
  { drafts, messages }: Context,
): Promise<Message> {
  const draft = await drafts.show({ guildId, postId });
  const { notices } = messages;
  const { content, files = [] } = draftReply(draft, messages, [`⚠️ ${notices.changedSince()}`]);
  const name = { guildId, id: postId, revision: draft.revision };
  return { content, files, components: [confirmRow(action, name, notices)] };
}

async function planAgain(
  { action, postId, revision, under }: Publishing,
  { state }: KeptPost,
  call: ComponentCall,
  { scheduling, clock }: Context,
): Promise<Scheduled> {
  const { guildId, entitlements } = call;
  const wish = { guildId, entitlements, planner: plannerOf(call), postId };
  const request = { ...wish, expected: revision };
  if (action === 'retry') {
    if (under !== 'question' || !OPEN.retry.includes(state)) return await scheduling.retry(wish);
    return await scheduling.publishNow(request);
  }
  // At the time that was planned for it, unless that is past or too near.
  const dueAt = (await scheduling.find(request))?.dueAt;
  if (dueAt === undefined || dueAt < clock() + MIN_AHEAD_MS) {
    return await scheduling.publishNow(request);
  }
  return await scheduling.schedule({ ...request, dueAt });
}

async function decide(choice: Decision, call: ComponentCall, context: Context): Promise<Answer> {
  const { scheduling, messages } = context;
  const { action, postId } = choice;
  const about = { guildId: call.guildId, postId, planner: plannerOf(call) };
  const changed: Settled =
    action === 'cancel'
      ? await scheduling.cancel(about)
      : await scheduling.settle({ ...about, says: action });
  if (changed.outcome !== 'changed') return { aside: refusalOf(changed, messages) };
  const { decided } = messages.notices;
  const say = { ...decided, not_live: decided.notLive }[action];
  const publication = await scheduling.find(about);
  const done = { decision: say(personMention(call.userId)), post: changed.post };
  return await answerOf(choice, { ...done, ...(publication && { publication }) }, call, context);
}

/** In the place of what the button stood under; the answer to `/post` says the same from now on. */
async function answerOf(
  { under }: NoticeChoice,
  { decision, ...done }: Done,
  call: ComponentCall,
  context: Context,
): Promise<Answer> {
  const { guildId, id: postId, message } = done.post;
  const original =
    message?.messageId === call.messageId ? {} : await plannedOriginal(done, call, context);
  switch (under) {
    case 'post':
      return {
        ...(await shownPost({ guildId, postId }, context)),
        ...original,
        aside: { content: `✅ ${decision}` },
      };
    case 'question':
      return { content: `✅ ${decision}`, ...original };
    default:
      return { ...decidedNotice(call.content, decision), ...original };
  }
}
