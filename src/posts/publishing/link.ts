import type { ClaimedPost } from './claimed-post.ts';
import type { AccountAccess } from './instagram.ts';
import { EVIDENCE_MARGIN_MS, mediaWithCaption } from './media-evidence.ts';
import { done, later, type Move } from './transitions.ts';

/** After these the link is read again; then people are told without it. */
const LINK_DELAYS_MS = [2_000, 5_000, 15_000];

/** Finds the link of what is live, and the id where Instagram never told it; people are told either way. */
export async function readLink(claim: ClaimedPost): Promise<Move> {
  const { clock } = claim.context;
  const publication = claim.publication;
  const opened = await claim.open();
  const found = opened.ok
    ? await findMedia(claim, opened.access)
    : { mediaId: publication.mediaId };
  const at = clock();
  const delay = LINK_DELAYS_MS[publication.looks];
  // After a late publication of what was edited since.
  const { container } = publication;
  const earlier = container !== undefined && container.revision !== claim.post.revision.number;
  if (found || !delay) return done(publication, { ...definite(found ?? {}), earlier }, at);
  return later({ looks: publication.looks + 1 }, { at, wakeAt: at + delay });
}

/** Its id and link; undefined while there is nothing to be found. */
async function findMedia(claim: ClaimedPost, access: AccountAccess): Promise<Found | undefined> {
  const { instagram, store } = claim.context;
  const { mediaId, sentAt = claim.post.publishedAt ?? 0 } = claim.publication;
  if (mediaId !== undefined) {
    const answer = await claim.ask((signal) => instagram.media(access, mediaId, signal));
    return answer.ok && answer.value.permalink
      ? { mediaId, permalink: answer.value.permalink }
      : undefined;
  }
  const since = sentAt - EVIDENCE_MARGIN_MS;
  const recent = await claim.ask((signal) => instagram.recentMedia(access, since, signal));
  if (!recent.ok) return undefined;
  const alike = mediaWithCaption(recent.value, claim.post.revision.caption);
  const known = await claim.stored(() => store.knownMedia(alike.map(({ id }) => id)));
  const [only, ...others] = alike.filter(({ id }) => !known.includes(id));
  // Of two that say the same one was posted by hand, or for another post.
  if (!only || others.length > 0) return undefined;
  return { mediaId: only.id, permalink: only.permalink };
}

interface Found {
  readonly mediaId?: string | undefined;
  readonly permalink?: string | undefined;
}

function definite({ mediaId, permalink }: Found) {
  return {
    ...(mediaId === undefined ? {} : { mediaId }),
    ...(permalink === undefined ? {} : { permalink }),
  };
}
