import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/index.ts';
import { NOW } from './make-post.ts';
import { openNoticeCrew } from './notice-crew.ts';

const CODE = '9004/2207052';
const WAIT = { timeout: 5000, interval: 5 };

describe('a failure', () => {
  it('is told in a direct message: reason, remedy, picture, and what can be done', async () => {
    await using crew = await openNoticeCrew();
    const { post, minji, stage } = crew;
    await crew.ends('failed', { kind: 'picture_unreachable', code: CODE });
    await crew.courier.runDue();
    const [notice] = minji.directMessages;
    expect(notice?.content.split('\n')).toEqual([
      '### 인스타그램에 올리지 못했습니다',
      '**12월 24일 (목)** 서울 언더그라운드 #47 · 라인업',
      `예약 시각: 12월 1일 (화) 저녁 8시 (<t:${NOW / 1000}:F> · <t:${NOW / 1000}:R>)`,
      '인스타그램이 포스터 이미지를 가져가지 못했습니다.',
      '잠시 후 다시 시도해 주세요. 계속되면 봇 운영자에게 봇의 공개 주소(PUBLIC_URL)를 확인해 달라고 전해 주세요.',
      `-# 서버: 클럽 지하실 · 코드: \`${CODE}\``,
    ]);
    expect(notice?.attachments).toHaveLength(1);
    expect(labelsOf(notice)).toEqual(['다시 시도', '게시 취소']);
    expect((notice?.flags ?? 0) & MessageFlags.SuppressEmbeds).toBeTruthy();
    expect(JSON.stringify(notice?.components)).toContain(`${stage.guild.id}:${post.id}:1`);
  });

  it('is tried again by a click in the direct message, which then says so', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    const notice = crew.notice();
    const after = await (await crew.minji.click(notice, '다시 시도')).reply();
    expect(after.id).toBe(notice.id);
    expect(after.content).toContain(
      `✅ <@${crew.minji.id}> 님이 다시 올리기로 했습니다. 결과는 따로 알려 드립니다.`,
    );
    expect(after).toMatchObject({ components: [], attachments: [{}] });
    expect(await crew.state()).toBe('scheduled');
  });

  it('is cancelled by a click', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    const after = await (await crew.minji.click(crew.notice(), '게시 취소')).reply();
    expect(after.content).toContain('님이 게시를 취소했습니다.');
    expect(await crew.state()).toBe('cancelled');
  });

  it('of a plan that went with somebody else’s data says so, and what is left, without a name', async () => {
    await using crew = await openNoticeCrew();
    const { stage, minji } = crew;
    const content = { kind: 'withdrawn', eventName: '서울 *언더*그라운드', dueAt: NOW } as const;
    const notice = { guildId: stage.guild.id, userId: minji.id, content };
    await stage.stores.notices.add(notice, stage.clock.now);
    await crew.courier.runDue();
    expect(crew.notice()?.content.split('\n')).toEqual([
      '### 예약이 취소되었습니다',
      expect.stringMatching(/^서울 \\\*언더\\\*그라운드 · .+ 예약$/),
      '이 예약에 딸린 데이터가 삭제 요청으로 지워져, 인스타그램에 올라가지 않습니다.',
      '게시물도 함께 지워졌습니다. 올리려면 `/post`로 다시 만들어 예약해 주세요.',
      '-# 서버: 클럽 지하실',
    ]);
  });

  it('is told by name in the server’s channel to whoever takes no direct messages', async () => {
    await using crew = await openNoticeCrew();
    const { minji, stage } = crew;
    const channel = stage.guild.createChannel({ name: 'notices' });
    await crew.choose({ noticeChannelId: channel.id });
    minji.closeDMs();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    const [notice] = channel.messages as Message[];
    expect(notice?.content).toMatch(new RegExp(`^<@${minji.id}>\n### 인스타그램에 올리지`));
    expect(notice?.mentions.users.map(({ id }) => id)).toEqual([minji.id]);
    const after = await (await minji.in(channel).click(notice as Message, '다시 시도')).reply();
    expect(after.content).toContain('다시 올리기로 했습니다');
    expect(await crew.state()).toBe('scheduled');
  });

  it('is told where the post was made when the server has chosen no channel', async () => {
    await using crew = await openNoticeCrew();
    crew.minji.closeDMs();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    const told = crew.stage.guild.general.messages.at(-1);
    expect(told?.content).toContain('### 인스타그램에 올리지 못했습니다');
    expect(crew.tried).toEqual(['channel']);
  });

  it('is told without the picture where files are not allowed', async () => {
    await using crew = await openNoticeCrew();
    const botPermissions = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages;
    const channel = crew.stage.guild.createChannel({ name: 'words', botPermissions });
    await crew.choose({ noticeChannelId: channel.id });
    crew.minji.closeDMs();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    expect(channel.messages).toMatchObject([{ attachments: [] }]);
  });

  it('is never told in a channel of another server', async () => {
    await using crew = await openNoticeCrew();
    const other = crew.stage.discord.createGuild({ name: 'other' });
    await crew.choose({ noticeChannelId: other.general.id });
    crew.minji.closeDMs();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    expect(other.general.messages).toEqual([]);
    expect(crew.tried).toEqual(['channel']);
  });

  it('is told once when the bot dies between sending and writing that down', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    crew.settles = false;
    await crew.courier.runDue();
    crew.settles = true;
    crew.stage.clock.now += 120_000;
    expect(await crew.courier.runDue()).toBe(1);
    expect(crew.minji.directMessages).toHaveLength(1);
  });

  it.each([
    ['is down', { status: 503, times: 9 }],
    ['opens no more conversations', { status: 403, body: { code: 40003, message: 'Too fast' } }],
  ])('waits while Discord %s', async (_name, fault) => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    crew.stage.discord.fault({ route: '/users/@me/channels', ...fault });
    await crew.courier.runDue();
    expect(crew.tried).toEqual(['postponed']);
    crew.stage.discord.clearFaults();
    crew.stage.clock.now += 10 * 60_000;
    await crew.courier.runDue();
    expect(crew.minji.directMessages).toHaveLength(1);
  });
});

