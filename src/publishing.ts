import type { Logger } from 'pino';
import { PictureFetch } from './clients/picture-fetch.ts';
import type { Config } from './config.ts';
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
  readonly logger: Logger;
}

/** Without keys nothing opens; the post is held until there are some and its server is connected again. */
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
    timing: config.publish,
    telemetry,
    onError: (error, publication) =>
      logger.error(
        { err: error, postId: publication?.postId, guildId: publication?.guildId },
        'publishing failed',
      ),
  });
}

/** Has the publisher look at the queue until it is disposed of. */
export function startPublishLoop(
  publisher: Publisher,
  {
    config,
    clock,
    logger,
  }: Pick<PublishingOptions, 'clock' | 'logger'> & { readonly config: Pick<Config, 'publish'> },
): PublishLoop {
  const loop = new PublishLoop({
    publisher,
    clock,
    tickMs: config.publish.tickMs,
    onError: (error) => logger.error({ err: error }, 'the queue cannot be looked at'),
  });
  loop.start();
  return loop;
}
