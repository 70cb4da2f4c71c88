import { type Kysely, sql } from 'kysely';
import type { PostFilter, PostPage, PostQuery, PostSummary } from '../posts/post-store.ts';
import { summaryOf } from './post-rows.ts';
import type { Schema } from './schema.ts';

/** One page of a server's posts, newest first, read from the index it is sorted in. */
export async function listPosts(
  db: Kysely<Schema>,
  { limit, cursor, ...filter }: PostQuery,
): Promise<PostPage> {
  const from = readCursor(cursor);
  const newerFirst = from?.direction !== 'newer';
  const order = newerFirst ? 'desc' : 'asc';
  const rows = await matching(db, filter)
    .selectAll()
    .$if(from !== undefined, (query) =>
      query.where(
        sql`(created_at, id)`,
        newerFirst ? '<' : '>',
        sql`(${from?.createdAt ?? 0}, ${from?.id ?? ''})`,
      ),
    )
    .orderBy('created_at', order)
    .orderBy('id', order)
    // One more than wanted says whether there is another page.
    .limit(limit + 1)
    .execute();
  const more = rows.length > limit;
  const found = rows.slice(0, limit).map(summaryOf);
  const posts = newerFirst ? found : found.reverse();
  const [first, last] = [posts[0] ?? from, posts.at(-1) ?? from];
  const hasOlder = newerFirst ? more : true;
  const hasNewer = newerFirst ? from !== undefined : more;
  return {
    posts,
    ...(hasOlder && last ? { older: writeCursor('older', last) } : {}),
    ...(hasNewer && first ? { newer: writeCursor('newer', first) } : {}),
  };
}

export async function countPosts(
  db: Kysely<Schema>,
  filter: PostFilter,
  upTo: number,
): Promise<number> {
  const { count } = await db
    .selectFrom(matching(db, filter).select('id').limit(upTo).as('found'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function matching(db: Kysely<Schema>, { guildId, state, template, eventId }: PostFilter) {
  let query = db.selectFrom('post').where('guild_id', '=', guildId);
  if (state !== undefined) query = query.where('state', '=', state);
  if (template !== undefined) query = query.where('template', '=', template);
  if (eventId !== undefined) query = query.where('event_id', '=', eventId);
  return query;
}

type Position = Pick<PostSummary, 'createdAt' | 'id'>;
type Cursor = Position & { readonly direction: 'older' | 'newer' };

function writeCursor(direction: Cursor['direction'], { createdAt, id }: Position): string {
  return `${direction === 'older' ? 'o' : 'n'}${createdAt.toString(36)}.${id}`;
}

function readCursor(cursor: string | undefined): Cursor | undefined {
  const match = /^([on])([0-9a-z]{1,11})\.([0-9a-z]{1,32})$/.exec(cursor ?? '');
  if (!match?.[2] || !match[3]) return undefined;
  return {
    direction: match[1] === 'o' ? 'older' : 'newer',
    createdAt: Number.parseInt(match[2], 36),
    id: match[3],
  };
}
