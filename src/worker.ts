import type { Logger } from 'pino';
import type { Config, Secrets } from './config.ts';
import type { Clock } from './events/clock.ts';
import type { JobRunner } from './jobs/job-runner.ts';
import { everyMinute } from './jobs.ts';
import { createJobRunner, type MaintenanceOptions } from './maintenance.ts';
import { ThreadedRenderer } from './posters/threaded-renderer.ts';
import type { Publisher } from './posts/publishing/publisher.ts';
import { startPublicServer } from './public-server.ts';
import { startPublishLoop } from './publishing.ts';
import { createParts, type Parts } from './services.ts';
import { State } from './state.ts';
import { Telemetry } from './telemetry.ts';
import { ListenError } from './web/listen-error.ts';

export interface WorkerOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * What works without Discord's gateway: it publishes, does the recurring jobs and shows pictures, beside a bot or
 * without one, in any number. People are told by a bot; until there is one, what they have to hear is kept.
 */
export class Worker implements AsyncDisposable {
  readonly publisher: Publisher;
  readonly state: State;
  readonly parts: Parts;
  readonly #options: WorkerOptions;
  readonly #telemetry: Telemetry;
  readonly #stack: AsyncDisposableStack;

  /** Nothing runs by itself yet. @throws {DatabaseError} with a sentence for the operator. */
  static async create(options: WorkerOptions): Promise<Worker> {
    const { config, secrets, clock, logger } = options;
    await using stack = new AsyncDisposableStack();
    const state = stack.use(await State.open(config, secrets, { role: 'tool', clock, logger }));
    const { performanceLog } = state.stores;
    const telemetry = stack.use(new Telemetry({ logger, clock, performanceLog }));
    const renderer = stack.use(
      new ThreadedRenderer({
        thread: new URL('./render-thread.ts', import.meta.url),
        concurrency: config.renderConcurrency,
      }),
    );
    const parts = createParts({ ...options, state, telemetry, renderer });
    return new Worker(options, { state, parts, telemetry, stack: stack.move() });
  }

  private constructor(options: WorkerOptions, { state, parts, telemetry, stack }: WorkerParts) {
    this.publisher = parts.publisher;
    this.state = state;
    this.parts = parts;
    this.#options = options;
    this.#telemetry = telemetry;
    this.#stack = stack;
  }

  /** Publishes and works from now on. */
  start(): void {
    const { clock, logger } = this.#options;
    const loop = startPublishLoop(this.publisher, this.#options);
    if (loop) this.#stack.use(loop);
    const runner = this.#stack.use(this.jobRunner());
    this.#stack.use(everyMinute(() => void runner.runDue(), logger));
    void runner.runDue();
    logger.info({ at: clock() }, 'worker runs');
  }

  /** The recurring jobs, not yet begun. */
  jobRunner(options: Pick<MaintenanceOptions, 'isPresent'> = {}): JobRunner {
    const { clock, logger } = this.#options;
    return createJobRunner(this.state, {
      works: this.parts.works,
      clock,
      logger: logger.child({ part: 'jobs' }),
      onRun: (run) => this.#telemetry.jobRun(run),
      telemetry: this.#telemetry,
      ...options,
    });
  }

  /** Shows pictures, health and figures; where a bot or another worker of this machine does already, that one goes on. */
  async serve(): Promise<void> {
    const { config, secrets, clock, logger } = this.#options;
    const { instagram } = this.parts;
    try {
      const server = await startPublicServer(config, secrets, {
        state: this.state,
        telemetry: this.#telemetry,
        instagram,
        clock,
        logger: logger.child({ part: 'web' }),
      });
      if (server) this.#stack.use(server);
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      logger.warn({ reason: error.message }, 'pictures are shown by whoever has this port');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

interface WorkerParts {
  readonly state: State;
  readonly parts: Parts;
  readonly telemetry: Telemetry;
  readonly stack: AsyncDisposableStack;
}
