/** Who did what, when and to what. */
export interface AuditEntry {
  /** Absent for what belongs to no server. */
  readonly guildId?: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Discord user id; absent for the bot itself, and once the person has asked to be forgotten. */
  readonly actorId?: string;
  /** Noun and verb: `post.deleted`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string;
  readonly details: AuditDetails;
}

/** Flat, so that a person's id in it can be found and removed. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** Lines are added and not changed, except that a person is removed from them (`PersonalData`); they go when they are old. */
export interface AuditLog {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  linesOf(
    guildId: string,
    query: { readonly limit: number; readonly before?: number; readonly subject?: string },
  ): Promise<readonly AuditLine[]>;
  /** Forgets the lines of before this moment, in epoch milliseconds; returns how many. */
  prune(before: number): Promise<number>;
}

export interface AuditLine extends AuditEntry {
  /** Grows with each line; for `before`. */
  readonly id: number;
}
