import type { Draft } from '../posts/draft.ts';
import type { CaptionReset, Edited, Regenerated } from '../posts/draft-edits.ts';
import type { Creation } from '../posts/drafts.ts';
import type { QuotaUse } from '../posts/quota.ts';
import type { ComponentCall, ModalCall } from './call.ts';
import { captionBlock } from './caption-typed.ts';
import type { Reply } from './command.ts';
import { draftComponents } from './draft-components.ts';
import { personMention, relativeTime } from './markdown.ts';
import { type Messages, messagesFor } from './messages/messages.ts';
import { CAPTION_FILE, postReply } from './post-reply.ts';

type Click = Pick<ComponentCall | ModalCall, 'messageId' | 'language' | 'serverLanguage'>;

/** What is left is said from here on. */
const FEW = 5;

/** The post as it is, with everything that can be done with it; `notes` say more of its state than the word for it. */
export function draftReply(
  draft: Draft,
  messages: Messages,
  notes: readonly string[] = stateNotes(draft, messages),
): Reply {
  const below = { notes, components: draftComponents(draft, messages) };
  return { ...postReply(draft.post, messages, below), edition: draft.revision };
}

/** The answer to `/post`: with what is left of the quota when that is little; without buttons when it is not kept. */
export function creationReply(creation: Creation, userId: string, messages: Messages): Reply {
  if (creation.outcome === 'not_kept') {
    return postReply(creation.post, messages, { notes: [`⚠️ ${messages.drafts.notKept()}`] });
  }
  return draftReply(creation.draft, messages, quotaNotes(creation.quota, userId, messages));
}

/** What became of a change, with the post as it is now; why nothing became of it is for the person alone. */
export function editReply(edited: Edited, call: Click, messages: Messages): Reply {
  const reply = updatedReply(edited.draft, call, messages);
  const { drafts } = messagesFor(call.language);
  switch (edited.outcome) {
    case 'saved':
      return reply;
    case 'unchanged':
      return { ...reply, aside: { content: drafts.unchanged() } };
    case 'conflict':
      return { ...reply, aside: { content: `⚠️ ${drafts.conflict()}` } };
  }
}

/** Tells what was different in the event. */
export function regeneratedReply(made: Regenerated, call: Click, messages: Messages): Reply {
  if (made.outcome === 'conflict') return editReply(made, call, messages);
  const { drafts } = messagesFor(call.language);
  const reply = updatedReply(made.draft, call, messages);
  if (made.outcome === 'unchanged') return { ...reply, aside: { content: drafts.stillTheSame() } };
  const lines = [
    drafts.regenerated(made.changes),
    ...(made.captionKept ? [drafts.captionKept(messages.drafts.buttons.autoCaption)] : []),
  ];
  return { ...reply, aside: { content: lines.join('\n') } };
}

/** Hands back what the automatic caption has replaced: it may have been pressed by mistake. */
export function captionResetReply(reset: CaptionReset, call: Click, messages: Messages): Reply {
  if (reset.outcome !== 'saved') return editReply(reset, call, messages);
  const { drafts, post } = messagesFor(call.language);
  const above = drafts.captionReset();
  const attached = [above, post.captionAttached(CAPTION_FILE)].join('\n');
  const aside = captionBlock(reset.replaced, { above, attached });
  return { ...updatedReply(reset.draft, call, messages), aside };
}

/** In the place of the message, and of the answer to `/post` where it was changed from a copy of that. */
function updatedReply(
  draft: Draft,
  { messageId, serverLanguage }: Click,
  messages: Messages,
): Reply {
  const reply = draftReply(draft, messages);
  const { message: place } = draft;
  if (!place || place.messageId === messageId) return reply;
  const message = draftReply(draft, messagesFor(serverLanguage));
  return { ...reply, original: { place, message } };
}

/** A draft is what a post is when nothing was decided about it. */
function stateNotes({ state }: Draft, { notices, drafts }: Messages): string[] {
  return state === 'draft' ? [] : [notices.stateNow(drafts.states[state])];
}

function quotaNotes({ left, renewsAt }: QuotaUse, userId: string, { drafts }: Messages): string[] {
  const person = personMention(userId);
  if (left === 0) return [`-# ${drafts.noneLeft(person, relativeTime(renewsAt))}`];
  return left <= FEW ? [`-# ${drafts.left(person, left)}`] : [];
}
