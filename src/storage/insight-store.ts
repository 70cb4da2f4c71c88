import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { InsightStore, KeptInsights, PublishedPost } from '../posts/publishing/insights.ts';
import { INSIGHT_METRICS, type InsightMetric } from '../posts/publishing/instagram.ts';
import { jsonColumn } from './json-column.ts';
import { lockPosts } from './row-locks.ts';
import type { Schema } from './schema.ts';

const metricsColumn = jsonColumn(
  z.object(
    Object.fromEntries(INSIGHT_METRICS.map((name) => [name, z.number().optional()])) as Record<
      InsightMetric,
      z.ZodOptional<z.ZodNumber>
    >,
  ),
);

/** Insights in the database: one row for each post, the last that was read. */
export class DatabaseInsightStore implements InsightStore {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** Of a post that is gone nothing is kept. */
  async save(guildId: string, postId: string, { values, readAt }: KeptInsights): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await lockPosts(trx, [postId]);
      const post = await trx
        .selectFrom('post')
        .select('id')
        .where('id', '=', postId)
        .where('guild_id', '=', guildId)
        .executeTakeFirst();
      if (!post) return;
      const known = await readInsights(trx, guildId, postId);
      const columns = {
        metrics: metricsColumn.encode({ ...known?.values, ...values }),
        read_at: readAt,
      };
      await trx
        .insertInto('insight')
        .values({ post_id: postId, guild_id: guildId, ...columns })
        .onConflict((conflict) => conflict.column('post_id').doUpdateSet(columns))
        .execute();
    });
  }

  async find(guildId: string, postId: string): Promise<KeptInsights | undefined> {
    return await readInsights(this.#db, guildId, postId);
  }

  async publishedSince(since: number): Promise<readonly PublishedPost[]> {
    const rows = await this.#db
      .selectFrom('post')
      .innerJoin('schedule', 'schedule.post_id', 'post.id')
      .select(['post.guild_id', 'post.id', 'post.published_at'])
      .select(['schedule.media_id', 'schedule.account_id'])
      .where('post.published_at', '>=', since)
      .where('post.state', '=', 'published')
      .where('schedule.media_id', 'is not', null)
      .where('schedule.account_id', 'is not', null)
      .orderBy('post.published_at')
      .orderBy('post.id')
      .execute();
    return rows.map((row) => ({
      guildId: row.guild_id,
      postId: row.id,
      mediaId: row.media_id ?? '',
      accountId: row.account_id ?? '',
      publishedAt: row.published_at ?? 0,
    }));
  }

  async statsOf(
    guildId: string,
    since: number,
    limit: number,
  ): ReturnType<InsightStore['statsOf']> {
    const rows = await this.#db
      .selectFrom('post')
      .leftJoin('insight', 'insight.post_id', 'post.id')
      .select(['post.id', 'post.event_name', 'post.published_at', 'post.permalink'])
      .select(['insight.metrics', 'insight.read_at'])
      .where('post.guild_id', '=', guildId)
      .where('post.published_at', '>=', since)
      .where('post.state', '=', 'published')
      .orderBy('post.published_at', 'desc')
      .orderBy('post.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => {
      const insights = insightsOf(row);
      return {
        postId: row.id,
        eventName: row.event_name,
        publishedAt: row.published_at ?? 0,
        ...(row.permalink === null ? {} : { permalink: row.permalink }),
        ...(insights && { insights }),
      };
    });
  }
}

async function readInsights(
  db: Kysely<Schema>,
  guildId: string,
  postId: string,
): Promise<KeptInsights | undefined> {
  const row = await db
    .selectFrom('insight')
    .select(['metrics', 'read_at'])
    .where('post_id', '=', postId)
    .where('guild_id', '=', guildId)
    .executeTakeFirst();
  return row && insightsOf(row);
}

function insightsOf(row: {
  readonly metrics: string | null;
  readonly read_at: number | null;
}): KeptInsights | undefined {
  if (row.metrics === null || row.read_at === null) return undefined;
  // Without the names of those that are missing.
  const known = Object.entries(metricsColumn.parse(row.metrics)).filter(
    ([, value]) => value !== undefined,
  );
  return { values: Object.fromEntries(known), readAt: row.read_at };
}
