import type { Kysely } from 'kysely';
import type {
  ChangeOutcome,
  DecisionOutcome,
  PlannedPost,
  PlanOutcome,
  ScheduleStore,
} from '../posts/approval/schedule-store.ts';
import type { PostName } from '../posts/post-store.ts';
import type { Publication } from '../posts/publishing/publication.ts';
import { calendarOf, similarTo, upcomingPosts } from './calendar.ts';
import { findPublication } from './publication-row.ts';
import { approve, explainRejection, reject, settleUnconfirmed } from './schedule-decisions.ts';
import { cancel, plan } from './schedule-plan.ts';
import { holdSome, takeUnreminded } from './schedule-watch.ts';
import type { Schema } from './schema.ts';

/** So many posts in one transaction: others wait for it. */
const HELD_AT_ONCE = 100;

/** The queue in the database, as people see and change it. */
export class DatabaseScheduleStore implements ScheduleStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /**
   * What was rejected stays so until there is another revision.
   *
   * @throws {PersonRemovedError} as all changes by a person: when the person was removed since they asked.
   */
  async plan(deed: Parameters<ScheduleStore['plan']>[0]): Promise<PlanOutcome> {
    return await this.#db.transaction().execute(async (trx) => plan(trx, deed));
  }

  /** The approval goes as well. */
  async cancel(deed: Parameters<ScheduleStore['cancel']>[0]): Promise<ChangeOutcome> {
    return await this.#db.transaction().execute(async (trx) => cancel(trx, deed));
  }

  async approve(deed: Parameters<ScheduleStore['approve']>[0]): Promise<DecisionOutcome> {
    return await this.#db.transaction().execute(async (trx) => approve(trx, deed));
  }

  async reject(deed: Parameters<ScheduleStore['reject']>[0]): Promise<DecisionOutcome> {
    return await this.#db.transaction().execute(async (trx) => reject(trx, deed));
  }

  async explainRejection(
    deed: Parameters<ScheduleStore['explainRejection']>[0],
  ): Promise<'explained' | 'outdated'> {
    return await this.#db.transaction().execute(async (trx) => explainRejection(trx, deed));
  }

  async settleUnconfirmed(
    deed: Parameters<ScheduleStore['settleUnconfirmed']>[0],
  ): Promise<ChangeOutcome> {
    return await this.#db.transaction().execute(async (trx) => settleUnconfirmed(trx, deed));
  }

  async calendar(
    guildId: string,
    span: Parameters<ScheduleStore['calendar']>[1],
  ): Promise<readonly PlannedPost[]> {
    return await calendarOf(this.#db, guildId, span);
  }

  async similar(query: Parameters<ScheduleStore['similar']>[0]): Promise<readonly PlannedPost[]> {
    return await similarTo(this.#db, query);
  }

  async takeUnreminded(
    dueBefore: number,
    at: number,
    limit: number,
  ): Promise<readonly PlannedPost[]> {
    return await this.#db
      .transaction()
      .execute(async (trx) => takeUnreminded(trx, { dueBefore, at, limit }));
  }

  async holdUnapproved(now: number): Promise<number> {
    for (let sum = 0; ; ) {
      const { found, held } = await this.#db
        .transaction()
        .execute(async (trx) => holdSome(trx, now, HELD_AT_ONCE));
      sum += held;
      if (found < HELD_AT_ONCE) return sum;
    }
  }

  async upcoming(now: number, limit: number): Promise<readonly PostName[]> {
    return await upcomingPosts(this.#db, now, limit);
  }

  async find(guildId: string, postId: string): Promise<Publication | undefined> {
    return await findPublication(this.#db, guildId, postId);
  }
}
