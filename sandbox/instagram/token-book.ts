import { randomBytes } from 'node:crypto';
import { GraphError, invalidParameter, missingPermission } from './graph-error.ts';
import type { SandboxAccount } from './sandbox-account.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** What a person may grant an app. @see the page "Business login for Instagram" */
export const SCOPES = [
  'instagram_business_basic',
  'instagram_business_content_publish',
  'instagram_business_manage_comments',
  'instagram_business_manage_messages',
  'instagram_business_manage_insights',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Why a token is no longer good, and the subcode of 190 that says so. */
const REVOKED_SUBCODES = {
  app_removed: 458,
  checkpoint: 459,
  password_changed: 460,
  logged_out: 467,
} as const;
export type RevokeReason = keyof typeof REVOKED_SUBCODES;

export interface Token {
  readonly value: string;
  readonly account: SandboxAccount;
  readonly kind: 'short' | 'long';
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  deadSubcode?: number;
}

/** All tokens ever given out. A short-lived one is good for an hour, a long-lived one for 60 days. */
export class TokenBook {
  readonly #tokens = new Map<string, Token>();

  issue(token: Pick<Token, 'account' | 'kind' | 'scopes' | 'issuedAt'>): Token {
    const life = token.kind === 'short' ? HOUR_MS : 60 * DAY_MS;
    const value = `IGAA${randomBytes(60).toString('base64url').replaceAll(/[-_]/g, 'Z')}`;
    const issued = { ...token, value, expiresAt: token.issuedAt + life };
    this.#tokens.set(value, issued);
    return issued;
  }

  /** Of all of them, whatever their state. */
  get values(): readonly string[] {
    return [...this.#tokens.keys()];
  }

  /** Whatever its state. */
  find(value: string | undefined): Token | undefined {
    return value === undefined ? undefined : this.#tokens.get(value);
  }

  revoke(account: SandboxAccount, reason: RevokeReason): void {
    for (const token of this.#tokens.values()) {
      if (token.account === account) token.deadSubcode ??= REVOKED_SUBCODES[reason];
    }
  }

  /** @throws {GraphError} 190, unless the token is good now */
  verify(value: string | undefined, now: number): Token {
    const token = this.find(value);
    if (!token)
      throw tokenError(undefined, 'Invalid OAuth access token - Cannot parse access token');
    if (token.deadSubcode !== undefined) {
      throw tokenError(token.deadSubcode, 'Error validating access token: The session is invalid');
    }
    if (now >= token.expiresAt) {
      throw tokenError(463, 'Error validating access token: Session has expired');
    }
    return token;
  }

  /** A long-lived token for a short-lived one. */
  exchange(value: string | undefined, now: number): Token {
    const token = this.verify(value, now);
    if (token.kind === 'long') {
      throw new GraphError({ code: 452, reason: 'Session key invalid' });
    }
    return this.issue({ ...token, kind: 'long', issuedAt: now });
  }

  /**
   * A new one for a long-lived token that is at least 24 hours old. How Meta refuses a younger one is not documented.
   * @see the reference of refresh_access_token
   */
  refresh(value: string | undefined, now: number, oldToken: 'valid' | 'dead'): Token {
    const token = this.verify(value, now);
    if (token.kind === 'short') throw invalidParameter('The token is not a long-lived one');
    if (!token.scopes.includes('instagram_business_basic')) {
      throw missingPermission('instagram_business_basic');
    }
    if (now - token.issuedAt < DAY_MS) {
      throw invalidParameter('The access token must be at least 24 hours old');
    }
    const fresh = this.issue({ ...token, issuedAt: now });
    if (oldToken === 'dead') token.deadSubcode = REVOKED_SUBCODES.logged_out;
    return fresh;
  }
}

function tokenError(subcode: number | undefined, reason: string): GraphError {
  return new GraphError({ code: 190, reason, ...(subcode !== undefined && { subcode }) });
}
