import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/index.ts';
import { makeEvent } from '../fixtures/event.ts';
import { Stage } from './stage.ts';

const NOT_FOUND =
  '게시물을 찾을 수 없습니다. 삭제되었을 수 있으니 `/posts list`에서 확인해 주세요.';

describe('/posts list', () => {
  it('names state, night, template, who made it and when, with a link to the message', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const [kept] = await placed(stage, 1);
    const reply = await (await stage.minji.command('posts list')).reply();
    expect(reply).toMatchObject({ ephemeral: true, visibleTo: stage.minji.id, components: [] });
    const { guild, minji, clock } = stage;
    const link = `https://discord.com/channels/${guild.id}/${guild.general.id}/${message.id}`;
    expect(reply.content.split('\n')).toEqual([
      '### 게시물 1개',
      '**12월 24일 (목)** 서울 언더그라운드 #47 · 라인업',
      `-# **초안** · <@${minji.id}> 님이 <t:${clock.now / 1000}:R>에 만듦 · [메시지로 가기](${link}) · \`${kept?.id}\``,
      '-# `/posts show`에 이름이나 ID를 넣으면 포스터와 캡션을 다시 봅니다.',
    ]);
  });

  it('is turned page by page, also after a restart and while posts are made and deleted', async () => {
    await using stage = await Stage.open();
    for (let n = 0; n < 12; n += 1) {
      stage.posts.events = [makeEvent({ id: `event-${n}`, name: `밤 ${n}` })];
      stage.clock.now += 1000;
      await (await stage.minji.command('post lineup', { event: `event-${n}` })).reply();
    }
    const list = await (await stage.minji.command('posts list')).reply();
    expect(list.content).toContain('### 게시물 12개');
    expect(nightsIn(list)).toEqual(['밤 11', '밤 10', '밤 9', '밤 8', '밤 7']);
    await stage.restart();
    const second = await (await stage.minji.click(list, '이전 게시물 →')).reply();
    expect(second.id).toBe(list.id);
    expect(nightsIn(second)).toEqual(['밤 6', '밤 5', '밤 4', '밤 3', '밤 2']);
    const third = await (await stage.minji.click(second, '이전 게시물 →')).reply();
    expect(nightsIn(third)).toEqual(['밤 1', '밤 0']);
    expect(JSON.stringify(third.components)).not.toContain('이전 게시물');
    const back = await (await stage.minji.click(third, '← 최근 게시물')).reply();
    expect(nightsIn(back)).toEqual(['밤 6', '밤 5', '밤 4', '밤 3', '밤 2']);
  });

  it('shows only what fits state, template and event, on every page', async () => {
    await using stage = await Stage.open();
    const id = 'e'.repeat(64);
    stage.posts.events = [makeEvent({ id }), makeEvent({ id: 'event-48', name: '다른 밤' })];
    for (let n = 0; n < 6; n += 1) {
      await (await stage.minji.command('post countdown', { event: id })).reply();
    }
    await (await stage.minji.command('post lineup', { event: id })).reply();
    await (await stage.minji.command('post countdown', { event: 'event-48' })).reply();
    const filter = { state: 'draft', template: 'countdown', event: id };
    const list = await (await stage.minji.command('posts list', filter)).reply();
    expect(list.content).toContain('### 게시물 6개');
    const second = await (await stage.minji.click(list, '이전 게시물 →')).reply();
    expect(nightsIn(second)).toEqual(['서울 언더그라운드 #47']);
    const none = await (await stage.minji.command('posts list', { state: 'failed' })).reply();
    expect(none.content).toMatch(/^조건에 맞는 게시물이 없습니다/);
    const words = await (await stage.minji.command('posts list', { event: '언더 그' })).reply();
    expect(words.content).toMatch(/^이벤트를 찾을 수 없거나/);
  });

  it('says how to begin where there is nothing yet, and what is wrong when nothing can be read', async () => {
    await using stage = await Stage.open();
    const reply = await (await stage.minji.command('posts list')).reply();
    expect(reply.content).toBe('아직 만든 게시물이 없습니다. `/post`로 만들면 여기에 보입니다.');
    await stage.breakDatabase();
    const away = await (await stage.minji.command('posts list')).reply();
    expect(away.content).toMatch(/^지금은 게시물을 불러오거나 저장할 수 없어/);
  });
});

