import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { postgres } from '../storage/databases.ts';
import { DAY_MS, EVENING, GUILD, makeDraft } from '../storage/make-draft.ts';

// SQLite lets one process at a time write, so only here two can meet.
if (postgres) {
  const kind = postgres;

  describe('a clean-up beside another process', { timeout: 60_000 }, () => {
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
        await expect
          .poll(async () => {
            const { rows } = await sql`
              select pid from pg_stat_activity
              where datname = current_database() and wait_event_type = 'Lock'
            `.execute(trx);
            return rows.length;
          })
          .toBe(1);
        return { removing };
      });
      expect(await removal.removing).toEqual({ removed: 0, hashes: [] });
      expect(await posts.findPost(GUILD, id)).toBeDefined();
    });
  });
}
