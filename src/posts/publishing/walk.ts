import { afterLook } from './after-sent.ts';
import { ClaimedPost, ClaimLost, StoreFailure, stored, type WalkContext } from './claimed-post.ts';
import { readLink } from './link.ts';
import { nextStep, type Situation, type Step } from './next-step.ts';
import { check, createContainer, pollContainer, settleEarlier } from './preparation.ts';
import type { Publication } from './publication.ts';
import { look, send } from './sending.ts';
import { done, later, type Move } from './transitions.ts';

/**
 * Walks one claimed post as far as it can go now. Never throws; every step is written down before the next begins, and
 * the first write that finds the claim lost ends it. Returns when somebody looks next, in epoch milliseconds; undefined
 * where that is another's matter.
 */
export async function walk(
  publication: Publication,
  context: WalkContext,
): Promise<number | undefined> {
  const { posts, turns, onPoint, onError } = context;
  const { guildId, postId } = publication;
  try {
    await onPoint?.('claimed', publication);
    const post = await stored(turns, () => posts.findPost(guildId, postId));
    return post && (await walkOn(new ClaimedPost(publication, post, context)));
  } catch (error) {
    // Left to its lease: nothing is known of the post, or nothing can be written down about it.
    onError(error instanceof StoreFailure ? error.cause : error, publication);
    return undefined;
  }
}

async function walkOn(claim: ClaimedPost): Promise<number | undefined> {
  const { signal, onError } = claim.context;
  try {
    return await takeSteps(claim);
  } catch (error) {
    if (error instanceof ClaimLost) return undefined;
    if (error instanceof StoreFailure) throw error;
    if (!signal.aborted) onError(error, claim.publication);
    return await recover(claim, error);
  }
}

async function takeSteps(claim: ClaimedPost): Promise<number | undefined> {
  for (;;) {
    claim.context.signal.throwIfAborted();
    const step = nextStep(situationOf(claim));
    const move = await take(claim, step);
    if (!move || !(await claim.write(move))) return undefined;
    if (move.change.container) await claim.pass('container_saved');
    if (step.step === 'send') await claim.pass('settled');
    if (!move.goesOn) return move.change.wakeAt ?? undefined;
  }
}

function situationOf(claim: ClaimedPost): Situation {
  const { clock, timing } = claim.context;
  const { state, revision } = claim.post;
  const { number, pictures } = revision;
  const now = clock();
  return {
    publication: claim.publication,
    state,
    revision: number,
    pages: pictures.length,
    now,
    timing,
  };
}

async function take(claim: ClaimedPost, step: Step): Promise<Move | undefined> {
  const at = claim.context.clock();
  switch (step.step) {
    case 'leave':
      return later({}, { at, wakeAt: null });
    case 'wait':
      return later({}, { at, wakeAt: step.until });
    case 'hold':
      return (await settled(claim)) ?? claim.hold(step.problem);
    case 'resume':
      return claim.onward({ state: 'scheduled' });
    case 'ask_approval':
      return later(
        { state: 'awaiting_approval', phase: 'waiting', container: null },
        { at, wakeAt: null },
      );
    case 'renew':
      return claim.onward({ phase: 'waiting', container: null, checkedAt: null });
    case 'check':
      return await check(claim);
    case 'create':
      return await createContainer(claim);
    case 'poll':
      return await pollContainer(claim);
    case 'send':
      return await send(claim);
    case 'look':
      return await look(claim);
    case 'link':
      return await readLink(claim);
  }
}

/** Before anybody is asked what to do with it: whether what was sent before has gone live meanwhile. */
async function settled(claim: ClaimedPost): Promise<Move | undefined> {
  if (!claim.publication.sentContainer) return undefined;
  const opened = await claim.open();
  return opened.ok ? await settleEarlier(claim, opened.access) : undefined;
}

/** Nobody foresaw this. Where it may have been sent the container is read, as ever. */
async function recover(claim: ClaimedPost, error: unknown): Promise<number | undefined> {
  const { signal, clock, timing, random } = claim.context;
  const publication = claim.publication;
  const at = clock();
  const code = error instanceof Error ? error.name : 'unexpected';
  let move: Move | undefined;
  if (signal.aborted) move = later({}, { at, wakeAt: at });
  else if (publication.phase === 'sent') {
    const answer = { ok: false, failure: { kind: 'no_answer', code } } as const;
    const { state } = claim.post;
    move = afterLook({ publication, state, answer, now: at, timing, random });
  } else if (publication.phase === 'live') move = done(publication, {}, at);
  else move = claim.judge({ kind: 'unexpected', code });
  return move && (await claim.write(move)) ? (move.change.wakeAt ?? undefined) : undefined;
}
