import type { InsightMetric } from '../../posts/publishing/instagram.ts';

/** Texts of `/stats`, and of the figures wherever they are shown. */
export interface StatsMessages {
  /** Description in the command picker: at most 100 characters. */
  readonly command: string;
  heading(days: number, count: number, more: boolean): string;
  none(days: number): string;
  readonly metrics: Readonly<Record<InsightMetric, string>>;
  /** In the place of a figure that Instagram has not given yet. */
  readonly missing: string;
  readonly sum: string;
  /** The sum is of so many of the posts only. */
  partly(known: number, count: number): string;
  readonly link: string;
  /** Further posts, which the sums include. */
  more(count: number): string;
  /** `when` reads like "3 hours ago". */
  readAt(when: string): string;
  /** Nothing was read yet; when it will be. */
  unread(): string;
}

export const statsKo: StatsMessages = {
  command: '최근 30일 동안 올린 게시물의 도달, 조회, 반응을 보여 줍니다',
  heading: (days, count, more) => `최근 ${days}일 · 올린 게시물 ${count}개${more ? ' 이상' : ''}`,
  none: (days) =>
    `최근 ${days}일 동안 이 봇으로 인스타그램에 올린 게시물이 없습니다. \`/post\`로 만들어 올리면 여기에 수치가 모입니다.`,
  metrics: {
    reach: '도달',
    views: '조회',
    likes: '좋아요',
    comments: '댓글',
    saved: '저장',
    shares: '공유',
  },
  missing: '아직 없음',
  sum: '합계',
  partly: (known, count) => `${count}개 중 ${known}개`,
  link: '게시물 보기',
  more: (count) => `이 밖에 ${count}개가 더 있으며, 합계에는 들어 있습니다.`,
  readAt: (when) => `수치를 마지막으로 읽은 때: ${when}`,
  unread: () => '수치는 올린 뒤 7일 동안 하루 한 번 읽으며, 아직 읽은 적이 없습니다.',
};

export const statsEn: StatsMessages = {
  command: 'Shows reach, views and reactions of what was published in the last 30 days',
  heading: (days, count, more) =>
    `Last ${days} days · ${count}${more ? ' or more' : ''} ${count === 1 ? 'post' : 'posts'} published`,
  none: (days) =>
    `This bot has published nothing on Instagram in the last ${days} days. Make a post with \`/post\` and publish it, and its figures show up here.`,
  metrics: {
    reach: 'Reach',
    views: 'Views',
    likes: 'Likes',
    comments: 'Comments',
    saved: 'Saved',
    shares: 'Shares',
  },
  missing: 'not yet there',
  sum: 'Total',
  partly: (known, count) => `${known} of ${count}`,
  link: 'open post',
  more: (count) =>
    `${count} more ${count === 1 ? 'is' : 'are'} not listed; the totals include them.`,
  readAt: (when) => `Figures were last read ${when}`,
  unread: () =>
    'Figures are read once a day for 7 days after publishing, and none were read so far.',
};
