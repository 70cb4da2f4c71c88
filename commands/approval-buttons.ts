import { APPROVAL_PREFIXES } from '../src/discord/approval-custom-ids.ts';
import { eventDetails, REASON_FIELD, reasonModal } from '../src/discord/approval-dialogs.ts';
import type { ModalCall } from '../src/discord/call.ts';
import { CAPTION_FIELD, captionModal } from '../src/discord/caption-dialog.ts';
import { captionRefused, captionTyped } from '../src/discord/caption-typed.ts';
import type { Component, ModalForm } from '../src/discord/command.ts';
import { parseDraftId, tryParseDraftId } from '../src/discord/draft-name.ts';
import { editRequest } from '../src/discord/edit-request.ts';
import { personMention, plain } from '../src/discord/markdown.ts';
import { messagesFor } from '../src/discord/messages/messages.ts';
import { refusalOf } from '../src/discord/notice-outcome.ts';
import { plannerOf } from '../src/discord/planner.ts';

const REASON_SHOWN = 500;

/** What the event says, beside what the poster says. */
export const cardEventButton = {
  prefix: APPROVAL_PREFIXES.event,
  acknowledge: 'ephemeral',

  async execute({ guildId, customId }, { drafts, messages, clock }) {
    const { postId } = parseDraftId(customId);
    return eventDetails(await drafts.find({ guildId, postId }), messages, clock());
  },
} satisfies Component;

/** For whoever may plan it: nothing goes out, and it can be scheduled again. */
export const cardCancelButton = {
  prefix: APPROVAL_PREFIXES.cancel,
  acknowledge: 'ephemeral',

  async execute(call, { scheduling, messages }) {
    const { guildId } = call;
    const { postId } = parseDraftId(call.customId);
    const cancelled = await scheduling.cancel({ guildId, postId, planner: plannerOf(call) });
    if (cancelled.outcome !== 'changed') return refusalOf(cancelled, messages);
    return { content: messages.approval.cancelled() };
  },
} satisfies Component;

/** The caption as it is now. The card is not the place of the answer: it shows what was to be approved. */
export const cardCaptionButton = {
  prefix: APPROVAL_PREFIXES.caption,
  acknowledge: 'modal',

  async open(call, { draftEdits }) {
    const { postId, ...request } = editRequest(call, parseDraftId(call.customId));
    const kept = await draftEdits.captionToEdit({ ...request, postId });
    const { caption: prefix } = APPROVAL_PREFIXES;
    return captionModal({ ...kept, postId, prefix }, messagesFor(call.language));
  },
} satisfies Component;

export const cardCaptionForm = {
  prefix: APPROVAL_PREFIXES.caption,
  acknowledge: 'ephemeral',

  async execute(call, { draftEdits, messages }) {
    const name = parseDraftId(call.customId);
    const caption = call.fields[CAPTION_FIELD] ?? '';
    const edited = await draftEdits.editCaption({ ...editRequest(call, name), caption });
    switch (edited.outcome) {
      case 'saved':
        return { content: messages.approval.captionSaved() };
      case 'unchanged':
        return { content: messages.drafts.unchanged() };
      case 'refused':
        return captionRefused(edited.faults, captionTyped(caption, name, messages), messages);
      case 'conflict': {
        const kept = captionTyped(caption, undefined, messages);
        return { ...kept, content: `⚠️ ${messages.drafts.conflict()}\n${kept.content}` };
      }
    }
  },

  salvage(call) {
    const typed = call.fields[CAPTION_FIELD] ?? '';
    return captionTyped(typed, tryParseDraftId(call.customId), messagesFor(call.language));
  },
} satisfies ModalForm;

/** Under the question why it was rejected. */
export const rejectReasonButton = {
  prefix: APPROVAL_PREFIXES.reason,
  acknowledge: 'modal',

  async open({ customId, language }) {
    return reasonModal(parseDraftId(customId), messagesFor(language));
  },
} satisfies Component;

/** The reason takes the place of the question. Only the one who rejected it can give it. */
export const rejectReasonForm = {
  prefix: APPROVAL_PREFIXES.reason,
  acknowledge: 'update',

  async execute(call: ModalCall, { rejections, messages, clock }) {
    const { guildId, userId } = call;
    const { postId } = parseDraftId(call.customId);
    const reason = (call.fields[REASON_FIELD] ?? '').trim();
    const { approval } = messagesFor(call.language);
    if (reason === '') return { aside: { content: approval.reasonForm.label } };
    const deed = { guildId, postId, by: userId, at: clock() };
    const explained = await rejections.explainRejection({ ...deed, reason });
    if (explained === 'outdated') return { aside: { content: approval.reasonTooLate() } };
    return {
      content: messages.approval.reasonSaved(personMention(userId), plain(reason, REASON_SHOWN)),
    };
  },
} satisfies ModalForm;