describe('a post on hold', () => {
  it('says when it goes on by itself, and can be tried before that or cancelled', async () => {
    await using crew = await openNoticeCrew();
    const until = crew.stage.clock.now + 3_600_000;
    await crew.ends('held', { kind: 'quota_instagram', until });
    await crew.courier.runDue();
    expect(crew.notice().content).toContain(
      `<t:${until / 1000}:f>(<t:${until / 1000}:R>)에 자동으로 다시 시도합니다.`,
    );
    expect(labelsOf(crew.notice())).toEqual(['다시 시도', '게시 취소']);
    await (await crew.minji.click(crew.notice(), '다시 시도')).reply();
    expect(await crew.state()).toBe('scheduled');
    expect((await crew.publication())?.problem).toBeUndefined();
  });

  it.each(['token_dead', 'not_connected', 'action_blocked'] as const)(
    'for %s can only be cancelled, since no try helps',
    async (kind) => {
      await using crew = await openNoticeCrew();
      await crew.ends('held', { kind });
      await crew.courier.runDue();
      expect(labelsOf(crew.notice())).toEqual(['게시 취소']);
      if (kind !== 'action_blocked') {
        expect(crew.notice().content).toContain('`/connect instagram`');
      }
      await (await crew.minji.click(crew.notice(), '게시 취소')).reply();
      expect(await crew.state()).toBe('cancelled');
    },
  );

  it('without an end can be published or cancelled', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('held', { kind: 'late' });
    await crew.courier.runDue();
    expect(labelsOf(crew.notice())).toEqual(['바로 올리기', '게시 취소']);
    await (await crew.minji.click(crew.notice(), '바로 올리기')).reply();
    expect(await crew.state()).toBe('scheduled');
  });

  it('waits for an approval again where the server wants one', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('held', { kind: 'late' });
    const channel = crew.stage.guild.createChannel({ name: 'approval' });
    await crew.choose({ approvalRequired: true, approvalChannelId: channel.id });
    await crew.courier.runDue();
    const after = await (await crew.minji.click(crew.notice(), '바로 올리기')).reply();
    expect(after.content).toContain('다시 올리기로 하고 승인을 요청했습니다.');
    expect(await crew.state()).toBe('awaiting_approval');
  });
});

