import type { Logger } from 'pino';
import { commands, components, modals } from '../commands/index.ts';
import type { Config, Secrets } from './config.ts';
import type { AcknowledgeTiming } from './discord/dispatch.ts';
import { DiscordGateway } from './discord/gateway.ts';
import type { Clock } from './events/clock.ts';
import { everyMinute } from './jobs.ts';
import { createLogger } from './logger.ts';
import { createJobRunner } from './maintenance.ts';
import {
  approvalsWatch,
  createCardKeeper,
  createNoticeCourier,
  withPostMessages,
} from './messengers.ts';
import { ThreadedRenderer } from './posters/threaded-renderer.ts';
import { Fonts } from './posters/typesetting/fonts.ts';
import type { CardKeeper } from './posts/approval/card-keeper.ts';
import { summaryText } from './posts/daily-summary.ts';
import { fontsDirectory } from './project.ts';
import { startPublicServer } from './public-server.ts';
import { startPublishLoop } from './publishing.ts';
import { createParts } from './services.ts';
import { SideBySide } from './side-by-side.ts';
import { State } from './state.ts';
import { Telemetry } from './telemetry.ts';

/** For answers under way when the bot stops; leaving Discord takes another 3 s where it does not answer. */
const DRAIN_LIMIT_MS = 8_000;

/** What tests and measurements put in the place of the real thing. */
export interface AppOverrides {
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly onAcknowledged?: (timing: AcknowledgeTiming) => void;
}

/** The whole bot, built once and taken down in reverse. The only place that knows every part. */
export class App implements AsyncDisposable {
  readonly gateway: DiscordGateway;
  readonly logger: Logger;
  /** Rejects when the bot cannot go on, with a sentence for the operator; never resolves. */
  readonly failed: Promise<never>;

  /** @throws {DatabaseError | ListenError | FontError} with a sentence for the operator. */
  static async create(
    config: Config,
    secrets: Secrets & { readonly discordToken: string },
    overrides: AppOverrides = {},
  ): Promise<App> {
    const clock = overrides.clock ?? Date.now;
    const logger = overrides.logger ?? createLogger(config.logLevel ?? 'info');
    // The thread loads the fonts too; here, a damaged installation is said at start.
    Fonts.load(fontsDirectory);
    await using parts = new AsyncDisposableStack();
    const state = parts.use(await State.open(config, secrets, { role: 'bot', clock, logger }));
    const { stores } = state;
    const { operatorChannelId } = config;
    const telemetry = parts.use(
      new Telemetry({ logger, clock, performanceLog: stores.performanceLog }),
    );
    const renderer = parts.use(
      new ThreadedRenderer({
        thread: new URL('./render-thread.ts', import.meta.url),
        concurrency: config.renderConcurrency,
      }),
    );
    const { services, instagram, publisher, works } = createParts({
      config,
      secrets,
      state,
      telemetry,
      renderer,
      clock,
      // In tests time passes by the clock alone.
      ...(overrides.clock && { stopwatch: overrides.clock }),
      logger,
    });
    const failure = Promise.withResolvers<never>();
    // It may come before anybody waits for it.
    failure.promise.catch(() => {});
    // Whatever work comes in by; above, what that work needs until it is done.
    const intakes = parts.use(new SideBySide());
    let cards: CardKeeper | undefined;
    const gateway = intakes.use(
      new DiscordGateway({
        token: secrets.discordToken,
        api: config.discordApiUrl,
        commands,
        components,
        modals,
        ...services,
        departures: stores.departures,
        approvals: {
          cards: stores.cards,
          scheduling: services.scheduling,
          settings: stores.settings,
          onChanged: () => cards?.look(),
        },
        clock,
        logger: logger.child({ part: 'discord' }),
        onFatal: failure.reject,
        drainLimitMs: DRAIN_LIMIT_MS,
        onAcknowledged: (timing) => {
          telemetry.acknowledged(timing);
          overrides.onAcknowledged?.(timing);
        },
      }),
    );
    const web = await startPublicServer(config, secrets, {
      state,
      telemetry,
      gateway: () => gateway.health,
      instagram,
      clock,
      logger: logger.child({ part: 'web' }),
    });
    if (web) intakes.use(web);
    const runner = intakes.use(
      createJobRunner(state, {
        works,
        clock,
        logger: logger.child({ part: 'jobs' }),
        onRun: (run) => telemetry.jobRun(run),
        telemetry,
        isPresent: (guildId) => gateway.isPresent(guildId),
        ...(operatorChannelId === undefined
          ? {}
          : {
              announce: (summary) =>
                gateway.announce(operatorChannelId, summaryText(summary, 'ko')),
            }),
      }),
    );
    const messengers = withPostMessages({ state, services, gateway, clock, logger });
    const courier = intakes.use(createNoticeCourier(messengers));
    const keeper = intakes.use(createCardKeeper(messengers));
    cards = keeper;
    const watch = approvalsWatch(messengers);
    const loop = startPublishLoop(publisher, { config, secrets, clock, logger });
    if (loop) intakes.use(loop);
    // Not before Discord has said which servers there are: of one that came back meanwhile nothing may be removed.
    let begun = false;
    const runDue = () => {
      if (!begun) return;
      void runner.runDue();
      watch();
    };
    parts.use(everyMinute(runDue, logger));
    gateway.ready.then(
      () => {
        begun = true;
        courier.start();
        keeper.start();
        runDue();
      },
      // Told by `failed`.
      () => {},
    );
    return new App(gateway, parts.move(), logger, failure.promise);
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