describe('/posts show', () => {
  it('is found by what people type, and shows the post with all its buttons', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const [kept] = await placed(stage, 1);
    const typed = ['언덕 라인', '12/24', 'draft', kept?.id ?? ''];
    for (const post of typed) {
      const choices = await stage.minji.autocomplete('posts show', { post }, 'post');
      expect(choices, post).toEqual([
        { name: '12월 24일 (목) · 서울 언더그라운드 #47 · 라인업 · 초안', value: kept?.id },
      ]);
    }
    expect(await stage.minji.autocomplete('posts show', { post: '홍대' }, 'post')).toEqual([]);
    const shown = await (await stage.minji.command('posts show', { post: kept?.id ?? '' })).reply();
    expect(shown).toMatchObject({ ephemeral: true, content: withoutQuota(message) });
    expect(shown.attachments[0]?.bytes).toEqual(message.attachments[0]?.bytes);
    expect(shown.components).toEqual(message.components);
  });

  it('shows a copy whose changes are seen in the message too', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const [kept] = await placed(stage, 1);
    const shown = await (await stage.minji.command('posts show', { post: kept?.id ?? '' })).reply();
    const copy = await (await stage.minji.select(shown, 'theme', ['paper'])).reply();
    expect(copy).toMatchObject({ id: shown.id, ephemeral: true });
    await expect.poll(() => filesOf(message)).toEqual(['lineup-paper.jpg']);
    // Whoever uses the message goes on from there.
    const next = await (await stage.minji.select(message, 'theme', ['neon'])).reply();
    expect(filesOf(next)).toEqual(['lineup-neon.jpg']);
  });

  it('works when the message is gone', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const [kept] = await placed(stage, 1);
    await manager(stage).delete(message);
    const shown = await (await stage.minji.command('posts show', { post: kept?.id ?? '' })).reply();
    const copy = await (await stage.minji.select(shown, 'theme', ['paper'])).reply();
    expect(filesOf(copy)).toEqual(['lineup-paper.jpg']);
    await stage.logged('original message not updated');
  });
});