describe('a post that may be live', () => {
  it.each([
    ['올라가 있습니다', 'published', '올라가 있다고 확인했습니다'],
    ['없습니다, 올려 주세요', 'publishing', '올라가 있지 않다고 확인했습니다'],
    ['그대로 두기', 'unconfirmed', '그대로 두기로 했습니다'],
  ])('is settled with “%s”', async (label, state, said) => {
    await using crew = await openNoticeCrew();
    await crew.ends('unconfirmed', { kind: 'unconfirmed' });
    await crew.courier.runDue();
    expect(crew.notice().content).toContain('두 번 올라가지 않도록');
    const after = await (await crew.minji.click(crew.notice(), label)).reply();
    expect(after.content).toContain(said);
    expect(after.components).toEqual([]);
    expect(await crew.state()).toBe(state);
  });
});

describe('a post that was left as it is', () => {
  it('can be settled later under the post, which says what to do', async () => {
    await using crew = await openNoticeCrew();
    const { minji, post } = crew;
    await crew.ends('unconfirmed', { kind: 'unconfirmed' });
    await crew.courier.runDue();
    await (await minji.click(crew.notice(), '그대로 두기')).reply();
    const shown = await (await minji.command('posts show', { post: post.id })).reply();
    expect(shown.content).toContain('올라갔는지 알 수 없습니다. 인스타그램 앱에서 확인한 뒤');
    expect(shown.content).not.toContain('올리지 않은 이유');
    const choices = ['올라가 있습니다', '없습니다, 올려 주세요', '그대로 두기'];
    expect(labelsOf(shown)).toEqual([...choices, '다운로드']);
    const exchange = await minji.click(shown, '올라가 있습니다');
    expect((await exchange.nextFollowUp()).content).toContain('올라가 있다고 확인했습니다');
    const after = await exchange.reply();
    expect(after.content).toContain('게시물 주소를 알 수 없습니다. 인스타그램 앱에서');
    expect(labelsOf(after)).toEqual(['다운로드']);
    expect(await crew.state()).toBe('published');
  });
});

describe('the message of a post', () => {
  it('says what has become of it, with the buttons that still apply', async () => {
    await using crew = await openNoticeCrew();
    const { message, stage } = crew;
    const original = () => stage.discord.message(message.id);
    await crew.ends('failed', { kind: 'caption_refused' });
    await crew.courier.runDue();
    expect(original()?.content).toContain('올리지 않은 이유: 인스타그램이 캡션을');
    expect(labelsOf(original())).toContain('다시 올리기');
    expect(original()?.attachments).toHaveLength(1);
    await crew.minji.click(original() as Message, '다시 올리기');
    const permalink = 'https://www.instagram.com/p/C1abc/';
    await crew.goesOut(permalink);
    await crew.courier.runDue();
    expect(original()?.content).toContain(`[인스타그램에서 보기](<${permalink}>)`);
    expect(labelsOf(original())).toEqual(['다운로드']);
  });

  it('keeps nobody from hearing of it when it is gone', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'caption_refused' });
    crew.stage.discord.fault({ route: `/messages/${crew.message.id}`, status: 404, times: 9 });
    await crew.courier.runDue();
    expect(crew.tried).toEqual(['direct']);
    expect(crew.minji.directMessages).toHaveLength(1);
  });

  it('changes with a decision under a notice', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    await (await crew.minji.click(crew.notice(), '게시 취소')).reply();
    const original = () => crew.stage.discord.message(crew.message.id)?.content;
    await expect.poll(original, WAIT).toContain('지금 상태: **취소됨**');
  });
});

describe('a success', () => {
  it('sends the link, and says when the facts could not be checked', async () => {
    await using crew = await openNoticeCrew();
    const permalink = 'https://www.instagram.com/p/C1abc/';
    await crew.says({ kind: 'published', permalink, unchecked: true });
    await crew.courier.runDue();
    expect(crew.notice().content).toContain(`\n${permalink}\n⚠️ 올리기 직전에 Rite에서`);
    expect(crew.notice().components).toEqual([]);
  });
});

