import { isSampleEvent } from '../sample-event.ts';
import type { FactVerdict } from './checks.ts';
import type { ClaimedPost } from './claimed-post.ts';
import { containerPicture, pictureUrl } from './container-picture.ts';
import type { AccountAccess } from './instagram.ts';
import { afterPoll } from './polling.ts';
import type { PublishProblem } from './problem.ts';
import { doubtAgain, later, live, type Move, made, stopped, toApprove } from './transitions.ts';

/** After these what was sent before is read again; then it is doubtful. */
const EARLIER_DELAYS_MS = [1_000, 2_000, 5_000];

/** Whether it may go out, as far as that can be known before it does. */
export async function check(claim: ClaimedPost): Promise<Move | undefined> {
  const { facts, clock, instagram } = claim.context;
  const publication = claim.publication;
  const post = claim.post;
  if (isSampleEvent({ id: post.eventId })) return claim.fail({ kind: 'sample_event' });
  if (post.revision.pictures.length === 0) return claim.fail({ kind: 'pictures_gone' });
  const opened = await claim.open();
  if (!opened.ok) return claim.without(opened);
  const { access } = opened;

  const earlier = await settleEarlier(claim, access);
  if (earlier) return earlier;
  if (publication.phase === 'ready') {
    const seen = await recheckContainer(claim, access);
    if (seen) return seen;
  }
  await claim.keep();
  const verdict = await facts.check(post, Math.max(publication.dueAt, clock()));
  const stop = await afterFacts(claim, verdict);
  if (stop) return stop.move;
  if (publication.phase === 'waiting') {
    const missing = await checkPictures(claim);
    if (missing) return missing;
  }
  const limit = await claim.ask((signal) => instagram.publishingLimit(access, signal));
  if (!limit.ok) {
    const move = claim.follow('limit', limit);
    if (move) return move;
  } else if (limit.value.used >= limit.value.total) {
    const code = `${limit.value.used}/${limit.value.total}`;
    return claim.judge({ kind: 'quota_instagram', code });
  }
  const problem: PublishProblem | null =
    verdict.verdict === 'unchecked' ? { kind: 'facts_unchecked' } : null;
  return claim.onward({ checkedAt: clock(), problem, looks: 0 });
}

/** Makes the container of a single picture, or the next child of a carousel. */
export async function createContainer(claim: ClaimedPost): Promise<Move | undefined> {
  const { clock, publicUrl, instagram } = claim.context;
  const { container, phase } = claim.publication;
  const { revision } = claim.post;
  const opened = await claim.open();
  if (!opened.ok) return claim.without(opened);
  if (!publicUrl) return claim.hold({ kind: 'public_url_missing' });
  const begun = phase === 'container' ? container : undefined;
  const { children = [] } = begun ?? {};
  const isCarouselItem = revision.pictures.length > 1;
  const picture = containerPicture(claim.post, children.length, publicUrl);
  if (!picture) return claim.fail({ kind: 'pictures_gone' });

  const { userTags, ...untagged } = picture;
  const rest = isCarouselItem ? { isCarouselItem } : { caption: revision.caption };
  const make = (photo: typeof picture) =>
    claim.ask((signal) => instagram.createPhoto(opened.access, { ...photo, ...rest }, signal));
  let answer = await make(picture);
  // Somebody who does not want to be tagged is no reason to publish nothing.
  if (!answer.ok && answer.failure.kind === 'refused' && userTags) answer = await make(untagged);
  if (!answer.ok) return claim.follow('create', answer);
  const { containerId } = answer.value;
  const at = clock();
  return made(
    {
      createdAt: begun?.createdAt ?? at,
      revision: revision.number,
      ...(isCarouselItem ? { id: '', children: [...children, containerId] } : { id: containerId }),
    },
    { at, leaseMs: claim.context.timing.leaseMs },
  );
}

