import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/index.ts';
import { makeEvent } from '../fixtures/event.ts';
import { NOW } from './make-post.ts';
import { Stage, type StageOptions } from './stage.ts';

const CHANNEL = '300000000000000001';
const WAIT = { timeout: 5000, interval: 5 };
const EVENT = { event: 'event-47', template: 'lineup' };

describe('/schedule add', () => {
  it('makes a post, plans it, and says when with its weekday', async () => {
    await using stage = await ready();
    const reply = await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 8시' });
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toContain('**12월 2일 (수) 저녁 8시**에 올리도록 예약했습니다.');
    const seconds = (NOW + 86_400_000) / 1000;
    expect(reply.content).toContain(`(<t:${seconds}:F> · <t:${seconds}:R>)`);
    expect(reply.content).toContain('승인 채널에서 승인을 받아야');
    expect(reply.attachments).toHaveLength(1);
    expect(await states(stage)).toEqual(['awaiting_approval']);
  });

  it('says that the channel for approvals is gone', async () => {
    await using stage = await ready();
    const reply = await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 8시' });
    expect(reply.content).toMatch(/\n⚠️ 정해 둔 승인 채널이 삭제되었습니다.*`\/settings approval`/);
  });

  it('asks which half of the day was meant, and goes on after a restart', async () => {
    await using stage = await ready();
    const asked = await told(stage, 'schedule add', { ...EVENT, when: '내일 8시' });
    expect(asked.content).toContain('오전인지 오후인지');
    expect(await states(stage)).toEqual([]);
    await stage.restart();
    const planned = await (await stage.minji.click(asked, '12월 2일 (수) 저녁 8시')).reply();
    expect(planned.content).toContain('**12월 2일 (수) 저녁 8시**에 올리도록');
    expect(await states(stage)).toEqual(['awaiting_approval']);
  });

  it.each([
    ['25시', '없는 시각입니다'],
    ['2027년 2월 29일 20:00', '달력에 없는 날짜입니다'],
    ['🎉🎉🎉🪩🎧🔥', '시간으로 읽을 수 없습니다'],
    ['어제 저녁 8시', '이미 지난 시간입니다'],
  ])('answers %s with the reason and makes nothing', async (when, words) => {
    await using stage = await ready();
    const reply = await told(stage, 'schedule add', { ...EVENT, when });
    expect(reply.content).toContain(words);
    expect(reply.content).toContain('예: ');
    expect(stage.posts.requests).toEqual([]);
  });

  it('says that the night is over by then, and makes nothing', async () => {
    await using stage = await ready();
    const reply = await told(stage, 'schedule add', { ...EVENT, when: '12월 25일 20:00' });
    expect(reply.content).toContain('그때는 이벤트(서울 언더그라운드 #47)가 이미 끝난 뒤입니다');
    const running = await told(stage, 'schedule add', { ...EVENT, when: '12월 25일 새벽 2시' });
    expect(running.content).toContain('**12월 25일 (금) 새벽 2시**에 올리도록');
    expect(stage.posts.requests).toHaveLength(1);
  });

  it('says back what it cannot read as it was typed', async () => {
    await using stage = await ready();
    const reply = await told(stage, 'schedule add', { ...EVENT, when: '내일 Party ㅋㅋ 8시' });
    expect(reply.content).toContain('‘Party ㅋㅋ’ 부분을 시간으로 읽을 수 없습니다');
  });

  it('offers now for what is less than five minutes away', async () => {
    await using stage = await ready();
    const reply = await told(stage, 'schedule add', { ...EVENT, when: '3분 뒤' });
    expect(reply.content).toContain('가장 이른 시간은 12월 1일 (화) 저녁 8시 5분');
    const planned = await (await stage.minji.click(reply, '바로 올리기')).reply();
    expect(planned.content).toContain('승인되는 대로 올립니다');
  });

  it('offers the next day for an hour that is past', async () => {
    await using stage = await ready();
    const reply = await told(stage, 'schedule add', { ...EVENT, when: '19:00' });
    expect(reply.content).toContain('이미 지난 시간입니다');
    const planned = await (await stage.minji.click(reply, '12월 2일 (수) 저녁 7시')).reply();
    expect(planned.content).toContain('**12월 2일 (수) 저녁 7시**에');
  });

  it('warns of another one of that day, and schedules it all the same for whoever means it', async () => {
    await using stage = await ready();
    await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 8시' });
    const warned = await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 9시' });
    expect(warned.content).toContain('이미 1개 있습니다');
    expect(await states(stage)).toHaveLength(1);
    await (await stage.minji.click(warned, '그래도 예약')).reply();
    expect(await states(stage)).toHaveLength(2);
  });

  it('says in a free server that it takes premium, and where to get it', async () => {
    await using stage = await ready({ premium: false });
    const reply = await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 8시' });
    expect(reply.content).toContain('프리미엄 서버에서 쓸 수 있습니다');
    expect(JSON.stringify(reply.components)).toContain('sku_id');
    expect(stage.posts.requests).toEqual([]);
  });

  it('is refused to people without the permission where an admin has opened the command', async () => {
    await using stage = await ready();
    await stage.openToEverybody('schedule');
    const jisu = stage.guild.addMember({ username: 'jisu', locale: 'ko' });
    const call = await jisu.command('schedule add', { ...EVENT, when: '내일 저녁 8시' });
    expect((await call.reply()).content).toContain('예약 역할이 있는 사람만');
  });

  it('makes a countdown for the day on which it goes out', async () => {
    await using stage = await ready();
    await told(stage, 'schedule add', {
      event: 'event-47',
      template: 'countdown',
      when: 'D-3 20:00',
    });
    const at = Date.parse('2026-12-21T11:00:00Z');
    expect(stage.posts.requests).toMatchObject([{ template: 'countdown', at }]);
  });

  it('offers times for the event while somebody types', async () => {
    await using stage = await ready();
    const typing = (when: string) =>
      stage.minji.autocomplete('schedule add', { ...EVENT, when }, 'when');
    const offered = await typing('');
    expect(offered[0]?.name).toContain('D-10');
    expect(await typing('내일 8시')).toEqual([
      { name: '12월 2일 (수) 오전 8시', value: '12월 2일 (수) 오전 8시' },
      { name: '12월 2일 (수) 저녁 8시', value: '12월 2일 (수) 저녁 8시' },
    ]);
  });
});

