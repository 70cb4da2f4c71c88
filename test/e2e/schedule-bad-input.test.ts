import { describe, expect, it, vi } from 'vitest';
import type { Actor, Message } from '../../sandbox/discord/index.ts';
import { EVENT, HOUR, MINUTE, NOW, ScheduleStage, SOON } from './schedule-stage.ts';

const PREPARED_MS = 10 * MINUTE;
/** On a machine with other work to do. */
const LIMIT = { timeout: 60_000 };
/** Deletes the messages of others. */
const MANAGE_MESSAGES = 1n << 13n;

describe.concurrent('a decision', LIMIT, () => {
  it('is made by the first of two approvers at once, and the other is told', async () => {
    await using on = await ScheduleStage.open();
    const { card } = await planned(on);
    const hana = on.addApprover('hana');
    await Promise.all([on.jisu.react(card, '✅'), hana.react(card, '✅')]);
    const told = await on.said('먼저 결정해 이 반응은 반영되지 않았습니다', on.approvals);
    expect((await on.post()).state).toBe('scheduled');
    const by = (first: Actor, second: Actor) =>
      `<@${second.id}> 님, <@${first.id}> 님이 먼저 결정해`;
    expect([by(on.jisu, hana), by(hana, on.jisu)].some((text) => told.content.includes(text))).toBe(
      true,
    );
  });

  it('against a post goes before one for it, whichever comes first', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    const hana = on.addApprover('hana');
    await Promise.all([on.jisu.react(card, '✅'), hana.react(card, '❌')]);
    await vi.waitFor(async () => expect((await on.post()).state).toBe('rejected'), SOON);
    on.clock.now = dueAt + MINUTE;
    await on.minuteBegins();
    expect(on.instagram.livePosts).toEqual([]);
  });

  it('is no stranger’s, no bot’s, and nobody’s whose role was taken away: nothing is published', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    const stranger = on.guild.addMember({ username: 'stranger' }).in(on.approvals);
    const robot = on.guild
      .addMember({ username: 'robot', bot: true, roles: [on.approverRole] })
      .in(on.approvals);
    on.jisu.setRoles([]);
    await stranger.react(card, '✅');
    await robot.react(card, '✅');
    await on.jisu.react(card, '✅');
    await vi.waitFor(() => expect(reactionsOf(on, 'not_approver')).toBe(2), SOON);
    expect((await on.post()).state).toBe('awaiting_approval');
    // The bot may not take reactions back here, so they stay, and are not counted after a restart either.
    await on.restart();
    await vi.waitFor(() => expect(reactionsOf(on, 'not_approver')).toBe(4), SOON);
    on.clock.now = dueAt + MINUTE;
    await heldByNow(on);
    await on.told('승인되지 않아 올리지 않았습니다');
    expect(on.instagram.livePosts).toEqual([]);
  });

  it('counts for the roles of the moment it was made: taken away afterwards, it stands', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    await on.jisu.react(card, '✅');
    await on.becomes('scheduled');
    on.jisu.setRoles([]);
    await goOut(on, dueAt);
    expect(on.instagram.livePosts).toHaveLength(1);
  });

  it('is not made by reactions on other messages, by other emoji, or by a storm of them', async () => {
    await using on = await ScheduleStage.open();
    const { card } = await planned(on);
    const chat = await on.minji.in(on.approvals).say('다들 확인해 주세요');
    await on.jisu.react(chat, '✅');
    for (const emoji of ['🔥', '👍', '☑️', '✔️', '🅰️', '💯', '❎', '🎉', '🧨', '🚀']) {
      await on.jisu.react(card, emoji);
    }
    for (let time = 0; time < 20; time += 1) {
      await on.jisu.react(card, '🔥');
      await on.jisu.unreact(card, '🔥');
    }
    await on.jisu.react(card, '✅');
    await on.becomes('scheduled');
    expect(reactionsOf(on, 'decided')).toBe(1);
    expect(on.approvals.messages.filter(({ repliesTo }) => repliesTo)).toEqual([]);
  });

  it('cannot be made about a card of the past: its caption was edited since', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    const editor = await (await on.minji.in(on.approvals).click(card, '캡션 수정')).modal();
    await (await on.minji.submit(editor, { caption: '새 캡션 😀🎉👨‍👩‍👧‍👦'.repeat(20) })).reply();
    await on.card(2);
    await on.jisu.react(card, '✅');
    await vi.waitFor(() => expect(on.logs.filter(isReaction)).toHaveLength(0), SOON);
    expect((await on.post()).state).toBe('awaiting_approval');
    on.clock.now = dueAt + MINUTE;
    await heldByNow(on);
    expect(on.instagram.livePosts).toEqual([]);
  });

  it('is asked for again three hours before the time, once; without one the post is held, and that is told', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    const nudges = () =>
      on.approvals.messages.filter(({ content }) => content.includes('아직 승인되지 않았습니다'));
    on.clock.now = dueAt - 3 * HOUR - MINUTE;
    await on.minuteBegins();
    expect(nudges()).toEqual([]);
    on.clock.now = dueAt - 3 * HOUR + MINUTE;
    await on.minutesPass(() => expect(nudges()).toHaveLength(1));
    const [nudge] = nudges();
    expect(nudge?.content).toContain(card.id);
    expect(nudge?.mentions.roles).toHaveLength(1);
    await on.restart();
    on.clock.now = dueAt;
    await heldByNow(on);
    await on.told('승인되지 않아 올리지 않았습니다');
    await on.shows(card, '기한까지 승인이 없어 올리지 않고 **보류**했습니다.');
    expect(nudges()).toHaveLength(1);
    expect(on.instagram.livePosts).toEqual([]);
  });
});

