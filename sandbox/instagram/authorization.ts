import { randomBytes } from 'node:crypto';
import { type Answer, html, json, redirect } from './answer.ts';
import { authorizePage, refusedPage } from './authorize-page.ts';
import type { InstagramBehaviour } from './behaviour.ts';
import type { SandboxAccount } from './sandbox-account.ts';
import { SCOPES, type TokenBook } from './token-book.ts';

const HOUR_MS = 60 * 60 * 1000;

interface Code {
  readonly account: SandboxAccount;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly expiresAt: number;
}

type Parameters = ReadonlyMap<string, string>;

export interface AuthorizationWorld {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Registered at Meta; compared to the letter. */
  readonly redirectUris: ReadonlySet<string>;
  readonly accounts: ReadonlyMap<string, SandboxAccount>;
  readonly tokens: TokenBook;
  readonly behaviour: InstagramBehaviour;
  readonly clock: () => number;
}

/** The pages where a person lets the app in, and the codes that come of it. @see "Business login for Instagram" */
export class Authorization {
  readonly #world: AuthorizationWorld;
  /** All that were ever given out. */
  readonly codes: string[] = [];
  readonly #codes = new Map<string, Code>();

  constructor(world: AuthorizationWorld) {
    this.#world = world;
  }

  /** The page that asks. */
  ask(parameters: Parameters): Answer {
    const refusal = this.#refuse(parameters);
    if (refusal) return refusal;
    return html(
      authorizePage([...this.#world.accounts.values()], parameters, scopesOf(parameters)),
    );
  }

  /** What the page's form sends: `decision`, `account`, and the scopes left ticked as `grant`, with commas. */
  decide(parameters: Parameters, granted: readonly string[]): Answer {
    const refusal = this.#refuse(parameters);
    if (refusal) return refusal;
    const redirectUri = parameters.get('redirect_uri') ?? '';
    const state = parameters.get('state');
    const answer = new URL(redirectUri);
    if (parameters.get('decision') === 'allow') {
      const account = this.#world.accounts.get(parameters.get('account') ?? '');
      if (!account) return html(refusedPage('계정을 선택해 주세요.'), 400);
      const scopes = scopesOf(parameters).filter((scope) => granted.includes(scope));
      const code = `AQ${randomBytes(90).toString('base64url')}`;
      const expiresAt = this.#world.clock() + HOUR_MS;
      this.codes.push(code);
      this.#codes.set(code, { account, scopes, redirectUri, expiresAt });
      answer.searchParams.set('code', code);
    } else {
      answer.searchParams.set('error', 'access_denied');
      answer.searchParams.set('error_reason', 'user_denied');
      answer.searchParams.set('error_description', 'The user denied your request');
    }
    if (state !== undefined) answer.searchParams.set('state', state);
    // Instagram ends the address with this, and clients must not take it for a part of the code.
    return redirect(`${answer.href}#_`);
  }

  /** A short-lived token for a code. Errors have their own shape here. */
  exchange(parameters: Parameters): Answer {
    const { clientId, clientSecret, tokens, clock } = this.#world;
    if (parameters.get('client_id') !== clientId) return codeError('Invalid platform app');
    if (parameters.get('client_secret') !== clientSecret) {
      return codeError('Invalid Client Secret');
    }
    if (parameters.get('grant_type') !== 'authorization_code') {
      return codeError('Invalid grant_type');
    }
    const value = parameters.get('code') ?? '';
    const code = this.#codes.get(value);
    this.#codes.delete(value);
    if (!code) return codeError('Matching code was not found or was already used');
    if (clock() >= code.expiresAt) return codeError('This authorization code has expired');
    if (parameters.get('redirect_uri') !== code.redirectUri) {
      return codeError('Redirect URI does not match');
    }
    const { account, scopes } = code;
    const token = tokens.issue({ account, scopes, kind: 'short', issuedAt: clock() });
    const { codeBody, permissionsAs } = this.#world.behaviour;
    const body = {
      access_token: token.value,
      user_id: account.appScopedId,
      permissions: permissionsAs === 'text' ? scopes.join(',') : scopes,
    };
    return json(codeBody === 'wrapped' ? { data: [body] } : body);
  }

  #refuse(parameters: Parameters): Answer | undefined {
    const { clientId, redirectUris } = this.#world;
    const no = (reason: string) => html(refusedPage(reason), 400);
    if (parameters.get('client_id') !== clientId)
      return no('앱 ID(client_id)가 올바르지 않습니다.');
    if (!redirectUris.has(parameters.get('redirect_uri') ?? '')) {
      return no('리디렉션 주소(redirect_uri)가 앱에 등록된 주소와 다릅니다.');
    }
    if (parameters.get('response_type') !== 'code') {
      return no('response_type은 code여야 합니다.');
    }
    const scopes = scopesOf(parameters);
    const known: readonly string[] = SCOPES;
    if (!scopes.includes('instagram_business_basic') || !scopes.every((s) => known.includes(s))) {
      // So it is answered to wrong names of scopes: restfb/restfb#1527.
      const message = 'Business and user permissions are mutually exclusive';
      return json({ message, status: 'fail' }, { status: 400 });
    }
    return undefined;
  }
}

/** With commas or spaces. */
function scopesOf(parameters: Parameters): string[] {
  return (parameters.get('scope') ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
}

function codeError(error_message: string): Answer {
  return json({ error_type: 'OAuthException', code: 400, error_message }, { status: 400 });
}
