import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import {
  DIFFERING_PARTS,
  PROBLEM_KINDS,
  type PublishProblem,
} from '../posts/publishing/problem.ts';
import type { Container, Publication, SentContainer } from '../posts/publishing/publication.ts';
import { jsonColumn } from './json-column.ts';
import type { Schema } from './schema.ts';

export type ScheduleRow = Selectable<Schema['schedule']>;

export const differenceSchema = z.object({
  part: z.enum(DIFFERING_PARTS),
  before: z.string().optional(),
  after: z.string().optional(),
});

export const problemSchema: z.ZodType<PublishProblem> = z.object({
  // A later version may know more of them: no reason to stop the queue.
  kind: z.enum(PROBLEM_KINDS).catch('unexpected'),
  code: z.string().optional(),
  until: z.number().optional(),
  told: z.boolean().optional(),
  changes: z.array(differenceSchema).optional().catch(undefined),
});

export const problemColumn = jsonColumn(problemSchema);
const childrenColumn = jsonColumn(z.array(z.string()));

export async function readSchedule(
  db: Kysely<Schema>,
  postId: string,
): Promise<ScheduleRow | undefined> {
  return await db
    .selectFrom('schedule')
    .selectAll()
    .where('post_id', '=', postId)
    .executeTakeFirst();
}

export async function findPublication(
  db: Kysely<Schema>,
  guildId: string,
  postId: string,
): Promise<Publication | undefined> {
  const row = await readSchedule(db, postId);
  return row?.guild_id === guildId ? publicationOf(row) : undefined;
}

/** Never throws, whatever was written into the columns by hand: one row must not stop those claimed with it. */
export function publicationOf(row: ScheduleRow): Publication {
  const container = containerOf(row);
  const sentContainer = sentContainerOf(row);
  return {
    guildId: row.guild_id,
    postId: row.post_id,
    dueAt: row.due_at,
    ...(row.asap === 1 ? { asap: true } : {}),
    ...present('wakeAt', row.wake_at),
    phase: row.phase,
    fence: row.fence,
    attempts: row.attempts,
    sends: row.sends,
    needsApproval: row.needs_approval === 1,
    ...(row.approved_revision === null || row.approved_by === null || row.approved_at === null
      ? {}
      : {
          approval: { revision: row.approved_revision, by: row.approved_by, at: row.approved_at },
        }),
    ...present('accountId', row.account_id),
    ...(container && { container }),
    ...present('sentAt', row.sent_at),
    ...(sentContainer && { sentContainer }),
    ...present('doubtedAt', row.doubted_at),
    ...present('unpublishedSince', row.unpublished_since),
    looks: row.looks,
    ...present('vouchedBy', row.vouched_by),
    ...present('checkedAt', row.checked_at),
    ...present('mediaId', row.media_id),
    ...(row.problem === null ? {} : { problem: problemOf(row.problem) }),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

export function containerColumns(container: Container | null) {
  return {
    container_id: container?.id ?? null,
    container_children: container?.children ? childrenColumn.encode([...container.children]) : null,
    container_created_at: container?.createdAt ?? null,
    container_revision: container?.revision ?? null,
  };
}

/** What cannot be read is a problem all the same. */
export function problemOf(column: string): PublishProblem {
  const read = problemColumn.safeParse(column);
  return read.success ? read.data : { kind: 'unexpected', code: 'unreadable' };
}

export const NOT_APPROVED = {
  approved_revision: null,
  approved_by: null,
  approved_at: null,
} as const;

export const NOT_SENT = {
  sent_container_id: null,
  sent_container_revision: null,
  sent_account_id: null,
} as const;

export const NOT_REJECTED = {
  rejected_revision: null,
  rejected_by: null,
  rejection_reason: null,
} as const;

function containerOf(row: ScheduleRow): Container | undefined {
  const { container_id: id, container_created_at: createdAt, container_revision: revision } = row;
  if (id === null || createdAt === null || revision === null) return undefined;
  if (row.container_children === null) return { id, createdAt, revision };
  const children = childrenColumn.safeParse(row.container_children);
  if (children.success) return { id, children: children.data, createdAt, revision };
  // Without its children a parent cannot be made; one that is made does not need them.
  return id === '' ? undefined : { id, createdAt, revision };
}

function sentContainerOf(row: ScheduleRow): SentContainer | undefined {
  const { sent_container_id: id, sent_container_revision: revision } = row;
  const accountId = row.sent_account_id;
  if (id === null || revision === null || accountId === null) return undefined;
  return { id, revision, accountId };
}

function present<Name extends string, Value>(
  name: Name,
  value: Value | null,
): { readonly [Key in Name]?: Value } {
  return value === null ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value });
}
