import { invalidParameter } from './graph-error.ts';

/** What feed posts have. @see the reference of Instagram Media Insights */
const METRICS = [
  'reach',
  'views',
  'likes',
  'comments',
  'saved',
  'shares',
  'total_interactions',
  'follows',
  'profile_visits',
  'profile_activity',
  'reposts',
] as const;

/** By metric; what is missing has no data yet, which is not 0. */
export type InsightValues = Readonly<Partial<Record<(typeof METRICS)[number], number>>>;

export const SAMPLE_INSIGHTS: InsightValues = {
  reach: 312,
  views: 540,
  likes: 48,
  comments: 6,
  saved: 17,
  shares: 9,
};

/**
 * The rows asked for. One metric that is not supported fails the whole call.
 *
 * @throws {GraphError}
 */
export function insightRows(
  mediaId: string,
  metric: string | undefined,
  values: InsightValues,
): object[] {
  if (metric === undefined) throw invalidParameter('(#100) The parameter metric is required');
  return metric.split(',').flatMap((name) => {
    const known = METRICS.find((each) => each === name);
    if (!known) throw invalidParameter(`(#100) metric[0] must be one of: ${METRICS.join(', ')}`);
    const value = values[known];
    if (value === undefined) return [];
    return {
      name,
      period: 'lifetime',
      values: [{ value }],
      title: name,
      description: name,
      id: `${mediaId}/insights/${name}/lifetime`,
    };
  });
}