describe('the button under a draft', () => {
  it('opens a form for the time and plans what stands above it', async () => {
    await using stage = await ready();
    const draft = await told(stage, 'post lineup', { event: 'event-47' });
    const modal = await (await stage.minji.click(draft, '예약')).modal();
    expect(modal.title).toBe('예약 · 서울 언더그라운드 #47');
    const wrong = await (await stage.minji.submit(modal, { when: '언젠가' })).reply();
    expect(wrong).toMatchObject({ ephemeral: true });
    const again = await (await stage.minji.click(wrong, '시간 다시 입력')).modal();
    const reply = await (await stage.minji.submit(again, { when: '내일 저녁 8시' })).reply();
    expect(reply.content).toContain('**12월 2일 (수) 저녁 8시**에 올리도록');
    expect(await states(stage)).toEqual(['awaiting_approval']);
  });

  it('shows in the message of the post when it goes out, in the language of the server', async () => {
    await using stage = await ready();
    const by = { userId: stage.minji.id, at: NOW };
    await stage.stores.settings.changeSettings(stage.guild.id, { language: 'en' }, by);
    const draft = await told(stage, 'post lineup', { event: 'event-47' });
    const modal = await (await stage.minji.click(draft, 'schedule')).modal();
    const reply = await (await stage.minji.submit(modal, { when: '내일 저녁 8시' })).reply();
    expect(reply.content).toContain('**12월 2일 (수) 저녁 8시**에 올리도록');
    const shown = () => stage.discord.message(draft.id)?.content;
    await expect.poll(shown, WAIT).toMatch(/Goes out Wed.*2 Dec.* once approved/);
    const [plan] = await planned(stage);
    await told(stage, 'schedule move', { post: plan?.post.id ?? '', when: '모레 낮 12시' });
    await expect.poll(shown, WAIT).toMatch(/Goes out Thu.*3 Dec.* once approved/);
    expect(stage.discord.message(draft.id)?.attachments).toHaveLength(1);
  });

  it('has a countdown made anew for its day', async () => {
    await using stage = await ready();
    const draft = await told(stage, 'post countdown', { event: 'event-47' });
    const modal = await (await stage.minji.click(draft, '예약')).modal();
    const reply = await (await stage.minji.submit(modal, { when: 'D-3 20:00' })).reply();
    expect(reply.content).toContain('D-day에 맞게 포스터를 다시 만들었습니다');
    const [post] = await planned(stage);
    expect(post).toMatchObject({ post: { revision: 2, state: 'awaiting_approval' } });
  });
});

