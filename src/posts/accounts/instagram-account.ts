import type { Connection } from '../connections.ts';
import type { NewNotice } from '../notices/notice.ts';

/** The Instagram account of a server. Times in epoch milliseconds. The token itself is sealed in the connection. */
export interface InstagramAccount extends Pick<Connection, 'guildId' | 'connectedBy' | 'version'> {
  /** The professional account, 1784…: for publishing. */
  readonly accountId: string;
  /** What callbacks of Meta call the same account; absent where Instagram did not say. */
  readonly appScopedId?: string;
  readonly username: string;
  readonly connectedAt: number;
  /** When the present token was given out, and when it ends: 60 days, counted anew with each refresh. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** `dead`: Instagram has refused the token, only connecting again helps. */
  readonly state: 'alive' | 'dead';
  /** When the last refresh was tried, and how many in a row failed. */
  readonly refreshTriedAt?: number;
  readonly refreshFailures: number;
  /** The smallest number of days before the end for which a warning went out: 7, then 1. */
  readonly warnedDays?: number;
}

export interface NewInstagramAccount
  extends Omit<
    InstagramAccount,
    'version' | 'state' | 'refreshFailures' | 'refreshTriedAt' | 'warnedDays'
  > {
  readonly sealed: string;
  readonly keyId: string;
}

/** Accounts and their sealed tokens; the connection of kind `instagram` and the account are written together. */
export interface InstagramAccounts {
  find(guildId: string): Promise<(InstagramAccount & { readonly sealed: string }) | undefined>;
  /** Replaces an earlier one. */
  connect(account: NewInstagramAccount): Promise<InstagramAccount>;
  /** Ends the one of this version. */
  disconnect(
    account: Pick<InstagramAccount, 'guildId' | 'version'>,
  ): Promise<'disconnected' | 'not_found'>;
  /** After a refresh; nothing when it is another by now. */
  replaceToken(
    account: Pick<InstagramAccount, 'guildId' | 'version'>,
    token: {
      readonly sealed: string;
      readonly keyId: string;
      readonly issuedAt: number;
      readonly expiresAt: number;
    },
  ): Promise<'replaced' | 'changed_meanwhile'>;
  noteRefreshFailed(
    account: Pick<InstagramAccount, 'guildId' | 'version'>,
    at: number,
  ): Promise<void>;
  /** Of several who find it dead, one is told `marked`; only that one's notice is kept, in the same transaction. */
  markDead(
    account: Pick<InstagramAccount, 'guildId' | 'version'>,
    news?: { readonly notice: NewNotice; readonly at: number },
  ): Promise<'marked' | 'dead_already' | 'changed_meanwhile'>;
  /** `warned` for one of several who try at once. */
  markWarned(
    account: Pick<InstagramAccount, 'guildId' | 'version'>,
    days: number,
  ): Promise<'warned' | 'warned_already'>;
  /** The living ones whose token ends before this moment. */
  endingBefore(expiresBefore: number): Promise<readonly InstagramAccount[]>;
  /** By either of its ids: several servers may have the same account. */
  byInstagramId(id: string): Promise<readonly InstagramAccount[]>;
}

/** A sign-in that was begun: single use, bound to one person and server. */
export interface SignIn {
  /** What travels as `state`, unguessable. */
  readonly nonce: string;
  readonly guildId: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface SignIns {
  open(signIn: SignIn): Promise<void>;
  /** Still good, not yet used. */
  find(nonce: string, now: number): Promise<SignIn | undefined>;
  /** Of several who come with the same one, one gets it. */
  use(nonce: string, now: number): Promise<SignIn | undefined>;
  prune(before: number): Promise<number>;
}

/** Requests of Meta to delete what we keep of an account, for the status page that has to be shown. */
export interface DeletionRequests {
  add(request: {
    readonly code: string;
    readonly at: number;
    readonly removed: number;
  }): Promise<void>;
  find(
    code: string,
  ): Promise<{ readonly code: string; readonly at: number; readonly removed: number } | undefined>;
}