describe.concurrent('what somebody deletes', LIMIT, () => {
  it('a card: it is posted again once, and approves as the first one did', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    const cleaner = on.guild
      .addMember({ username: 'cleaner', permissions: MANAGE_MESSAGES })
      .in(on.approvals);
    await cleaner.delete(card);
    const again = await vi.waitFor(async () => {
      const second = await on.card();
      expect(second.id).not.toBe(card.id);
      return second;
    }, SOON);
    await on.jisu.react(again, '✅');
    await on.becomes('scheduled');
    await cleaner.delete(again);
    await goOut(on, dueAt);
    expect(on.approvals.messages.filter(({ attachments }) => attachments.length > 0)).toEqual([]);
    expect(on.instagram.livePosts).toHaveLength(1);
  });

  it('the approval channel: the card comes to the one for notices and says so; unapproved, nothing is published', async () => {
    await using on = await ScheduleStage.open();
    const { dueAt } = await planned(on);
    on.guild.deleteChannel(on.approvals);
    const card = await on.said('승인 채널이 삭제되어', on.notices);
    expect(card.attachments).toHaveLength(1);
    on.clock.now = dueAt - 2 * HOUR;
    await on.minuteBegins();
    on.clock.now = dueAt + MINUTE;
    await heldByNow(on);
    await on.told('승인되지 않아 올리지 않았습니다');
    expect(on.instagram.livePosts).toEqual([]);
  });

  it('the approval channel while the bot is away: its card comes to the one for notices, and approves there', async () => {
    await using on = await ScheduleStage.open();
    const { dueAt } = await planned(on);
    await on.stop();
    on.guild.deleteChannel(on.approvals);
    await on.begin();
    const card = await on.said('승인 채널이 삭제되어', on.notices);
    await on.jisu.in(on.notices).react(card, '✅');
    await on.becomes('scheduled');
    await goOut(on, dueAt);
    expect(on.instagram.livePosts).toHaveLength(1);
  });

  it('the channel of a post that is approved: it goes out all the same', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    await on.jisu.react(card, '✅');
    await on.becomes('scheduled');
    on.guild.deleteChannel(on.approvals);
    await goOut(on, dueAt);
    await on.told('인스타그램에 올렸습니다');
    expect(on.instagram.livePosts).toHaveLength(1);
  });

  it('the approver role: nobody counts who had it, and nothing is published', async () => {
    await using on = await ScheduleStage.open();
    const { card, dueAt } = await planned(on);
    on.guild.deleteRole(on.approverRole);
    await on.jisu.react(card, '✅');
    await vi.waitFor(() => expect(reactionsOf(on, 'not_approver')).toBe(1), SOON);
    on.clock.now = dueAt + MINUTE;
    await heldByNow(on);
    expect(on.instagram.livePosts).toEqual([]);
  });
});

