import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { type Random, randomFrom } from '../../src/posters/random.ts';
import { sweep } from '../../src/posts/sweep.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { age, contradictions, pictureFaults, readKept } from './kept.ts';
import { Ledger } from './ledger.ts';
import { Victim } from './victim.ts';

export interface WorldOptions {
  /** Of the moments and of what people do; what comes first on two processors is still up to them. */
  readonly seed: number;
  /** As `Task`. */
  readonly hasty?: boolean;
}

/** A share of the rounds has two processes, another dies while it still opens the database. */
const TWO = 0.4;
const EARLY = 0.15;
const OPENING_MS = 60;
/** What one says before it is killed, the word that it has begun included; then it may go on for a moment. */
const LINES = 40;
const PAUSE_MS = 25;
/** More than half of what a draft lives that nobody comes back to. */
const ERA_DAYS = 16;
const ROUNDS_OF_AN_ERA = 5;
const TWO_HOURS_MS = 2 * 60 * 60 * 1000;

/** One database and one folder of pictures, on which processes work that are killed. */
export class World implements AsyncDisposable {
  readonly ledger = new Ledger();
  kills = 0;
  rounds = 0;
  readonly #options: WorldOptions;
  readonly #random: Random;
  readonly #folder = mkdtempSync(join(tmpdir(), 'rite-bot-chaos-'));
  readonly #waiting: Victim[];

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed);
    this.#waiting = [this.#load(), this.#load()];
  }

  get pictures(): string {
    return join(this.#folder, 'pictures');
  }

  /** Kills until so many were killed; now and then days go by. Returns what is wrong, and stops as soon as anything is. */
  async run(kills: number): Promise<string[]> {
    while (this.kills < kills) {
      await this.#round();
      if (this.rounds % ROUNDS_OF_AN_ERA !== 0) continue;
      const faults = this.faults();
      if (faults.length > 0) return faults;
      this.#passDays();
    }
    return this.faults();
  }

  faults(): string[] {
    return this.#using((file) => [...contradictions(file), ...this.ledger.faults(readKept(file))]);
  }

  pictureFaults(): string[] {
    return this.#using((file) => pictureFaults(file, this.pictures));
  }

  /** As the job does it, a while later. */
  async sweep(): Promise<string> {
    const clock = () => Date.now() + TWO_HOURS_MS;
    await using database = await openDatabase(join(this.#folder, 'rite-bot.db'));
    const { pictures } = storesOf(database, clock);
    const failures: unknown[] = [];
    const run = sweep({
      pictures,
      images: new ImageFiles({ directory: this.pictures, clock }),
      clock,
      onLost: () => {},
      onFailed: (_hash, error) => failures.push(error),
    });
    const { signal } = new AbortController();
    const note = await run({ slot: clock(), byHand: false, signal });
    if (failures.length > 0) throw new AggregateError(failures, 'Pictures were not deleted');
    return note;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#waiting.map((victim) => victim.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #load(): Victim {
    return new Victim(join(this.#folder, 'compiled'));
  }

  async #round(): Promise<void> {
    const count = this.#random() < TWO ? 2 : 1;
    const victims = this.#waiting.splice(0, count);
    this.#waiting.push(...victims.map(() => this.#load()));
    await Promise.all(victims.map((victim, index) => this.#live(victim, index)));
    this.rounds += 1;
    this.kills += count;
  }

  async #live(victim: Victim, index: number): Promise<void> {
    const random = this.#random;
    const task = {
      folder: this.#folder,
      seed: Math.floor(random() * 2 ** 32),
      role: index === 0 ? 'bot' : 'tool',
      hasty: this.#options.hasty ?? false,
    } as const;
    const early = random() < EARLY;
    const lines = early ? 0 : 1 + Math.floor(random() * LINES);
    const delayMs = random() * (early ? OPENING_MS : PAUSE_MS);
    await victim.loaded;
    victim.begin(task, (line) => this.ledger.note(line));
    await victim.said(lines);
    await delay(delayMs);
    await victim.kill();
  }

  #passDays(): void {
    this.#using((file) => age(file, this.pictures, ERA_DAYS));
    this.ledger.nextEra();
  }

  #using<T>(work: (file: BetterSqlite3.Database) => T): T {
    const file = new BetterSqlite3(join(this.#folder, 'rite-bot.db'));
    try {
      return work(file);
    } finally {
      file.close();
    }
  }
}
