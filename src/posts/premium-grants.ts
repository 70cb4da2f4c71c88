/** Servers that have premium from the operator, besides those that bought it from Discord. */
export interface PremiumGrants {
  isGranted(guildId: string, now: number): Promise<boolean>;
  /** Replaces an earlier one of the same server. */
  grant(grant: PremiumGrant): Promise<void>;
  revoke(guildId: string): Promise<'revoked' | 'not_found'>;
  /** All, expired ones included; by server. */
  list(): Promise<readonly PremiumGrant[]>;
}

export interface PremiumGrant {
  readonly guildId: string;
  /** Epoch milliseconds. */
  readonly grantedAt: number;
  /** Absent: until it is revoked. */
  readonly expiresAt?: number;
}
