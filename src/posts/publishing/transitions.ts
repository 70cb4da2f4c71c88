import type { NoticeContent } from '../notices/notice.ts';
import type { FactVerdict } from './checks.ts';
import type { PublishProblem } from './problem.ts';
import type { Container, Publication, SentContainer } from './publication.ts';
import type { PublicationChange } from './publication-store.ts';
import type { Verdict } from './retry-policy.ts';

/** One write, and whether the one who made it goes on with the post or lets go of it. */
export interface Move {
  readonly change: PublicationChange;
  readonly goesOn: boolean;
}

/** Goes on for another `leaseMs`. */
export function onward(
  change: Omit<PublicationChange, 'at' | 'wakeAt'>,
  moment: { readonly at: number; readonly leaseMs: number },
): Move {
  const { at, leaseMs } = moment;
  return { change: { ...change, at, wakeAt: at + leaseMs }, goesOn: true };
}

/** Lets go; somebody looks again then, at the earliest in a millisecond. */
export function later(
  change: Omit<PublicationChange, 'at' | 'wakeAt'>,
  when: { readonly at: number; readonly wakeAt: number | null },
): Move {
  const { at, wakeAt } = when;
  // A stopwatch counts in fractions, of which a database wants none.
  const next = wakeAt === null ? null : Math.max(Math.ceil(wakeAt), at + 1);
  return { change: { ...change, at, wakeAt: next }, goesOn: false };
}

/**
 * Held for this reason. Only of what is known not to be live. A post that is held again for what people were told of,
 * with nothing gone well or done by them since, is not told of again.
 */
export function hold(publication: Publication, problem: PublishProblem, at: number): Move {
  const { told, kind } = publication.problem ?? {};
  const known = told === true && kind === problem.kind;
  const content = contentOfHold(problem);
  return later(
    {
      ...notLive(publication),
      state: 'held',
      problem: { ...problem, told: true },
      checkedAt: null,
      ...(needsNewContainer(problem) ? { phase: 'waiting', container: null } : {}),
      ...(dropsApproval(problem) ? { dropsApproval: true } : {}),
      notices: known ? [] : [noticeFor(publication, content)],
      audit: { action: 'post.held', details: detailsOf(problem) },
    },
    { at, wakeAt: problem.until ?? null },
  );
}

/** Longer than a picture takes to be drawn with the facts of now; the new revision itself does not wait for it. */
const REDRAWN_MS = 15_000;

/**
 * The event says something else than the post: somebody approves it anew, and then it still goes out, unless late. The
 * card waits for the revision that is to be approved.
 */
export function toApprove(publication: Publication, problem: PublishProblem, at: number): Move {
  const held = hold(publication, problem, at);
  const change = { ...held.change, state: 'awaiting_approval' as const, cardAt: at + REDRAWN_MS };
  return { ...held, change };
}

/** The event will not be, or is over: only a person can want it out now. */
export function stopped(
  publication: Publication,
  reason: Extract<FactVerdict, { verdict: 'stopped' }>['reason'],
  at: number,
): Move {
  const held = hold(publication, { kind: 'event_stopped', code: reason }, at);
  const notice = noticeFor(publication, { kind: 'event_stopped', reason });
  return { ...held, change: { ...held.change, notices: [notice] } };
}

/** Over: nothing more is tried by itself. Only of what is known not to be live. */
export function fail(publication: Publication, problem: PublishProblem, at: number): Move {
  return later(
    {
      ...notLive(publication),
      state: 'failed',
      problem,
      checkedAt: null,
      notices: [noticeFor(publication, { kind: 'failed', problem })],
      audit: { action: 'post.failed', details: detailsOf(problem) },
    },
    { at, wakeAt: null },
  );
}

/** What a verdict on a post that is known not to be live comes to; `undefined` when there is nothing to do about it. */
export function follow(publication: Publication, verdict: Verdict, at: number): Move | undefined {
  if (verdict.verdict === 'hold') return hold(publication, verdict.problem, at);
  if (verdict.verdict === 'fail') return fail(publication, verdict.problem, at);
  if (verdict.verdict !== 'retry') return undefined;
  const { problem, renew } = verdict;
  const { attempts, phase } = publication;
  const back = phase === 'sent' ? ({ phase: 'ready', state: 'scheduled' } as const) : {};
  return later(
    {
      ...back,
      ...(renew ? { phase: 'waiting', container: null } : {}),
      attempts: attempts + 1,
      problem,
      checkedAt: null,
      looks: 0,
      unpublishedSince: null,
    },
    { at, wakeAt: verdict.at },
  );
}