describe('an event that has changed', () => {
  const differences = [{ part: 'venue', before: '지하실', after: '옥상' }] as const;
  const content = { kind: 'facts_changed', differences } as const;

  it('is published as it is now on a press, where nothing is approved in a channel', async () => {
    await using crew = await openNoticeCrew();
    await crew.changes();
    await crew.says(content);
    await crew.courier.runDue();
    expect(crew.notice().content).toContain('장소: 지하실 → 옥상');
    expect(crew.notice().content).toContain('아래 버튼을 눌러 주세요');
    expect(labelsOf(crew.notice())).toEqual(['바뀐 내용으로 올리기', '게시 취소']);
    const after = await (await crew.minji.click(crew.notice(), '바뀐 내용으로 올리기')).reply();
    expect(after.content).toContain('님이 바뀐 내용으로 올리기로 했습니다');
    expect(await crew.state()).toBe('scheduled');
    expect((await crew.publication())?.dueAt).toBe(crew.stage.clock.now);
  });

  it('keeps its time when that is still to come', async () => {
    await using crew = await openNoticeCrew();
    const dueAt = crew.stage.clock.now + 3 * 3_600_000;
    await crew.changes(dueAt);
    await crew.says(content);
    await crew.courier.runDue();
    await (await crew.minji.click(crew.notice(), '바뀐 내용으로 올리기')).reply();
    expect(await crew.publication()).toMatchObject({ dueAt });
    expect(await crew.state()).toBe('scheduled');
  });

  it('is not published when it has changed again since the notice', async () => {
    await using crew = await openNoticeCrew();
    await crew.changes();
    await crew.says(content);
    await crew.courier.runDue();
    await crew.edit('또 다른 캡션');
    const exchange = await crew.minji.click(crew.notice(), '바뀐 내용으로 올리기');
    const question = await exchange.nextFollowUp();
    expect(question.content).toContain('또 다른 캡션');
    expect(question.content).toContain('이 알림이 온 뒤에 게시물이 바뀌었습니다.');
    expect(await crew.state()).toBe('awaiting_approval');
    await (await crew.minji.click(question, '이대로 올리기')).reply();
    expect(await crew.state()).toBe('scheduled');
  });

  it('is approved in the channel where there is one', async () => {
    await using crew = await openNoticeCrew();
    const channel = crew.stage.guild.createChannel({ name: 'approval' });
    await crew.choose({ approvalChannelId: channel.id });
    await crew.changes();
    await crew.says(content);
    await crew.courier.runDue();
    expect(crew.notice().content).toContain('다시 승인을 받아 주세요');
    expect(crew.notice().components).toEqual([]);
  });
});

