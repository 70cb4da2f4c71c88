import { captionCounts } from '../events/caption-signs.ts';
import { CAPTION_MAX_LENGTH } from '../events/instagram-limits.ts';
import { formatWhen } from '../events/when/format.ts';
import type { CardView } from '../posts/approval/card-board.ts';
import { EDITABLE_STATES } from '../posts/kept-post.ts';
import type { FactDifference } from '../posts/publishing/problem.ts';
import { APPROVAL_PREFIXES } from './approval-custom-ids.ts';
import { button, type Row, row } from './buttons.ts';
import type { Message } from './command.ts';
import { draftCustomId } from './draft-name.ts';
import { ATTACHMENTS_LIMIT } from './limits.ts';
import { personMention, plain, relativeTime, roleMentions, timestamps } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { captionFile, headingLine, withCaption } from './post-reply.ts';
import { postWarnings } from './post-warnings.ts';
import { posterAttachments } from './poster-attachments.ts';
import { askId } from './schedule-wish.ts';

/** The reactions that decide. Nothing else on a card does. */
export const APPROVE = '✅';
export const REJECT = '❌';

const REASON_LENGTH = 200;
const DIFFERENCES = 5;
const DIFFERENCE_LENGTH = 60;
/** As posters have it. */
const NOT_ANNOUNCED = 'TBA';

/**
 * A card: the pictures and the caption that would go out, when, by whom, and what became of it. The whole caption is on
 * it, as a file where it does not fit; beside ten pictures there is room for none, and it says where the whole is.
 *
 * @param now epoch milliseconds.
 */
export function approvalCard(view: CardView, messages: Messages, now: number): Message {
  const { post } = view.draft;
  const pages = posterAttachments(post);
  // A tenth page leaves no room for a file.
  const fits = pages.length < ATTACHMENTS_LIMIT;
  const { content, whole } = withCaption(
    post.caption.text,
    {
      above: [headingLine(post, messages), ...whenLines(view, messages, now)],
      below: [
        `-# ${messages.post.counts(captionCounts(post.caption), CAPTION_MAX_LENGTH)}`,
        ...postWarnings(post, messages).map((warning) => `⚠️ ${warning}`),
        ...changeLines(view, messages),
        ...(view.astray ? [messages.approval.astray[view.astray]] : []),
        ...outcomeLines(view, messages),
      ],
      ...(!fits && { elsewhere: messages.approval.captionElsewhere() }),
    },
    messages,
  );
  return {
    content,
    files: whole || !fits ? pages : [...pages, captionFile(post)],
    components: buttonRows(view, messages),
  };
}

function whenLines(
  { draft, publication, again }: CardView,
  messages: Messages,
  now: number,
): string[] {
  if (!publication) return [];
  const { approval, language } = messages;
  const { dueAt, createdBy, asap } = publication;
  const day = formatWhen(dueAt, language, { now });
  const stamps = timestamps(dueAt);
  return [
    ...(again ? [approval.again()] : []),
    asap ? `🗓️ ${approval.asap(day)} ${stamps}` : approval.when(day, stamps),
    `-# ${approval.by(personMention(createdBy), draft.revision)}`,
  ];
}

/** What is different from what was approved; before it is drawn anew, what the event says otherwise. */
function changeLines({ since, publication }: CardView, messages: Messages): string[] {
  const { approval, notices } = messages;
  const names = (since?.changes ?? []).map((change) => approval.changes[change]);
  const facts = since?.facts.length ? since.facts : (publication?.problem?.changes ?? []);
  const more = facts.length - DIFFERENCES;
  return [
    ...(since && names.length > 0 ? [approval.since(since.revision, names.join(', '))] : []),
    ...facts.slice(0, DIFFERENCES).map((one) => `-# ${differenceLine(one, messages)}`),
    ...(more > 0 ? [`-# ${notices.moreDifferences(more)}`] : []),
  ];
}

function differenceLine(
  { part, before, after }: FactDifference,
  { notices: { parts, nothing, difference } }: Messages,
): string {
  const fact = (text: string | undefined) =>
    text === undefined ? nothing : plain(text || NOT_ANNOUNCED, DIFFERENCE_LENGTH);
  if (before === undefined && after === undefined) return parts[part];
  return difference(parts[part], fact(before), fact(after));
}

function outcomeLines(view: CardView, messages: Messages): string[] {
  const { draft, decision, publication, kept, approverRoleIds } = view;
  const { approval } = messages;
  const state = approval.state(messages.drafts.states[draft.state]);
  switch (draft.state) {
    case 'awaiting_approval':
      return [approval.waiting(roleMentions(approverRoleIds))];
    case 'published':
      return [
        ...decisionLines(view, messages),
        kept.permalink === undefined ? state : approval.published(kept.permalink),
      ];
    case 'rejected':
      return decision?.kind === 'rejected' ? decisionLines(view, messages) : [state];
    case 'held':
      return publication?.problem?.kind === 'unapproved'
        ? [approval.unapproved()]
        : [...decisionLines(view, messages), state];
    default:
      return [...decisionLines(view, messages), state];
  }
}

function decisionLines({ decision }: CardView, { approval }: Messages): string[] {
  if (!decision) return [];
  const who = decision.by === undefined ? '-' : personMention(decision.by);
  const when = relativeTime(decision.at);
  if (decision.kind === 'approved') return [approval.approved(who, when, decision.revision)];
  return [
    approval.rejected(who, when, decision.revision),
    ...(decision.reason === undefined
      ? []
      : [`> ${approval.reason(plain(decision.reason, REASON_LENGTH))}`]),
  ];
}

/** What is over cannot be changed; the event can be looked at for ever. */
function buttonRows({ draft }: CardView, { approval: { buttons } }: Messages): Row[] {
  const name = { postId: draft.id, expected: draft.revision };
  const editable = EDITABLE_STATES.some((state: string) => state === draft.state);
  const movable = draft.state === 'awaiting_approval' || draft.state === 'scheduled';
  const { caption, cancel, event } = APPROVAL_PREFIXES;
  return [
    row(
      ...(editable ? [button(draftCustomId(caption, name), buttons.caption)] : []),
      ...(movable ? [button(askId({ kind: 'move', postId: draft.id }), buttons.move)] : []),
      ...(movable ? [button(draftCustomId(cancel, name), buttons.cancel)] : []),
      button(draftCustomId(event, name), buttons.event),
    ),
  ];
}