describe('/posts delete', () => {
  it('asks first, then deletes, and leaves the message without buttons', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    await (await stage.minji.select(message, 'theme', ['paper'])).reply();
    const [kept] = await placed(stage, 1);
    const asked = await (
      await stage.minji.command('posts delete', { post: kept?.id ?? '' })
    ).reply();
    expect(asked).toMatchObject({ ephemeral: true });
    expect(asked.content).toMatch(
      /^정말 삭제할까요\? \*\*12월 24일 \(목\)\*\* 서울 언더그라운드 #47 · 라인업\n/,
    );
    const done = await (await stage.minji.click(asked, '삭제하기')).reply();
    expect(done).toMatchObject({
      content: '삭제했습니다: **12월 24일 (목)** 서울 언더그라운드 #47 · 라인업',
      components: [],
    });
    await expect.poll(() => message.components).toEqual([]);
    expect(filesOf(message)).toEqual(['lineup-paper.jpg']);
    expect(await placed(stage, 0)).toEqual([]);
  });

  it('deletes nothing on second thoughts', async () => {
    await using stage = await Stage.open();
    await madePost(stage);
    const [kept] = await placed(stage, 1);
    const asked = await (
      await stage.minji.command('posts delete', { post: kept?.id ?? '' })
    ).reply();
    await stage.restart();
    const reply = await (await stage.minji.click(asked, '그대로 두기')).reply();
    expect(reply).toMatchObject({ content: '삭제하지 않고 그대로 두었습니다.', components: [] });
    expect(await placed(stage, 1)).toHaveLength(1);
  });

  it('is for who made it and those who manage posts', async () => {
    await using stage = await Stage.open();
    await madePost(stage);
    const [kept] = await placed(stage, 1);
    const post = kept?.id ?? '';
    const jisu = stage.guild.addMember({ username: 'jisu', locale: 'ko' });
    const refused = await (await jisu.command('posts delete', { post })).reply();
    expect(refused.content).toMatch(/^이 게시물은 만든 사람\(<@\d+>\)이나 ‘이벤트 관리하기’/);
    const boss = manager(stage);
    const asked = await (await boss.command('posts delete', { post })).reply();
    expect((await (await boss.click(asked, '삭제하기')).reply()).content).toMatch(/^삭제/);
  });

  it('makes every button of the post say that it cannot be found', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const [kept] = await placed(stage, 1);
    const post = kept?.id ?? '';
    const shown = await (await stage.minji.command('posts show', { post })).reply();
    const asked = await (await stage.minji.command('posts delete', { post })).reply();
    const twice = await (await stage.minji.command('posts delete', { post })).reply();
    await (await stage.minji.click(asked, '삭제하기')).reply();
    await expect.poll(() => message.components).toEqual([]);
    const answers = [
      (await stage.minji.click(shown, 'caption')).reply(),
      (await stage.minji.click(shown, 'download')).reply(),
      (await stage.minji.click(shown, 'schedule')).reply(),
      (await stage.minji.click(shown, 'publish')).reply(),
      (await stage.minji.click(shown, 'redo')).nextFollowUp(),
      (await stage.minji.select(shown, 'size', ['story'])).nextFollowUp(),
      (await stage.minji.click(twice, '삭제하기')).nextFollowUp(),
      (await stage.minji.command('posts show', { post })).reply(),
      (await stage.minji.command('posts delete', { post })).reply(),
    ];
    for (const answer of answers) expect((await answer).content).toBe(NOT_FOUND);
  });
});

describe('a post of another server', () => {
  it('is neither listed nor found, in the same words as one that never was', async () => {
    await using stage = await Stage.open();
    await madePost(stage);
    const [kept] = await placed(stage, 1);
    const elsewhere = stage.discord.createGuild({ name: '다른 클럽', preferredLocale: 'ko' });
    const suji = elsewhere.addMember({
      username: 'suji',
      locale: 'ko',
      permissions: PermissionFlagsBits.Administrator,
    });
    expect((await (await suji.command('posts list')).reply()).content).toMatch(/^아직 만든/);
    expect(await suji.autocomplete('posts show', { post: '' }, 'post')).toEqual([]);
    for (const post of [kept?.id ?? '', '0123456789abcdef', '서울 언더', '../..', '']) {
      for (const path of ['posts show', 'posts delete']) {
        expect((await (await suji.command(path, { post })).reply()).content).toBe(NOT_FOUND);
      }
    }
  });
});

async function madePost(stage: Stage): Promise<Message> {
  return await (await stage.minji.command('post lineup', { event: 'event-47' })).reply();
}

/** The posts that are kept, once all of them know where their message is. */
async function placed(stage: Stage, count: number) {
  const list = async () =>
    (await stage.stores.posts.listPosts({ guildId: stage.guild.id, limit: 50 })).posts;
  await expect
    .poll(async () => (await list()).filter(({ message }) => message))
    .toHaveLength(count);
  return await list();
}

function manager(stage: Stage) {
  const permissions = PermissionFlagsBits.ManageMessages;
  return stage.guild.addMember({ username: 'boss', locale: 'ko', permissions });
}

function nightsIn({ content }: Message): string[] {
  return [...content.matchAll(/^\*\*.+?\*\* (.+) · /gm)].map(([, name]) => name ?? '');
}

function filesOf({ attachments }: Message): string[] {
  return attachments.map(({ filename }) => filename);
}

function withoutQuota({ content }: Message): string {
  return content.replace(/\n-# <@\d+> 님.*$/, '');
}
