import type { Insights } from './instagram.ts';

export interface KeptInsights {
  readonly values: Insights;
  /** Epoch milliseconds. */
  readonly readAt: number;
}

export interface PublishedPost {
  readonly guildId: string;
  readonly postId: string;
  readonly mediaId: string;
  /** The account it is published on; the server may be connected to another one by now. */
  readonly accountId: string;
  readonly publishedAt: number;
}

export interface InsightStore {
  /** What was read before and is missing now stays. */
  save(guildId: string, postId: string, insights: KeptInsights): Promise<void>;
  find(guildId: string, postId: string): Promise<KeptInsights | undefined>;
  /** Published since that moment and with a media id, the oldest first. */
  publishedSince(since: number): Promise<readonly PublishedPost[]>;
  /** A server's posts published since that moment, the newest first, with what is known of each. */
  statsOf(
    guildId: string,
    since: number,
    limit: number,
  ): Promise<readonly (PublishedStats & { readonly insights?: KeptInsights })[]>;
}

export interface PublishedStats {
  readonly postId: string;
  readonly eventName: string;
  readonly publishedAt: number;
  readonly permalink?: string;
}
