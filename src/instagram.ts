import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { InstagramGraph } from './clients/instagram-graph.ts';
import { InstagramOAuth } from './clients/instagram-oauth.ts';
import type { Config, Secrets } from './config.ts';
import type { Clock } from './events/clock.ts';
import { InstagramCallbacks } from './posts/accounts/instagram-callbacks.ts';
import { InstagramLinking } from './posts/accounts/instagram-linking.ts';
import { careForTokens } from './posts/accounts/token-care.ts';
import { Premium } from './posts/premium.ts';
import type { RecurringWork } from './posts/recurring-work.ts';
import type { State } from './state.ts';

export interface InstagramOptions {
  readonly config: Pick<Config, 'instagram' | 'web' | 'publish' | 'premiumSkuId'>;
  readonly secrets: Pick<Secrets, 'instagramClientSecret' | 'metaAppSecret'>;
  readonly state: State;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** All that has to do with accounts on Instagram: asking there, connecting, and keeping the tokens alive. */
export interface Instagram {
  readonly graph: InstagramGraph;
  readonly linking: InstagramLinking;
  readonly callbacks: InstagramCallbacks;
  readonly tokenCare: RecurringWork;
}

export function createInstagram({
  config,
  secrets,
  state,
  clock,
  logger,
}: InstagramOptions): Instagram {
  const { graphUrl, apiUrl, authorizeUrl, clientId, redirectUri } = config.instagram;
  const { instagramClientSecret: clientSecret, metaAppSecret } = secrets;
  const { publicUrl } = config.web;
  const { stores, vault: seal } = state;
  const { instagramAccounts: accounts, publications, notices, audit, signIns, posts } = stores;
  const timeoutMs = config.publish.httpTimeoutMs;
  const oauth = new InstagramOAuth({ graphUrl, apiUrl, authorizeUrl, timeoutMs, clock });
  const common = { accounts, publications, notices, audit, seal, clock };
  return {
    graph: new InstagramGraph({
      graphUrl,
      timeoutMs,
      clock,
      onUsage: (percent) => {
        if (percent >= 85) logger.warn({ percent }, 'nearly all calls to Instagram are used');
      },
    }),
    linking: new InstagramLinking({
      ...common,
      signIns,
      posts,
      instagram: oauth,
      premium: new Premium({ grants: stores.premium, skuId: config.premiumSkuId, clock }),
      app:
        clientId === undefined || clientSecret === undefined
          ? undefined
          : { clientId, clientSecret },
      publicUrl,
      redirectUri,
      onFailed: (step, failure) => logger.warn({ step, failure }, 'connecting Instagram'),
    }),
    callbacks: new InstagramCallbacks({
      ...common,
      deletions: stores.deletionRequests,
      secrets: [clientSecret, metaAppSecret].filter((secret) => secret !== undefined),
      publicUrl,
      onFailed: (what, error) => logger.warn({ what, err: error }, 'after a removal by Meta'),
    }),
    tokenCare: careForTokens({
      ...common,
      instagram: oauth,
      sleep: (ms, signal) => delay(ms, undefined, { signal }),
      random: Math.random,
      onFailed: (guildId, failure) => logger.warn({ guildId, failure }, 'token not refreshed'),
    }),
  };
}
