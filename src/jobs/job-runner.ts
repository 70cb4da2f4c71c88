import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { JobOutcome, JobRuns, Retries } from '../posts/job-runs.ts';
import type { Job } from './job.ts';
import { latestSlot, type Schedule } from './slots.ts';

export interface JobRunnerOptions {
  readonly jobs: readonly Job[];
  /** What a job's `cron` says. @throws for one that cannot be read. */
  readonly readSchedule: (cron: string) => Schedule;
  readonly runs: Pick<JobRuns, 'claim' | 'finish'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A slot that is older is let go; default 24 h. */
  readonly catchUpMs?: number;
  /** What a job may take after it was told to end; default 10 s. */
  readonly graceMs?: number;
  /** Hears of every run, for the figures. */
  readonly onRun?: (run: {
    readonly job: string;
    readonly outcome: JobOutcome;
    readonly durationMs: number;
  }) => void;
}

/** What became of a job that was asked for by hand. */
export type RunResult =
  | {
      /** `interrupted`: the bot stops. */
      readonly outcome: JobOutcome | 'interrupted';
      /** What was done, or why it failed. */
      readonly note: string;
    }
  /** This process is at it already. */
  | { readonly outcome: 'running' };

const NOTE_LENGTH = 300;
const GRACE_MS = 10 * 1000;
const LIMIT_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Some three attempts: a database or a network that was away is back by then, or somebody must see to it. */
const RETRIES: Retries = { afterMs: 10 * 60 * 1000, forMs: 30 * 60 * 1000 };
/** A claim outlasts its job by so much. */
const LEASE_MARGIN_MS = 60 * 1000;

/**
 * Runs each job once for each of its slots, whichever process comes first. It needs no exact clockwork: whenever it is
 * asked, it runs what is due and not done, so a tick that was lost, a night without power or a database that was away
 * only make a job late. When a process dies in a job, the slot is another's after the claim's lease; when the job fails,
 * it is tried again for half an hour. Of several slots that were missed, only the latest is made up for.
 */
export class JobRunner implements AsyncDisposable {
  readonly #options: JobRunnerOptions;
  readonly #schedules: ReadonlyMap<Job, Schedule>;
  readonly #stop = new AbortController();
  readonly #attempts = new Map<Job, Promise<unknown>>();
  /** Those whose work goes on, also when nobody waits for it any more. */
  readonly #atWork = new Set<Job>();
  /** For each job the slot that need not be asked about, and until when. */
  readonly #settled = new Map<Job, { readonly slot: number; readonly until: number }>();
  #round: Promise<void> | undefined;

  /** @throws {TypeError} when a job's schedule cannot be read or two have one name. */
  constructor(options: JobRunnerOptions) {
    const { jobs, readSchedule } = options;
    this.#options = options;
    this.#schedules = new Map(jobs.map((job) => [job, scheduleOf(job, readSchedule)]));
    if (new Set(jobs.map(({ name }) => name)).size < jobs.length) {
      throw new TypeError('Two jobs have one name');
    }
  }

  /** Runs what is due, one after the other; to be called at start and every minute. Never rejects. */
  runDue(): Promise<void> {
    this.#round ??= this.#runAll().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  /**
   * Runs a job now, whether it is due or not. It may overlap with another process that is at it.
   *
   * @throws {RangeError} when there is no such job.
   */
  async runNow(name: string): Promise<RunResult> {
    const job = this.#options.jobs.find((one) => one.name === name);
    if (!job) throw new RangeError(`There is no job ${JSON.stringify(name)}`);
    if (this.#isBusy(job)) return { outcome: 'running' };
    const slot = this.#options.clock();
    return await this.#alone(job, async () => {
      // Only to have it written down: nobody else has a slot of this millisecond.
      const { leaseUntil } = await this.#claim(job, slot);
      return await this.#run(job, { slot, leaseUntil, byHand: true });
    });
  }

