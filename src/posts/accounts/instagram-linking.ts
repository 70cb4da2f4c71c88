import type { PostStore } from '../post-store.ts';
import type { Entitlement, Premium } from '../premium.ts';
import type { GraphFailure } from '../publishing/instagram.ts';
import type { Secret } from '../secret.ts';
import { connectionContext } from '../token-seal.ts';
import {
  AccountKeeping,
  type AccountKeepingOptions,
  type LinkingStep,
  type Person,
} from './account-keeping.ts';
import type { InstagramAccounts, SignIn, SignIns } from './instagram-account.ts';
import type { InstagramApp, InstagramSignIn } from './instagram-sign-in.ts';
import type {
  AccountRefusal,
  ComingBack,
  DeadLink,
  InstagramBeginning,
  InstagramGap,
  InstagramUnlinking,
  LinkedAccount,
  SetOut,
  TokenConnecting,
} from './linking-outcomes.ts';
import { INSTAGRAM_SCOPES, type InstagramScope } from './scopes.ts';
import {
  cookieName,
  newNonce,
  nonceOf,
  nonceTime,
  SIGN_IN_LIFETIME_MS,
  SignInState,
} from './sign-in-state.ts';

export interface InstagramLinkingOptions extends AccountKeepingOptions {
  readonly accounts: Pick<InstagramAccounts, 'find' | 'connect' | 'disconnect'>;
  readonly signIns: Pick<SignIns, 'open' | 'find' | 'use'>;
  readonly instagram: InstagramSignIn;
  readonly premium: Pick<Premium, 'has' | 'skuId'>;
  readonly posts: Pick<PostStore, 'countPosts'>;
  /** Absent: nobody can sign in; the operator may still connect tokens. */
  readonly app?: InstagramApp | undefined;
  /** Where this program is reached from the internet. */
  readonly publicUrl?: string | undefined;
  /** Exactly as registered at Meta; default `/instagram/callback` under the public address. */
  readonly redirectUri?: string | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** 60 days from when it was made, which may have been yesterday. */
const TOKEN_LIFE_MS = 59 * DAY_MS;
/** Short enough that the daily care tries to refresh it at once, and before anybody is warned. */
const UNCERTAIN_LIFE_MS = 19 * DAY_MS;
/** More than this nobody needs to know exactly. */
const COUNT_UP_TO = 1_000;

/**
 * Connects a server to an Instagram account, by a sign-in that one person begins in Discord and finishes in one browser
 * within ten minutes, or by a token that the operator has. What stands in the way is said; only database errors throw.
 */
export class InstagramLinking {
  readonly #options: InstagramLinkingOptions;
  readonly #keeping: AccountKeeping;
  readonly #states: SignInState | undefined;

  constructor(options: InstagramLinkingOptions) {
    this.#options = options;
    this.#keeping = new AccountKeeping(options);
    this.#states = options.app && new SignInState(options.app.clientSecret);
  }

  async linkOf(guildId: string): Promise<LinkedAccount | undefined> {
    const found = await this.#options.accounts.find(guildId);
    if (!found) return undefined;
    const { sealed, ...account } = found;
    const opened = this.#options.seal?.open(sealed, connectionContext(guildId, 'instagram'));
    return { ...account, readable: opened?.ok ?? false };
  }

  /** Gives a person a link of their own, for ten minutes. @param person.entitlements of the server. */
  async begin(
    person: Person & { readonly entitlements: readonly Entitlement[] },
  ): Promise<InstagramBeginning> {
    const { premium, signIns, clock } = this.#options;
    const { guildId, userId, entitlements } = person;
    if (!(await premium.has(guildId, entitlements))) {
      const { skuId } = premium;
      return { outcome: 'not_premium', ...(skuId === undefined ? {} : { skuId }) };
    }
    const ready = this.#ready();
    if (typeof ready === 'string') return { outcome: ready };
    const createdAt = clock();
    const expiresAt = createdAt + SIGN_IN_LIFETIME_MS;
    const nonce = newNonce(createdAt);
    await signIns.open({ nonce, guildId, userId, createdAt, expiresAt });
    const account = await this.linkOf(guildId);
    return {
      outcome: 'link',
      url: `${ready.publicUrl}/instagram/connect/${nonce}`,
      expiresAt,
      ...(account && { account }),
    };
  }

  /** Somebody has opened a personal link. Opening it uses nothing up: Discord looks at links too. */
  async setOut(nonce: string): Promise<SetOut> {
    const { signIns, instagram, clock } = this.#options;
    const ready = this.#ready();
    if (typeof ready === 'string') return { outcome: ready };
    const now = clock();
    const signIn = await signIns.find(nonce, now);
    if (!signIn) return deadLink(nonce, now);
    return {
      outcome: 'redirect',
      location: instagram.authorizeUrl({
        clientId: ready.app.clientId,
        redirectUri: ready.redirectUri,
        state: ready.states.stateOf(signIn),
        scopes: INSTAGRAM_SCOPES,
      }),
      cookie: ready.states.cookieOf(signIn),
      maxAgeMs: signIn.expiresAt - now,
    };
  }

