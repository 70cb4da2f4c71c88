import type { Clock } from '../events/clock.ts';
import { todayInSeoul } from '../events/night.ts';
import type { Entitlement, Premium } from './premium.ts';
import type { Usage, UsageCounters } from './usage-counters.ts';

/** Posts that one person may make in one day of Seoul. */
export const FREE_GENERATIONS = 2;
/** The same, asked in a server with premium. */
export const PREMIUM_GENERATIONS = 100;

export interface QuotaOptions {
  readonly usage: Pick<UsageCounters, 'take' | 'giveBack'>;
  readonly premium: Pick<Premium, 'has' | 'skuId'>;
  readonly clock: Clock;
}

export interface QuotaAsker {
  readonly guildId: string;
  readonly userId: string;
  readonly entitlements: readonly Entitlement[];
}

/** What one asking came to. */
export interface QuotaUse {
  readonly taken: boolean;
  /** What to give back when it comes to nothing. */
  readonly usage: Usage;
  readonly limit: number;
  /** How many more there are today. */
  readonly left: number;
  readonly premium: boolean;
  /** What would make the server premium; absent where nothing can be bought, or where it is already. */
  readonly premiumSkuId?: string;
  /** The next midnight in Seoul, in epoch milliseconds. */
  readonly renewsAt: number;
}

/** How much each person may make a day. */
export class Quota {
  readonly #options: QuotaOptions;

  constructor(options: QuotaOptions) {
    this.#options = options;
  }

  /** However many ask at once, no more than the limit are taken. */
  async take({ guildId, userId, entitlements }: QuotaAsker): Promise<QuotaUse> {
    const { usage: counters, premium: servers, clock } = this.#options;
    const today = todayInSeoul(clock());
    const premium = await servers.has(guildId, entitlements);
    const limit = premium ? PREMIUM_GENERATIONS : FREE_GENERATIONS;
    const usage: Usage = { subject: `user:${userId}`, kind: 'generated', day: today.toString() };
    const { taken, used } = await counters.take(usage, limit);
    const midnight = today.add({ days: 1 }).toZonedDateTime('Asia/Seoul');
    return {
      taken,
      usage,
      limit,
      left: Math.max(0, limit - used),
      premium,
      ...(premium || servers.skuId === undefined ? {} : { premiumSkuId: servers.skuId }),
      renewsAt: midnight.epochMilliseconds,
    };
  }

  /** To the day it was taken from. */
  async giveBack({ usage }: QuotaUse): Promise<void> {
    await this.#options.usage.giveBack(usage);
  }
}
