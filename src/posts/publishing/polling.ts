import type { ContainerStatus, GraphAnswer } from './instagram.ts';
import type { Publication } from './publication.ts';
import { containerProblem, judgeFailure, judgeProblem, type Trouble } from './retry-policy.ts';
import type { PublishTiming } from './timing.ts';
import { fail, follow, later, live, type Move, onward } from './transitions.ts';

export interface Poll {
  readonly publication: Publication;
  /** Of its container, or of each child of a carousel whose own container is not made yet. */
  readonly answers: readonly GraphAnswer<ContainerStatus>[];
  readonly now: number;
  readonly timing: PublishTiming;
  readonly random: () => number;
}

/** A picture is seldom finished at the first look, and nearly always after 5 s. */
const POLL_DELAYS_MS = [1_000, 2_000, 3_000, 5_000, 10_000, 15_000];
/** Some 5 minutes in all, after which Meta's guide gives up. */
const MAX_POLLS = 24;

/** What the status of a container that was never sent comes to; `finished` for children that await their parent. */
export function afterPoll(poll: Poll): Move | 'finished' {
  const { publication, answers, now: at, timing } = poll;
  const trouble: Trouble = { ...poll, attempts: publication.attempts };
  const isParent = publication.container?.id !== '';
  for (const answer of answers) {
    const move = answer.ok
      ? afterStatus(answer.value, isParent, poll, trouble)
      : follow(publication, judgeFailure('status', answer.failure, trouble), at);
    if (move) return move;
  }
  if (answers.every((answer) => answer.ok && answer.value.status === 'FINISHED')) {
    if (!isParent) return 'finished';
    return onward({ phase: 'ready', looks: 0 }, { at, leaseMs: timing.leaseMs });
  }
  const looks = publication.looks + 1;
  if (looks > MAX_POLLS) {
    const problem = { kind: 'instagram_unavailable', code: 'not finished' } as const;
    return renewed(publication, problem, trouble);
  }
  const delay = POLL_DELAYS_MS[Math.min(looks, POLL_DELAYS_MS.length) - 1] ?? 15_000;
  return later({ looks }, { at, wakeAt: at + delay });
}

function afterStatus(
  { status, subcode }: ContainerStatus,
  isParent: boolean,
  { publication, now: at, timing }: Poll,
  trouble: Trouble,
): Move | undefined {
  if (status === 'ERROR' || status === 'EXPIRED') {
    return renewed(publication, containerProblem(status, subcode), trouble);
  }
  if (status === 'PUBLISHED' && isParent) {
    return live(publication, { publishedAt: at, by: 'status' }, { at, leaseMs: timing.leaseMs });
  }
  return undefined;
}

/** This container is of no use any more, whatever becomes of the post. */
function renewed(
  publication: Publication,
  problem: Parameters<typeof judgeProblem>[0],
  trouble: Trouble,
): Move {
  const verdict = judgeProblem(problem, trouble, { renew: true });
  const move = follow(publication, verdict, trouble.now) ?? fail(publication, problem, trouble.now);
  return { ...move, change: { ...move.change, phase: 'waiting', container: null } };
}
