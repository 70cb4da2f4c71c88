import type { Clock } from '../../events/clock.ts';
import type { InstagramAccounts } from '../accounts/instagram-account.ts';
import type { RecurringWork } from '../recurring-work.ts';
import type { TokenSeal } from '../token-seal.ts';
import { openAccount } from './account-access.ts';
import type { InsightStore, PublishedPost } from './insights.ts';
import type { GraphFailure, InstagramPublishing } from './instagram.ts';

export interface InsightReadingOptions {
  readonly insights: InsightStore;
  readonly accounts: Pick<InstagramAccounts, 'find'>;
  readonly seal: Pick<TokenSeal, 'open'>;
  readonly instagram: Pick<InstagramPublishing, 'insights'>;
  readonly clock: Clock;
  /** Told what Instagram did not answer; it is asked again tomorrow. */
  onFailed(post: PublishedPost, failure: GraphFailure): void;
}

/** For so long after its publication the figures of a post are followed. */
const FOLLOWED_MS = 7 * 24 * 60 * 60 * 1000;

/** What people did with the posts of the last week. What Instagram does not know yet stays unknown. */
export function readInsights(options: InsightReadingOptions): RecurringWork {
  const { insights, instagram, clock, onFailed } = options;
  return async ({ signal }) => {
    const posts = await insights.publishedSince(clock() - FOLLOWED_MS);
    let read = 0;
    for (const post of posts) {
      if (signal.aborted) break;
      const opened = await openAccount(post, options);
      // Somebody has to connect again, and is told of it where tokens are cared for.
      if (!opened.ok) continue;
      const answer = await instagram.insights(opened.access, post.mediaId, signal);
      if (answer.ok) {
        const kept = { values: answer.value, readAt: clock() };
        await insights.save(post.guildId, post.postId, kept);
        read += 1;
      } else onFailed(post, answer.failure);
    }
    return `${read} of ${posts.length} posts`;
  };
}
