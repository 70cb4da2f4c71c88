import type { Kysely } from 'kysely';
import type { PostState } from '../posts/kept-post.ts';
import { problemColumn } from './publication-row.ts';
import type { Schema } from './schema.ts';

/** A post as its operator sees it. Times in epoch milliseconds. */
export interface OperatorPost {
  readonly id: string;
  readonly guildId: string;
  readonly state: PostState;
  /** How often `media_publish` was sent. */
  readonly sends: number;
  readonly containerId?: string;
  readonly mediaId?: string;
  readonly permalink?: string;
  /** The problem's kind and code. */
  readonly error?: string;
  readonly scheduledAt?: number;
  readonly publishedAt?: number;
}

/** Of all servers, the newest first: for the command line, whose user may read the database anyway. */
export async function operatorPosts(
  db: Kysely<Schema>,
  filter: { readonly id?: string | undefined; readonly guildId?: string | undefined },
): Promise<readonly OperatorPost[]> {
  let query = db
    .selectFrom('post')
    .leftJoin('schedule', 'schedule.post_id', 'post.id')
    .select([
      'post.id',
      'post.guild_id',
      'post.state',
      'post.permalink',
      'post.published_at',
      'schedule.sends',
      'schedule.container_id',
      'schedule.media_id',
      'schedule.problem',
      'schedule.due_at',
    ]);
  if (filter.id !== undefined) query = query.where('post.id', '=', filter.id);
  if (filter.guildId !== undefined) query = query.where('post.guild_id', '=', filter.guildId);
  const rows = await query.orderBy('post.created_at', 'desc').orderBy('post.id').execute();
  return rows.map((row) => ({
    id: row.id,
    guildId: row.guild_id,
    state: row.state,
    sends: row.sends ?? 0,
    ...(row.container_id ? { containerId: row.container_id } : {}),
    ...(row.media_id === null ? {} : { mediaId: row.media_id }),
    ...(row.permalink === null ? {} : { permalink: row.permalink }),
    ...(row.problem === null ? {} : { error: errorOf(row.problem) }),
    ...(row.due_at === null ? {} : { scheduledAt: row.due_at }),
    ...(row.published_at === null ? {} : { publishedAt: row.published_at }),
  }));
}

function errorOf(problem: string): string {
  const { kind, code } = problemColumn.parse(problem);
  return code === undefined ? kind : `${kind} (${code})`;
}
