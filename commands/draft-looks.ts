import type { Component } from '../src/discord/command.ts';
import { DRAFT_PREFIXES, parseSize, parseTheme } from '../src/discord/draft-components.ts';
import { parseDraftId } from '../src/discord/draft-name.ts';
import { editReply } from '../src/discord/draft-reply.ts';
import { editRequest } from '../src/discord/edit-request.ts';

/** The menu of themes under a post: draws it anew in its place. */
export const themeMenu = {
  prefix: DRAFT_PREFIXES.theme,
  acknowledge: 'update',

  async execute(call, { draftEdits, messages }) {
    const request = editRequest(call, parseDraftId(call.customId));
    const edited = await draftEdits.restyle({ ...request, theme: parseTheme(call.values) });
    return editReply(edited, call, messages);
  },
} satisfies Component;

/** The menu of sizes. */
export const sizeMenu = {
  prefix: DRAFT_PREFIXES.size,
  acknowledge: 'update',

  async execute(call, { draftEdits, messages }) {
    const request = editRequest(call, parseDraftId(call.customId));
    const edited = await draftEdits.restyle({ ...request, size: parseSize(call.values) });
    return editReply(edited, call, messages);
  },
} satisfies Component;
