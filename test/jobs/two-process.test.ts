import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DATABASE_KINDS, type TestDatabase } from '../storage/databases.ts';
import type { Moment, Report } from './job-process.ts';

const PROGRAM = fileURLToPath(new URL('./job-process.ts', import.meta.url));
/** PGlite is of one process. */
const SHARED = DATABASE_KINDS.filter(({ name }) => name !== 'PGlite');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAILY = '0 6 * * *';
/** 06:00 in Seoul. */
const SIX = Date.parse('2026-11-22T06:00:00+09:00');
/** The limit of a job and the margin behind it. */
const LEASE = 11 * MINUTE;

describe.each(SHARED)('processes that share a job on $name', { timeout: 60_000 }, (kind) => {
  let crew: Crew;
  beforeAll(async () => {
    crew = new Crew(await kind.open());
  }, 60_000);
  beforeEach(() => crew.prepare(3));
  afterAll(() => crew[Symbol.asyncDispose]());

  test('run each of a dozen slots once, though all of them look at the same moments', async () => {
    const slots = Array.from({ length: 12 }, (_, days) => SIX + days * DAY);
    for (const slot of slots) {
      await crew.look(slot);
      await crew.look(slot + HOUR);
    }
    expect(crew.runs).toEqual(slots);
    expect(await crew.rows()).toEqual(slots.map((slot) => ({ slot, outcome: 'succeeded' })));
  });

  test('do again what one after the other was killed in, once, when its claim has run out', async () => {
    const six = SIX + 20 * DAY;
    await crew.killWhoRuns(six);
    await crew.look(six + MINUTE);
    await crew.look(six + LEASE);
    expect(crew.runs).toEqual([six]);
    const later = six + LEASE + MINUTE;
    await crew.killWhoRuns(later);
    expect(await crew.rows()).toEqual([{ slot: six, outcome: null }]);
    await crew.look(later + LEASE + MINUTE);
    await crew.look(later + LEASE + 2 * MINUTE);
    expect(crew.runs).toEqual([six, six, six]);
    expect(await crew.rows()).toEqual([{ slot: six, outcome: 'succeeded' }]);
  });

  test('make up for the latest slot alone, once, after days without any of them', async () => {
    const six = SIX + 40 * DAY;
    await crew.look(six);
    await crew.killAll();
    await crew.staff(3);
    await crew.look(six + 5 * DAY + 3 * HOUR);
    await crew.look(six + 5 * DAY + 4 * HOUR);
    expect(crew.runs).toEqual([six, six + 5 * DAY]);
  });
});

/** Processes on one database, whose clock stands where they are told. */
class Crew implements AsyncDisposable {
  /** The slots that were run, in order. */
  readonly runs: number[] = [];
  readonly #opened: TestDatabase;
  readonly #reports = new EventEmitter();
  readonly #living = new Set<ChildProcess>();

  constructor(opened: TestDatabase) {
    this.#opened = opened;
  }

  /** So many processes, of which nothing has run yet. */
  async prepare(size: number): Promise<void> {
    this.runs.length = 0;
    await this.#opened.database.kysely.deleteFrom('job_run').execute();
    await this.staff(size);
  }

  /** Starts as many as are missing. */
  async staff(size: number): Promise<void> {
    await Promise.all(
      Array.from({ length: size - this.#living.size }, async () => {
        const child = fork(PROGRAM, [this.#opened.url ?? '', DAILY], { execArgv: [] });
        this.#living.add(child);
        child.on('message', (report: Report) => {
          if (report.did === 'run') this.runs.push(report.slot);
          this.#reports.emit(report.did, child);
        });
        await this.#reported('open', child);
      }),
    );
  }

  /** All of them look what is due, at once. */
  async look(at: number): Promise<void> {
    await Promise.all(this.#tell({ at, stuck: false }).values());
  }

  /** All of them look; the one that gets to run is killed in it, and the others go on. */
  async killWhoRuns(at: number): Promise<void> {
    const running = once(this.#reports, 'run');
    const looks = this.#tell({ at, stuck: true });
    const [child] = (await running) as [ChildProcess];
    looks.delete(child);
    await Promise.all(looks.values());
    await this.#kill(child);
  }

  async killAll(): Promise<void> {
    await Promise.all([...this.#living].map((child) => this.#kill(child)));
  }

  async rows() {
    return await this.#opened.database.kysely
      .selectFrom('job_run')
      .select(['slot', 'outcome'])
      .orderBy('slot')
      .execute();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.killAll();
    await this.#opened[Symbol.asyncDispose]();
  }

  #tell(moment: Moment): Map<ChildProcess, Promise<void>> {
    return new Map(
      [...this.#living].map((child) => {
        const looked = this.#reported('look', child);
        child.send(moment);
        return [child, looked];
      }),
    );
  }

  async #reported(did: Report['did'], from: ChildProcess): Promise<void> {
    for (;;) {
      const [child] = (await once(this.#reports, did)) as [ChildProcess];
      if (child === from) return;
    }
  }

  async #kill(child: ChildProcess): Promise<void> {
    this.#living.delete(child);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
