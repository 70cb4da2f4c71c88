import type { PostState } from '../kept-post.ts';
import type { PublishProblem } from './problem.ts';
import type { Publication } from './publication.ts';
import {
  CHECK_AHEAD_MS,
  CHECK_FRESH_MS,
  CONTAINER_LIFE_MS,
  LATE_MS,
  type PublishTiming,
} from './timing.ts';

/**
 * What is to be done with a claimed post now; each step ends in one write and is followed by asking again.
 *
 * A scheduled post is checked (facts, pictures, limits) and gets its container shortly before its time, is polled
 * until Instagram has fetched it, waits, is checked once more and sent. From then on the only step is to look at the
 * container, until it is known to be live (then its link is read and people are told) or known not to be (then it is
 * scheduled again, held or failed, as `after-sent.ts` judges). Whatever needs a person gives up its place in the queue.
 */
export type Step =
  /** Nothing: a person decides, or has decided against it. */
  | { readonly step: 'leave' }
  | { readonly step: 'wait'; readonly until: number }
  | { readonly step: 'hold'; readonly problem: PublishProblem }
  /** A hold has come to its end. */
  | { readonly step: 'resume' }
  /** It was edited meanwhile: somebody approves it anew. */
  | { readonly step: 'ask_approval' }
  /** The container is too old or holds another revision. */
  | { readonly step: 'renew' }
  | { readonly step: 'check' }
  | { readonly step: 'create' }
  | { readonly step: 'poll' }
  | { readonly step: 'send' }
  | { readonly step: 'look' }
  | { readonly step: 'link' };

export interface Situation {
  readonly publication: Publication;
  /** Of the post. */
  readonly state: PostState;
  /** The number of its present revision, and how many pictures that has. */
  readonly revision: number;
  readonly pages: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly timing: PublishTiming;
}

export function nextStep(situation: Situation): Step {
  const { publication, state } = situation;
  if (state === 'published') return { step: publication.phase === 'live' ? 'link' : 'leave' };
  if (state === 'unconfirmed') return { step: 'look' };
  if (state === 'publishing' && publication.phase === 'sent') return { step: 'look' };
  if (state !== 'scheduled' && state !== 'publishing' && state !== 'held') return { step: 'leave' };
  return ofPlanned(situation);
}

/** Whether the present revision may go out as far as people are concerned. */
export function isApproved(
  { needsApproval, approval }: Pick<Publication, 'needsApproval' | 'approval'>,
  revision: number,
): boolean {
  return !needsApproval || approval?.revision === revision;
}

function ofPlanned(situation: Situation): Step {
  const { publication, state, revision, now } = situation;
  // Somebody who answers for it an hour late has asked for it now.
  const asked = publication.vouchedBy !== undefined;
  if (now > publication.dueAt + LATE_MS && !asked) {
    return { step: 'hold', problem: { kind: 'late' } };
  }
  if (!isApproved(publication, revision)) {
    return now < publication.dueAt
      ? { step: 'ask_approval' }
      : { step: 'hold', problem: { kind: 'unapproved' } };
  }
  return state === 'held' ? { step: 'resume' } : ofScheduled(situation);
}

function ofScheduled(situation: Situation): Step {
  const { publication, revision, pages, now, timing } = situation;
  const { phase, container, dueAt } = publication;
  const prepareAt = dueAt - timing.prepareAheadMs;
  if (phase === 'waiting' || !container) {
    if (now < prepareAt) return { step: 'wait', until: prepareAt };
    return { step: isChecked(situation) ? 'create' : 'check' };
  }
  if (container.revision !== revision || now > container.createdAt + CONTAINER_LIFE_MS) {
    return { step: 'renew' };
  }
  if (phase === 'container') {
    const made = container.children?.length ?? 0;
    return { step: container.id === '' && made < pages ? 'create' : 'poll' };
  }
  const checkAt = dueAt - CHECK_AHEAD_MS;
  if (now < checkAt) return { step: 'wait', until: checkAt };
  if (!isChecked(situation)) return { step: 'check' };
  return now < dueAt ? { step: 'wait', until: dueAt } : { step: 'send' };
}

function isChecked({ publication: { checkedAt }, now }: Situation): boolean {
  // A look of the future is one of before the clock was set back.
  return checkedAt !== undefined && checkedAt <= now && now - checkedAt <= CHECK_FRESH_MS;
}
