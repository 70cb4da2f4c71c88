import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/index.ts';
import { openNoticeCrew } from './notice-crew.ts';

const CODE = '9004/2207052';

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
  it('says when it goes on by itself, and then has no buttons', async () => {
    await using crew = await openNoticeCrew();
    const until = crew.stage.clock.now + 3_600_000;
    await crew.ends('held', { kind: 'quota_instagram', until });
    await crew.courier.runDue();
    expect(crew.notice().content).toContain(
      `<t:${until / 1000}:f>(<t:${until / 1000}:R>)에 자동으로 다시 시도합니다.`,
    );
    expect(crew.notice().components).toEqual([]);
  });

  it('without an end can be published or cancelled', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('held', { kind: 'late' });
    await crew.courier.runDue();
    expect(labelsOf(crew.notice())).toEqual(['지금 올리기', '게시 취소']);
    await (await crew.minji.click(crew.notice(), '지금 올리기')).reply();
    expect(await crew.state()).toBe('scheduled');
  });

  it('waits for an approval again where the server wants one', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('held', { kind: 'late' });
    const channel = crew.stage.guild.createChannel({ name: 'approval' });
    await crew.choose({ approvalRequired: true, approvalChannelId: channel.id });
    await crew.courier.runDue();
    const after = await (await crew.minji.click(crew.notice(), '지금 올리기')).reply();
    expect(after.content).toContain('승인을 받으면 올립니다.');
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
  it('publishes nothing that the notice did not show', async () => {
    await using crew = await openNoticeCrew();
    await crew.ends('failed', { kind: 'caption_refused' });
    await crew.courier.runDue();
    await crew.edit('다른 캡션');
    const notice = crew.notice();
    const exchange = await crew.minji.click(notice, '다시 시도');
    expect((await exchange.nextFollowUp()).content).toContain('이 알림이 온 뒤에 게시물이 바뀌어');
    expect(await crew.state()).toBe('failed');
    expect(labelsOf(notice)).toEqual(['다시 시도', '게시 취소']);
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
    const answer = await (await crew.minji.click(question, '지금 게시')).reply();
    expect(answer.content).toContain('올리기 시작했습니다.');
    expect(await crew.state()).toBe('scheduled');
  });

  it('says that it has to be approved first', async () => {
    await using crew = await openNoticeCrew();
    const channel = crew.stage.guild.createChannel({ name: 'approval' });
    await crew.choose({ approvalRequired: true, approvalChannelId: channel.id });
    const question = await (await crew.minji.click(crew.message, 'publish')).reply();
    const answer = await (await crew.minji.click(question, '지금 게시')).reply();
    expect(answer.content).toContain('승인을 받으면 바로 올립니다.');
    expect(await crew.state()).toBe('awaiting_approval');
  });

  it('publishes nothing that somebody has changed between the two presses', async () => {
    await using crew = await openNoticeCrew();
    const question = await (await crew.minji.click(crew.message, 'publish')).reply();
    await crew.edit('다른 캡션');
    const answer = await (await crew.minji.click(question, '지금 게시')).reply();
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
    expect(shown.content).toContain('올리지 않은 까닭: 인스타그램이 캡션을 받아들이지 않았습니다.');
  });
});

function labelsOf(message: Message | undefined): string[] {
  return [...JSON.stringify(message?.components ?? []).matchAll(/"label":"([^"]+)"/g)].map(
    ([, label]) => label ?? '',
  );
}