/** It is live. The link is read next, and then people are told. */
export function live(
  publication: Publication,
  seen: {
    readonly mediaId?: string;
    readonly publishedAt: number;
    readonly by: 'answer' | 'status';
  },
  moment: { readonly at: number; readonly leaseMs: number },
): Move {
  const { mediaId, publishedAt, by } = seen;
  const unchecked = publication.problem?.kind === 'facts_unchecked';
  return onward(
    {
      phase: 'live',
      state: 'published',
      publishedAt,
      sentContainer: null,
      looks: 0,
      unpublishedSince: null,
      vouchedBy: null,
      ...(mediaId === undefined ? {} : { mediaId }),
      // Kept until it was said.
      ...(unchecked ? {} : { problem: null }),
      audit: {
        action: 'post.published',
        details: { mediaId: mediaId ?? null, containerId: publication.container?.id ?? null, by },
      },
    },
    moment,
  );
}

/** All is done and told. */
export function done(
  publication: Publication,
  found: { readonly mediaId?: string; readonly permalink?: string; readonly earlier?: boolean },
  at: number,
): Move {
  const { mediaId, permalink, earlier } = found;
  const unchecked = publication.problem?.kind === 'facts_unchecked';
  const content: NoticeContent = {
    kind: 'published',
    ...(permalink === undefined ? {} : { permalink }),
    ...(unchecked ? { unchecked } : {}),
    ...(earlier ? { earlier } : {}),
  };
  return later(
    {
      phase: 'done',
      problem: null,
      ...(mediaId === undefined ? {} : { mediaId }),
      ...(permalink === undefined ? {} : { permalink }),
      notices: [noticeFor(publication, content)],
    },
    { at, wakeAt: null },
  );
}

/**
 * What was sent before may be live after all, and cannot be told: it is what is looked at from now on, as after sending
 * it, until it can be told or a person is asked.
 */
export function doubtAgain(
  publication: Publication,
  doubt: { readonly container: SentContainer; readonly code: string },
  at: number,
): Move {
  const { id, revision } = doubt.container;
  // Its age is not known any more; one that is too old says so itself.
  const createdAt = publication.sentAt ?? at;
  const known = publication.container?.id === id ? publication.container : undefined;
  return later(
    {
      phase: 'sent',
      state: 'publishing',
      container: known ?? { id, revision, createdAt },
      problem: { kind: 'instagram_unavailable', code: doubt.code },
      looks: 0,
      doubtedAt: at,
      unpublishedSince: null,
      checkedAt: null,
      vouchedBy: null,
    },
    { at, wakeAt: at + 1_000 },
  );
}

/** A container, or a part of one, was made. */
export function made(
  container: Container,
  moment: { readonly at: number; readonly leaseMs: number },
): Move {
  return onward({ phase: 'container', container, looks: 0 }, moment);
}

export function noticeFor({ guildId, postId, createdBy }: Publication, content: NoticeContent) {
  return { guildId, postId, userId: createdBy, content };
}

function notLive({ phase, sends }: Publication): Partial<PublicationChange> {
  return {
    looks: 0,
    unpublishedSince: null,
    vouchedBy: null,
    ...(phase === 'sent' ? { phase: 'ready' as const } : {}),
    ...(sends > 0 ? { givesBackUse: true } : {}),
  };
}

function contentOfHold(problem: PublishProblem): NoticeContent {
  if (problem.kind === 'unapproved') return { kind: 'unapproved' };
  if (problem.kind === 'facts_changed') {
    return { kind: 'facts_changed', differences: problem.changes ?? [] };
  }
  return { kind: 'held', problem };
}

function needsNewContainer({ kind }: PublishProblem): boolean {
  return kind === 'account_changed' || kind === 'facts_changed';
}

function dropsApproval({ kind }: PublishProblem): boolean {
  return kind === 'account_changed' || kind === 'facts_changed';
}

function detailsOf({ kind, code, until }: PublishProblem) {
  return { problem: kind, code: code ?? null, until: until ?? null };
}
