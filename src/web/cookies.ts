/** A cookie for scripts of nobody, sent back by this browser alone and when a link of elsewhere leads here (RFC 6265). */
export interface NewCookie {
  /** Letters, figures, `-` and `_`, as also in `value`. */
  readonly name: string;
  readonly value: string;
  readonly maxAgeMs: number;
  /** Only over https. */
  readonly secure: boolean;
}

/** For `Set-Cookie`. Lax, not Strict: the way back from Instagram is a link of another site. */
export function setCookie({ name, value, maxAgeMs, secure }: NewCookie): string {
  const parts = [`${name}=${value}`, `Max-Age=${Math.max(0, Math.ceil(maxAgeMs / 1000))}`];
  return [...parts, 'Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])].join('; ');
}

/** The value of a cookie in a `Cookie` header; the first of that name. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
