import type { ModalCall } from '../src/discord/call.ts';
import { CAPTION_FIELD, captionModal } from '../src/discord/caption-dialog.ts';
import { captionRefused, captionTyped, typedCaption } from '../src/discord/caption-typed.ts';
import type { Component, ModalForm } from '../src/discord/command.ts';
import { DRAFT_PREFIXES } from '../src/discord/draft-components.ts';
import { parseDraftId, tryParseDraftId } from '../src/discord/draft-name.ts';
import { captionResetReply, editReply } from '../src/discord/draft-reply.ts';
import { editRequest } from '../src/discord/edit-request.ts';
import { messagesFor } from '../src/discord/messages/messages.ts';

/** Opens the caption as it is now, also under a message that shows an earlier one. */
export const captionButton = {
  prefix: DRAFT_PREFIXES.caption,
  acknowledge: 'modal',

  async open(call, { draftEdits }) {
    const { postId, ...request } = editRequest(call, parseDraftId(call.customId));
    const kept = await draftEdits.captionToEdit({ ...request, postId });
    return captionModal({ ...kept, postId }, messagesFor(call.language));
  },
} satisfies Component;

/** The button under what was typed and not saved: the form again. Whoever presses it has seen what others saved. */
export const captionAgainButton = {
  prefix: DRAFT_PREFIXES.captionAgain,
  acknowledge: 'modal',

  async open(call, { draftEdits, downloads }) {
    const { postId, expected, ...request } = editRequest(call, parseDraftId(call.customId));
    const { eventName } = await draftEdits.captionToEdit({ ...request, postId });
    const caption = await typedCaption(call, downloads);
    const messages = messagesFor(call.language);
    return captionModal({ postId, revision: expected, eventName, caption }, messages);
  },
} satisfies Component;

/** The form, sent off. */
export const captionForm = {
  prefix: DRAFT_PREFIXES.caption,
  acknowledge: 'update',

  async execute(call, { draftEdits, messages }) {
    const name = parseDraftId(call.customId);
    const typed = typedIn(call);
    const own = messagesFor(call.language);
    const edited = await draftEdits.editCaption({ ...editRequest(call, name), caption: typed });
    if (edited.outcome === 'refused') {
      return { aside: captionRefused(edited.faults, captionTyped(typed, name, own), own) };
    }
    const reply = editReply(edited, call, messages);
    if (edited.outcome !== 'conflict') return reply;
    // To go on is to have seen what the other person saved: the button is about their revision.
    const seen = { ...name, expected: edited.draft.revision };
    const kept = captionTyped(typed, seen, own);
    return { ...reply, aside: { ...kept, content: `${reply.aside?.content}\n${kept.content}` } };
  },

  salvage(call) {
    const name = tryParseDraftId(call.customId);
    return captionTyped(typedIn(call), name, messagesFor(call.language));
  },
} satisfies ModalForm;

/** Puts the automatic caption in the place of one that somebody has written. */
export const autoCaptionButton = {
  prefix: DRAFT_PREFIXES.autoCaption,
  acknowledge: 'update',

  async execute(call, { draftEdits, messages }) {
    const request = editRequest(call, parseDraftId(call.customId));
    return captionResetReply(await draftEdits.resetCaption(request), call, messages);
  },
} satisfies Component;

function typedIn({ fields }: ModalCall): string {
  return fields[CAPTION_FIELD] ?? '';
}
