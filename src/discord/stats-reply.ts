import { formatWhen } from '../events/when/format.ts';
import type { InsightStore, KeptInsights } from '../posts/publishing/insights.ts';
import {
  INSIGHT_METRICS,
  type InsightMetric,
  type Insights,
} from '../posts/publishing/instagram.ts';
import type { Reply } from './command.ts';
import { CONTENT_LIMIT } from './limits.ts';
import { plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';

export const STATS_DAYS = 30;
/** Far more than the 25 a day that are published would be in a month of one server, in practice. */
export const STATS_POSTS = 500;
const NAME_LENGTH = 60;
/** Kept free for the line that says how many more there are. */
const MORE_LENGTH = 100;

type PostStats = Awaited<ReturnType<InsightStore['statsOf']>>[number];

export interface StatsReplyOptions {
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The answer to `/stats`: the sums of all, and as many posts as one message holds, the newest first. */
export function statsReply(
  posts: readonly PostStats[],
  { messages, now }: StatsReplyOptions,
): Reply {
  const { stats } = messages;
  if (posts.length === 0) return { content: stats.none(STATS_DAYS) };
  const frame = [
    `### ${stats.heading(STATS_DAYS, posts.length, posts.length >= STATS_POSTS)}`,
    `**${stats.sum}** ${sums(posts, messages)}`,
  ];
  const foot = `-# ${readingLine(latest(posts), messages)}`;
  let room = CONTENT_LIMIT - MORE_LENGTH - [...frame, foot].join('\n').length;
  const entries: string[] = [];
  for (const post of posts) {
    const entry = entryOf(post, { messages, now });
    room -= entry.length + 1;
    if (room < 0) break;
    entries.push(entry);
  }
  const left = posts.length - entries.length;
  const more = left === 0 ? [] : [`-# ${stats.more(left)}`];
  return { content: [...frame, ...entries, ...more, foot].join('\n') };
}

/**
 * What is known of one published post, for two lines of Markdown: its figures, and when they were read. What is missing
 * is said to be, and is never 0.
 */
export function insightLines(insights: KeptInsights | undefined, messages: Messages): string[] {
  return [
    `📊 ${figures(insights?.values ?? {}, messages)}`,
    `-# ${readingLine(insights?.readAt, messages)}`,
  ];
}

function entryOf(
  { eventName, publishedAt, permalink, insights }: PostStats,
  { messages, now }: StatsReplyOptions,
): string {
  const when = formatWhen(publishedAt, messages.language, { now });
  // Angle brackets keep Discord from adding a preview of each.
  const link = permalink === undefined ? '' : ` · [${messages.stats.link}](<${permalink}>)`;
  return [
    `**${when}** ${plain(eventName, NAME_LENGTH)}${link}`,
    `-# ${figures(insights?.values ?? {}, messages)}`,
  ].join('\n');
}

/** `도달 1,204 · 조회 아직 없음 · …`; one word where nothing is known at all. */
function figures(values: Insights, { stats, language }: Messages): string {
  if (INSIGHT_METRICS.every((metric) => values[metric] === undefined)) return stats.missing;
  return INSIGHT_METRICS.map((metric) => {
    const value = values[metric];
    const shown = value === undefined ? stats.missing : grouped(value, language);
    return `${stats.metrics[metric]} ${shown}`;
  }).join(' · ');
}

function sums(posts: readonly PostStats[], messages: Messages): string {
  return INSIGHT_METRICS.map((metric) => sumOf(posts, metric, messages)).join(' · ');
}

/** Over those of which it is known, and of how many that is where it is not all. */
function sumOf(
  posts: readonly PostStats[],
  metric: InsightMetric,
  { stats, language }: Messages,
): string {
  const known = posts.flatMap(({ insights }) => insights?.values[metric] ?? []);
  const name = stats.metrics[metric];
  if (known.length === 0) return `${name} ${stats.missing}`;
  const sum = known.reduce((total, value) => total + value, 0);
  const part = known.length < posts.length ? ` (${stats.partly(known.length, posts.length)})` : '';
  return `${name} ${grouped(sum, language)}${part}`;
}

function latest(posts: readonly PostStats[]): number | undefined {
  const times = posts.flatMap(({ insights }) => insights?.readAt ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

function readingLine(readAt: number | undefined, { stats }: Messages): string {
  return readAt === undefined ? stats.unread() : stats.readAt(relativeTime(readAt));
}

function grouped(value: number, language: Messages['language']): string {
  return value.toLocaleString(language === 'ko' ? 'ko-KR' : 'en-US');
}
