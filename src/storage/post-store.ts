import type { Kysely } from 'kysely';
import { revisionDifferences } from '../posts/approval/revision-differences.ts';
import { EDITABLE_STATES, type KeptPost, type MessagePlace } from '../posts/kept-post.ts';
import type {
  Deed,
  DeletionOutcome,
  EditOutcome,
  NewDraft,
  PostEdit,
  PostFilter,
  PostName,
  PostPage,
  PostQuery,
  PostStore,
  RevisionContent,
} from '../posts/post-store.ts';
import { appendAudit } from './audit-log.ts';
import { unreferencedHashes } from './picture-index.ts';
import { countPosts, listPosts } from './post-list.ts';
import { factsColumn, insertPictures, readPost } from './post-rows.ts';
import { refuseRemoved } from './removed-person.ts';
import { reviseSchedule } from './schedule-change.ts';
import type { Schema } from './schema.ts';
import { unguessableId } from './unguessable.ts';

/** Posts in the database. */
export class DatabasePostStore implements PostStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** @throws {PersonRemovedError} when the person was removed since they asked. */
  async createDraft(draft: NewDraft): Promise<KeptPost> {
    const { guildId, template, content, by, at } = draft;
    const postId = unguessableId();
    return await this.#db.transaction().execute(async (trx) => {
      await trx
        .insertInto('post')
        .values({
          id: postId,
          guild_id: guildId,
          ...eventColumns(content),
          template,
          state: 'draft',
          revision: 1,
          created_by: by,
          created_at: at,
          updated_at: at,
        })
        .execute();
      await refuseRemoved(trx, draft);
      await insertRevision(trx, { postId, number: 1, by, at }, content);
      const details = { revision: 1 };
      await appendAudit(trx, entryOf('post.created', { guildId, postId, by, at }, details));
      return await existing(trx, guildId, postId);
    });
  }

  async findPost(guildId: string, postId: string): Promise<KeptPost | undefined> {
    return await readPost(this.#db, guildId, postId);
  }

  /** @throws {PersonRemovedError} when the person was removed since they asked. */
  async addRevision(edit: PostEdit): Promise<EditOutcome> {
    const { guildId, postId, expected, changes, by, at } = edit;
    const number = expected + 1;
    return await this.#db.transaction().execute(async (trx) => {
      // First the write, which others who edit the same revision wait for, and then fail.
      const moved = await trx
        .updateTable('post')
        .set({ revision: number, updated_at: at })
        .where('id', '=', postId)
        .where('guild_id', '=', guildId)
        .where('revision', '=', expected)
        .where('state', 'in', EDITABLE_STATES)
        .returning(['state', 'template'])
        .executeTakeFirst();
      if (!moved) return await refusal(trx, edit);
      await refuseRemoved(trx, edit);
      const before = await contentOf(trx, postId, expected);
      const content = { ...before, ...changes };
      await trx
        .updateTable('post')
        .set(eventColumns(content))
        .where('id', '=', postId)
        .where('guild_id', '=', guildId)
        .execute();
      await insertRevision(trx, { postId, number, by, at }, content);
      await reviseSchedule(trx, edit, moved.state);
      const { changes: changed } = revisionDifferences(before, content, moved.template);
      const details = { revision: number, changed: changed.join(' ') };
      await appendAudit(trx, entryOf('post.edited', edit, details));
      return { outcome: 'saved', post: await existing(trx, guildId, postId) };
    });
  }

  async revisionOf(
    { guildId, postId }: PostName,
    number: number,
  ): Promise<RevisionContent | undefined> {
    const found = await this.#db
      .selectFrom('revision')
      .innerJoin('post', 'post.id', 'revision.post_id')
      .select('revision.number')
      .where('revision.post_id', '=', postId)
      .where('revision.number', '=', number)
      .where('post.guild_id', '=', guildId)
      .executeTakeFirst();
    return found && (await contentOf(this.#db, postId, number));
  }

  async setMessage({
    guildId,
    postId,
    channelId,
    messageId,
  }: PostName & MessagePlace): Promise<'set' | 'not_found'> {
    const { numUpdatedRows } = await this.#db
      .updateTable('post')
      .set({ channel_id: channelId, message_id: messageId })
      .where('id', '=', postId)
      .where('guild_id', '=', guildId)
      .executeTakeFirst();
    return numUpdatedRows > 0n ? 'set' : 'not_found';
  }

  async markDownloaded(download: PostName & Deed): Promise<'marked' | 'already' | 'not_found'> {
    const { guildId, postId, at } = download;
    return await this.#db.transaction().execute(async (trx) => {
      const marked = await trx
        .updateTable('post')
        .set({ downloaded_at: at })
        .where('id', '=', postId)
        .where('guild_id', '=', guildId)
        .where('downloaded_at', 'is', null)
        .returning('revision')
        .executeTakeFirst();
      if (marked) {
        await appendAudit(trx, entryOf('post.downloaded', download, { ...marked }));
        return 'marked';
      }
      return (await stateOf(trx, download)) ? 'already' : 'not_found';
    });
  }

  async listPosts(query: PostQuery): Promise<PostPage> {
    return await listPosts(this.#db, query);
  }

  async countPosts(filter: PostFilter, upTo: number): Promise<number> {
    return await countPosts(this.#db, filter, upTo);
  }

  async deletePost(deletion: PostName & Deed): Promise<DeletionOutcome> {
    const { guildId, postId } = deletion;
    return await this.#db.transaction().execute(async (trx) => {
      const pictures = await trx
        .selectFrom('picture')
        .innerJoin('post', 'post.id', 'picture.post_id')
        .select('picture.hash')
        .distinct()
        .where('post.id', '=', postId)
        .where('post.guild_id', '=', guildId)
        .execute();
      const deleted = await trx
        .deleteFrom('post')
        .where('id', '=', postId)
        .where('guild_id', '=', guildId)
        // Whether it is on Instagram must remain to be found out.
        .where('state', 'not in', ['publishing', 'unconfirmed'])
        .returning(['event_name', 'state'])
        .executeTakeFirst();
      if (!deleted) {
        return { outcome: (await stateOf(trx, deletion)) ? 'publishing' : 'not_found' };
      }
      await appendAudit(trx, entryOf('post.deleted', deletion, { ...deleted }));
      const hashes = await unreferencedHashes(
        trx,
        pictures.map(({ hash }) => hash),
      );
      return { outcome: 'deleted', hashes };
    });
  }
}

