import { join } from 'node:path';
import type { Logger } from 'pino';
import { commands, components } from '../commands/index.ts';
import { RiteClient } from './clients/rite.ts';
import type { Config, Secrets } from './config.ts';
import type { AcknowledgeTiming } from './discord/dispatch.ts';
import { DiscordGateway } from './discord/gateway.ts';
import type { Clock } from './events/clock.ts';
import { createLogger } from './logger.ts';
import { CachedRenderer } from './posters/poster-cache.ts';
import { ThreadedRenderer } from './posters/threaded-renderer.ts';
import { Fonts } from './posters/typesetting/fonts.ts';
import { OrganizerMap } from './posts/organizer-map.ts';
import { PostService } from './posts/post-service.ts';
import { designVersion, fontsDirectory } from './project.ts';
import { PosterFiles } from './storage/poster-files.ts';

/** What tests and measurements put in the place of the real thing. */
export interface AppOverrides {
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly onAcknowledged?: (timing: AcknowledgeTiming) => void;
}

/** About 1,000 posters. */
const POSTER_BYTES = 256 * 1024 * 1024;

/** The whole bot, built once and taken down in reverse. The only place that knows every part. */
export class App implements AsyncDisposable {
  readonly gateway: DiscordGateway;
  readonly logger: Logger;
  /** Rejects when the bot cannot go on, with a sentence for the operator; never resolves. */
  readonly failed: Promise<never>;

  static create(
    config: Config & { readonly riteUrl: string },
    secrets: Secrets & { readonly discordToken: string },
    overrides: AppOverrides = {},
  ): App {
    const clock = overrides.clock ?? Date.now;
    const logger = overrides.logger ?? createLogger(config.logLevel ?? 'info');
    // The thread loads the fonts too; here, a damaged installation is said at start.
    Fonts.load(fontsDirectory);
    const parts = new AsyncDisposableStack();
    const renderer = parts.use(
      new ThreadedRenderer({
        thread: new URL('./render-thread.ts', import.meta.url),
        concurrency: config.renderConcurrency,
      }),
    );
    const cache = new CachedRenderer({
      renderer,
      store: new PosterFiles({
        directory: join(config.dataDir, 'posters'),
        maxBytes: POSTER_BYTES,
      }),
      designVersion: designVersion(),
      onStoreError: (error) => logger.warn({ err: error }, 'poster cache failed'),
    });
    const posts = new PostService({
      eventSource: new RiteClient({
        url: config.riteUrl,
        clock,
        logger: logger.child({ part: 'rite' }),
      }),
      organizerLinks: new OrganizerMap(secrets.organizers),
      renderer: cache,
      clock,
      hashtagLimit: config.hashtagLimit,
    });
    const failure = Promise.withResolvers<never>();
    // It may come before anybody waits for it.
    failure.promise.catch(() => {});
    const gateway = parts.use(
      new DiscordGateway({
        token: secrets.discordToken,
        api: config.discordApiUrl,
        commands,
        components,
        posts,
        clock,
        logger: logger.child({ part: 'discord' }),
        onFatal: failure.reject,
        onAcknowledged: overrides.onAcknowledged,
      }),
    );
    return new App(gateway, parts, logger, failure.promise);
  }

  readonly #parts: AsyncDisposableStack;

  private constructor(
    gateway: DiscordGateway,
    parts: AsyncDisposableStack,
    logger: Logger,
    failed: Promise<never>,
  ) {
    this.gateway = gateway;
    this.#parts = parts;
    this.logger = logger;
    this.failed = failed;
  }

  /** Answers what has been asked, then stops; also when a part fails to stop, the others do. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }
}
