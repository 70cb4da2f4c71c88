import type { Logger } from 'pino';
import { PictureFetch } from './clients/picture-fetch.ts';
import type { Config, Secrets } from './config.ts';
import type { Clock } from './events/clock.ts';
import type { FactCheck } from './posts/publishing/checks.ts';
import type { InstagramPublishing } from './posts/publishing/instagram.ts';
import { PublishLoop } from './posts/publishing/publish-loop.ts';
import { Publisher } from './posts/publishing/publisher.ts';
import type { TokenSeal } from './posts/token-seal.ts';
import type { State } from './state.ts';
import type { Telemetry } from './telemetry.ts';

export interface PublishingOptions {
  readonly config: Pick<Config, 'web' | 'publish'>;
  readonly state: State;
  readonly instagram: InstagramPublishing;
  readonly facts: FactCheck;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  /** Where tests set the clock, time must pass by nothing else. */
  readonly stopwatch?: () => number;
  readonly logger: Logger;
}

/**
 * What this process lacks to publish, in one sentence; undefined when it can. It must not take a post then, which
 * another process could publish.
 */
export function publishingFault(
  { web }: Pick<Config, 'web'>,
  { tokenKeys }: Pick<Secrets, 'tokenKeys'>,
): string | undefined {
  if (tokenKeys === undefined) {
    return 'TOKEN_ENCRYPTION_KEYS is missing: without the keys no account can be opened and nothing is published; see .env.example';
  }
  if (web.publicUrl === undefined) {
    return 'PUBLIC_URL is missing: without an address where Instagram finds the pictures nothing is published; see .env.example';
  }
  return undefined;
}

/** Without keys nothing opens. */
export const NO_KEYS: Pick<TokenSeal, 'open'> = {
  open: () => ({ ok: false, failure: 'unknown_key', keyId: '' }),
};

/** What publishes the posts that are due. Any number of these may work on one database. */
export function createPublisher({
  config,
  state,
  instagram,
  facts,
  telemetry,
  clock,
  stopwatch,
  logger,
}: PublishingOptions): Publisher {
  const { stores, vault } = state;
  const { publicUrl } = config.web;
  return new Publisher({
    store: stores.publications,
    posts: stores.posts,
    accounts: stores.instagramAccounts,
    seal: vault ?? NO_KEYS,
    instagram,
    facts,
    pictures: new PictureFetch(),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    clock,
    ...(stopwatch && { stopwatch }),
    timing: config.publish,
    telemetry,
    onError: (error, publication) =>
      logger.error(
        { err: error, postId: publication?.postId, guildId: publication?.guildId },
        'publishing failed',
      ),
  });
}

/** Has the publisher look at the queue until it is disposed of; nothing where this process could not publish. */
export function startPublishLoop(
  publisher: Publisher,
  {
    config,
    secrets,
    clock,
    logger,
  }: Pick<PublishingOptions, 'config' | 'clock' | 'logger'> & {
    readonly secrets: Pick<Secrets, 'tokenKeys'>;
  },
): PublishLoop | undefined {
  const fault = publishingFault(config, secrets);
  if (fault !== undefined) {
    // Not everybody who runs a bot wants Instagram.
    logger.info({ reason: fault }, 'this process publishes nothing');
    return undefined;
  }
  const loop = new PublishLoop({
    publisher,
    clock,
    tickMs: config.publish.tickMs,
    onError: (error) => logger.error({ err: error }, 'the queue cannot be looked at'),
  });
  loop.start();
  return loop;
}
