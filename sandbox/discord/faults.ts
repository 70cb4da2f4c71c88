import { STATUS_CODES } from 'node:http';

/** One way a request goes wrong. It strikes the next `times` requests that fit, then it is used up. */
export interface Fault {
  readonly method?: string;
  /** The route's template or the very path, or an expression tried on both (`/api/v10` left off). */
  readonly route: string | RegExp;
  /** Not needed with `hangUp`. */
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** 1 when absent. */
  readonly times?: number;
  /** Do the work first, then answer with the error: the bot cannot know that it succeeded. */
  readonly afterEffect?: boolean;
  /** Real milliseconds before anything else happens. Alone (no status, no hang-up) it only slows down. */
  readonly delayMs?: number;
  /** Destroy the connection instead of answering. */
  readonly hangUp?: boolean;
}

/** The faults still to come. */
export class Faults {
  readonly #pending: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#pending.length = 0;
  }

  /** The fault that strikes this request, counted down. */
  take(method: string, template: string, path: string): Fault | undefined {
    const found = this.#pending.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.method === undefined || fault.method === method) &&
        fits(fault.route, template, path),
    );
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  }
}

/** What a fault answers when it brings no body of its own. */
export function faultBody(fault: Fault): unknown {
  if (fault.body !== undefined) return fault.body;
  if (fault.status === 429) {
    return {
      message: 'You are being rate limited.',
      retry_after: Number(fault.headers?.['retry-after'] ?? fault.headers?.['Retry-After'] ?? 1),
      global: false,
    };
  }
  return { message: `${fault.status}: ${STATUS_CODES[fault.status ?? 500] ?? 'Error'}`, code: 0 };
}

function fits(route: string | RegExp, template: string, path: string): boolean {
  return [template, path].some((one) =>
    typeof route === 'string' ? route === one : one.search(route) !== -1,
  );
}