/** Whether Instagram has fetched the pictures; of a carousel whose children are all there the parent is made. */
export async function pollContainer(claim: ClaimedPost): Promise<Move | undefined> {
  const { clock, timing, random, instagram } = claim.context;
  const { container } = claim.publication;
  if (!container) throw new TypeError('There is no container to look at');
  const opened = await claim.open();
  if (!opened.ok) return claim.without(opened);
  const { access } = opened;
  const { id, children = [] } = container;
  const answers = await Promise.all(
    (id === '' ? children : [id]).map((one) =>
      claim.ask((signal) => instagram.containerStatus(access, one, signal)),
    ),
  );
  const move = afterPoll({
    publication: claim.publication,
    answers,
    now: clock(),
    timing,
    random,
  });
  if (move !== 'finished') return move;
  const { caption } = claim.post.revision;
  const answer = await claim.ask((signal) =>
    instagram.createCarousel(access, { children, caption }, signal),
  );
  if (!answer.ok) return claim.follow('create', answer);
  return made(
    { ...container, id: answer.value.containerId },
    { at: clock(), leaseMs: timing.leaseMs },
  );
}

/**
 * Reads what was sent before, if anything was: it has gone live after all, or nobody can tell, or, undefined, it has not.
 * Of another account it cannot be read; no second post of that one comes of it.
 */
export async function settleEarlier(
  claim: ClaimedPost,
  access: AccountAccess,
): Promise<Move | undefined> {
  const { clock, timing, instagram } = claim.context;
  const { publication } = claim;
  const { sentContainer, container } = publication;
  if (sentContainer?.accountId !== access.accountId) return undefined;
  const answer = await claim.ask((signal) =>
    instagram.containerStatus(access, sentContainer.id, signal),
  );
  const at = clock();
  const status = answer.ok ? answer.value.status : undefined;
  if (status === 'PUBLISHED') {
    const move = live(
      publication,
      { publishedAt: publication.sentAt ?? at, by: 'status' },
      { at, leaseMs: timing.leaseMs },
    );
    const isPresent = container?.id === sentContainer.id;
    const { id, revision } = sentContainer;
    const seen = isPresent ? container : { id, revision, createdAt: publication.sentAt ?? at };
    return { ...move, change: { ...move.change, container: seen } };
  }
  if (status === 'FINISHED') return undefined;
  if (status === 'ERROR' || status === 'EXPIRED') return claim.onward({ sentContainer: null });
  const obstacle = answer.ok ? undefined : claim.follow('status', answer);
  if (obstacle?.change.state === 'held') return obstacle;
  const delay = EARLIER_DELAYS_MS[publication.looks];
  if (delay) return later({ looks: publication.looks + 1 }, { at, wakeAt: at + delay });
  const code = answer.ok ? answer.value.status : answer.failure.code;
  return doubtAgain(publication, { container: sentContainer, code }, at);
}

/** It was FINISHED once; since then it may have expired, or, sent in vain before, have gone live after all. */
async function recheckContainer(
  claim: ClaimedPost,
  access: AccountAccess,
): Promise<Move | undefined> {
  const { clock, timing, random, instagram } = claim.context;
  const publication = claim.publication;
  const id = publication.container?.id ?? '';
  const answer = await claim.ask((signal) => instagram.containerStatus(access, id, signal));
  if (answer.ok && answer.value.status === 'FINISHED') return undefined;
  const polled = afterPoll({ publication, answers: [answer], now: clock(), timing, random });
  return polled === 'finished' ? undefined : polled;
}

/** Undefined when the facts are no obstacle. */
async function afterFacts(
  claim: ClaimedPost,
  verdict: FactVerdict,
): Promise<{ readonly move: Move | undefined } | undefined> {
  const at = claim.context.clock();
  if (verdict.verdict === 'unchanged') return undefined;
  if (verdict.verdict === 'unchecked') {
    return verdict.hold ? { move: claim.judge({ kind: 'facts_unchecked' }) } : undefined;
  }
  if (verdict.verdict === 'stopped') {
    return { move: stopped(claim.publication, verdict.reason, at) };
  }
  const problem: PublishProblem = { kind: 'facts_changed', changes: verdict.differences };
  // Drawn again only once nobody can publish the old one any more.
  if (await claim.write(toApprove(claim.publication, problem, at))) await verdict.revise();
  return { move: undefined };
}

async function checkPictures(claim: ClaimedPost): Promise<Move | undefined> {
  const { pictures, publicUrl } = claim.context;
  if (!publicUrl) return claim.hold({ kind: 'public_url_missing' });
  const verdicts = await Promise.all(
    claim.post.revision.pictures.map((picture) =>
      pictures.check(pictureUrl(publicUrl, picture.token), picture),
    ),
  );
  const bad = verdicts.find(({ ok }) => !ok);
  if (!bad || bad.ok) return undefined;
  return claim.judge({ kind: 'picture_unreachable', code: bad.code });
}
