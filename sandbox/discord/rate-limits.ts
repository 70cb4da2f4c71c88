/** So many requests of one kind in one channel (or guild) in so many real milliseconds; Discord publishes no figures. */
export interface RateLimit {
  readonly method: string;
  /** The route's template. */
  readonly route: string;
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  /** As Discord sends them with every answer of a limited route. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Window {
  endsAt: number;
  used: number;
}

/** Counts requests by bucket: a method, a route, and the channel or guild in it. Real time, since clients wait in it. */
export class RateLimits {
  readonly #limits: readonly RateLimit[];
  readonly #windows = new Map<string, Window>();

  constructor(limits: readonly RateLimit[]) {
    this.#limits = limits;
  }

  /** Undefined where nothing is limited. @param major the first variable of the path, such as the channel's id. */
  count(method: string, route: string, major: string): RateVerdict | undefined {
    const rule = this.#limits.find((one) => one.method === method && one.route === route);
    if (!rule) return undefined;
    const key = `${method} ${route} ${major}`;
    const now = performance.now();
    const known = this.#windows.get(key);
    const window = known && known.endsAt > now ? known : { endsAt: now + rule.windowMs, used: 0 };
    this.#windows.set(key, window);
    window.used += 1;
    const resetAfter = (Math.max(1, window.endsAt - now) / 1000).toFixed(3);
    const allowed = window.used <= rule.limit;
    return {
      allowed,
      headers: {
        'x-ratelimit-limit': String(rule.limit),
        'x-ratelimit-remaining': String(Math.max(0, rule.limit - window.used)),
        'x-ratelimit-reset': (Date.now() / 1000 + Number(resetAfter)).toFixed(3),
        'x-ratelimit-reset-after': resetAfter,
        'x-ratelimit-bucket': Buffer.from(`${method} ${route}`).toString('hex').slice(0, 32),
        ...(allowed ? {} : { 'retry-after': resetAfter, 'x-ratelimit-scope': 'user' }),
      },
    };
  }
}
