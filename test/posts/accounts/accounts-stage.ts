import { SandboxInstagram } from '../../../sandbox/instagram/index.ts';
import { InstagramOAuth } from '../../../src/clients/instagram-oauth.ts';
import { InstagramCallbacks } from '../../../src/posts/accounts/instagram-callbacks.ts';
import {
  InstagramLinking,
  type InstagramLinkingOptions,
} from '../../../src/posts/accounts/instagram-linking.ts';
import { careForTokens } from '../../../src/posts/accounts/token-care.ts';
import type { NoticeContent } from '../../../src/posts/notices/notice.ts';
import { Premium } from '../../../src/posts/premium.ts';
import { Secret } from '../../../src/posts/secret.ts';
import { connectionContext } from '../../../src/posts/token-seal.ts';
import { storesOf } from '../../../src/storage/stores.ts';
import { TokenVault } from '../../../src/storage/token-vault.ts';
import { openTemporarySqlite } from '../../storage/databases.ts';
import { EVENING } from '../../storage/make-draft.ts';
import { makeKey } from '../linking-stage.ts';

export const GUILD = '100000000000000001';
export const MINA = '200000000000000001';
export const PUBLIC_URL = 'https://bot.example';
export const REDIRECT_URI = `${PUBLIC_URL}/instagram/callback`;
export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;

export interface AccountsStageOptions {
  readonly linking?: Partial<InstagramLinkingOptions>;
  /** Default `time`. */
  readonly clock?: () => number;
}

export type AccountsStage = Awaited<ReturnType<typeof openAccounts>>;

/** Accounts as in the program: a real database, real seals, and the real client of a local Instagram. */
export async function openAccounts(options: AccountsStageOptions = {}) {
  const parts = new AsyncDisposableStack();
  const time = { now: EVENING };
  const clock = options.clock ?? (() => time.now);
  const sandbox = parts.use(await SandboxInstagram.start({ clock, redirectUris: [REDIRECT_URI] }));
  const { database } = parts.use(await openTemporarySqlite());
  const stores = storesOf(database, clock);
  const club = sandbox.addAccount({ username: 'club.underground' });
  const instagram = new InstagramOAuth({
    graphUrl: sandbox.graphUrl,
    apiUrl: sandbox.apiUrl,
    authorizeUrl: sandbox.authorizeUrl,
    timeoutMs: 2_000,
  });
  const vault = new TokenVault([makeKey('k1')]);
  const failures: [what: string, failure: unknown][] = [];
  const clientSecret = new Secret(sandbox.clientSecret);
  const linkingOptions: InstagramLinkingOptions = {
    accounts: stores.instagramAccounts,
    signIns: stores.signIns,
    instagram,
    premium: new Premium({ grants: stores.premium, clock }),
    posts: stores.posts,
    publications: stores.publications,
    notices: stores.notices,
    audit: stores.audit,
    seal: vault,
    app: { clientId: sandbox.clientId, clientSecret },
    publicUrl: PUBLIC_URL,
    clock,
    onFailed: (what, failure) => failures.push([what, failure]),
    ...options.linking,
  };
  const linking = new InstagramLinking(linkingOptions);
  const callbacks = new InstagramCallbacks({
    accounts: stores.instagramAccounts,
    deletions: stores.deletionRequests,
    notices: stores.notices,
    audit: stores.audit,
    secrets: [new Secret('the secret of the app at Meta'), clientSecret],
    publicUrl: PUBLIC_URL,
    clock,
    onFailed: (what, error) => failures.push([what, error]),
  });
  await stores.premium.grant({ guildId: GUILD, grantedAt: EVENING });
  const waits: number[] = [];
  const care = careForTokens({
    accounts: stores.instagramAccounts,
    instagram,
    notices: stores.notices,
    seal: vault,
    clock,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0.5,
    onFailed: (guildId, failure) => failures.push([guildId, failure]),
  });
  return {
    time,
    sandbox,
    stores,
    database,
    club,
    linking,
    linkingOptions,
    callbacks,
    failures,
    /** How long the care has waited, in milliseconds. */
    waits,
    care: () => care({ slot: clock(), byHand: false, signal: new AbortController().signal }),
    /** What people have to hear, the oldest first. */
    async told(): Promise<readonly NoticeContent[]> {
      return (await stores.notices.pending(100)).map(({ content }) => content);
    },
    /** The token that is kept. */
    async token(guildId = GUILD): Promise<string | undefined> {
      const { sealed = '' } = (await stores.instagramAccounts.find(guildId)) ?? {};
      const opened = vault.open(sealed, connectionContext(guildId, 'instagram'));
      return opened.ok ? opened.secret.reveal() : undefined;
    },
    /** Connects the club with a token of this moment. */
    async connect(guildId = GUILD, account = club): Promise<void> {
      const token = new Secret(account.issueToken());
      const connecting = await linking.connectToken({ guildId, userId: MINA, token });
      if (connecting.outcome !== 'connected') throw new Error(connecting.outcome);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
