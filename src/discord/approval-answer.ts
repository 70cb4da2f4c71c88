import type { ApprovalCard } from '../posts/approval/approval-cards.ts';
import type { Approver, Decided } from '../posts/approval/scheduling.ts';
import type { PostState } from '../posts/kept-post.ts';
import { APPROVE, REJECT } from './approval-card.ts';
import { reasonButton } from './approval-dialogs.ts';
import type { Message } from './command.ts';
import { personMention } from './markdown.ts';
import type { Messages } from './messages/messages.ts';

/** One person's decision, however we learned of it. */
export interface Vote {
  readonly card: ApprovalCard & { readonly place: NonNullable<ApprovalCard['place']> };
  readonly emoji: typeof APPROVE | typeof REJECT;
  readonly approver: Approver;
}

export interface CountedVote extends Vote {
  /** Read from the message some time afterwards: it may have been counted, and answered, when it was given. */
  readonly readLater?: boolean;
}

/** What was approved is on Instagram, or may be. */
const BEYOND_RECALL: ReadonlySet<PostState> = new Set(['publishing', 'published', 'unconfirmed']);

/** What a person is told whose vote did not do what it looks like, or is to be explained; undefined: nothing. */
export function answerOf(
  decided: Exclude<Decided, { outcome: 'not_approver' }>,
  { card, emoji, approver, readLater = false }: CountedVote,
  messages: Messages,
): Message | undefined {
  const { approval, drafts } = messages;
  const who = personMention(approver.userId);
  switch (decided.outcome) {
    case 'decided': {
      if (emoji === APPROVE) return undefined;
      const name = { postId: card.postId, expected: card.revision ?? 0 };
      return { content: approval.askReason(who), components: [reasonButton(name, messages)] };
    }
    case 'decided_already': {
      const { state } = decided;
      const word = drafts.states[state];
      if (readLater && decided.by === approver.userId) return undefined;
      if (emoji === REJECT && BEYOND_RECALL.has(state)) {
        return { content: approval.beyondRecall(who, word) };
      }
      if (emoji === APPROVE && state === 'rejected') {
        return { content: approval.rejectedForGood(who) };
      }
      if (decided.by === approver.userId) return { content: approval.decidedByYou(who, word) };
      const by = decided.by === undefined ? '' : personMention(decided.by);
      return { content: approval.decidedAlready(who, by, word) };
    }
    case 'outdated':
      return { content: approval.outdated(who) };
    case 'not_waiting':
      return { content: approval.notWaiting(who, drafts.states[decided.state]) };
    case 'not_found':
      return undefined;
  }
}
