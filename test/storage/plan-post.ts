import type { ScheduleStore } from '../../src/posts/approval/schedule-store.ts';
import type { KeptPost } from '../../src/posts/kept-post.ts';
import type { Publication } from '../../src/posts/publishing/publication.ts';
import type { PublicationStore } from '../../src/posts/publishing/publication-store.ts';
import type { Stores } from '../../src/storage/stores.ts';
import { EVENING, MINA, makeDraft } from './make-draft.ts';

export const ACCOUNT = '17841400000000001';
export const MINUTE_MS = 60_000;
export const DUE = EVENING + 60 * MINUTE_MS;
export const LEASE_MS = MINUTE_MS;
export const USAGE = {
  subject: `instagram:${ACCOUNT}`,
  kind: 'published',
  day: '2026-12-01',
} as const;

type Plan = Parameters<ScheduleStore['plan']>[0];

export function planOf({ guildId, id, revision }: KeptPost, overrides: Partial<Plan> = {}): Plan {
  return {
    guildId,
    postId: id,
    expected: revision.number,
    dueAt: DUE,
    wakeAt: DUE - 10 * MINUTE_MS,
    needsApproval: false,
    accountId: ACCOUNT,
    by: MINA,
    at: EVENING,
    ...overrides,
  };
}

/** A new post in the queue. */
export async function planPost(
  stores: Stores,
  overrides: Partial<Plan> = {},
): Promise<{ readonly post: KeptPost; readonly publication: Publication }> {
  const guildId = overrides.guildId === undefined ? {} : { guildId: overrides.guildId };
  const draft = await stores.posts.createDraft(makeDraft(guildId));
  const planned = await stores.schedules.plan(planOf(draft, overrides));
  if (planned.outcome !== 'planned') throw new Error(`It was not planned: ${planned.outcome}`);
  return planned;
}

/** The only one that is due. */
export async function claimOne(stores: Stores, now = DUE): Promise<Publication> {
  const [claimed] = await stores.publications.claimDue({ now, leaseMs: LEASE_MS, limit: 1 });
  if (!claimed) throw new Error('Nothing is due');
  return claimed;
}

/** Claimed, with a container that is ready to be sent. */
export async function claimReady(stores: Stores, now = DUE): Promise<Publication> {
  const claimed = await claimOne(stores, now);
  const post = await stores.posts.findPost(claimed.guildId, claimed.postId);
  const written = await stores.publications.write(claimed, {
    at: now,
    wakeAt: now + LEASE_MS,
    phase: 'ready',
    container: { id: '1790', createdAt: now, revision: post?.revision.number ?? 0 },
  });
  if (written.outcome !== 'written') throw new Error('The claim was lost');
  return written.publication;
}

export function markOf(
  overrides: Partial<Parameters<PublicationStore['markSent']>[1]> = {},
): Parameters<PublicationStore['markSent']>[1] {
  return {
    at: DUE,
    wakeAt: DUE + LEASE_MS,
    revision: 1,
    usage: USAGE,
    usageLimit: 25,
    ...overrides,
  };
}