  /**
   * A browser came back from Instagram. The sign-in is used up only by the browser that set out.
   *
   * @param back.code absent when the person did not allow it.
   * @param back.cookie gives the browser's cookie of a name.
   */
  async comeBack(back: {
    readonly state: string;
    readonly code?: string | undefined;
    cookie(name: string): string | undefined;
  }): Promise<ComingBack> {
    const { signIns, clock } = this.#options;
    const ready = this.#ready();
    if (typeof ready === 'string') return { outcome: ready };
    const nonce = nonceOf(back.state);
    if (nonce === undefined) return { outcome: 'forged' };
    const signIn = await signIns.find(nonce, clock());
    if (!signIn) return deadLink(nonce, clock());
    if (!ready.states.isStateOf(back.state, signIn)) return { outcome: 'forged' };
    if (!ready.states.isCookieOf(back.cookie(cookieName(nonce)), signIn)) {
      return { outcome: 'another_browser' };
    }
    // Used before anything is asked of Instagram: of two tabs that come back at once, one goes on.
    const used = await signIns.use(nonce, clock());
    if (!used) return deadLink(nonce, clock());
    if (back.code === undefined) return { outcome: 'denied' };
    return await this.#finish(used, back.code, ready);
  }

  /** For operators: a long-lived token made in Meta's dashboard. */
  async connectToken({
    guildId,
    userId,
    token,
  }: Person & { readonly token: Secret }): Promise<TokenConnecting> {
    const { instagram, seal } = this.#options;
    if (!seal) return { outcome: 'no_key' };
    const profile = await instagram.me(token);
    if (!profile.ok) return this.#refusal('profile', profile.failure);
    const { accountType, username } = profile.value;
    // Before the token is touched: a refresh may end the one that the operator has.
    if (accountType === 'personal') return { outcome: 'personal_account', username };
    // A day old it can be refreshed, and only that tells for certain how long it is good.
    const refreshed = await instagram.refresh(token);
    if (refreshed.ok)
      return await this.#keeping.keep({ guildId, userId }, profile.value, refreshed.value);
    this.#options.onFailed('refresh', refreshed.failure.code);
    const expiresInMs = isPassing(refreshed.failure) ? UNCERTAIN_LIFE_MS : TOKEN_LIFE_MS;
    return await this.#keeping.keep({ guildId, userId }, profile.value, { token, expiresInMs });
  }

  /** @param person.version of the connection that the person saw. */
  async disconnect({
    guildId,
    userId,
    version,
  }: Person & { readonly version: number }): Promise<InstagramUnlinking> {
    const { accounts } = this.#options;
    const account = await this.linkOf(guildId);
    if (!account) return { outcome: 'not_linked' };
    if (account.version !== version) return { outcome: 'changed_meanwhile', account };
    if ((await accounts.disconnect({ guildId, version })) === 'not_found') {
      const since = await this.linkOf(guildId);
      return since ? { outcome: 'changed_meanwhile', account: since } : { outcome: 'not_linked' };
    }
    await this.#keeping.note({ guildId, userId }, 'connection.removed');
    const { username } = account;
    return { outcome: 'disconnected', username, waiting: await this.waiting(guildId) };
  }

  /** How many posts of a server are planned. */
  async waiting(guildId: string): Promise<number> {
    const { posts } = this.#options;
    const counts = (['scheduled', 'awaiting_approval'] as const).map((state) =>
      posts.countPosts({ guildId, state }, COUNT_UP_TO),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async #finish(signIn: SignIn, code: string, ready: Ready): Promise<ComingBack> {
    const { instagram } = this.#options;
    const { app, redirectUri } = ready;
    const short = await instagram.exchangeCode({ app, redirectUri, code });
    if (!short.ok) return this.#refusal('code', short.failure);
    const granted = (scope: InstagramScope) => short.value.permissions?.includes(scope) ?? true;
    if (!granted('instagram_business_content_publish') || !granted('instagram_business_basic')) {
      return { outcome: 'no_publish_permission' };
    }
    const long = await instagram.exchangeLongLived({ app, token: short.value.token });
    if (!long.ok) return this.#refusal('long_lived', long.failure);
    const profile = await instagram.me(long.value.token);
    if (!profile.ok) return this.#refusal('profile', profile.failure);
    const insights = granted('instagram_business_manage_insights');
    return await this.#keeping.keep(signIn, profile.value, long.value, insights);
  }

  #refusal(step: LinkingStep, failure: GraphFailure): AccountRefusal {
    this.#options.onFailed(step, failure.code);
    return { outcome: isPassing(failure) ? 'unavailable' : 'refused', code: failure.code };
  }

  #ready(): Ready | InstagramGap {
    const { seal, app, publicUrl, redirectUri } = this.#options;
    if (!seal) return 'no_key';
    if (!app || !this.#states) return 'no_app';
    if (publicUrl === undefined) return 'no_public_url';
    const base = publicUrl.replace(/\/+$/, '');
    return {
      app,
      states: this.#states,
      publicUrl: base,
      redirectUri: redirectUri ?? `${base}/instagram/callback`,
    };
  }
}

interface Ready {
  readonly app: InstagramApp;
  readonly states: SignInState;
  readonly publicUrl: string;
  readonly redirectUri: string;
}

function deadLink(nonce: string, now: number): DeadLink {
  const at = nonceTime(nonce);
  return { outcome: at !== undefined && at + SIGN_IN_LIFETIME_MS <= now ? 'expired' : 'used' };
}

/** Whether another try may go better. */
function isPassing({ kind }: GraphFailure): boolean {
  return kind === 'no_answer' || kind === 'temporary' || kind === 'rate_limited';
}