describe.concurrent('what is typed', LIMIT, () => {
  it.each([
    ['25시', '없는 시각입니다: ‘25시’.'],
    ['2월 29일 20시', '달력에 없는 날짜입니다: ‘2월 29일’.'],
    ['12월 16일 20시', '이미 지난 시간입니다'],
    ['2분 뒤', '5분 안에는 예약할 수 없습니다.'],
    ['2027년 6월 1일 20시', '60일'],
    ['🎉🎊🔥💥✨🎉🎊🔥💥✨', '시간으로 읽을 수 없습니다.'],
    ['내일 8시', '여러 시간으로 읽을 수 있습니다'],
    ['12월 25일 20시', '가 이미 끝난 뒤입니다'],
  ])('%s is answered, and nothing is planned', async (when, answer) => {
    await using on = await ScheduleStage.open();
    expect((await on.add(when)).content).toContain(answer);
    expect(await on.stores.posts.countPosts({ guildId: on.guild.id }, 5)).toBe(0);
    expect(on.approvals.messages).toEqual([]);
  });

  it('a server without premium is told so, and nothing is made', async () => {
    await using on = await ScheduleStage.open({ premium: false });
    expect((await on.add('내일 저녁 8시')).content).toContain('프리미엄 서버에서 쓸 수 있습니다');
    expect(await on.stores.posts.countPosts({ guildId: on.guild.id }, 5)).toBe(0);
  });

  it('the same again is warned of, and planned by whoever means it', async () => {
    await using on = await ScheduleStage.open();
    await planned(on);
    const warned = await on.add('내일 저녁 9시');
    expect(warned.content).toContain('그날 이미 1개 있습니다');
    expect(await on.stores.posts.countPosts({ guildId: on.guild.id }, 5)).toBe(1);
    const meant = await (await on.minji.click(warned, '그래도 예약')).reply();
    expect(meant.content).toContain('12월 18일 (금) 밤 9시');
    expect(await on.stores.posts.countPosts({ guildId: on.guild.id }, 5)).toBe(2);
  });

  it('a campaign is accepted once however often the button is pressed, and each post has its own card', async () => {
    await using on = await ScheduleStage.open();
    on.clock.now = NOW - HOUR;
    const exchange = await on.minji.command('schedule campaign', { event: EVENT });
    const proposal = await exchange.reply();
    expect(proposal.content).toContain('서울 언더그라운드 #47 게시 계획');
    const presses = [1, 2].map(async () => await on.minji.click(proposal, '모두 예약'));
    await Promise.all(presses.map(async (press) => (await press).acknowledged()));
    const posts = await vi.waitFor(async () => {
      const cards = on.approvals.messages.filter(({ attachments }) => attachments.length > 0);
      expect(cards).toHaveLength(5);
      return cards;
    }, SOON);
    expect(await on.stores.posts.countPosts({ guildId: on.guild.id }, 20)).toBe(5);
    expect(new Set(posts.map(({ content }) => content)).size).toBe(5);
    expect(on.instagram.livePosts).toEqual([]);
  });
});

async function planned(on: ScheduleStage): Promise<{ card: Message; dueAt: number }> {
  await on.add('내일 저녁 8시');
  const card = await on.card();
  const { dueAt } = (await on.publication()) ?? { dueAt: 0 };
  return { card, dueAt };
}

async function goOut(on: ScheduleStage, dueAt: number): Promise<void> {
  on.clock.now = dueAt - PREPARED_MS;
  await on.prepared();
  on.clock.now = dueAt;
  await on.becomes('published');
}

async function heldByNow(on: ScheduleStage): Promise<void> {
  await on.minutesPass(async () => expect((await on.post()).state).toBe('held'));
}

function isReaction({ msg }: Record<string, unknown>): boolean {
  return msg === 'reaction on a card';
}

function reactionsOf(on: ScheduleStage, outcome: string): number {
  return on.logs.filter((line) => isReaction(line) && line.outcome === outcome).length;
}
