import { expressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { PostState } from '../posts/kept-post.ts';
import type { PersonalSummary } from '../posts/personal-data.ts';
import type { UsageSubject } from '../posts/usage-counters.ts';
import type { Schema } from './schema.ts';

/** Counts what `exportPerson` reads. */
export async function summarizePerson(
  db: Kysely<Schema>,
  userId: string,
): Promise<PersonalSummary> {
  const subject: UsageSubject = `user:${userId}`;
  const own = db.selectFrom('post').select('id').where('created_by', '=', userId);
  const pictures = db.selectFrom('picture').where('post_id', 'in', own);
  const posts = db.selectFrom('post').where('created_by', '=', userId);
  const schedules = db.selectFrom('schedule').where('post_id', 'in', withdrawn(db, userId));
  const decisions = db
    .selectFrom('schedule')
    .where(({ or, eb }) => or([eb('created_by', '=', userId), decidedBy(userId)]))
    .where('post_id', 'not in', withdrawn(db, userId));
  const revisions = db
    .selectFrom('revision')
    .where('created_by', '=', userId)
    .where('post_id', 'not in', own);
  const extras = db.selectFrom('event_extras').where('saved_by', '=', userId);
  const lines = db.selectFrom('audit').where('id', 'in', linesNaming(db, userId));
  return {
    posts: await counted(posts),
    pictures: await counted(pictures),
    schedules: await counted(schedules),
    connections: await counted(db.selectFrom('connection').where('connected_by', '=', userId)),
    counters: await counted(db.selectFrom('usage').where('subject', '=', subject)),
    traces:
      (await counted(revisions)) +
      (await counted(extras)) +
      (await counted(decisions)) +
      (await counted(lines)),
  };
}

/**
 * The ids of posts whose place in the queue goes with a person: their own, and what they scheduled of others' unless it
 * is, or may be, on Instagram.
 */
export function withdrawn(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('schedule')
    .innerJoin('post', 'post.id', 'schedule.post_id')
    .select('post.id')
    .where('schedule.created_by', '=', userId)
    .where('post.state', 'not in', ['published', 'unconfirmed'] satisfies PostState[])
    .union(
      db
        .selectFrom('post')
        .innerJoin('schedule', 'schedule.post_id', 'post.id')
        .select('post.id')
        .where('post.created_by', '=', userId),
    );
}

/** Of a schedule: somebody has approved, rejected or vouched. */
export function decidedBy(userId: string) {
  const columns = ['approved_by', 'rejected_by', 'vouched_by'] as const;
  return expressionBuilder<Schema, 'schedule'>().or(
    columns.map((column) => expressionBuilder<Schema, 'schedule'>()(column, '=', userId)),
  );
}

/** The ids of the audit lines that a person wrote or is named in, each once. */
export function linesNaming(db: Kysely<Schema>, userId: string) {
  return db
    .selectFrom('audit')
    .select('id')
    .where('actor_id', '=', userId)
    .union(db.selectFrom('audit_mention').select('audit_id as id').where('person', '=', userId));
}

async function counted<Table extends keyof Schema>(
  query: SelectQueryBuilder<Schema, Table, object>,
): Promise<number> {
  const { count } = await query.select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow();
  return count;
}
