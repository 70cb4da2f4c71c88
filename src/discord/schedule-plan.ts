import type { Scheduled } from '../posts/approval/scheduling.ts';
import type { Draft } from '../posts/draft.ts';
import { approvalChannelNotes } from './approval-channel-notes.ts';
import type { Call } from './call.ts';
import type { Context, Reply } from './command.ts';
import { draftReply } from './draft-reply.ts';
import { plannedOriginal } from './planned-original.ts';
import { plannerOf } from './planner.ts';
import {
  outcomeMessage,
  plannedLines,
  refusalMessage,
  similarMessage,
} from './schedule-outcome.ts';
import type { PlanTarget, PlanWish } from './schedule-wish.ts';

type NewTarget = Extract<PlanTarget, { kind: 'new' }>;
type KeptTarget = Exclude<PlanTarget, NewTarget>;

/** Does what was wanted, or says what stands in its way; nothing is made that could not be planned then. */
export async function carryOut(wish: PlanWish, call: Call, context: Context): Promise<Reply> {
  const { target } = wish;
  return target.kind === 'new'
    ? await planNew({ ...wish, target }, call, context)
    : await planKept({ ...wish, target }, call, context);
}

async function planNew(
  wish: PlanWish & { readonly target: NewTarget },
  call: Call,
  context: Context,
): Promise<Reply> {
  const { scheduling, drafts, messages, clock } = context;
  const { guildId, userId, entitlements, serverLanguage } = call;
  const { target, at, anyway } = wish;
  const { kind: _, ...wanted } = target;
  const planner = plannerOf(call);
  const options = { messages, wish, now: clock() };
  const plan = { guildId, eventId: target.eventId, planner, entitlements, dueAt: at };
  const event = await context.recentEvents.find(guildId, target.eventId);
  const forecast = await scheduling.forecast({ ...plan, ...(event && { event }) });
  if (forecast.outcome !== 'possible') return refusalMessage(forecast, options);
  const dueAt = at === 'now' ? clock() : at;
  if (!anyway) {
    const { eventId, template } = target;
    const similar = await scheduling.similar({ guildId, eventId, template, dueAt });
    if (similar.length > 0) return similarMessage(similar, options);
  }
  const {
    theme = forecast.theme,
    size = forecast.size ?? 'square',
    language = serverLanguage,
  } = wanted;
  const look = { ...wanted, theme, size, language };
  const creation = await drafts.create({ guildId, userId, entitlements, ...look, at: dueAt });
  if (creation.outcome === 'not_kept') return { content: `⚠️ ${messages.drafts.notKept()}` };
  const { draft } = creation;
  const request = { guildId, postId: draft.id, expected: draft.revision, planner, entitlements };
  const scheduled = await (at === 'now'
    ? scheduling.publishNow(request)
    : scheduling.schedule({ ...request, dueAt: at }));
  if (scheduled.outcome === 'planned') {
    const notes = await approvalChannelNotes(scheduled, context);
    return withDraft(draft, scheduled, [...plannedLines(scheduled, options), ...notes], context);
  }
  const { content, components = [] } = refusalMessage(scheduled, options);
  return { content: [content, messages.schedule.draftStays()].join('\n'), components };
}

/** The post as it is now, with what was planned under it, so that whoever planned it sees what will go out. */
function withDraft(
  draft: Draft,
  { post }: Extract<Scheduled, { outcome: 'planned' }>,
  lines: readonly string[],
  { messages }: Context,
): Reply {
  // Without an edition: it stands in the place of the question it answers.
  const { edition: _, ...reply } = draftReply({ ...draft, state: post.state }, messages, lines);
  return reply;
}

async function planKept(
  wish: PlanWish & { readonly target: KeptTarget },
  call: Call,
  context: Context,
): Promise<Reply> {
  const { scheduling, drafts, messages, clock } = context;
  const { guildId } = call;
  const { target, at, anyway } = wish;
  const { postId } = target;
  const options = { messages, wish, now: clock() };
  const { eventId, template } = await drafts.find({ guildId, postId });
  if (!anyway) {
    const dueAt = at === 'now' ? clock() : at;
    const alike = { guildId, eventId, template, dueAt, exceptPostId: postId };
    const similar = await scheduling.similar(alike);
    // Who may not plan it is told that, and not what else there is.
    if (similar.length > 0) return similarMessage(similar, options);
  }
  const first = await attempt(wish, call, context);
  if (first.outcome === 'other_day') return await planForItsDay(wish, first, call, context);
  const reply = outcomeMessage(first, options);
  if (first.outcome !== 'planned') return reply;
  const content = [reply.content, ...(await approvalChannelNotes(first, context))].join('\n');
  return { ...reply, content, ...(await plannedOriginal(first, call, context)) };
}

/** A countdown is made anew for the day on which it goes out, and what was made anew is planned. */
async function planForItsDay(
  wish: PlanWish & { readonly target: KeptTarget },
  { post, dueAt }: Extract<Scheduled, { outcome: 'other_day' }>,
  call: Call,
  context: Context,
): Promise<Reply> {
  const { draftEdits, messages, clock } = context;
  const { guildId, userId } = call;
  const options = { messages, wish, now: clock() };
  // That this person may plan the post was decided before its day was looked at.
  const editor = { userId, managesPosts: true };
  const request = { guildId, postId: post.id, expected: post.revision.number, editor };
  const made = await draftEdits.regenerate({ ...request, at: dueAt });
  if (made.outcome === 'conflict') return refusalMessage({ outcome: 'conflict', post }, options);
  const { revision: expected } = made.draft;
  const planned = await attempt(wish, call, context, expected);
  if (planned.outcome !== 'planned') return outcomeMessage(planned, options);
  const { schedule } = messages;
  const isEdited = made.outcome === 'saved' && made.captionKept;
  const lines = [
    ...plannedLines(planned, options),
    schedule.madeAnew(),
    ...(isEdited ? [schedule.captionStayed()] : []),
    ...(await approvalChannelNotes(planned, context)),
  ];
  const reply = withDraft(made.draft, planned, lines, context);
  return { ...reply, ...(await plannedOriginal(planned, call, context)) };
}

async function attempt(
  { target, at }: PlanWish & { readonly target: KeptTarget },
  call: Call,
  { scheduling, drafts }: Context,
  revision?: number,
): Promise<Scheduled> {
  const { guildId, entitlements } = call;
  const { postId } = target;
  const wish = { guildId, postId, planner: plannerOf(call), entitlements };
  if (target.kind === 'move' && at !== 'now') return await scheduling.move({ ...wish, dueAt: at });
  const expected =
    revision ??
    (target.kind === 'post'
      ? target.expected
      : (await drafts.find({ guildId, postId })).revision.number);
  return at === 'now'
    ? await scheduling.publishNow({ ...wish, expected })
    : await scheduling.schedule({ ...wish, expected, dueAt: at });
}
