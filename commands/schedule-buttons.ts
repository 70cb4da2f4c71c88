import type { ComponentCall } from '../src/discord/call.ts';
import type { Component, Context, ModalForm } from '../src/discord/command.ts';
import { codeBlock } from '../src/discord/markdown.ts';
import { messagesFor } from '../src/discord/messages/messages.ts';
import { calendarReply, calendarSpan, parseListPage } from '../src/discord/schedule-list.ts';
import { carryOut } from '../src/discord/schedule-plan.ts';
import { timeOrQuestion } from '../src/discord/schedule-when.ts';
import { PLAN_PREFIXES, parseAsk, parseWish } from '../src/discord/schedule-wish.ts';
import { WHEN_FIELD, whenModal } from '../src/discord/when-modal.ts';

/** A choice that was offered: one of several meanings, the next possible time, now, or all the same. */
export const planButtons = {
  prefix: PLAN_PREFIXES.plan,
  acknowledge: 'update',

  async execute(call, context) {
    return await carryOut(parseWish(call.customId), call, context);
  },
} satisfies Component;

/** Opens the form for the time of a post. */
export const askButton = {
  prefix: PLAN_PREFIXES.ask,
  acknowledge: 'modal',

  async open(call: ComponentCall, { drafts, clock }: Context) {
    const target = parseAsk(call.customId);
    const kept = await drafts.find({ guildId: call.guildId, postId: target.postId });
    return whenModal(target, kept, { messages: messagesFor(call.language), now: clock() });
  },
} satisfies Component;

/** The form, sent off: for the person alone, whatever message its button was under. */
export const whenForm = {
  prefix: PLAN_PREFIXES.ask,
  acknowledge: 'ephemeral',

  async execute(call, context) {
    const { drafts, messages, clock } = context;
    const target = parseAsk(call.customId);
    const { eventDate } = await drafts.find({ guildId: call.guildId, postId: target.postId });
    const typed = call.fields[WHEN_FIELD] ?? '';
    const time = timeOrQuestion({ typed, target, eventDate, messages, now: clock() });
    return 'at' in time ? await carryOut({ target, at: time.at }, call, context) : time;
  },

  salvage: ({ fields }) => ({ content: codeBlock(fields[WHEN_FIELD] ?? '').block }),
} satisfies ModalForm;

/** The pages of `/schedule list`. */
export const planListButtons = {
  prefix: PLAN_PREFIXES.list,
  acknowledge: 'update',

  async execute({ guildId, customId }, { scheduling, instagram, messages, clock }) {
    const page = parseListPage(customId);
    const now = clock();
    const [planned, account] = await Promise.all([
      scheduling.calendar(guildId, calendarSpan(now)),
      instagram.linkOf(guildId),
    ]);
    const connected = account?.state === 'alive';
    return calendarReply(planned, { page, connected, messages, now });
  },
} satisfies Component;
