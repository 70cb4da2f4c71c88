import type { JobOutcome, JobRuns } from '../../src/posts/job-runs.ts';

interface Run {
  readonly leaseEnd: number;
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
    if (run && (run.outcome || claim.at <= run.leaseEnd)) return 'already';
    this.runs.set(key, { leaseEnd: claim.at + claim.leaseMs });
    return 'claimed';
  }

  async finish({ job, slot, outcome, note }: Parameters<JobRuns['finish']>[0]): Promise<void> {
    const run = this.runs.get(`${job} ${slot}`) ?? { leaseEnd: 0 };
    this.runs.set(`${job} ${slot}`, { ...run, outcome, ...(note === undefined ? {} : { note }) });
  }

  async prune(before: number): Promise<number> {
    const old = [...this.runs.keys()].filter((key) => Number(key.split(' ')[1]) < before);
    for (const key of old) this.runs.delete(key);
    return old.length;
  }
}
