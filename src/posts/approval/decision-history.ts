import type { AuditLine, AuditLog } from '../audit-log.ts';
import type { RevisionContent } from '../post-store.ts';

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

/** What of a revision's content can differ from that of an earlier one. */
export const REVISION_CHANGES = [
  'caption',
  'pictures',
  'facts',
  'theme',
  'size',
  'language',
] as const satisfies readonly (keyof RevisionContent)[];
export type RevisionChange = (typeof REVISION_CHANGES)[number];

export interface DecisionHistory {
  /** Newest first. */
  readonly decisions: readonly Decision[];
  /** What was changed in any revision after this one. */
  changesSince(revision: number): readonly RevisionChange[];
  /** How many cards were posted for this revision. */
  cardsOf(revision: number): number;
}

/** What is written down of cards. */
export const CARD_ACTIONS = {
  posted: 'approval_card.posted',
  /** Somebody had deleted the one before. */
  reposted: 'approval_card.reposted',
} as const;

/** The actions of decisions in the audit log; the stores write them, and nothing else keeps what was decided earlier. */
export const DECISION_ACTIONS = {
  approved: 'post.approved',
  rejected: 'post.rejected',
  explained: 'post.rejection_explained',
  edited: 'post.edited',
} as const;

/** More lines than a post ever has in the time between two decisions. */
const LINES = 200;

/** What was decided about a post and changed in it, as the audit log has it. */
export async function decisionHistory(
  audit: Pick<AuditLog, 'linesOf'>,
  { guildId, postId }: { readonly guildId: string; readonly postId: string },
): Promise<DecisionHistory> {
  const lines = await audit.linesOf(guildId, { subject: postId, limit: LINES });
  return {
    decisions: lines.flatMap((line) => decisionOf(line, lines) ?? []),
    changesSince(revision) {
      const edits = lines.filter(
        ({ action, details }) =>
          action === DECISION_ACTIONS.edited && Number(details.revision) > revision,
      );
      const names = new Set(edits.flatMap(({ details }) => String(details.changed).split(' ')));
      return REVISION_CHANGES.filter((change) => names.has(change));
    },
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
