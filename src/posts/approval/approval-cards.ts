import type { MessagePlace } from '../kept-post.ts';

/**
 * The card of a post in the approval channel. What it shows is made from the database each time: whatever changes a
 * post that has a card, or needs one, sets its `wakeAt` in the same transaction, and whoever shows cards comes by.
 */
export interface ApprovalCard {
  readonly guildId: string;
  readonly postId: string;
  /** Where it stands; absent before it is posted. */
  readonly place?: MessagePlace;
  /** The revision that it shows. */
  readonly revision?: number;
  /** How often it had to be posted again because somebody deleted it. */
  readonly reposts: number;
  /** Failed tries in a row. */
  readonly attempts: number;
  readonly fence: number;
}

export interface ApprovalCards {
  /** As `PublicationStore.claimDue`; none of the servers in `exceptServers`. */
  claimDue(claim: {
    readonly now: number;
    readonly leaseMs: number;
    readonly limit: number;
    readonly exceptServers?: readonly string[];
  }): Promise<readonly ApprovalCard[]>;
  /** It stands and shows this revision. `again`: changed meanwhile, it is shown once more. */
  settle(
    card: Pick<ApprovalCard, 'postId' | 'fence'>,
    shown: MessagePlace & { readonly revision: number; readonly repost?: boolean },
  ): Promise<'settled' | 'lost'>;
  postpone(
    card: Pick<ApprovalCard, 'postId' | 'fence'>,
    again: { readonly wakeAt: number | null },
  ): Promise<'postponed' | 'lost'>;
  /** Which post a message in a channel of this server is the card of. */
  byMessage(guildId: string, messageId: string): Promise<ApprovalCard | undefined>;
  /** Somebody deleted the message: it is posted again once. */
  noteDeleted(guildId: string, messageId: string, at: number): Promise<ApprovalCard | undefined>;
  /**
   * The channel was deleted, and with it those of `waiting` in it: they are posted somewhere else, however often they
   * were posted again before. Returns them.
   */
  noteChannelDeleted(
    guildId: string,
    channelId: string,
    at: number,
  ): Promise<readonly ApprovalCard[]>;
  /** Of posts that still wait for a decision: their reactions are read after the bot was away. */
  waiting(limit: number, after?: string): Promise<readonly ApprovalCard[]>;
  /** Of posts that are approved and of which nothing was sent yet, the soonest first: an approval may be taken back. */
  approved(limit: number): Promise<readonly ApprovalCard[]>;
  find(guildId: string, postId: string): Promise<ApprovalCard | undefined>;
}
