import { PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { Bot } from './bot.ts';
import { captionOf, pictureOf } from './reply.ts';

const EVENT = 'seoulunderground47';

it('a post lives: edited, fought over, restyled, read again, downloaded, listed and deleted', async () => {
  await using bot = await Bot.start();
  const jisu = bot.guild.addMember({
    username: 'jisu',
    locale: 'ko',
    permissions: PermissionFlagsBits.ManageMessages,
  });
  const post = await bot.post('lineup', EVENT);
  const first = { picture: pictureOf(post), caption: captionOf(post) };

  // Two people edit at once.
  const minjis = await (await bot.minji.click(post, '캡션 수정')).modal();
  const jisus = await (await jisu.click(post, '캡션 수정')).modal();
  expect(minjis.fields[0]?.value).toBe(first.caption);
  await (await jisu.submit(jisus, { 캡션: `${first.caption}\n지수` })).reply();
  const late = await bot.minji.submit(minjis, { 캡션: '민지가 다시 쓴 캡션 #테크노' });
  expect(captionOf(await late.reply())).toBe(`${first.caption}\n지수`);
  const whisper = await late.nextFollowUp();
  expect(captionOf(whisper)).toBe('민지가 다시 쓴 캡션 #테크노');

  await bot.restart();
  const again = await (await bot.minji.click(whisper, '입력한 내용 이어서 고치기')).modal();
  await (await bot.minji.submit(again, {})).reply();
  await expect.poll(() => captionOf(post)).toBe('민지가 다시 쓴 캡션 #테크노');

  // Another look and back is the very same picture, and the caption is left alone.
  const paper = await (await bot.minji.select(post, 'theme', ['paper'])).reply();
  expect(pictureOf(paper).equals(first.picture)).toBe(false);
  const story = await (await bot.minji.select(paper, 'size', ['story'])).reply();
  expect(await sharp(pictureOf(story)).metadata()).toMatchObject({ width: 1080, height: 1920 });
  const square = await (await bot.minji.select(story, 'size', ['square'])).reply();
  const night = await (await bot.minji.select(square, 'theme', ['night'])).reply();
  expect(pictureOf(night)).toEqual(first.picture);
  expect(captionOf(night)).toBe('민지가 다시 쓴 캡션 #테크노');

  // The event changes in Rite.
  bot.rite.patch(EVENT, { name: '서울 언더그라운드 #48' });
  bot.clock.now += 60_000;
  const redo = await bot.minji.click(night, '다시 만들기');
  const anew = await redo.reply();
  expect(anew.content).toMatch(/^### 서울 언더그라운드 #48 · 라인업/);
  expect(pictureOf(anew).equals(first.picture)).toBe(false);
  expect(captionOf(anew)).toBe('민지가 다시 쓴 캡션 #테크노');
  expect((await redo.nextFollowUp()).content).toMatch(/바뀐 내용: 이름\n직접 고친 캡션은/);
  const automatic = await (await bot.minji.click(anew, '자동 캡션으로 되돌리기')).reply();
  expect(captionOf(automatic)).toContain('서울 언더그라운드 #48');

  // Also when every picture is lost, a download is what was drawn.
  const shown = pictureOf(automatic);
  await bot.losePictures();
  const download = await (await bot.minji.click(automatic, '다운로드')).reply();
  expect(download.content).toContain('-# 보관하던 이미지가 없어 저장된 정보로 다시 만들었습니다.');
  expect(download.attachments.map(({ filename }) => filename)).toEqual([
    'lineup-night.jpg',
    'caption.txt',
  ]);
  expect(pictureOf(download)).toEqual(shown);
  expect(download.attachments[1]?.bytes.toString('utf8')).toBe(captionOf(automatic));

  const list = await (await bot.minji.command('posts list')).reply();
  expect(list.content).toContain('서울 언더그라운드 #48 · 라인업');
  const id = /`([0-9a-z]{16})`/.exec(list.content)?.[1] ?? '';
  const asked = await (await jisu.command('posts delete', { post: id })).reply();
  await (await jisu.click(asked, '삭제하기')).reply();
  await expect.poll(() => post.components).toEqual([]);
  const gone = await (await bot.minji.command('posts show', { post: id })).reply();
  expect(gone.content).toMatch(/^게시물을 찾을 수 없습니다/);
});

it('a free day ends after two posts, a restart in between or not, and failures do not count', async () => {
  await using bot = await Bot.start();
  const club = bot.discord.createGuild({ name: '빈 서버', preferredLocale: 'ko' });
  const suji = club.addMember({ username: 'suji', locale: 'ko' });
  // Without premium, and linked to nobody: the samples are free to try, within the same limit.
  const make = async () => {
    const [choice] = await suji.autocomplete('post announcement', { event: '' }, 'event');
    const exchange = await suji.command('post announcement', { event: choice?.value ?? '' });
    return await exchange.reply();
  };
  await (await suji.command('post lineup', { event: 'nosuchevent99' })).reply();
  expect((await make()).content).toContain('오늘 1개를 더 만들 수 있습니다');
  await bot.restart();
  expect((await make()).attachments).toHaveLength(1);
  const third = await make();
  expect(third.content).toMatch(
    /^오늘 만들 수 있는 게시물 2개를 모두 만들었습니다\. 12월 18일 \(금\) 0시/,
  );
  bot.clock.now = Date.parse('2026-12-18T00:00:00+09:00');
  expect((await make()).attachments).toHaveLength(1);
});
