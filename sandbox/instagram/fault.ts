/** The requests of the API by what they are for. */
export type InstagramCall =
  | 'authorize'
  | 'code'
  | 'exchange'
  | 'refresh'
  | 'me'
  | 'create'
  | 'status'
  | 'media_publish'
  | 'media'
  | 'recent'
  | 'limit'
  | 'insights';

/**
 * What goes wrong with an answer. Until cleared or for `times` calls; only for `call` and `account` (id or username)
 * when given; only the `nth` of the calls it is for (1 is the next), or each with `probability` from the seed.
 */
export type InstagramFault = InstagramFaultKind & {
  readonly call?: InstagramCall;
  readonly account?: string;
  readonly times?: number;
  readonly nth?: number;
  readonly probability?: number;
};

/** `afterEffect`: what was asked for is done all the same, and only the answer is wrong. */
interface Effect {
  readonly afterEffect?: boolean;
}

export type InstagramFaultKind =
  | (Effect & { readonly kind: 'http'; readonly status: number; readonly retryAfter?: string })
  | (Effect & { readonly kind: 'html'; readonly status?: number })
  | (Effect & {
      readonly kind: 'error';
      readonly code: number;
      readonly subcode?: number;
      /** Default 400. */
      readonly status?: number;
      readonly transient?: boolean;
      readonly retryAfter?: string;
      readonly regainMinutes?: number;
    })
  /** HTTP 200 with an error in it. */
  | (Effect & { readonly kind: 'error_in_200'; readonly code: number; readonly subcode?: number })
  /** HTTP 200 with nothing in it, after the effect. */
  | { readonly kind: 'no_id' }
  /** Nothing comes until the client gives up. */
  | (Effect & { readonly kind: 'hang' })
  /** The connection is destroyed without an answer. */
  | (Effect & { readonly kind: 'reset' })
  /** The first half of the right answer, after the effect, then the connection is destroyed. */
  | { readonly kind: 'truncated' }
  /** The right answer, so many milliseconds later; the effect at once or only then. */
  | (Effect & { readonly kind: 'slow'; readonly ms: number })
  /** `media_publish` is refused, and the post goes live so many milliseconds later by the clock. */
  | {
      readonly kind: 'late';
      readonly afterMs: number;
      /** Default -1/2207001. */
      readonly code?: number;
      readonly subcode?: number;
    }
  /** The container is created, and ends in ERROR. */
  | { readonly kind: 'container_error'; readonly subcode: number }
  /** 100/33, as for an object that does not exist. */
  | { readonly kind: 'unreadable' }
  | {
      readonly kind: 'rate_limited';
      /** Default 80002. */
      readonly code?: number;
      /** Default 400, as Meta answers it. */
      readonly status?: number;
      readonly regainMinutes?: number;
      readonly retryAfter?: string;
    }
  /** 190: 458 app removed, 460 password changed, 463 expired, 467 revoked. */
  | { readonly kind: 'token'; readonly subcode?: number }
  /** (#10) */
  | { readonly kind: 'permission' };

/** A call as faults see it. */
export interface FaultTarget {
  readonly call: InstagramCall;
  readonly account?: { readonly id: string; readonly username: string };
}

/** The faults in force, the oldest first. */
export class InstagramFaults {
  #faults: { readonly fault: InstagramFault; left: number; seen: number }[] = [];
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  add(fault: InstagramFault): void {
    const left = fault.times ?? (fault.nth === undefined ? Number.POSITIVE_INFINITY : 1);
    this.#faults.push({ fault, left, seen: 0 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault for this call, which uses it up once. All that the call is for count it. */
  take(target: FaultTarget): InstagramFault | undefined {
    let taken: InstagramFault | undefined;
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (!isFor(fault, target)) continue;
      entry.seen += 1;
      if (taken || (fault.nth !== undefined && entry.seen < fault.nth)) continue;
      if (fault.probability !== undefined && this.#random() >= fault.probability) continue;
      entry.left -= 1;
      taken = fault;
    }
    this.#faults = this.#faults.filter(({ left }) => left > 0);
    return taken;
  }

  /** From 0 to 1, the same row for the same seed: mulberry32. */
  #random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

function isFor({ call, account }: InstagramFault, target: FaultTarget): boolean {
  if (call !== undefined && call !== target.call) return false;
  if (account === undefined) return true;
  return account === target.account?.id || account === target.account?.username;
}
