import type { InstagramAccount, InstagramAccounts } from '../accounts/instagram-account.ts';
import { connectionContext, type TokenSeal } from '../token-seal.ts';
import type { AccountAccess } from './instagram.ts';
import type { PublishProblem } from './problem.ts';
import type { Publication } from './publication.ts';

export type OpenedAccount =
  | { readonly ok: true; readonly access: AccountAccess; readonly account: InstagramAccount }
  | {
      readonly ok: false;
      readonly problem: PublishProblem;
      /** It is this process that lacks the key: nothing is wrong with the account, and another one may have it. */
      readonly isOurs?: boolean;
    };

/** The account that a post was scheduled for, as long as the server is connected to that very one. */
export async function openAccount(
  { guildId, accountId }: Pick<Publication, 'guildId' | 'accountId'>,
  from: {
    readonly accounts: Pick<InstagramAccounts, 'find'>;
    readonly seal: Pick<TokenSeal, 'open'>;
  },
): Promise<OpenedAccount> {
  const account = await from.accounts.find(guildId);
  if (!account) return { ok: false, problem: { kind: 'not_connected' } };
  if (account.accountId !== accountId) return { ok: false, problem: { kind: 'account_changed' } };
  if (account.state === 'dead') return { ok: false, problem: { kind: 'token_dead' } };
  const opened = from.seal.open(account.sealed, connectionContext(guildId, 'instagram'));
  if (!opened.ok) {
    // Connecting again is the remedy for a token that is damaged, too.
    const problem = { kind: 'not_connected', code: opened.failure } as const;
    return { ok: false, problem, isOurs: opened.failure === 'unknown_key' };
  }
  return { ok: true, access: { accountId, token: opened.secret }, account };
}
