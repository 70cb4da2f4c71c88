import type { AuditDetails } from './audit-log.ts';

/** What is kept about a person, and its end. */
export interface PersonalData {
  /** Everything, as values that make a readable JSON file. Sealed secrets are not part of it. */
  exportOf(userId: string): Promise<PersonalExport>;
  /**
   * One transaction: schedules are cancelled, then connections, posts with their pictures, and counters are removed;
   * what others need to keep (audit lines, revisions of other people's posts) no longer names the person.
   */
  deletePerson(userId: string, at: number): Promise<PersonDeletion>;
  /** Undefined for a reference that was never given out. */
  receipt(reference: string): Promise<PrivacyReceipt | undefined>;
}

export type PersonDeletion =
  | {
      readonly outcome: 'deleted';
      readonly receipt: PrivacyReceipt;
      /** Pictures that no post has any more; see `DeletionOutcome`. */
      readonly hashes: readonly string[];
    }
  /** A post of theirs is on its way to Instagram this minute; nothing was removed. */
  | { readonly outcome: 'publishing' };

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
  }[];
  readonly connections: readonly {
    readonly guildId: string;
    readonly kind: string;
    readonly connectedAt: string;
  }[];
  readonly linkCodes: readonly { readonly guildId: string; readonly eventId: string }[];
  readonly eventExtras: readonly {
    readonly guildId: string;
    readonly eventId: string;
    readonly savedAt: string;
  }[];
  readonly usage: readonly { readonly day: string; readonly kind: string; readonly used: number }[];
  readonly audit: readonly {
    readonly guildId: string | null;
    readonly at: string;
    readonly action: string;
    readonly subject: string;
    readonly details: AuditDetails;
  }[];
}

export interface ExportedPost {
  readonly id: string;
  readonly guildId: string;
  readonly eventName: string;
  readonly eventDate: string;
  readonly template: string;
  readonly state: string;
  readonly createdAt: string;
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
  readonly createdAt: string;
  readonly pictures: readonly {
    readonly hash: string;
    readonly bytes: number;
    readonly width: number;
    readonly height: number;
  }[];
}
