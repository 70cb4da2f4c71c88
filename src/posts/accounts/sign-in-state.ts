import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../secret.ts';
import type { SignIn } from './instagram-account.ts';

/** A sign-in can be finished for so long. */
export const SIGN_IN_LIFETIME_MS = 10 * 60 * 1000;

const NONCE = /^([0-9a-z]{8,10})-[A-Za-z0-9_-]{22}$/;

/** 128 bits that nobody guesses, and when they were drawn: so an old link can be told from one that was used. */
export function newNonce(at: number): string {
  return `${at.toString(36)}-${randomBytes(16).toString('base64url')}`;
}

/** When it was drawn, in epoch milliseconds; undefined for what was never one of ours. */
export function nonceTime(nonce: string): number | undefined {
  const time = NONCE.exec(nonce)?.[1];
  return time === undefined ? undefined : Number.parseInt(time, 36);
}

/**
 * Signs what travels through Instagram and the person's browser. The state names one sign-in and is bound to its person
 * and server; the cookie shows that the browser that comes back is the one that set out (RFC 6749, 10.12).
 */
export class SignInState {
  readonly #key: Buffer;

  /** @param clientSecret only known to us and Meta; the key is derived from it and good for nothing else. */
  constructor(clientSecret: Secret) {
    const info = 'rite-bot/instagram-sign-in';
    this.#key = Buffer.from(hkdfSync('sha256', clientSecret.reveal(), '', info, 32));
  }

  /** `<nonce>.<signature>` */
  stateOf(signIn: SignIn): string {
    return `${signIn.nonce}.${this.#sign('state', signIn)}`;
  }

  isStateOf(state: string, signIn: SignIn): boolean {
    return same(state, this.stateOf(signIn));
  }

  /** One for each sign-in, so that two at once in one browser do not get in each other's way. */
  cookieOf(signIn: SignIn): { readonly name: string; readonly value: string } {
    return { name: cookieName(signIn.nonce), value: this.#sign('cookie', signIn) };
  }

  isCookieOf(value: string | undefined, signIn: SignIn): boolean {
    return same(value ?? '', this.#sign('cookie', signIn));
  }

  #sign(purpose: string, { nonce, guildId, userId }: SignIn): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([purpose, nonce, guildId, userId]))
      .digest('base64url');
  }
}

export function cookieName(nonce: string): string {
  return `instagram-${nonce}`;
}

/** The nonce of a state, whether or not its signature is good. */
export function nonceOf(state: string): string | undefined {
  const nonce = state.split('.', 1)[0] ?? '';
  return NONCE.test(nonce) ? nonce : undefined;
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