describe('the language of a notice', () => {
  it('is the one that the server chose', async () => {
    await using crew = await openNoticeCrew();
    await crew.choose({ language: 'en' });
    await crew.says({ kind: 'token_dead', username: 'club_jihasil' });
    await crew.courier.runDue();
    expect(crew.notice().content).toMatch(/^### The connection to Instagram is broken/);
    expect(crew.notice().content).toContain('@club\\_jihasil');
    expect(crew.notice().content).toContain('`/connect instagram`');
  });
});

describe('a button under a notice', () => {
  it('publishes nothing unseen: a post that was changed since is shown first', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'caption_refused' });
    await crew.courier.runDue();
    await crew.edit('다른 캡션');
    const notice = crew.notice();
    const exchange = await crew.minji.click(notice, '다시 시도');
    const question = await exchange.nextFollowUp();
    expect(question.content).toContain('```\n다른 캡션\n```');
    expect(question).toMatchObject({ ephemeral: true, attachments: [{}] });
    expect(await crew.state()).toBe('failed');
    expect(labelsOf(question)).toEqual(['이대로 올리기', '게시 취소']);
    const done = await (await crew.minji.click(question, '이대로 올리기')).reply();
    expect(done.content).toMatch(/^✅ .+ 다시 올리기로 했습니다/);
    expect(done.components).toEqual([]);
    expect(await crew.state()).toBe('scheduled');
    const late = await (await crew.minji.click(notice, '게시 취소')).reply();
    expect(late.content).toContain('게시를 취소했습니다');
  });

  it('shows the post once more when it was changed between the question and the answer', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'caption_refused' });
    await crew.courier.runDue();
    await crew.edit('다른 캡션');
    const question = await (await crew.minji.click(crew.notice(), '다시 시도')).nextFollowUp();
    await crew.edit('세 번째 캡션', 2);
    const again = await (await crew.minji.click(question, '이대로 올리기')).reply();
    expect(again.content).toContain('세 번째 캡션');
    expect(await crew.state()).toBe('failed');
    await (await crew.minji.click(again, '이대로 올리기')).reply();
    expect(await crew.state()).toBe('scheduled');
  });

  it('does nothing for somebody who has left the server', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    // Somebody who shares another server with the bot still reads what it wrote.
    crew.stage.discord.createGuild({ name: 'other' }).admit(crew.minji);
    crew.minji.leave();
    const exchange = await crew.minji.click(crew.notice(), '다시 시도');
    expect((await exchange.nextFollowUp()).content).toContain('게시물을 찾을 수 없습니다');
    expect(await crew.state()).toBe('failed');
  });

  it('does nothing in a channel for somebody who may not plan the post', async () => {
    await using crew = await openNoticeCrew();
    crew.minji.closeDMs();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    const jisu = crew.stage.guild.addMember({ username: 'jisu', locale: 'ko' });
    const notice = crew.stage.guild.general.messages.at(-1) as Message;
    const exchange = await jisu.click(notice, '게시 취소');
    expect((await exchange.nextFollowUp()).content).toContain('이 게시물은 만든 사람');
    expect(await crew.state()).toBe('failed');
  });

  it('reaches no post of another server by a forged id', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    const other = crew.stage.discord.createGuild({ name: 'other' });
    const customId = `notice:retry:${other.id}:${crew.post.id}:1`;
    for (const admitted of [false, true]) {
      if (admitted) other.admit(crew.minji);
      const exchange = await crew.minji.forge(crew.notice(), { kind: 'button', customId });
      expect((await exchange.nextFollowUp()).content).toContain('게시물을 찾을 수 없습니다');
    }
    expect(await crew.state()).toBe('failed');
  });

  it('counts what the server has bought, although a direct message does not tell', async () => {
    await using crew = await openNoticeCrew({ premium: 'bought' });
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    await (await crew.minji.click(crew.notice(), '다시 시도')).reply();
    expect(await crew.state()).toBe('scheduled');
  });

  it('says what is missing, and stays', async () => {
    await using crew = await openNoticeCrew({ premium: 'none' });
    await crew.ends('failed', { kind: 'instagram_unavailable' });
    await crew.courier.runDue();
    const notice = crew.notice();
    const exchange = await crew.minji.click(notice, '다시 시도');
    const said = await exchange.nextFollowUp();
    expect(said.content).toContain('프리미엄 서버에서 쓸 수 있습니다');
    expect(JSON.stringify(said.components)).toContain('sku_id');
    expect(labelsOf(notice)).toEqual(['다시 시도', '게시 취소']);
  });
});

