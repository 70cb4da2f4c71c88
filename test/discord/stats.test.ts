import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../src/discord/messages/messages.ts';
import { insightLines, statsReply } from '../../src/discord/stats-reply.ts';
import type { Insights } from '../../src/posts/publishing/instagram.ts';
import { makeContent } from '../storage/make-draft.ts';
import { NOW } from './make-post.ts';
import { Stage } from './stage.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ko = messagesFor('ko');
const ALL: Insights = { reach: 1204, views: 3000, likes: 98, comments: 7, saved: 12, shares: 4 };

describe('/stats', () => {
  it('says that nothing was published, and how that is done', async () => {
    await using stage = await Stage.open();
    const reply = await (await organizer(stage).command('stats')).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toContain('최근 30일 동안 이 봇으로 인스타그램에 올린 게시물이 없습니다');
  });

  it('lists the last month with links and sums what is there', async () => {
    await using stage = await Stage.open();
    await publishAt(stage, NOW - 40 * DAY_MS, ALL);
    await publishAt(stage, NOW - 2 * DAY_MS, ALL);
    await publishAt(stage, NOW - DAY_MS, { reach: 100, likes: 0 });
    await publishAt(stage, NOW - DAY_MS / 2);
    const reply = await (await organizer(stage).command('stats')).reply();
    expect(reply.content).toMatchInlineSnapshot(`
      "### 최근 30일 · 올린 게시물 3개
      **합계** 도달 1,304 (3개 중 2개) · 조회 3,000 (3개 중 1개) · 좋아요 98 (3개 중 2개) · 댓글 7 (3개 중 1개) · 저장 12 (3개 중 1개) · 공유 4 (3개 중 1개)
      **12월 1일 (화) 오전 8시** 서울 언더그라운드 #47 · [게시물 보기](<https://www.instagram.com/p/43200000/>)
      -# 아직 없음
      **11월 30일 (월) 저녁 8시** 서울 언더그라운드 #47 · [게시물 보기](<https://www.instagram.com/p/86400000/>)
      -# 도달 100 · 조회 아직 없음 · 좋아요 0 · 댓글 아직 없음 · 저장 아직 없음 · 공유 아직 없음
      **11월 29일 (일) 저녁 8시** 서울 언더그라운드 #47 · [게시물 보기](<https://www.instagram.com/p/172800000/>)
      -# 도달 1,204 · 조회 3,000 · 좋아요 98 · 댓글 7 · 저장 12 · 공유 4
      -# 수치를 마지막으로 읽은 때: <t:1796119200:R>"
    `);
  });

  it('knows nothing of another server', async () => {
    await using stage = await Stage.open();
    await publishAt(stage, NOW - DAY_MS, ALL, '100000000000000009');
    const reply = await (await organizer(stage).command('stats')).reply();
    expect(reply.content).toContain('없습니다');
  });
});

describe('figures', () => {
  it('that are missing are said to be, and one that is 0 is 0', () => {
    const [line] = insightLines({ values: { reach: 0 }, readAt: NOW }, ko);
    expect(line).toBe(
      '📊 도달 0 · 조회 아직 없음 · 좋아요 아직 없음 · 댓글 아직 없음 · 저장 아직 없음 · 공유 아직 없음',
    );
  });

  it('say when they were read, or that they were not', () => {
    expect(insightLines({ values: ALL, readAt: NOW }, messagesFor('en'))).toEqual([
      '📊 Reach 1,204 · Views 3,000 · Likes 98 · Comments 7 · Saved 12 · Shares 4',
      `-# Figures were last read <t:${NOW / 1000}:R>`,
    ]);
    expect(insightLines(undefined, ko)).toEqual(['📊 아직 없음', `-# ${ko.stats.unread()}`]);
  });

  it('of any number of posts fit one message, and the sums are of all of them', () => {
    const posts = Array.from({ length: 500 }, (_, index) => ({
      postId: `${index}`,
      eventName: '언더그라운드 *클럽* '.repeat(20),
      publishedAt: NOW - index,
      permalink: `https://www.instagram.com/p/${index}/`,
      insights: { values: ALL, readAt: NOW },
    }));
    for (const messages of [ko, messagesFor('en')]) {
      const { content } = statsReply(posts, { messages, now: NOW });
      expect(content.length).toBeLessThanOrEqual(2000);
      expect(content).toContain('602,000');
      const listed = content.split('instagram.com').length - 1;
      expect(listed).toBeGreaterThan(2);
      expect(content).toContain(messages.stats.more(500 - listed));
    }
  });
});

async function publishAt(
  stage: Stage,
  at: number,
  values?: Insights,
  guildId: string = stage.guild.id,
): Promise<void> {
  const { posts, schedules, publications, insights } = stage.stores;
  const by = stage.minji.id;
  const content = makeContent();
  const draft = await posts.createDraft({ guildId, template: 'lineup', content, by, at: at - 9 });
  const planned = await schedules.plan({
    guildId,
    postId: draft.id,
    expected: 1,
    dueAt: at,
    wakeAt: at,
    needsApproval: false,
    accountId: '17840000000000001',
    by,
    at: at - 9,
  });
  if (planned.outcome !== 'planned') throw new Error(planned.outcome);
  await publications.write(planned.publication, {
    at,
    wakeAt: null,
    phase: 'done',
    state: 'published',
    publishedAt: at,
    mediaId: `media-${draft.id}`,
    permalink: `https://www.instagram.com/p/${NOW - at}/`,
  });
  if (values) await insights.save(guildId, draft.id, { values, readAt: NOW - 3_600_000 });
}

function organizer(stage: Stage) {
  return stage.guild.addMember({
    username: 'boss',
    locale: 'ko',
    permissions: PermissionFlagsBits.ManageEvents,
  });
}
