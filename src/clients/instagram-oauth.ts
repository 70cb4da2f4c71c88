import type {
  Authorization,
  InstagramAccountType,
  InstagramApp,
  InstagramProfile,
  InstagramSignIn,
  LongLivedToken,
  ShortLivedToken,
} from '../posts/accounts/instagram-sign-in.ts';
import type { GraphAnswer } from '../posts/publishing/instagram.ts';
import { Secret } from '../posts/secret.ts';
import {
  InstagramExchange,
  type InstagramExchangeOptions,
  type InstagramRequest,
} from './instagram-exchange.ts';
import { INSTAGRAM_GRAPH_URL, INSTAGRAM_GRAPH_VERSION } from './instagram-graph.ts';
import * as wire from './instagram-wire.ts';

export interface InstagramOAuthOptions extends InstagramExchangeOptions {
  /** Default `https://graph.instagram.com`. */
  readonly graphUrl?: string | undefined;
  /** Of the Graph API, for `me`. Default `v26.0`. */
  readonly version?: string;
  /** Default `https://api.instagram.com`. */
  readonly apiUrl?: string | undefined;
  /** The page itself. Default `https://www.instagram.com/oauth/authorize`. */
  readonly authorizeUrl?: string | undefined;
}

/**
 * Signs people in with Business Login for Instagram. The two exchanges of tokens take them in the query and have no
 * other way; no address with a query leaves this class but `authorizeUrl`, which holds none.
 *
 * @see https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/business-login
 */
export class InstagramOAuth implements InstagramSignIn {
  readonly #authorizeUrl: string;
  readonly #apiUrl: string;
  readonly #graphUrl: string;
  readonly #version: string;
  readonly #exchange: InstagramExchange;

  constructor(options: InstagramOAuthOptions = {}) {
    this.#authorizeUrl = options.authorizeUrl ?? 'https://www.instagram.com/oauth/authorize';
    this.#apiUrl = withoutSlash(options.apiUrl ?? 'https://api.instagram.com');
    this.#graphUrl = withoutSlash(options.graphUrl ?? INSTAGRAM_GRAPH_URL);
    this.#version = options.version ?? INSTAGRAM_GRAPH_VERSION;
    this.#exchange = new InstagramExchange(options);
  }

  /** @see InstagramSignIn */
  authorizeUrl({ clientId, redirectUri, state, scopes }: Authorization): string {
    const url = new URL(this.#authorizeUrl);
    url.searchParams.set('client_id', clientId);
    url.searchParams.set('redirect_uri', redirectUri);
    url.searchParams.set('response_type', 'code');
    url.searchParams.set('scope', scopes.join(','));
    url.searchParams.set('state', state);
    return url.href;
  }

  /** @see InstagramSignIn */
  async exchangeCode(
    exchange: {
      readonly app: InstagramApp;
      readonly redirectUri: string;
      readonly code: string;
    },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<ShortLivedToken>> {
    const { app, redirectUri, code } = exchange;
    const request: InstagramRequest = {
      method: 'POST',
      url: `${this.#apiUrl}/oauth/access_token`,
      fields: {
        client_id: app.clientId,
        client_secret: app.clientSecret.reveal(),
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
        // Instagram puts this behind the code so that browsers do not keep an earlier fragment.
        code: code.replace(/#_$/, ''),
      },
      signal,
    };
    const answer = await this.#exchange.ask(request, wire.shortLivedToken);
    if (!answer.ok) return answer;
    const { access_token: token, permissions } = answer.value;
    const value = { token: new Secret(token), ...(permissions && { permissions }) };
    return { ok: true, value };
  }

  /** @see InstagramSignIn */
  exchangeLongLived(
    exchange: { readonly app: Pick<InstagramApp, 'clientSecret'>; readonly token: Secret },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<LongLivedToken>> {
    const fields = {
      grant_type: 'ig_exchange_token',
      client_secret: exchange.app.clientSecret.reveal(),
      access_token: exchange.token.reveal(),
    };
    return this.#longLived('access_token', fields, signal);
  }

  /** @see InstagramSignIn */
  refresh(token: Secret, signal?: AbortSignal): Promise<GraphAnswer<LongLivedToken>> {
    const fields = { grant_type: 'ig_refresh_token', access_token: token.reveal() };
    return this.#longLived('refresh_access_token', fields, signal);
  }

  /** @see InstagramSignIn */
  async me(token: Secret, signal?: AbortSignal): Promise<GraphAnswer<InstagramProfile>> {
    const url = `${this.#graphUrl}/${this.#version}/me`;
    const fields = { fields: 'user_id,id,username,account_type' };
    const request: InstagramRequest = { method: 'GET', url, fields, token, signal };
    const answer = await this.#exchange.ask(request, wire.profile);
    if (!answer.ok) return answer;
    const { user_id: userId, id: appScopedId, username } = answer.value;
    const accountType = accountTypeOf(answer.value.account_type);
    // Only a professional account has the one id; a personal one is turned away whatever its id is.
    const accountId = userId ?? (accountType === 'personal' ? appScopedId : undefined);
    if (accountId === undefined) {
      return { ok: false, failure: { kind: 'no_answer', code: 'no user_id' } };
    }
    const value = { accountId, username: username.replace(/^@/, ''), accountType };
    return { ok: true, value: { ...value, ...(appScopedId && { appScopedId }) } };
  }

  /** Neither of these has a version in its path. */
  async #longLived(
    path: 'access_token' | 'refresh_access_token',
    fields: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<GraphAnswer<LongLivedToken>> {
    const url = `${this.#graphUrl}/${path}`;
    const answer = await this.#exchange.ask(
      { method: 'GET', url, fields, signal },
      wire.longLivedToken,
    );
    if (!answer.ok) return answer;
    const { access_token: token, expires_in: seconds } = answer.value;
    return { ok: true, value: { token: new Secret(token), expiresInMs: seconds * 1_000 } };
  }
}

/** Met as BUSINESS, Business, MEDIA_CREATOR, Media_Creator, CREATOR and PERSONAL. */
function accountTypeOf(text = ''): InstagramAccountType {
  const type = text.trim().toLowerCase();
  if (type === 'media_creator' || type === 'creator') return 'creator';
  return type === 'business' || type === 'personal' ? type : 'unknown';
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