async function refusal(trx: Kysely<Schema>, edit: PostEdit): Promise<EditOutcome> {
  const post = await readPost(trx, edit.guildId, edit.postId);
  if (!post) return { outcome: 'not_found' };
  return { outcome: post.revision.number === edit.expected ? 'not_editable' : 'conflict', post };
}

async function contentOf(
  db: Kysely<Schema>,
  postId: string,
  number: number,
): Promise<RevisionContent> {
  const row = await db
    .selectFrom('revision')
    .selectAll()
    .where('post_id', '=', postId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const pictures = await db
    .selectFrom('picture')
    .select(['hash', 'bytes', 'width', 'height'])
    .where('post_id', '=', postId)
    .where('revision', '=', number)
    .orderBy('page')
    .execute();
  return {
    theme: row.theme,
    size: row.size,
    language: row.language,
    caption: row.caption,
    captionEdited: row.caption_edited === 1,
    facts: factsColumn.parse(row.facts),
    pictures,
  };
}

async function insertRevision(
  trx: Kysely<Schema>,
  place: Deed & { readonly postId: string; readonly number: number },
  content: RevisionContent,
): Promise<void> {
  const { postId, number, by, at } = place;
  await trx
    .insertInto('revision')
    .values({
      post_id: postId,
      number,
      theme: content.theme,
      size: content.size,
      language: content.language,
      caption: content.caption,
      caption_edited: content.captionEdited ? 1 : 0,
      facts: factsColumn.encode(content.facts),
      created_by: by,
      created_at: at,
    })
    .execute();
  await insertPictures(trx, { postId, revision: number, at }, content.pictures);
}

function eventColumns({ facts: { event } }: Pick<RevisionContent, 'facts'>) {
  return { event_id: event.id, event_name: event.name, event_date: event.date };
}

async function existing(trx: Kysely<Schema>, guildId: string, postId: string): Promise<KeptPost> {
  const post = await readPost(trx, guildId, postId);
  if (!post) throw new Error(`Post ${postId} is gone within its own transaction`);
  return post;
}

async function stateOf(trx: Kysely<Schema>, { guildId, postId }: PostName) {
  return await trx
    .selectFrom('post')
    .select('state')
    .where('id', '=', postId)
    .where('guild_id', '=', guildId)
    .executeTakeFirst();
}

function entryOf(
  action: string,
  { guildId, postId, by, at }: PostName & Deed,
  details: Readonly<Record<string, string | number>>,
) {
  return { guildId, at, actorId: by, action, subject: postId, details };
}
