import type { Clock } from '../events/clock.ts';
import type { PremiumGrants } from './premium-grants.ts';

/** What a server has bought from Discord. */
export interface Entitlement {
  readonly skuId: string;
  /** Epoch milliseconds; absent: always. */
  readonly startsAt?: number;
  readonly endsAt?: number;
}

export interface PremiumOptions {
  readonly grants: Pick<PremiumGrants, 'isGranted'>;
  /** The product that premium servers buy; absent: none can be bought. */
  readonly skuId?: string | undefined;
  readonly clock: Clock;
}

/** Which servers have premium: bought on Discord, or granted by the operator. */
export class Premium {
  readonly #options: PremiumOptions;

  constructor(options: PremiumOptions) {
    this.#options = options;
  }

  /** The product to buy; undefined where none can be bought. */
  get skuId(): string | undefined {
    return this.#options.skuId;
  }

  /** @param entitlements of this server, as Discord sends them with what is asked. */
  async has(guildId: string, entitlements: readonly Entitlement[]): Promise<boolean> {
    const { grants, skuId, clock } = this.#options;
    const now = clock();
    const bought = entitlements.some(
      (one) =>
        skuId !== undefined &&
        one.skuId === skuId &&
        (one.startsAt ?? now) <= now &&
        now < (one.endsAt ?? Number.POSITIVE_INFINITY),
    );
    return bought || (await grants.isGranted(guildId, now));
  }
}
