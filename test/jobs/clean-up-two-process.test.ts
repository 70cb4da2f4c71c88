import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { nameOf, plantSchedule } from '../storage/contracts/post-store.contract.ts';
import { postgres } from '../storage/databases.ts';
import { DAY_MS, EVENING, GUILD, MINA, makeDraft } from '../storage/make-draft.ts';

// SQLite lets one process at a time write, so only here two can meet.
if (postgres) {
  const kind = postgres;

  describe('a clean-up beside another process', { timeout: 60_000 }, () => {
    test.each(['removeDrafts', 'removePictures'] as const)(
      'leaves what somebody schedules at this very moment: %s',
      async (remove) => {
        await using opened = await kind.open();
        await using other = await openDatabase(opened.url ?? '');
        const { posts, expiry } = storesOf(opened.database, Date.now);
        const post = await posts.createDraft(makeDraft());
        if (remove === 'removePictures') {
          const deed = { by: MINA, at: EVENING };
          await posts.markDownloaded({ ...nameOf(post), ...deed });
        }
        const removal = await other.kysely.transaction().execute(async (trx) => {
          await plantSchedule(trx, post);
          await trx
            .updateTable('post')
            .set({ state: 'scheduled' })
            .where('id', '=', post.id)
            .execute();
          const removing = expiry[remove]({ before: EVENING + DAY_MS, limit: 10 });
          await waitsForLock(trx);
          return { removing };
        });
        expect(await removal.removing).toEqual({ removed: 0, hashes: [] });
        expect((await posts.findPost(GUILD, post.id))?.revision.pictures).toHaveLength(2);
      },
    );

    test('leaves a draft that somebody comes back to at this very moment', async () => {
      await using opened = await kind.open();
      await using other = await openDatabase(opened.url ?? '');
      const { posts, expiry } = storesOf(opened.database, Date.now);
      const { id } = await posts.createDraft(makeDraft());
      const now = EVENING + 31 * DAY_MS;
      const removal = await other.kysely.transaction().execute(async (trx) => {
        await trx.updateTable('post').set({ updated_at: now }).where('id', '=', id).execute();
        const removing = expiry.removeDrafts({ before: now - 30 * DAY_MS, limit: 10 });
        // It has found the draft as it was, and waits for us.
        await waitsForLock(trx);
        return { removing };
      });
      expect(await removal.removing).toEqual({ removed: 0, hashes: [] });
      expect(await posts.findPost(GUILD, id)).toBeDefined();
    });

    test('does not let a post through that is written during a removal of its person', async () => {
      await using opened = await kind.open();
      await using other = await openDatabase(opened.url ?? '');
      const { posts, personalData } = storesOf(opened.database, Date.now);
      const first = await posts.createDraft(makeDraft());
      const late = { at: EVENING + 1, begunAt: EVENING - 1 };
      const outcome = await other.kysely.transaction().execute(async (trx) => {
        const row = await trx
          .selectFrom('post')
          .selectAll()
          .where('id', '=', first.id)
          .executeTakeFirstOrThrow();
        await trx
          .insertInto('post')
          .values({ ...row, id: '0123456789abcdef' })
          .execute();
        const removing = personalData.deletePerson(MINA, EVENING);
        await waitsForLock(trx);
        return { removing };
      });
      expect(await outcome.removing).toMatchObject({ receipt: { removed: { posts: 2 } } });
      await expect(posts.createDraft(makeDraft(late))).rejects.toThrow('was removed');
    });
  });
}

/** Until one statement of somebody else waits for what this transaction holds. */
async function waitsForLock(trx: Kysely<Schema>): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await sql`
        select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
      `.execute(trx);
      return rows.length;
    })
    .toBe(1);
}