describe('the button under a draft', () => {
  it('names the account, and publishes on a second press', async () => {
    await using crew = await openNoticeCrew();
    const question = await (await crew.minji.click(crew.message, 'publish')).reply();
    expect(question).toMatchObject({ ephemeral: true, visibleTo: crew.minji.id });
    expect(question.content).toContain('인스타그램 **@club\\_jihasil** 계정에 지금 올릴까요?');
    expect(await crew.state()).toBe('draft');
    const answer = await (await crew.minji.click(question, '바로 올리기')).reply();
    expect(answer.content).toContain('올리기 시작했습니다.');
    expect(await crew.state()).toBe('scheduled');
  });

  it('says that it takes the place of what is planned, and when that is', async () => {
    await using crew = await openNoticeCrew();
    const dueAt = crew.stage.clock.now + 24 * 3_600_000;
    await crew.plan(dueAt);
    const question = await (await crew.minji.click(crew.message, 'publish')).reply();
    expect(question.content).toContain('· 라인업\n예약 시각: 12월 2일 (수) 저녁 8시 (<t:');
    expect(question.content).toContain('지금 있는 예약을 대신하고');
    await (await crew.minji.click(question, '바로 올리기')).reply();
    expect((await crew.publication())?.dueAt).toBe(crew.stage.clock.now);
  });

  it('says that it has to be approved first', async () => {
    await using crew = await openNoticeCrew();
    const channel = crew.stage.guild.createChannel({ name: 'approval' });
    await crew.choose({ approvalRequired: true, approvalChannelId: channel.id });
    const question = await (await crew.minji.click(crew.message, 'publish')).reply();
    const answer = await (await crew.minji.click(question, '바로 올리기')).reply();
    expect(answer.content).toContain('**승인되는 즉시 올립니다.** 12월 1일 (화) 밤 9시까지');
    expect(await crew.state()).toBe('awaiting_approval');
  });

  it('shows in the message of the post what became of it, and can still be changed there', async () => {
    await using crew = await openNoticeCrew();
    const channel = crew.stage.guild.createChannel({ name: 'approval' });
    await crew.choose({ approvalRequired: true, approvalChannelId: channel.id });
    const { message, minji } = crew;
    const original = () => crew.stage.discord.message(message.id)?.content;
    const question = await (await minji.click(message, 'publish')).reply();
    await (await minji.click(question, '바로 올리기')).reply();
    await expect.poll(original, WAIT).toMatch(/승인되는 즉시 올립니다.+ 12월 1일 \(화\)/);
    expect(crew.stage.discord.message(message.id)?.attachments).toHaveLength(1);
    await (await minji.select(message, 'theme', ['paper'])).reply();
    expect(original()).toContain('지금 상태: **승인 대기**');
    const id = crew.post.id;
    await crew.stage.openToEverybody('schedule');
    await (await minji.command('schedule cancel', { post: id })).reply();
    await expect.poll(original, WAIT).toContain('지금 상태: **취소됨**');
  });

  it('publishes nothing that somebody has changed between the two presses', async () => {
    await using crew = await openNoticeCrew();
    const question = await (await crew.minji.click(crew.message, 'publish')).reply();
    await crew.edit('다른 캡션');
    const answer = await (await crew.minji.click(question, '바로 올리기')).reply();
    expect(answer.content).toContain('그사이 다른 사람이 먼저 고쳐서');
    expect(await crew.state()).toBe('draft');
  });

  it.each([
    [{ premium: 'none' } as const, '프리미엄 서버에서 쓸 수 있습니다'],
    [{ connected: false }, '`/connect instagram`'],
  ])('says what is missing with %o', async (options, said) => {
    await using crew = await openNoticeCrew(options);
    const answer = await (await crew.minji.click(crew.message, 'publish')).reply();
    expect(answer.content).toContain(said);
    expect(await crew.state()).toBe('draft');
  });
});

describe('/posts', () => {
  it('says when a post goes out, in Korean time', async () => {
    await using crew = await openNoticeCrew();
    const dueAt = Date.UTC(2026, 11, 24, 13, 30);
    await crew.plan(dueAt);
    const line = `12월 24일 (목) 밤 10시 30분(한국 시간)에 올립니다 · <t:${dueAt / 1000}:R>`;
    const list = await (await crew.minji.command('posts list')).reply();
    expect(list.content).toContain(`\n-# ${line}`);
    const shown = await (await crew.minji.command('posts show', { post: crew.post.id })).reply();
    expect(shown.content).toContain(line);
  });

  it('says why one was not published', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'caption_refused' });
    const shown = await (await crew.minji.command('posts show', { post: crew.post.id })).reply();
    expect(shown.content).toContain('올리지 않은 이유: 인스타그램이 캡션을 받아들이지 않았습니다.');
  });
});

function labelsOf(message: Message | undefined): string[] {
  return [...JSON.stringify(message?.components ?? []).matchAll(/"label":"([^"]+)"/g)].map(
    ([, label]) => label ?? '',
  );
}
