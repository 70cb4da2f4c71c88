import type { Logger } from 'pino';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Clock } from './events/clock.ts';
import type { TemplateName } from './events/event.ts';
import type { ThemeName } from './posters/poster.ts';
import type { SizeName } from './posters/size.ts';
import type { JobOutcome } from './posts/job-runs.ts';
import type { PerformanceLog } from './posts/performance-log.ts';

export interface TelemetryOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Where operations go that took longer than people wait. */
  readonly performanceLog?: Pick<PerformanceLog, 'record'>;
  /** Milliseconds that never go back. Default the process's own. */
  readonly stopwatch?: () => number;
}

/** What is timed. A list and not any text: each makes its own rows of figures. */
const OPERATIONS = [
  'post.generate',
  'post.edit',
  'post.download',
  'brand.preview',
  'poster.render',
  'rite.read',
  'image.store',
  'privacy.export',
  'privacy.delete',
  'job',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Why something was not done, in as many words as there are things to do about it. */
const FAILURES = [
  'refused',
  'quota',
  'rite',
  'discord',
  'instagram',
  'store',
  'timeout',
  'bug',
] as const;
export type Failure = (typeof FAILURES)[number];

/** Longer than this is kept in the performance log. */
const SLOW_MS = 5_000;
/** Discord waits 3 s for an acknowledgement. */
const ACKNOWLEDGE_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5];
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * What the bot does, told to the log and counted for Prometheus: one function for each event of the business. Labels
 * come from short lists; ids are for the log alone, for each value of a label is kept for as long as the process lives.
 */
export class Telemetry implements AsyncDisposable {
  readonly #options: TelemetryOptions;
  readonly #stopwatch: () => number;
  readonly #registry = new Registry();
  readonly #metrics: Metrics;
  /** Slow operations that are being written down. */
  readonly #recording = new Set<Promise<void>>();

  constructor(options: TelemetryOptions) {
    this.#options = options;
    this.#stopwatch = options.stopwatch ?? (() => performance.now());
    collectDefaultMetrics({ register: this.#registry });
    this.#metrics = metricsIn(this.#registry);
  }

  /** For `/metrics`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All figures in Prometheus' own format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  generated(post: {
    readonly postId?: string;
    readonly guildId: string;
    readonly template: TemplateName;
    readonly theme: ThemeName;
    readonly size: SizeName;
  }): void {
    const { template, theme, size } = post;
    this.#metrics.generated.inc({ template, theme, size });
    this.#options.logger.info(post, 'post generated');
  }

  downloaded(post: { readonly postId: string; readonly guildId: string }): void {
    this.#metrics.downloaded.inc();
    this.#options.logger.info(post, 'post downloaded');
  }

  published(post: {
    readonly postId: string;
    readonly guildId: string;
    readonly pages: number;
  }): void {
    this.#metrics.published.inc({ kind: post.pages > 1 ? 'carousel' : 'single' });
    this.#options.logger.info(post, 'post published');
  }

  failed(
    what: 'generate' | 'download' | 'publish',
    failure: Failure,
    about: { readonly postId?: string; readonly guildId?: string; readonly err?: unknown } = {},
  ): void {
    this.#metrics.failed.inc({ what, failure });
    this.#options.logger.warn({ ...about, what, failure }, 'post failed');
  }

  /** From the arrival of an interaction to Discord's answer to its acknowledgement. Logged where it happens. */
  acknowledged({ acknowledgedMs }: { readonly acknowledgedMs: number }): void {
    this.#metrics.acknowledge.observe(acknowledgedMs / 1000);
  }

  rendered(durationMs: number, source: 'drawn' | 'cache'): void {
    this.#metrics.render.observe({ source }, durationMs / 1000);
  }

  riteAnswered(durationMs: number, outcome: 'ok' | 'not_found' | 'failed'): void {
    this.#metrics.rite.observe({ outcome }, durationMs / 1000);
  }

  /** @param run.job from the list of jobs. Logged by the job runner. */
  jobRun(run: {
    readonly job: string;
    readonly outcome: JobOutcome;
    readonly durationMs: number;
  }): void {
    this.#metrics.job.observe({ job: run.job, outcome: run.outcome }, run.durationMs / 1000);
  }

  mediaServed(status: number): void {
    this.#metrics.media.inc({ status });
  }

  /** Times it, however it ends; what takes over 5 s is logged and written to the performance log. */
  async timed<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    const at = this.#options.clock();
    const began = this.#stopwatch();
    try {
      return await work();
    } finally {
      const durationMs = Math.round(this.#stopwatch() - began);
      this.#metrics.operation.observe({ operation }, durationMs / 1000);
      if (durationMs > SLOW_MS) this.#slow({ operation, durationMs, at });
    }
  }

  /** Waits for what is being written to the performance log. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#recording);
    this.#registry.clear();
  }

  // Not waited for by the operation, which has been slow enough.
  #slow(entry: {
    readonly operation: Operation;
    readonly durationMs: number;
    readonly at: number;
  }): void {
    const { logger, performanceLog } = this.#options;
    logger.warn(entry, 'slow operation');
    if (!performanceLog) return;
    const recording = performanceLog
      .record(entry)
      .catch((error: unknown) => logger.warn({ err: error }, 'performance log failed'))
      .finally(() => this.#recording.delete(recording));
    this.#recording.add(recording);
  }
}

type Metrics = ReturnType<typeof metricsIn>;

function metricsIn(registry: Registry) {
  const registers = [registry];
  return {
    generated: new Counter({
      name: 'rite_bot_posts_generated_total',
      help: 'Posts made from an event.',
      labelNames: ['template', 'theme', 'size'],
      registers,
    }),
    downloaded: new Counter({
      name: 'rite_bot_posts_downloaded_total',
      help: 'Posts whose pictures were downloaded.',
      registers,
    }),
    published: new Counter({
      name: 'rite_bot_posts_published_total',
      help: 'Posts published on Instagram.',
      labelNames: ['kind'],
      registers,
    }),
    failed: new Counter({
      name: 'rite_bot_posts_failed_total',
      help: 'Posts that could not be made, downloaded or published.',
      labelNames: ['what', 'failure'],
      registers,
    }),
    media: new Counter({
      name: 'rite_bot_media_requests_total',
      help: 'Requests for pictures under their public address, by status.',
      labelNames: ['status'],
      registers,
    }),
    acknowledge: new Histogram({
      name: 'rite_bot_acknowledge_seconds',
      help: 'From the arrival of an interaction to Discord knowing that an answer will come.',
      buckets: ACKNOWLEDGE_BUCKETS,
      registers,
    }),
    render: new Histogram({
      name: 'rite_bot_render_seconds',
      help: 'Time to have a poster, drawn or from the cache.',
      labelNames: ['source'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    rite: new Histogram({
      name: 'rite_bot_rite_seconds',
      help: 'Time Rite took to answer.',
      labelNames: ['outcome'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    job: new Histogram({
      name: 'rite_bot_job_seconds',
      help: 'Time a recurring job took.',
      labelNames: ['job', 'outcome'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    operation: new Histogram({
      name: 'rite_bot_operation_seconds',
      help: 'Time operations took, whatever came of them.',
      labelNames: ['operation'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
  };
}
