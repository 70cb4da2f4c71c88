import type { EventExtras } from '../events/extras.ts';
import type { AuditDetails } from './audit-log.ts';

/** What is kept about a person, and its end. */
export interface PersonalData {
  /** Everything, as values that make a readable JSON file. Sealed secrets are not part of it. */
  exportOf(userId: string): Promise<PersonalExport>;
  /** How much that is, counted and not read. */
  summaryOf(userId: string): Promise<PersonalSummary>;
  /**
   * One transaction: schedules are cancelled, then connections, posts with their pictures, and counters are removed;
   * what others need to keep (audit lines, revisions of other people's posts, approvals, which count on) no longer names
   * the person. What they had
   * asked for before and is still being made is not kept. Until the day is over, what they used of their limit is kept
   * without the name.
   */
  deletePerson(userId: string, at: number): Promise<PersonDeletion>;
  /** Undefined for a reference that was never given out. */
  receipt(reference: string): Promise<PrivacyReceipt | undefined>;
  /** Forgets who was removed before the day of this moment (epoch milliseconds); returns how many people. */
  forgetRemovals(now: number): Promise<number>;
}

/** What there is of a person, in numbers. */
export interface PersonalSummary {
  readonly posts: number;
  readonly pictures: number;
  readonly schedules: number;
  readonly connections: number;
  readonly counters: number;
  /** Lines and texts that stay, without the name. */
  readonly traces: number;
}

export type PersonDeletion =
  | {
      readonly outcome: 'deleted';
      readonly receipt: PrivacyReceipt;
      /** Those that no post has any more; see `DeletionOutcome`. */
      readonly pictures: readonly RemovedPicture[];
    }
  /** A post of theirs is on its way to Instagram this minute; nothing was removed. */
  | { readonly outcome: 'publishing' };

export interface RemovedPicture {
  readonly hash: string;
  /** When a post got it the last time, in epoch milliseconds. Stored since, it is somebody else's. */
  readonly addedAt: number;
}

/** Says what was removed and not for whom. */
export interface PrivacyReceipt {
  /** What a person can ask about later; nobody can guess one. */
  readonly reference: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly removed: RemovedData;
}

export interface RemovedData {
  readonly schedules: number;
  readonly connections: number;
  readonly posts: number;
  readonly pictures: number;
  readonly counters: number;
  /** Lines that stay without the name. */
  readonly anonymized: number;
}

/** Times are ISO 8601 in UTC: it is read by people. */
export interface PersonalExport {
  readonly userId: string;
  readonly posts: readonly ExportedPost[];
  readonly revisionsOfOthersPosts: readonly ExportedRevision[];
  readonly schedules: readonly {
    readonly guildId: string;
    readonly postId: string;
    readonly dueAt: string;
    readonly state: string;
    readonly createdAt: string;
  }[];
  /** What they said about posts: approved, rejected, or looked whether one is live. */
  readonly decisions: readonly {
    readonly guildId: string;
    readonly postId: string;
    readonly said: readonly ('approved' | 'rejected' | 'vouched')[];
    /** Of a rejection by them. */
    readonly reason: string | null;
  }[];
  /** What the bot told them, or is about to. */
  readonly notices: readonly {
    readonly guildId: string;
    readonly postId: string | null;
    readonly kind: string;
    readonly createdAt: string;
    readonly settledAt: string | null;
  }[];
  readonly connections: readonly {
    readonly guildId: string;
    readonly kind: string;
    readonly connectedAt: string;
  }[];
  readonly instagramAccounts: readonly {
    readonly guildId: string;
    readonly accountId: string;
    readonly username: string;
    readonly expiresAt: string;
  }[];
  readonly signIns: readonly {
    readonly guildId: string;
    readonly createdAt: string;
    readonly expiresAt: string;
  }[];
  readonly linkCodes: readonly {
    readonly guildId: string;
    readonly eventId: string;
    readonly createdAt: string;
    readonly expiresAt: string;
  }[];
  readonly eventExtras: readonly {
    readonly guildId: string;
    readonly eventId: string;
    readonly savedAt: string;
    readonly extras: EventExtras;
  }[];
  readonly usage: readonly { readonly day: string; readonly kind: string; readonly used: number }[];
  readonly audit: readonly ExportedLine[];
  /** What others or the bot did and the person is named in; other people in it are not. */
  readonly mentions: readonly ExportedLine[];
}

export interface ExportedLine {
  readonly guildId: string | null;
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly details: AuditDetails;
}

export interface ExportedPost {
  readonly id: string;
  readonly guildId: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly eventDate: string;
  readonly template: string;
  readonly state: string;
  /** Where its reply stands in Discord. */
  readonly channelId: string | null;
  readonly messageId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly downloadedAt: string | null;
  readonly publishedAt: string | null;
  readonly permalink: string | null;
  readonly revisions: readonly ExportedRevision[];
}

export interface ExportedRevision {
  readonly postId: string;
  readonly number: number;
  readonly theme: string;
  readonly size: string;
  readonly language: string;
  readonly caption: string;
  /** Whether a person has written in it. */
  readonly captionEdited: boolean;
  readonly createdAt: string;
  readonly pictures: readonly {
    readonly hash: string;
    readonly bytes: number;
    readonly width: number;
    readonly height: number;
  }[];
}
