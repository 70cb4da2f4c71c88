import type { PostState } from '../kept-post.ts';
import type { ContainerStatus, GraphAnswer, GraphFailure } from './instagram.ts';
import type { PublishProblem } from './problem.ts';
import type { Publication } from './publication.ts';
import { containerProblem, judgeProblem, problemOf } from './retry-policy.ts';
import type { PublishTiming } from './timing.ts';
import { fail, follow, hold, later, live, type Move, noticeFor, onward } from './transitions.ts';

/** One read of the container of a post whose `media_publish` may have been sent. */
export interface Look {
  readonly publication: Publication;
  readonly state: PostState;
  readonly answer: GraphAnswer<ContainerStatus>;
  readonly now: number;
  readonly timing: PublishTiming;
  readonly random: () => number;
  /** For how long it is known to be unpublished by a clock that nobody sets; absent where nobody here has seen it. */
  readonly unpublishedForMs?: number;
}

const LOOK_DELAYS_MS = [1_000, 2_000, 5_000, 10_000, 20_000];
/** A person is not asked before so many reads: the first one after a crash may fail for whatever made it crash. */
const MIN_LOOKS = 3;
const UNCONFIRMED_DELAY_MS = 5 * 60 * 1000;
/** Containers live as long: after that their status says nothing new. */
const UNCONFIRMED_LOOKS_MS = 24 * 60 * 60 * 1000;

/** After any answer to `media_publish` but a clear success: what it was is remembered, and the container is read. */
export function doubtful(failure: GraphFailure, at: number): Move {
  return later({ problem: problemOf(failure) }, { at, wakeAt: at + lookDelay(0) });
}

/**
 * What the container says about a doubtful publication. PUBLISHED is success. Unpublished counts only after the grace,
 * for Instagram has been seen to refuse a post and to publish it a little later. What cannot be read is not known, and
 * after twice the grace of looking a person is asked, while it is looked at for another day.
 */
export function afterLook(look: Look): Move {
  const { publication, state, answer, now: at, timing } = look;
  const { leaseMs } = timing;
  const status = answer.ok ? answer.value.status : undefined;
  if (status === 'PUBLISHED') {
    const publishedAt = publication.sentAt ?? at;
    return live(publication, { publishedAt, by: 'status' }, { at, leaseMs });
  }
  if (publication.vouchedBy !== undefined) return afterVouched(look);
  if (state === 'unconfirmed') return afterLateLook(look);
  if (!status || status === 'IN_PROGRESS') return afterBlindLook(look);

  const { unpublishedSince = at } = publication;
  const doubtedAt = doubtedAtOf(publication, at);
  const looked = { looks: publication.looks + 1, unpublishedSince, doubtedAt };
  const leftMs = Math.max(
    (publication.sentAt ?? at) + timing.graceMs - at,
    unpublishedSince + timing.graceMs - at,
    look.unpublishedForMs === undefined ? 0 : timing.graceMs - look.unpublishedForMs,
  );
  if (leftMs > 0) {
    return later(looked, { at, wakeAt: at + Math.min(leftMs, lookDelay(looked.looks)) });
  }
  return notLiveAfterAll(look);
}

function notLiveAfterAll(look: Look): Move {
  const { publication, answer, now: at } = look;
  const { attempts } = publication;
  const trouble = { attempts, now: at, timing: look.timing, random: look.random };
  const { status, subcode } = answer.ok ? answer.value : ({ status: 'EXPIRED' } as const);
  const isUsable = status === 'FINISHED';
  const problem =
    status === 'ERROR' || status === 'EXPIRED'
      ? containerProblem(status, subcode)
      : sendingProblem(publication.problem);
  const verdict = judgeProblem(problem, trouble, { renew: !isUsable });
  const move = follow(publication, verdict, at) ?? fail(publication, { kind: 'unexpected' }, at);
  if (isUsable) return move;
  // One that is FINISHED may still go live: it is remembered.
  return {
    ...move,
    change: { ...move.change, phase: 'waiting', container: null, sentContainer: null },
  };
}

/** Without an answer, as after a crash, or with a remark from before it was sent: it may go well the next time. */
function sendingProblem(problem: PublishProblem | undefined): PublishProblem {
  if (!problem || problem.kind === 'facts_unchecked') return { kind: 'instagram_unavailable' };
  return problem;
}

function afterBlindLook({ publication, answer, now: at, timing }: Look): Move {
  const looks = publication.looks + 1;
  // At work again: what was seen before does not count.
  const seen = answer.ok ? { unpublishedSince: null } : {};
  const doubtedAt = doubtedAtOf(publication, at);
  if (looks < MIN_LOOKS || at - doubtedAt < 2 * timing.graceMs) {
    return later({ ...seen, looks, doubtedAt }, { at, wakeAt: at + lookDelay(looks) });
  }
  const code = publication.problem?.code ?? (answer.ok ? 'IN_PROGRESS' : answer.failure.code);
  const problem: PublishProblem = { kind: 'unconfirmed', code };
  return later(
    {
      ...seen,
      looks,
      state: 'unconfirmed',
      problem,
      notices: [noticeFor(publication, { kind: 'unconfirmed', problem })],
      audit: { action: 'post.unconfirmed', details: { code } },
    },
    { at, wakeAt: at + UNCONFIRMED_DELAY_MS },
  );
}

/** Nobody sends it again by himself any more: somebody was asked, and may have posted it by hand. */
function afterLateLook(look: Look): Move {
  const { publication, now: at } = look;
  const looks = publication.looks + 1;
  const isOver = at - (publication.sentAt ?? 0) > UNCONFIRMED_LOOKS_MS;
  return later({ looks }, { at, wakeAt: isOver ? null : at + UNCONFIRMED_DELAY_MS });
}

/** A person has looked, and answers for it: it is read once more, and goes out unless that says PUBLISHED. */
function afterVouched({ publication, answer, now: at, timing }: Look): Move {
  const looks = publication.looks + 1;
  const status = answer.ok ? answer.value.status : 'EXPIRED';
  // It may come out of this either way, and must not be replaced; it expires in the end.
  if (status === 'IN_PROGRESS' && at - (publication.sentAt ?? 0) <= UNCONFIRMED_LOOKS_MS) {
    return later({ looks }, { at, wakeAt: at + lookDelay(4) });
  }
  if (!answer.ok && answer.failure.kind === 'token_dead') {
    return vouchedHold(publication, problemOf(answer.failure), at);
  }
  if (!answer.ok && looks < MIN_LOOKS) {
    return later({ looks }, { at, wakeAt: at + lookDelay(looks) });
  }
  const container =
    status === 'FINISHED'
      ? { phase: 'ready' as const }
      : { phase: 'waiting' as const, container: null };
  return onward(
    {
      ...container,
      state: 'scheduled',
      problem: null,
      checkedAt: null,
      unpublishedSince: null,
      sentContainer: null,
      looks: 0,
    },
    { at, leaseMs: timing.leaseMs },
  );
}

/** Of what a person says is not live, when the account cannot be asked any more. */
export function vouchedHold(publication: Publication, problem: PublishProblem, at: number): Move {
  const held = hold(publication, problem, at);
  return { ...held, change: { ...held.change, sentContainer: null } };
}

/** When this doubt began; a clock that was set back begins it anew. */
function doubtedAtOf({ doubtedAt = Infinity }: Publication, at: number): number {
  return Math.min(doubtedAt, at);
}

function lookDelay(looks: number): number {
  return LOOK_DELAYS_MS[Math.min(looks, LOOK_DELAYS_MS.length - 1)] ?? 20_000;
}
