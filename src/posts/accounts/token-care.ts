import type { Clock } from '../../events/clock.ts';
import type { NoticeContent, NoticeStore } from '../notices/notice.ts';
import type { RecurringWork } from '../recurring-work.ts';
import { connectionContext, type TokenSeal } from '../token-seal.ts';
import type { InstagramAccount, InstagramAccounts } from './instagram-account.ts';
import type { InstagramSignIn } from './instagram-sign-in.ts';

export interface TokenCareOptions {
  readonly accounts: Pick<
    InstagramAccounts,
    'find' | 'endingBefore' | 'replaceToken' | 'noteRefreshFailed' | 'markDead' | 'markWarned'
  >;
  readonly instagram: Pick<InstagramSignIn, 'refresh' | 'me'>;
  readonly notices: Pick<NoticeStore, 'add'>;
  /** Absent: no token can be opened, and people are only warned. */
  readonly seal?: TokenSeal | undefined;
  readonly clock: Clock;
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
  /** In [0, 1). */
  random(): number;
  /** Hears of every refresh that failed, by the answer's code, and of what was thrown. */
  onFailed(guildId: string, failure: unknown): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Then there are 13 tries before anybody needs to be warned. */
const REFRESH_WITHIN_MS = 20 * DAY_MS;
/** Younger ones Instagram does not refresh. */
const REFRESH_AGE_MS = DAY_MS;
/** The smallest first. */
const WARNING_DAYS = [1, 7] as const;
/** All waits between the refreshes together. */
const SPREAD_MS = 5_000;

type Care = 'refreshed' | 'failed' | 'dead' | 'left';

/**
 * Keeps tokens alive: long before its end each is refreshed, in no fixed order and not all at once, day after day until
 * it succeeds. A failure takes nothing away from anybody. Who connected it hears 7 days and 1 day before the end, and
 * when Instagram says that the token is dead: only connecting again helps then.
 */
export function careForTokens(options: TokenCareOptions): RecurringWork {
  const { accounts, clock, sleep, random, onFailed } = options;
  return async ({ signal }) => {
    const ending = shuffled(await accounts.endingBefore(clock() + REFRESH_WITHIN_MS), random);
    const counts = { refreshed: 0, failed: 0, dead: 0, left: 0, warned: 0 };
    for (const [index, account] of ending.entries()) {
      signal.throwIfAborted();
      if (index > 0) await sleep((random() * 2 * SPREAD_MS) / ending.length, signal);
      try {
        const care = await careFor(account, options);
        counts[care] += 1;
        if (care !== 'refreshed' && care !== 'dead' && (await warn(account, options))) {
          counts.warned += 1;
        }
      } catch (error) {
        // One account's trouble is no reason to let the others die.
        onFailed(account.guildId, error);
        counts.failed += 1;
      }
    }
    const { refreshed, failed, dead, warned } = counts;
    return `${refreshed} refreshed, ${failed} failed, ${dead} dead, ${warned} warned`;
  };
}

async function careFor(account: InstagramAccount, options: TokenCareOptions): Promise<Care> {
  const { accounts, clock } = options;
  const now = clock();
  if (account.expiresAt <= now) return await bury(account, options);
  if (now - account.issuedAt < REFRESH_AGE_MS) return 'left';
  const outcome = await refresh(account, options);
  if (outcome === 'failed') await accounts.noteRefreshFailed(account, now);
  return outcome === 'dead' ? await bury(account, options) : outcome;
}

async function refresh(
  account: InstagramAccount,
  { accounts, instagram, seal, clock, onFailed }: TokenCareOptions,
): Promise<Care> {
  const { guildId, version } = account;
  const found = await accounts.find(guildId);
  if (found?.version !== version) return 'left';
  const context = connectionContext(guildId, 'instagram');
  const opened = seal?.open(found.sealed, context);
  if (!seal || !opened?.ok) {
    onFailed(guildId, opened?.ok === false ? opened.failure : 'no_key');
    return 'failed';
  }
  const askedAt = clock();
  // Not given up halfway: whether the old token outlives a refresh is not documented.
  const answer = await instagram.refresh(opened.secret);
  if (answer.ok) {
    const { token, expiresInMs } = answer.value;
    const sealed = seal.seal(token, context);
    const replaced = await accounts.replaceToken(account, {
      sealed,
      keyId: seal.keyOf(sealed) ?? '',
      issuedAt: askedAt,
      expiresAt: askedAt + expiresInMs,
    });
    return replaced === 'replaced' ? 'refreshed' : 'left';
  }
  onFailed(guildId, answer.failure.code);
  if (answer.failure.kind !== 'token_dead') return 'failed';
  // A refusal to refresh is not yet a dead token: what reads with it is alive.
  const profile = await instagram.me(opened.secret);
  return !profile.ok && profile.failure.kind === 'token_dead' ? 'dead' : 'failed';
}

async function bury(account: InstagramAccount, options: TokenCareOptions): Promise<Care> {
  const marked = await options.accounts.markDead(account);
  if (marked === 'marked') await tell(account, { kind: 'token_dead' }, options);
  return marked === 'changed_meanwhile' ? 'left' : 'dead';
}

async function warn(account: InstagramAccount, options: TokenCareOptions): Promise<boolean> {
  const { expiresAt, warnedDays = Number.POSITIVE_INFINITY } = account;
  const left = expiresAt - options.clock();
  const days = WARNING_DAYS.find((one) => left <= one * DAY_MS);
  if (days === undefined || warnedDays <= days) return false;
  if ((await options.accounts.markWarned(account, days)) !== 'warned') return false;
  await tell(account, { kind: 'token_expiring', expiresAt }, options);
  return true;
}

type TokenNews =
  | { readonly kind: 'token_dead' }
  | { readonly kind: 'token_expiring'; readonly expiresAt: number };

async function tell(
  { guildId, connectedBy: userId, username }: InstagramAccount,
  news: TokenNews,
  { notices, clock }: TokenCareOptions,
): Promise<void> {
  const content: NoticeContent = { ...news, username };
  await notices.add({ guildId, userId, content }, clock());
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
