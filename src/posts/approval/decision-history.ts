import type { AuditLine, AuditLog } from '../audit-log.ts';

/** What was decided about a revision. */
export interface Decision {
  readonly kind: 'approved' | 'rejected';
  readonly revision: number;
  /** Discord user id; absent once that person has asked to be forgotten. */
  readonly by?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason?: string;
}

export interface DecisionHistory {
  /** Newest first. */
  readonly decisions: readonly Decision[];
  /** When a request for an approval last came to an end, by a decision or without one; absent: never. */
  readonly endedAt?: number;
  /** Whether somebody was told that this revision cannot be shown to approvers. */
  isUnaskedKnown(revision: number): boolean;
  /** How many cards were posted for this revision. */
  cardsOf(revision: number): number;
}

/** What is written down of cards. */
export const CARD_ACTIONS = {
  posted: 'approval_card.posted',
  /** Somebody had deleted the one before. */
  reposted: 'approval_card.reposted',
  /** No channel takes it, and the one who scheduled it was told. */
  unasked: 'approval_card.unasked',
} as const;

/** The actions of decisions in the audit log; the stores write them, and nothing else keeps what was decided earlier. */
const DECISION_ACTIONS = {
  approved: 'post.approved',
  rejected: 'post.rejected',
  explained: 'post.rejection_explained',
} as const;

/** After these an approval that is asked for is asked for anew. */
const ENDINGS: ReadonlySet<string> = new Set([
  DECISION_ACTIONS.approved,
  DECISION_ACTIONS.rejected,
  'post.held',
  'post.cancelled',
]);

/** More lines than a post ever has in the time between two decisions. */
const LINES = 200;

/** What was decided about a post and shown of it, as the audit log has it. */
export async function decisionHistory(
  audit: Pick<AuditLog, 'linesOf'>,
  { guildId, postId }: { readonly guildId: string; readonly postId: string },
): Promise<DecisionHistory> {
  const lines = await audit.linesOf(guildId, { subject: postId, limit: LINES });
  const ended = lines.find(({ action }) => ENDINGS.has(action));
  return {
    decisions: lines.flatMap((line) => decisionOf(line, lines) ?? []),
    ...(ended && { endedAt: ended.at }),
    isUnaskedKnown: (revision) =>
      lines.some(
        ({ action, details }) => action === CARD_ACTIONS.unasked && details.revision === revision,
      ),
    cardsOf: (revision) =>
      lines.filter(
        ({ action, details }) =>
          (action === CARD_ACTIONS.posted || action === CARD_ACTIONS.reposted) &&
          details.revision === revision,
      ).length,
  };
}

function decisionOf(line: AuditLine, lines: readonly AuditLine[]): Decision | undefined {
  const { action, details, at, actorId } = line;
  const kind =
    action === DECISION_ACTIONS.approved
      ? 'approved'
      : action === DECISION_ACTIONS.rejected
        ? 'rejected'
        : undefined;
  if (!kind || typeof details.revision !== 'number') return undefined;
  const reason = kind === 'rejected' ? reasonOf(line, lines) : undefined;
  return {
    kind,
    revision: details.revision,
    at,
    ...(actorId === undefined ? {} : { by: actorId }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Given with the rejection, or afterwards and before the next one. */
function reasonOf(rejection: AuditLine, lines: readonly AuditLine[]): string | undefined {
  const next = lines.findLast(
    ({ id, action }) => id > rejection.id && action === DECISION_ACTIONS.rejected,
  );
  const explained = lines.find(
    ({ id, action }) =>
      action === DECISION_ACTIONS.explained && id > rejection.id && id < (next?.id ?? Infinity),
  );
  const reason = (explained ?? rejection).details.reason;
  return typeof reason === 'string' ? reason : undefined;
}
