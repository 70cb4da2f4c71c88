import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { captionCounts } from '../events/caption-signs.ts';
import { CAPTION_MAX_LENGTH } from '../events/instagram-limits.ts';
import { formatWhen } from '../events/when/format.ts';
import type { CardView } from '../posts/approval/card-board.ts';
import { EDITABLE_STATES } from '../posts/kept-post.ts';
import type { FactDifference } from '../posts/publishing/problem.ts';
import { APPROVAL_PREFIXES } from './approval-custom-ids.ts';
import type { Message } from './command.ts';
import { draftCustomId } from './draft-name.ts';
import { ATTACHMENTS_LIMIT } from './limits.ts';
import { personMention, plain, relativeTime } from './markdown.ts';
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

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/**
 * A card: the pictures and the caption that would go out, when, by whom, and what became of it. The whole caption is on
 * it, as a file where it does not fit.
 *
 * @param now epoch milliseconds.
 */
export function approvalCard(view: CardView, messages: Messages, now: number): Message {
  const { post } = view.draft;
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
    },
    messages,
  );
  const pages = posterAttachments(post);
  // A tenth page leaves no room: the caption in the block has to do, and the buttons show the whole.
  const withFile = !whole && pages.length < ATTACHMENTS_LIMIT;
  return {
    content,
    files: withFile ? [...pages, captionFile(post)] : pages,
    components: buttonRows(view, messages),
  };
}

/** Discord shows it in the time of whoever looks. */
export function exactTime(at: number): string {
  return `<t:${Math.floor(at / 1000)}:F>`;
}

export function roleMentions(roleIds: readonly string[]): string {
  return roleIds.map((id) => `<@&${id}>`).join(' ');
}

export function messageLink(guildId: string, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

function whenLines({ draft, publication }: CardView, messages: Messages, now: number): string[] {
  if (!publication) return [];
  const { dueAt, createdBy } = publication;
  const day = formatWhen(dueAt, messages.language, { now });
  return [
    messages.approval.when(day, `${exactTime(dueAt)} · ${relativeTime(dueAt)}`),
    `-# ${messages.approval.by(personMention(createdBy), draft.revision)}`,
  ];
}

function changeLines({ since, publication }: CardView, { approval }: Messages): string[] {
  const names = (since?.changes ?? []).map((change) => approval.changes[change]);
  const differences = (publication?.problem?.changes ?? []).slice(0, DIFFERENCES);
  return [
    ...(since && names.length > 0 ? [approval.since(since.revision, names.join(', '))] : []),
    ...differences.map((one) => `-# ${differenceLine(one, approval)}`),
  ];
}

function differenceLine(
  { before, after }: FactDifference,
  { difference }: Messages['approval'],
): string {
  const [old, present] = [before, after].map((text) => plain(text || '-', DIFFERENCE_LENGTH));
  return difference(old ?? '-', present ?? '-');
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
  const button = (customId: string, label: string) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label,
    custom_id: customId,
  });
  const { caption, event } = APPROVAL_PREFIXES;
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        ...(editable ? [button(draftCustomId(caption, name), buttons.caption)] : []),
        ...(movable ? [button(askId({ kind: 'move', postId: draft.id }), buttons.move)] : []),
        button(draftCustomId(event, name), buttons.event),
      ],
    },
  ];
}