  /** Tells what runs to end, and waits for it, but not for ever. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('The bot stops'));
    await this.#round;
    await Promise.allSettled(this.#attempts.values());
  }

  async #runAll(): Promise<void> {
    for (const job of this.#options.jobs) {
      if (this.#stop.signal.aborted) return;
      try {
        await this.#runIfDue(job);
      } catch (error) {
        this.#options.logger.error({ err: error, job: job.name }, 'job cannot be begun');
      }
    }
  }

  async #runIfDue(job: Job): Promise<void> {
    const now = this.#options.clock();
    const slot = latestSlot(this.#schedules.get(job) as Schedule, now);
    if (now - slot > (this.#options.catchUpMs ?? DAY_MS) || this.#isBusy(job)) return;
    const settled = this.#settled.get(job);
    if (settled?.slot === slot && now < settled.until) return;
    await this.#alone(job, async () => {
      const { claimed, leaseUntil } = await this.#claim(job, slot);
      // Another process has done it, or is at it: then it may die or fail, and somebody must ask again.
      let until = now + leaseOf(job) + 1;
      if (claimed) {
        const { outcome } = await this.#run(job, { slot, leaseUntil, byHand: false });
        const done = outcome === 'succeeded';
        until = done ? Number.POSITIVE_INFINITY : this.#options.clock() + RETRIES.afterMs;
      }
      this.#settled.set(job, { slot, until });
    });
  }

  #isBusy(job: Job): boolean {
    return this.#attempts.has(job) || this.#atWork.has(job);
  }

  /** Not for a job that is busy. */
  async #alone<T>(job: Job, attempt: () => Promise<T>): Promise<T> {
    const attempted = attempt();
    this.#attempts.set(job, attempted);
    try {
      return await attempted;
    } finally {
      this.#attempts.delete(job);
    }
  }

  async #claim(job: Job, slot: number): Promise<{ claimed: boolean; leaseUntil: number }> {
    const at = this.#options.clock();
    const leaseMs = leaseOf(job);
    const claim = { job: job.name, slot, at, leaseMs, retries: RETRIES };
    const answer = await this.#options.runs.claim(claim);
    return { claimed: answer === 'claimed', leaseUntil: at + leaseMs };
  }

  async #run(job: Job, { slot, leaseUntil, byHand }: Attempt): Promise<Ended> {
    const { clock, runs, onRun } = this.#options;
    const logger = this.#options.logger.child({ job: job.name, slot: isoTime(slot), byHand });
    const began = clock();
    logger.info('job begins');
    const ended = await this.#perform(job, slot, byHand);
    const { outcome, note, error } = ended;
    const durationMs = clock() - began;
    if (outcome === 'interrupted') {
      // Not finished, so that it is begun again when the claim has run out.
      logger.warn({ durationMs }, 'job interrupted');
      return ended;
    }
    // Whoever asked for it is told the reason.
    const level = byHand ? 'debug' : 'error';
    if (outcome === 'failed') logger[level]({ durationMs, err: error }, 'job failed');
    else logger.info({ durationMs, note }, 'job succeeded');
    onRun?.({ job: job.name, outcome, durationMs });
    await runs
      .finish({ job: job.name, slot, leaseUntil, at: clock(), outcome, note })
      .catch((cause: unknown) => logger.error({ err: cause }, 'job cannot be written down'));
    return ended;
  }

  async #perform(job: Job, slot: number, byHand: boolean): Promise<Ended> {
    const limitMs = job.limitMs ?? LIMIT_MS;
    const limit = AbortSignal.timeout(limitMs);
    const signal = AbortSignal.any([this.#stop.signal, limit]);
    this.#atWork.add(job);
    try {
      const work = Promise.try(() => job.run({ slot, byHand, signal })).finally(() =>
        this.#atWork.delete(job),
      );
      const note = await withGrace(work, signal, this.#options.graceMs ?? GRACE_MS);
      return { outcome: 'succeeded', note };
    } catch (error) {
      if (this.#stop.signal.aborted) return { outcome: 'interrupted', note: '' };
      const note = limit.aborted ? `Stopped after its limit of ${limitMs / 1000} s` : noteOf(error);
      return { outcome: 'failed', note, error };
    }
  }
}

interface Attempt {
  readonly slot: number;
  readonly leaseUntil: number;
  readonly byHand: boolean;
}

interface Ended {
  readonly outcome: JobOutcome | 'interrupted';
  readonly note: string;
  readonly error?: unknown;
}

/** Our own errors say a sentence; of others the name says more than the text. */
function noteOf(error: unknown): string {
  const ours = error instanceof Error && !Object.hasOwn(globalThis, error.name);
  return (ours ? error.message : String(error)).replace(/\s*\n\s*/g, ' ').slice(0, NOTE_LENGTH);
}

function scheduleOf(job: Job, readSchedule: JobRunnerOptions['readSchedule']): Schedule {
  try {
    return readSchedule(job.cron);
  } catch (cause) {
    throw new TypeError(`The schedule of ${job.name} cannot be read: ${job.cron}`, { cause });
  }
}

function leaseOf(job: Job): number {
  return (job.limitMs ?? LIMIT_MS) + LEASE_MARGIN_MS;
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** Waits for work, and for so long after the signal. What it does later is nobody's business. */
async function withGrace<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  const { promise: given, reject: giveUp } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => giveUp(signal.reason), graceMs);
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  try {
    return await Promise.race([work, given]);
  } finally {
    signal.removeEventListener('abort', begin);
    clearTimeout(timer);
  }
}
