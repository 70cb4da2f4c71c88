import type { Clock } from '../../events/clock.ts';
import type { InstagramAccounts } from '../accounts/instagram-account.ts';
import type { PostStore } from '../post-store.ts';
import type { TokenSeal } from '../token-seal.ts';
import type { FactCheck, PictureCheck } from './checks.ts';
import type { InstagramPublishing } from './instagram.ts';
import type { OnPoint } from './kill-points.ts';
import type { ProblemKind } from './problem.ts';
import type { Publication } from './publication.ts';
import type { PublicationStore } from './publication-store.ts';
import type { PublishTiming } from './timing.ts';

export interface PublisherOptions {
  readonly store: Pick<
    PublicationStore,
    'claimDue' | 'write' | 'markSent' | 'knownMedia' | 'nextWake' | 'resumeHeld'
  >;
  readonly posts: Pick<PostStore, 'findPost'>;
  readonly accounts: Pick<InstagramAccounts, 'find' | 'markDead'>;
  readonly seal: Pick<TokenSeal, 'open'>;
  readonly instagram: Omit<InstagramPublishing, 'insights'>;
  readonly facts: FactCheck;
  readonly pictures: PictureCheck;
  /** Where Instagram finds our pictures; without it nothing can be published. */
  readonly publicUrl?: string;
  readonly clock: Clock;
  /** Milliseconds that never go back. Default the process's own. */
  readonly stopwatch?: () => number;
  /** From 0 to 1; default `Math.random`. */
  readonly random?: () => number;
  /** Default `DEFAULT_TIMING`. */
  readonly timing?: PublishTiming;
  /** Posts that are worked on at once; default 64. */
  readonly concurrency?: number;
  readonly telemetry?: PublishTelemetry;
  /** Hears of what nobody foresaw; without a post when it was about none. */
  onError(error: unknown, publication?: Publication): void;
  readonly onPoint?: OnPoint;
}

/** Why a post was not published. */
export type PublishFailure = 'refused' | 'quota' | 'instagram' | 'bug';

/** Who hears of what becomes of posts, to count it. */
export interface PublishTelemetry {
  published(post: {
    readonly postId: string;
    readonly guildId: string;
    readonly pages: number;
  }): void;
  failed(
    what: 'publish',
    failure: PublishFailure,
    about: { readonly postId: string; readonly guildId: string },
  ): void;
}

export function publishFailure(kind: ProblemKind): PublishFailure {
  if (kind === 'unexpected') return 'bug';
  if (kind === 'instagram_unavailable' || kind === 'unconfirmed') return 'instagram';
  return kind === 'quota_instagram' || kind === 'quota_ours' ? 'quota' : 'refused';
}
