import { type Kysely, sql, type Updateable } from 'kysely';
import type { PostState } from '../posts/kept-post.ts';
import type { ProblemKind } from '../posts/publishing/problem.ts';
import type { Publication, PublishPhase } from '../posts/publishing/publication.ts';
import type {
  PublicationChange,
  PublicationStore,
  Written,
} from '../posts/publishing/publication-store.ts';
import { refreshCard, voidCard } from './approval-cards.ts';
import { appendAudit } from './audit-log.ts';
import { CLAIMABLE, claimRows } from './due-rows.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { insertNotices } from './notice-store.ts';
import {
  containerColumns,
  findPublication,
  NOT_APPROVED,
  NOT_SENT,
  problemColumn,
  problemOf,
  publicationOf,
  readSchedule,
  type ScheduleRow,
} from './publication-row.ts';
import { lockPosts, lockSchedule } from './row-locks.ts';
import type { Schema } from './schema.ts';
import { DatabaseUsageCounters } from './usage-counters.ts';

/** In the others there is nothing to send, or it has been. */
const SENDABLE_PHASES: readonly PublishPhase[] = ['container', 'ready', 'sent'];
const SENDABLE_STATES: readonly PostState[] = ['scheduled', 'publishing'];

/** The queue in the database. */
export class DatabasePublicationStore implements PublicationStore {
  readonly #db: Kysely<Schema>;
  readonly #writes: GatheredWrites;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
    this.#writes = new GatheredWrites(db);
  }

  async claimDue(
    claim: Parameters<PublicationStore['claimDue']>[0],
  ): Promise<readonly Publication[]> {
    const rows = await claimRows(this.#db, 'schedule', claim);
    return rows.map(publicationOf).sort((a, b) => a.dueAt - b.dueAt);
  }

  async nextWake(): Promise<number | undefined> {
    const row = await this.#db
      .selectFrom('schedule')
      .select('wake_at')
      .where('wake_at', 'is not', null)
      .where(CLAIMABLE)
      .orderBy('wake_at')
      .orderBy('post_id')
      .limit(1)
      .executeTakeFirst();
    return row?.wake_at ?? undefined;
  }

  async write(claimed: Publication, change: PublicationChange): Promise<Written> {
    return await this.#writes.run(async (trx) => writeChange(trx, claimed, change));
  }

  async markSent(
    claimed: Publication,
    mark: Parameters<PublicationStore['markSent']>[1],
  ): ReturnType<PublicationStore['markSent']> {
    return await this.#writes.run(async (trx) => sendOnce(trx, claimed, mark));
  }

  async find(guildId: string, postId: string): Promise<Publication | undefined> {
    return await findPublication(this.#db, guildId, postId);
  }

  async knownMedia(mediaIds: readonly string[]): Promise<readonly string[]> {
    if (mediaIds.length === 0) return [];
    const rows = await this.#db
      .selectFrom('schedule')
      .select('media_id')
      .distinct()
      .where('media_id', 'in', mediaIds)
      .execute();
    return rows.flatMap(({ media_id: id }) => (id === null ? [] : [id]));
  }

  async resumeHeld(...which: Parameters<PublicationStore['resumeHeld']>): Promise<number> {
    return await this.#db.transaction().execute(async (trx) => resumeHeld(trx, ...which));
  }
}

/** As {@link PublicationStore.resumeHeld}, as a part of something else. */
export async function resumeHeld(
  trx: Kysely<Schema>,
  ...[reasons, at, guildId, dueAfter]: Parameters<PublicationStore['resumeHeld']>
): Promise<number> {
  const held = await trx
    .selectFrom('post')
    .innerJoin('schedule', 'schedule.post_id', 'post.id')
    .select(['post.id', 'schedule.problem'])
    // No bind: SQLite would not see that the partial index fits.
    .where('post.state', '=', sql.lit<PostState>('held'))
    .$if(guildId !== undefined, (query) => query.where('post.guild_id', '=', guildId ?? ''))
    .$if(dueAfter !== undefined, (query) => query.where('schedule.due_at', '>', dueAfter ?? 0))
    .execute();
  const wanted = held.filter(({ problem }) => isOneOf(problem, reasons)).map(({ id }) => id);
  if (wanted.length === 0) return 0;
  await lockPosts(trx, wanted);
  // Asked again: one may have been cancelled before it was held here.
  const still = trx
    .selectFrom('post')
    .select('id')
    .where('id', 'in', wanted)
    .where('state', '=', 'held');
  const { numUpdatedRows } = await trx
    .updateTable('schedule')
    .set(({ eb }) => ({ wake_at: at, fence: eb('fence', '+', 1), problem: null }))
    .where('post_id', 'in', still)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

async function writeChange(
  trx: Kysely<Schema>,
  { guildId, postId, fence }: Publication,
  change: PublicationChange,
): Promise<Written> {
  await lockPosts(trx, [postId]);
  await lockSchedule(trx, postId);
  const before = change.givesBackUse ? await readSchedule(trx, postId) : undefined;
  const row = await trx
    .updateTable('schedule')
    .set(columnsOf(change))
    .where('post_id', '=', postId)
    .where('fence', '=', fence)
    .returningAll()
    .executeTakeFirst();
  if (!row) return { outcome: 'lost' };
  if (before) await giveBack(trx, before);
  if (isOfPost(change)) {
    const { state } = await trx
      .updateTable('post')
      .set(postColumnsOf(change))
      .where('id', '=', postId)
      .returning('state')
      .executeTakeFirstOrThrow();
    if (isSeen(change))
      await refreshCard(trx, { guildId, postId, state }, change.cardAt ?? change.at);
    if (change.state === 'awaiting_approval') await voidCard(trx, postId);
  }
  await insertNotices(trx, change.notices ?? [], change.at);
  if (change.audit) {
    await appendAudit(trx, { guildId, at: change.at, subject: postId, ...change.audit });
  }
  return { outcome: 'written', publication: publicationOf(row) };
}

async function sendOnce(
  trx: Kysely<Schema>,
  { postId, fence }: Publication,
  { at, wakeAt, revision, usage, usageLimit }: Parameters<PublicationStore['markSent']>[1],
): ReturnType<PublicationStore['markSent']> {
  await lockPosts(trx, [postId]);
  await lockSchedule(trx, postId);
  const row = await readSchedule(trx, postId);
  if (row?.fence !== fence || (await hasLeft(trx, row.guild_id))) return { outcome: 'lost' };
  const post = await trx
    .selectFrom('post')
    .select(['state', 'revision'])
    .where('id', '=', postId)
    .executeTakeFirstOrThrow();
  const allowed =
    SENDABLE_STATES.includes(post.state) &&
    SENDABLE_PHASES.includes(row.phase) &&
    // A clock that was set back since the post was claimed.
    at >= row.due_at &&
    post.revision === revision &&
    row.container_revision === revision &&
    (row.container_id ?? '') !== '' &&
    (row.needs_approval === 0 || row.approved_revision === revision);
  if (!allowed) return { outcome: 'not_allowed' };
  // The day of the first time counts, however often it is sent.
  if (row.usage_subject !== usage.subject) {
    const { taken } = await new DatabaseUsageCounters(trx).take(usage, usageLimit);
    if (!taken) return { outcome: 'over_limit' };
  }
  const sent = await trx
    .updateTable('schedule')
    .set(({ eb }) => ({
      phase: 'sent' as const,
      wake_at: wakeAt,
      sends: eb('sends', '+', 1),
      sent_at: at,
      sent_container_id: row.container_id,
      sent_container_revision: revision,
      sent_account_id: row.account_id,
      unpublished_since: null,
      doubted_at: null,
      vouched_by: null,
      looks: 0,
      usage_subject: usage.subject,
      usage_day: row.usage_subject === usage.subject ? row.usage_day : usage.day,
    }))
    .where('post_id', '=', postId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('post')
    .set({ state: 'publishing', updated_at: at })
    .where('id', '=', postId)
    .execute();
  return { outcome: 'sent', publication: publicationOf(sent) };
}

async function hasLeft(trx: Kysely<Schema>, guildId: string): Promise<boolean> {
  const departure = await trx
    .selectFrom('departure')
    .select('left_at')
    .where('guild_id', '=', guildId)
    .executeTakeFirst();
  return departure !== undefined;
}

async function giveBack(trx: Kysely<Schema>, row: ScheduleRow): Promise<void> {
  const { usage_subject: subject, usage_day: day } = row;
  if (subject === null || day === null) return;
  await new DatabaseUsageCounters(trx).giveBack({ subject, kind: 'published', day });
}

function columnsOf(change: PublicationChange): Updateable<Schema['schedule']> {
  const { problem, container } = change;
  return {
    wake_at: change.wakeAt,
    ...named('phase', change.phase),
    ...named('attempts', change.attempts),
    ...(container === undefined ? {} : containerColumns(container)),
    ...(change.sentContainer === null ? NOT_SENT : {}),
    ...named('unpublished_since', change.unpublishedSince),
    ...named('doubted_at', change.doubtedAt),
    ...named('looks', change.looks),
    ...named('vouched_by', change.vouchedBy),
    ...named('checked_at', change.checkedAt),
    ...named('media_id', change.mediaId),
    ...named('account_id', change.accountId),
    ...named('problem', problem && problemColumn.encode(problem)),
    ...(change.givesBackUse ? { usage_subject: null, usage_day: null } : {}),
    ...(change.dropsApproval ? { needs_approval: 1, ...NOT_APPROVED } : {}),
  };
}

function postColumnsOf(change: PublicationChange): Updateable<Schema['post']> {
  return {
    ...named('state', change.state),
    ...named('permalink', change.permalink),
    ...named('published_at', change.publishedAt),
    // Only what people see of it is a change of the post.
    updated_at: change.state === undefined ? sql.ref<number>('updated_at') : change.at,
  } as Updateable<Schema['post']>;
}

/** Whether the post's own row is touched; most steps are the queue's alone. */
function isOfPost(change: PublicationChange): boolean {
  return isSeen(change) || change.publishedAt !== undefined;
}

/** Whether it changes what the card says. */
function isSeen({ state, problem, permalink, dropsApproval }: PublicationChange): boolean {
  return (
    state !== undefined ||
    problem !== undefined ||
    permalink !== undefined ||
    dropsApproval === true
  );
}

function isOneOf(problem: string | null, kinds: readonly ProblemKind[]): boolean {
  return problem !== null && kinds.includes(problemOf(problem).kind);
}

/** Nothing for what is not named; null is a value. */
function named<Name extends string, Value>(name: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };
}