describe('/schedule list, move, cancel and retry', () => {
  it('says that nothing goes out while no account is connected', async () => {
    await using stage = await ready();
    await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 8시' });
    const account = await stage.stores.instagramAccounts.find(stage.guild.id);
    if (account) await stage.stores.instagramAccounts.disconnect(account);
    const list = await told(stage, 'schedule list');
    expect(list.content).toContain('⚠️ 연결된 인스타그램 계정이 없거나 연결이 끊겼습니다.');
    expect(list.content).toContain('다시 연결할 때까지 보류됩니다.');
  });

  it('walks a post through the calendar', async () => {
    await using stage = await ready();
    expect((await told(stage, 'schedule list')).content).toContain('예약된 게시물이 없습니다');
    await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 8시' });
    const [post] = await planned(stage);
    const id = post?.post.id ?? '';
    const list = await told(stage, 'schedule list');
    expect(list.content.split('\n')).toEqual([
      '### 예약 1개',
      '**12월 2일 (수)**',
      `- 저녁 8시 서울 언더그라운드 #47 · 라인업 · **승인 대기** · \`${id}\``,
    ]);
    const choices = await stage.minji.autocomplete('schedule move', { post: '라인업' }, 'post');
    expect(choices).toEqual([
      { name: '12월 2일 (수) 저녁 8시 · 서울 언더그라운드 #47 · 라인업 · 승인 대기', value: id },
    ]);
    const moved = await told(stage, 'schedule move', { post: id, when: '모레 낮 12시' });
    expect(moved.content).toContain('예약 시간을 바꿨습니다: **12월 3일 (목) 낮 12시**');
    const retried = await told(stage, 'schedule retry', { post: id });
    expect(retried.content).toContain('‘승인 대기’ 상태인 게시물에는 할 수 없습니다');
    const cancelled = await told(stage, 'schedule cancel', { post: id });
    expect(cancelled.content).toContain('예약을 취소했습니다');
    await told(stage, 'schedule add', { ...EVENT, when: '12월 5일 20:00' });
    const both = await told(stage, 'schedule list');
    expect(both.content).toMatch(/^### 예약 1개 · 올렸거나 멈춘 게시물 1개\n/);
    expect(both.content).toContain('**취소됨**');
    expect(cancelled.content).toContain('예약 시각: 12월 3일 (목) 낮 12시 (<t:');
    expect((await told(stage, 'schedule cancel', { post: 'x' })).content).toContain('찾을 수 없');
  });
});

it('/schedule list says that nothing goes out while no account is connected', async () => {
  await using stage = await ready();
  await told(stage, 'schedule add', { ...EVENT, when: '내일 저녁 8시' });
  const words = '올라가지 않고, 다시 연결할 때까지 보류됩니다';
  expect((await told(stage, 'schedule list')).content).not.toContain(words);
  const account = await stage.stores.instagramAccounts.find(stage.guild.id);
  const version = account?.version ?? 0;
  await stage.stores.instagramAccounts.disconnect({ guildId: stage.guild.id, version });
  expect((await told(stage, 'schedule list')).content).toContain(words);
  const [post] = await planned(stage);
  await told(stage, 'schedule cancel', { post: post?.post.id ?? '' });
  expect((await told(stage, 'schedule list')).content).not.toContain(words);
});

describe('/schedule campaign', () => {
  it('proposes a card from which one is moved, one dropped and the rest accepted', async () => {
    await using stage = await ready();
    const card = await told(stage, 'schedule campaign', { event: 'event-47' });
    expect(card.content.match(/^- /gm)).toHaveLength(6);
    await stage.restart();
    const picked = await (await stage.minji.select(card, 'camp', ['0'])).reply();
    const dropped = await (await stage.minji.click(picked, '빼기')).reply();
    expect(dropped.content.match(/^- /gm)).toHaveLength(5);
    const again = await (await stage.minji.select(dropped, 'camp', ['0'])).reply();
    const modal = await (await stage.minji.click(again, '시간 바꾸기')).modal();
    const moved = await (await stage.minji.submit(modal, { when: 'D-5 21:00' })).reply();
    expect(moved.content).toContain('**12월 19일 (토) 밤 9시** 라인업');
    const accepted = await (await stage.minji.click(moved, '모두 예약')).reply();
    expect(accepted.content).toContain('### 게시물 5개를 예약했습니다');
    expect(await states(stage)).toEqual(Array(5).fill('awaiting_approval'));
    const twice = await told(stage, 'schedule campaign', { event: 'event-47' });
    const second = await (await stage.minji.click(twice, '모두 예약')).reply();
    expect(second.content).toContain('이미 예약되어 있습니다');
  });

  it('says of each countdown what it says, and goes on naming what was left out', async () => {
    await using stage = await ready();
    stage.posts.events = [makeEvent({ date: '2026-12-10' })];
    const card = await told(stage, 'schedule campaign', { event: 'event-47' });
    const lines = (content: string) => content.split('\n').filter((line) => line.startsWith('- '));
    expect(lines(card.content).map((line) => line.replace(/ \(<.*/, ''))).toEqual([
      '- **12월 3일 (목) 저녁 8시** 라인업',
      '- **12월 7일 (월) 저녁 8시** 카운트다운 D-3',
      '- **12월 9일 (수) 저녁 8시** 카운트다운 D-1',
      '- **12월 10일 (목) 낮 12시** 카운트다운 D-DAY',
      '- **12월 10일 (목) 저녁 6시** 카운트다운 TONIGHT',
    ]);
    const skipped = '지났거나 너무 가까워 뺐습니다: 공지 11월 26일 (목) 저녁 8시';
    expect(card.content).toContain(skipped);
    const picked = await (await stage.minji.select(card, 'camp', ['0'])).reply();
    expect(picked.content).toContain(skipped);
    const dropped = await (await stage.minji.click(picked, '빼기')).reply();
    expect(dropped.content).toContain(skipped);
    const again = await (await stage.minji.select(dropped, 'camp', ['0'])).reply();
    const modal = await (await stage.minji.click(again, '시간 바꾸기')).modal();
    const moved = await (await stage.minji.submit(modal, { when: 'D-4 21:00' })).reply();
    expect(moved.content).toContain('**12월 6일 (일) 밤 9시** 카운트다운 D-4');
    expect(moved.content).toContain(skipped);
  });

  it('asks with buttons which time was meant, on the card itself', async () => {
    await using stage = await ready();
    const card = await told(stage, 'schedule campaign', { event: 'event-47' });
    const picked = await (await stage.minji.select(card, 'camp', ['1'])).reply();
    const modal = await (await stage.minji.click(picked, '시간 바꾸기')).modal();
    const asked = await (await stage.minji.submit(modal, { when: 'D-7 8시' })).reply();
    expect(asked.id).toBe(card.id);
    expect(asked.content).toContain('오전인지 오후인지 골라 주세요');
    const chosen = await (await stage.minji.click(asked, '12월 17일 (목) 오전 8시')).reply();
    expect(chosen.content).toContain('- **12월 17일 (목) 오전 8시** 라인업');
    expect(chosen.content).not.toContain('골라 주세요');
    const repicked = await (await stage.minji.select(chosen, 'camp', ['1'])).reply();
    const form = await (await stage.minji.click(repicked, '시간 바꾸기')).modal();
    const wrong = await (await stage.minji.submit(form, { when: '언젠가' })).reply();
    expect(wrong.content).toContain('시간으로 읽을 수 없습니다');
    const back = await (await stage.minji.click(wrong, '돌아가기')).reply();
    expect(back.content).toContain('- **12월 17일 (목) 오전 8시** 라인업');
    const accepted = await (await stage.minji.click(back, '모두 예약')).reply();
    expect(accepted.content).toContain('### 게시물 6개를 예약했습니다');
  });

  it('warns on the card and in the result of what says the same twice on one day', async () => {
    await using stage = await ready();
    const words =
      '같은 날 내용이 같은 게시물이 또 있습니다: 카운트다운 D-DAY 12월 24일 (목) 오후 2시';
    const card = await told(stage, 'schedule campaign', { event: 'event-47' });
    expect(card.content).not.toContain('⚠️');
    const picked = await (await stage.minji.select(card, 'camp', ['5'])).reply();
    const modal = await (await stage.minji.click(picked, '시간 바꾸기')).modal();
    const moved = await (await stage.minji.submit(modal, { when: '12월 24일 14:00' })).reply();
    expect(moved.content).toContain(words);
    const accepted = await (await stage.minji.click(moved, '모두 예약')).reply();
    expect(accepted.content).toContain(words);
    expect(accepted.content.match(/같은 날/g)).toHaveLength(1);
  });

  it('proposes nothing for a night that is over', async () => {
    await using stage = await ready();
    stage.posts.events = [makeEvent({ date: '2026-11-20' })];
    const reply = await told(stage, 'schedule campaign', { event: 'event-47' });
    expect(reply.content).toContain('제안할 게시물이 없습니다');
  });
});

/** A server that may publish, and wants approvals. */
async function ready(options: StageOptions = {}): Promise<Stage> {
  const stage = await Stage.open(options);
  const by = { userId: stage.minji.id, at: NOW };
  await stage.stores.settings.changeSettings(stage.guild.id, { approvalChannelId: CHANNEL }, by);
  await stage.stores.instagramAccounts.connect({
    guildId: stage.guild.id,
    connectedBy: stage.minji.id,
    accountId: '17840000000000001',
    username: 'club',
    connectedAt: NOW,
    issuedAt: NOW,
    expiresAt: NOW + 60 * 86_400_000,
    sealed: 'sealed',
    keyId: 'k1',
  });
  const permissions = PermissionFlagsBits.ManageEvents;
  stage.minji.setRoles([stage.guild.createRole({ name: '기획', permissions })]);
  return stage;
}

async function told(
  stage: Stage,
  command: string,
  options: Record<string, string> = {},
): Promise<Message> {
  return await (await stage.minji.command(command, options)).reply();
}

async function planned(stage: Stage) {
  const span = { from: 0, to: NOW + 90 * 86_400_000, limit: 100 };
  return await stage.stores.schedules.calendar(stage.guild.id, span);
}

async function states(stage: Stage): Promise<string[]> {
  return (await planned(stage)).map(({ post }) => post.state);
}
