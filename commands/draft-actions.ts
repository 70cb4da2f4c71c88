import type { Component } from '../src/discord/command.ts';
import { downloadReply } from '../src/discord/download-reply.ts';
import { DRAFT_PREFIXES } from '../src/discord/draft-components.ts';
import { parseDraftId } from '../src/discord/draft-name.ts';
import { regeneratedReply } from '../src/discord/draft-reply.ts';
import { editRequest } from '../src/discord/edit-request.ts';

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

/** Says what is missing for it. */
export const scheduleButton = {
  prefix: DRAFT_PREFIXES.schedule,
  acknowledge: 'ephemeral',

  async execute(call, { drafts, premium, messages: { drafts: texts } }) {
    const { guildId, entitlements, customId } = call;
    await drafts.find({ guildId, postId: parseDraftId(customId).postId });
    const { schedule, scheduleWithPremium } = texts.missing;
    const bought = await premium.has(guildId, entitlements);
    return { content: bought ? scheduleWithPremium : schedule };
  },
} satisfies Component;

/** Says what is missing for it. */
export const publishButton = {
  prefix: DRAFT_PREFIXES.publish,
  acknowledge: 'ephemeral',

  async execute(call, { drafts, messages }) {
    const { postId } = parseDraftId(call.customId);
    await drafts.find({ guildId: call.guildId, postId });
    return { content: messages.drafts.missing.publish };
  },
} satisfies Component;
