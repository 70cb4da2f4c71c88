import { type RevokeReason, SCOPES, type TokenBook } from './token-book.ts';

export interface NewSandboxAccount {
  readonly username: string;
  readonly name?: string;
  /** `PERSONAL` cannot publish. Default `BUSINESS`; the spelling differs in the wild. */
  readonly accountType?: string;
  readonly followers?: number;
  /** Whether the captions read back keep their `@`: only for those who may administer the app. Default false. */
  readonly administersApp?: boolean;
}

/** An account at Instagram. */
export class SandboxAccount {
  /** The professional account, 1784…: for publishing. */
  readonly id: string;
  /** How the app knows the same account; callbacks use it. */
  readonly appScopedId: string;
  readonly username: string;
  readonly name: string;
  readonly accountType: string;
  readonly followers: number;
  readonly administersApp: boolean;
  readonly #tokens: TokenBook;
  readonly #clock: () => number;

  constructor(
    account: NewSandboxAccount & { readonly id: string; readonly appScopedId: string },
    tokens: TokenBook,
    clock: () => number,
  ) {
    this.id = account.id;
    this.appScopedId = account.appScopedId;
    this.username = account.username;
    this.name = account.name ?? account.username;
    this.accountType = account.accountType ?? 'BUSINESS';
    this.followers = account.followers ?? 120;
    this.administersApp = account.administersApp ?? false;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  get isProfessional(): boolean {
    return this.accountType.toUpperCase() !== 'PERSONAL';
  }

  /** A token as the app dashboard gives one out: long-lived, with all scopes unless told; times in epoch milliseconds. */
  issueToken({
    scopes = SCOPES,
    issuedAt = this.#clock(),
    kind = 'long',
  }: {
    readonly scopes?: readonly string[];
    readonly issuedAt?: number;
    readonly kind?: 'short' | 'long';
  } = {}): string {
    return this.#tokens.issue({ account: this, kind, scopes, issuedAt }).value;
  }

  /** Ends all tokens given out so far. */
  revoke(reason: RevokeReason = 'logged_out'): void {
    this.#tokens.revoke(this, reason);
  }
}
