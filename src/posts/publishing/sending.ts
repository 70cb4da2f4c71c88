import { todayInSeoul } from '../../events/night.ts';
import { afterLook, doubtful, vouchedHold } from './after-sent.ts';
import type { ClaimedPost } from './claimed-post.ts';
import { isApproved } from './next-step.ts';
import type { PublishProblem } from './problem.ts';
import { DAILY_PUBLICATIONS } from './timing.ts';
import { later, live, type Move } from './transitions.ts';

/** For the gate, and the way from there to the socket. Most leases are far longer than a request, but none has to be. */
const SEND_ROOM_MS = 500;

/** Passes the gate and sends `media_publish`, once. Nothing is sent that was not written down before. */
export async function send(claim: ClaimedPost): Promise<Move | undefined> {
  const { store, clock, stopwatch, timing, instagram } = claim.context;
  const { leaseMs, httpTimeoutMs } = timing;
  const opened = await claim.open();
  if (!opened.ok) return claim.without(opened);
  const { accountId } = opened.access;
  const at = clock();
  const markedAt = stopwatch();
  const roomMs = Math.max(leaseMs - httpTimeoutMs, SEND_ROOM_MS);
  const day = todayInSeoul(at).toString();
  const mark = await claim.stored(() =>
    store.markSent(claim.publication, {
      at,
      wakeAt: at + httpTimeoutMs + roomMs,
      revision: claim.post.revision.number,
      usage: { subject: `instagram:${accountId}`, kind: 'published', day },
      usageLimit: DAILY_PUBLICATIONS,
    }),
  );
  if (mark.outcome === 'lost') return undefined;
  if (mark.outcome === 'over_limit') return claim.judge({ kind: 'quota_ours' });
  if (mark.outcome === 'not_allowed') return notAllowed(claim);
  claim.took(mark.publication, 'publishing');
  await claim.pass('sent_marked');

  // Whoever comes after the lease reads the container and may find it unpublished: nothing is sent after that.
  if (stopwatch() - markedAt >= roomMs) return claim.judge({ kind: 'unexpected', code: 'slow' });
  const container = claim.publication.container?.id ?? '';
  const answer = await claim.ask(() => instagram.publish(opened.access, container));
  await claim.pass('answered');
  if (!answer.ok) return doubtful(answer.failure, clock());
  const { mediaId } = answer.value;
  const now = clock();
  return live(claim.publication, { mediaId, publishedAt: now, by: 'answer' }, { at: now, leaseMs });
}

/** Reads what became of a `media_publish`; never sends one. */
export async function look(claim: ClaimedPost): Promise<Move | undefined> {
  const { clock, timing, random, instagram, watch, signal: stop } = claim.context;
  const publication = claim.publication;
  const opened = await claim.open();
  if (!opened.ok && publication.vouchedBy !== undefined) {
    return opened.isOurs
      ? claim.without(opened)
      : vouchedHold(publication, opened.problem, clock());
  }
  const answer = opened.ok
    ? await claim.ask((signal) =>
        instagram.containerStatus(opened.access, publication.container?.id ?? '', signal),
      )
    : unreadable(opened.problem);
  // Cut off by ourselves, it says nothing.
  if (!answer.ok) stop.throwIfAborted();
  const unpublishedForMs = watch.sinceMs(publication);
  const move = afterLook({
    publication,
    state: claim.post.state,
    answer,
    now: clock(),
    timing,
    random,
    ...(unpublishedForMs === undefined ? {} : { unpublishedForMs }),
  });
  const { unpublishedSince } = move.change;
  const isFirst =
    typeof unpublishedSince === 'number' && publication.unpublishedSince === undefined;
  if (isFirst) watch.note(publication);
  else if (unpublishedSince === null || move.change.state) watch.forget(publication);
  return move;
}

/** The gate has seen something else than we have: a clock that was set back, or an approval that is gone. */
function notAllowed(claim: ClaimedPost): Move | undefined {
  const now = claim.context.clock();
  const { dueAt } = claim.publication;
  if (now <= dueAt) return later({}, { at: now, wakeAt: dueAt });
  if (!isApproved(claim.publication, claim.post.revision.number)) {
    return claim.hold({ kind: 'unapproved' });
  }
  return claim.judge({ kind: 'unexpected', code: 'not allowed' });
}

/** Without the account nobody knows what became of it. */
function unreadable({ kind, code }: PublishProblem) {
  const failure = {
    kind: kind === 'token_dead' ? kind : 'no_permission',
    code: code ?? kind,
  } as const;
  return { ok: false, failure } as const;
}
