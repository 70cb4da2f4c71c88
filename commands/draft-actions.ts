import type { Component } from '../src/discord/command.ts';
import { downloadReply } from '../src/discord/download-reply.ts';
import { DRAFT_PREFIXES } from '../src/discord/draft-components.ts';
import { parseDraftId } from '../src/discord/draft-name.ts';
import { regeneratedReply } from '../src/discord/draft-reply.ts';
import { editRequest } from '../src/discord/edit-request.ts';
import { messagesFor } from '../src/discord/messages/messages.ts';
import { publicationOf } from '../src/discord/page-publications.ts';
import { planRefusal } from '../src/discord/plan-refusal.ts';
import { plannedOriginal } from '../src/discord/planned-original.ts';
import { plannerOf } from '../src/discord/planner.ts';
import {
  confirmPublishing,
  PUBLISH_NOW_PREFIX,
  publishingReply,
} from '../src/discord/publish-now.ts';
import { RefusedError } from '../src/discord/refused.ts';
import { whenModal } from '../src/discord/when-modal.ts';

/** Reads the event again and makes the post anew, in its place. */
export const redoButton = {
  prefix: DRAFT_PREFIXES.redo,
  acknowledge: 'update',

  async execute(call, { draftEdits, messages }) {
    const request = editRequest(call, parseDraftId(call.customId));
    return regeneratedReply(await draftEdits.regenerate(request), call, messages);
  },
} satisfies Component;

/** The pictures in full quality and the caption as a file, for whoever presses it. */
export const downloadButton = {
  prefix: DRAFT_PREFIXES.download,
  acknowledge: 'ephemeral',

  async execute(call, { drafts, messages }) {
    const { guildId, userId, customId } = call;
    const { postId } = parseDraftId(customId);
    return downloadReply(await drafts.download({ guildId, postId, userId }), messages);
  },
} satisfies Component;

/** Opens the form for the time, unless no time would do; what is planned is the revision above the button. */
export const scheduleButton = {
  prefix: DRAFT_PREFIXES.schedule,
  acknowledge: 'modal',

  async open(call, context) {
    const { drafts, clock } = context;
    const { postId, expected } = parseDraftId(call.customId);
    const kept = await drafts.find({ guildId: call.guildId, postId });
    const refusal = await planRefusal(kept, call, context);
    if (refusal) throw new RefusedError(refusal);
    const view = { messages: messagesFor(call.language), now: clock() };
    return whenModal({ kind: 'post', postId, expected }, kept, view);
  },
} satisfies Component;

/** Asks before it goes out, or says what is missing for it. */
export const publishButton = {
  prefix: DRAFT_PREFIXES.publish,
  acknowledge: 'ephemeral',

  async execute(call, context) {
    const { drafts, instagram, scheduling, messages, clock } = context;
    const { guildId, customId } = call;
    const { postId, expected } = parseDraftId(customId);
    const kept = await drafts.find({ guildId, postId });
    const { refusals } = messages.notices;
    if (kept.revision.number !== expected) return { content: refusals.conflict };
    const refusal = await planRefusal(kept, call, context);
    if (refusal) return refusal;
    const account = await instagram.linkOf(guildId);
    if (account?.state !== 'alive') return { content: refusals.not_connected };
    const publication = await publicationOf(kept, scheduling);
    return confirmPublishing(kept, account.username, { publication, messages, now: clock() });
  },
} satisfies Component;

/** Publishes what was shown when it was asked for. */
export const publishNowButton = {
  prefix: PUBLISH_NOW_PREFIX,
  acknowledge: 'update',

  async execute(call, context) {
    const { scheduling, messages, clock } = context;
    const { guildId, entitlements, customId } = call;
    const { postId, expected } = parseDraftId(customId);
    const planner = plannerOf(call);
    const request = { guildId, postId, expected, planner, entitlements };
    const scheduled = await scheduling.publishNow(request);
    const reply = publishingReply(scheduled, messages, clock());
    if (scheduled.outcome !== 'planned') return reply;
    return { ...reply, ...(await plannedOriginal(scheduled, call, context)) };
  },
} satisfies Component;
