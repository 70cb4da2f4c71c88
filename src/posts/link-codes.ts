/** A code that somebody shows us in the description of their event, to prove that it is theirs. */
export interface LinkCode {
  readonly guildId: string;
  readonly eventId: string;
  readonly code: string;
  /** Discord user id. */
  readonly requestedBy: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** One open code for each server; a new one replaces it. */
export interface LinkCodes {
  open(code: LinkCode): Promise<void>;
  /** Undefined also when it has expired. */
  find(guildId: string, now: number): Promise<LinkCode | undefined>;
  /** Makes it used: `used` for one of those who ask at once. */
  use(guildId: string, code: string): Promise<'used' | 'not_found'>;
  /** Removes what expired before this moment. */
  prune(before: number): Promise<number>;
}
