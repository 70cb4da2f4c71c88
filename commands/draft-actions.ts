import type { Component } from '../src/discord/command.ts';
import { downloadReply } from '../src/discord/download-reply.ts';
import { DRAFT_PREFIXES } from '../src/discord/draft-components.ts';
import { parseDraftId } from '../src/discord/draft-name.ts';
import { regeneratedReply } from '../src/discord/draft-reply.ts';
import { editRequest } from '../src/discord/edit-request.ts';
import { messagesFor } from '../src/discord/messages/messages.ts';
import { premiumRefusal } from '../src/discord/notice-outcome.ts';
import { plannerOf } from '../src/discord/planner.ts';
import {
  confirmPublishing,
  PUBLISH_NOW_PREFIX,
  publishingReply,
} from '../src/discord/publish-now.ts';
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

/** Opens the form for the time; what is planned is the revision that stands above the button. */
export const scheduleButton = {
  prefix: DRAFT_PREFIXES.schedule,
  acknowledge: 'modal',

  async open(call, { drafts, clock }) {
    const { postId, expected } = parseDraftId(call.customId);
    const kept = await drafts.find({ guildId: call.guildId, postId });
    const view = { messages: messagesFor(call.language), now: clock() };
    return whenModal({ kind: 'post', postId, expected }, kept, view);
  },
} satisfies Component;

/** Asks before it goes out, or says what is missing for it. */
export const publishButton = {
  prefix: DRAFT_PREFIXES.publish,
  acknowledge: 'ephemeral',

  async execute(call, { drafts, premium, instagram, messages, clock }) {
    const { guildId, entitlements, customId } = call;
    const { postId, expected } = parseDraftId(customId);
    const kept = await drafts.find({ guildId, postId });
    const { refusals } = messages.notices;
    if (kept.revision.number !== expected) return { content: refusals.conflict };
    if (!(await premium.has(guildId, entitlements))) {
      return premiumRefusal(premium.skuId, messages);
    }
    const account = await instagram.linkOf(guildId);
    if (account?.state !== 'alive') return { content: refusals.not_connected };
    return confirmPublishing(kept, account.username, { messages, now: clock() });
  },
} satisfies Component;

/** Publishes what was shown when it was asked for. */
export const publishNowButton = {
  prefix: PUBLISH_NOW_PREFIX,
  acknowledge: 'update',

  async execute(call, { scheduling, messages }) {
    const { guildId, entitlements, customId } = call;
    const { postId, expected } = parseDraftId(customId);
    const planner = plannerOf(call);
    const request = { guildId, postId, expected, planner, entitlements };
    return publishingReply(await scheduling.publishNow(request), messages);
  },
} satisfies Component;
