import type { JobOutcome, JobRuns } from '../../src/posts/job-runs.ts';

interface Run {
  readonly startedAt: number;
  readonly leaseEnd: number;
  readonly finishedAt?: number;
  readonly outcome?: JobOutcome;
  readonly note?: string;
}

/** Runs of jobs agreed upon in memory: what processes share when they share nothing else. */
export class RememberedRuns implements JobRuns {
  /** By `job slot`, in order of the first claim. */
  readonly runs = new Map<string, Run>();

  async claim(claim: Parameters<JobRuns['claim']>[0]): Promise<'claimed' | 'already'> {
    const key = `${claim.job} ${claim.slot}`;
    const run = this.runs.get(key);
    const died = run?.finishedAt === undefined && claim.at > (run?.leaseEnd ?? 0);
    if (run && !died && !mayRetry(run, claim)) return 'already';
    const startedAt = run?.outcome ? run.startedAt : claim.at;
    const { finishedAt: _, ...before } = run ?? {};
    this.runs.set(key, { ...before, startedAt, leaseEnd: claim.at + claim.leaseMs });
    return 'claimed';
  }

  async finish(finish: Parameters<JobRuns['finish']>[0]): Promise<void> {
    const { job, slot, leaseUntil, at, outcome, note } = finish;
    const run = this.runs.get(`${job} ${slot}`);
    if (run?.leaseEnd !== leaseUntil) return;
    const finished = { finishedAt: at, outcome, ...(note === undefined ? {} : { note }) };
    this.runs.set(`${job} ${slot}`, { ...run, ...finished });
  }

  async prune(before: number): Promise<number> {
    const old = [...this.runs.keys()].filter((key) => Number(key.split(' ')[1]) < before);
    for (const key of old) this.runs.delete(key);
    return old.length;
  }
}

function mayRetry(run: Run, { at, retries }: Parameters<JobRuns['claim']>[0]): boolean {
  return (
    retries !== undefined &&
    run.outcome === 'failed' &&
    (run.finishedAt ?? at) <= at - retries.afterMs &&
    run.startedAt >= at - retries.forMs
  );
}
