import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { type Event, PHASES } from '../events/event.ts';
import { KEPT_PARTS } from '../posts/compose-post.ts';
import type { KeptPicture, KeptPost, NewPicture, PostFacts, Remarks } from '../posts/kept-post.ts';
import type { PostSummary } from '../posts/post-store.ts';
import { extrasSchema } from './extras-store.ts';
import { jsonColumn } from './json-column.ts';
import type { Schema } from './schema.ts';
import { unguessableId, unguessableSecret } from './unguessable.ts';

// Loose: what a later version adds to events is kept, not dropped, when an earlier one reads the row.
const eventSchema: z.ZodType<Event> = z.looseObject({
  id: z.string(),
  name: z.string(),
  date: z.string(),
  venue: z.looseObject({ name: z.string(), address: z.string() }),
  description: z.string(),
  hashtags: z.array(z.string()),
  phase: z.enum(PHASES),
  timeslots: z.array(
    z.looseObject({
      start: z.string(),
      end: z.string(),
      djName: z.string(),
      handle: z.string().optional(),
    }),
  ),
});

const textSchema = z.looseObject({ text: z.string() });
const countSchema = z.looseObject({ count: z.number() });

const remarksSchema: z.ZodType<Remarks> = z.looseObject({
  caption: z.array(
    z.discriminatedUnion('kind', [
      z.looseObject({ kind: z.literal('description_shortened') }),
      textSchema.extend({ kind: z.literal('text_shortened') }),
      countSchema.extend({ kind: z.literal('acts_omitted') }),
      countSchema.extend({ kind: z.literal('hashtags_dropped') }),
      countSchema.extend({ kind: z.literal('mentions_dropped') }),
    ]),
  ),
  poster: z.array(
    z.discriminatedUnion('kind', [
      z.looseObject({ kind: z.literal('missing_glyphs'), characters: z.array(z.string()) }),
      textSchema.extend({ kind: z.literal('text_shortened') }),
      countSchema.extend({ kind: z.literal('acts_omitted') }),
    ]),
  ),
  actsOnPages: z.array(z.number()).optional(),
  unread: z.array(z.enum(KEPT_PARTS)),
});

const factsSchema: z.ZodType<PostFacts> = z.looseObject({
  event: eventSchema,
  readAt: z.number(),
  stale: z.boolean(),
  unreadableTimeslots: z.number().optional(),
  extras: extrasSchema.optional(),
  composedAt: z.number().optional(),
  fromFile: z.boolean().optional(),
  // A later version may remark what this one does not know: no reason not to read the post.
  remarks: remarksSchema.optional().catch(undefined),
});

export const factsColumn = jsonColumn(factsSchema);

type PostRow = Selectable<Schema['post']>;
type RevisionRow = Selectable<Schema['revision']>;
type PictureRow = Selectable<Schema['picture']>;

/** The post with its present revision and pictures; undefined also when it belongs to another server. */
export async function readPost(
  db: Kysely<Schema>,
  guildId: string,
  postId: string,
): Promise<KeptPost | undefined> {
  const post = await db
    .selectFrom('post')
    .selectAll()
    .where('id', '=', postId)
    .where('guild_id', '=', guildId)
    .executeTakeFirst();
  if (!post) return undefined;
  const revision = await db
    .selectFrom('revision')
    .selectAll()
    .where('post_id', '=', postId)
    .where('number', '=', post.revision)
    .executeTakeFirst();
  // Deleted between the two.
  if (!revision) return undefined;
  return keptPostOf(post, revision, await readPictures(db, postId, post.revision));
}

async function readPictures(
  db: Kysely<Schema>,
  postId: string,
  revision: number,
): Promise<readonly KeptPicture[]> {
  const rows = await db
    .selectFrom('picture')
    .selectAll()
    .where('post_id', '=', postId)
    .where('revision', '=', revision)
    .orderBy('page')
    .execute();
  return rows.map(pictureOf);
}

/** Adds pictures to a revision, each with an address of its own, also where the picture is one that is known. */
export async function insertPictures(
  db: Kysely<Schema>,
  place: { readonly postId: string; readonly revision: number; readonly at: number },
  pictures: readonly NewPicture[],
): Promise<void> {
  if (pictures.length === 0) return;
  const rows = pictures.map(({ hash, bytes, width, height }, index) => ({
    id: unguessableId(),
    secret: unguessableSecret(),
    post_id: place.postId,
    revision: place.revision,
    page: index + 1,
    hash,
    bytes,
    width,
    height,
    created_at: place.at,
  }));
  await db.insertInto('picture').values(rows).execute();
}

export function pictureOf(row: PictureRow): KeptPicture {
  const { id, secret, hash, bytes, width, height } = row;
  return { token: id + secret, hash, bytes, width, height };
}

export function summaryOf(row: PostRow): PostSummary {
  return {
    id: row.id,
    guildId: row.guild_id,
    eventId: row.event_id,
    eventName: row.event_name,
    eventDate: row.event_date,
    template: row.template,
    state: row.state,
    revision: row.revision,
    createdBy: row.created_by,
    ...(row.channel_id === null || row.message_id === null
      ? {}
      : { message: { channelId: row.channel_id, messageId: row.message_id } }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.downloaded_at === null ? {} : { downloadedAt: row.downloaded_at }),
    ...(row.published_at === null ? {} : { publishedAt: row.published_at }),
    ...(row.permalink === null ? {} : { permalink: row.permalink }),
  };
}

function keptPostOf(
  post: PostRow,
  revision: RevisionRow,
  pictures: readonly KeptPicture[],
): KeptPost {
  return {
    ...summaryOf(post),
    revision: {
      number: revision.number,
      theme: revision.theme,
      size: revision.size,
      language: revision.language,
      caption: revision.caption,
      captionEdited: revision.caption_edited === 1,
      facts: factsColumn.parse(revision.facts),
      ...(revision.created_by === null ? {} : { createdBy: revision.created_by }),
      createdAt: revision.created_at,
      pictures,
    },
  };
}
