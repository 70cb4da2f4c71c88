/** So many requests of one kind in one channel (or guild) in so many real milliseconds; Discord publishes no figures. */
export interface RateLimit {
  readonly method: string;
  /** The route's template. */
  readonly route: string;
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateLimitOptions {
  /** Of all that the bot asks for with its token together, whatever the route; unlimited when absent. */
  readonly globalPerSecond?: number;
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

/** What a request is counted as. */
export interface CountedRequest {
  readonly method: string;
  readonly route: string;
  /** The first variable of the path, such as the channel's id. */
  readonly major: string;
  /** Answers to interactions do not count among all requests (documentation, "Global Rate Limit"). */
  readonly authorized: boolean;
}

const SECOND_MS = 1000;

/** Counts requests by bucket: a method, a route, and the channel or guild in it. Real time, since clients wait in it. */
export class RateLimits {
  readonly #limits: readonly RateLimit[];
  readonly #globalPerSecond: number;
  readonly #windows = new Map<string, Window>();
  /** When the latest requests of all came; none of them is older than a second. */
  #latest: readonly number[] = [];

  constructor(limits: readonly RateLimit[], { globalPerSecond = Infinity }: RateLimitOptions = {}) {
    this.#limits = limits;
    this.#globalPerSecond = globalPerSecond;
  }

  /** Undefined where nothing is limited. */
  count({ method, route, major, authorized }: CountedRequest): RateVerdict | undefined {
    const refusal = authorized ? this.#countAmongAll() : undefined;
    if (refusal) return refusal;
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

  #countAmongAll(): RateVerdict | undefined {
    if (this.#globalPerSecond === Infinity) return undefined;
    const now = performance.now();
    this.#latest = [...this.#latest.filter((at) => at > now - SECOND_MS), now];
    if (this.#latest.length <= this.#globalPerSecond) return undefined;
    const [oldest = now] = this.#latest;
    const retryAfter = ((oldest + SECOND_MS - now) / 1000).toFixed(3);
    return {
      allowed: false,
      headers: {
        'retry-after': retryAfter,
        'x-ratelimit-global': 'true',
        'x-ratelimit-scope': 'global',
      },
    };
  }
}
