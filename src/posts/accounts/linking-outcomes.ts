import type { InstagramAccount } from './instagram-account.ts';

/** The account of a server. `readable`: false when no key opens its token any more, so that it is as good as none. */
export type LinkedAccount = InstagramAccount & { readonly readable: boolean };

/** What only the operator can mend: no encryption key, no app at Meta, no address that Instagram can come back to. */
export type InstagramGap = 'no_key' | 'no_app' | 'no_public_url';

export type InstagramBeginning =
  | {
      readonly outcome: 'link';
      /** Personal, good once. */
      readonly url: string;
      readonly expiresAt: number;
      /** What is connected now, and would be replaced. */
      readonly account?: LinkedAccount;
    }
  | { readonly outcome: InstagramGap }
  /** `skuId`: the product to buy, where there is one. */
  | { readonly outcome: 'not_premium'; readonly skuId?: string };

/** A link that leads nowhere any more, or never did. */
export type DeadLink = { readonly outcome: 'expired' } | { readonly outcome: 'used' };

/** What becomes of a browser that opens the personal link. */
export type SetOut =
  | {
      readonly outcome: 'redirect';
      readonly location: string;
      readonly cookie: { readonly name: string; readonly value: string };
      readonly maxAgeMs: number;
    }
  | { readonly outcome: InstagramGap }
  | DeadLink;

/** Why an account is not connected although Instagram said something; nothing is stored. */
export type AccountRefusal =
  | { readonly outcome: 'no_key' }
  | { readonly outcome: 'personal_account'; readonly username: string }
  /** The code or token was not accepted; `code` is for support. */
  | { readonly outcome: 'refused'; readonly code: string }
  /** Instagram does not answer, or asks for patience. */
  | { readonly outcome: 'unavailable'; readonly code: string };

export interface ConnectedAccount {
  readonly outcome: 'connected';
  readonly account: InstagramAccount;
  /** The name of the account that was connected before, when it is another one. */
  readonly replaced?: string;
  /** False when Instagram said that figures may not be read. */
  readonly insights: boolean;
  /** Posts that were held for want of a good connection, and go on. */
  readonly resumed: number;
}

/** What becomes of a browser that comes back from Instagram. */
export type ComingBack =
  | ConnectedAccount
  | AccountRefusal
  | { readonly outcome: InstagramGap }
  | DeadLink
  /** The person did not allow it. */
  | { readonly outcome: 'denied' }
  /** The permission to publish was unticked. */
  | { readonly outcome: 'no_publish_permission' }
  /** Nothing that we have sent out: no state, or a wrong signature. */
  | { readonly outcome: 'forged' }
  /** Another browser set out than the one that came back. */
  | { readonly outcome: 'another_browser' };

export type TokenConnecting = ConnectedAccount | AccountRefusal;

export type InstagramUnlinking =
  /** `waiting`: posts that were planned; each is held when its time comes, until the server is connected again. */
  | { readonly outcome: 'disconnected'; readonly username: string; readonly waiting: number }
  | { readonly outcome: 'not_linked' }
  /** It is another connection than the person saw. */
  | { readonly outcome: 'changed_meanwhile'; readonly account: LinkedAccount };
