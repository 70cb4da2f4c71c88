import { PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { Bot } from './bot.ts';
import { captionOf, pictureOf } from './reply.ts';

const EVENT = 'seoulunderground47';
const permissions = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageEvents;

it('draws posters in the look that the server has chosen, and as they were after a reset', async () => {
  await using bot = await Bot.start();
  const boss = bot.guild.addMember({ username: 'boss', locale: 'ko', permissions });
  const plain = await bot.post('announcement', EVENT);
  const bytes = await sharp({
    create: { width: 300, height: 100, channels: 4, background: '#FFFFFF' },
  })
    .png()
    .toBuffer();
  const chosen = await (
    await boss.command('brand set', {
      theme: 'paper',
      accent: '보라',
      logo: { name: 'logo.png', contentType: 'image/png', bytes },
      hashtags: '#지하실크루',
    })
  ).reply();
  expect(chosen.content).toContain('**테마** 페이퍼');

  expect(await sharp(chosen.attachments[0]?.bytes).metadata()).toMatchObject({ format: 'jpeg' });
  const branded = await bot.post('announcement', EVENT);
  expect(branded.attachments[0]?.filename).toBe('announcement-paper.jpg');
  const again = await bot.post('announcement', EVENT, { theme: 'night' });
  expect(pictureOf(again).equals(pictureOf(plain))).toBe(false);

  const question = await (await boss.command('brand reset')).reply();
  await (await boss.click(question, '되돌리기')).reply();
  const after = await bot.post('announcement', EVENT);
  expect(pictureOf(after).equals(pictureOf(plain))).toBe(true);
});

it('puts on poster and caption what the organizer has added to the event', async () => {
  await using bot = await Bot.start();
  const boss = bot.guild.addMember({ username: 'boss', locale: 'ko', permissions });
  const plain = await bot.post('announcement', EVENT);
  const modal = await (await boss.command('event extras', { event: EVENT })).modal();
  const reply = await (
    await boss.submit(modal, {
      ticketUrl: 'ticket.example/47',
      advancePrice: '2만',
      doorPrice: '3만원',
      ageLimit: '19',
    })
  ).reply();
  expect(reply.content).toContain('예매 20,000원 · 현매 30,000원');
  const post = await bot.post('announcement', EVENT);
  expect(captionOf(post)).toContain('예매 20,000원 · 현매 30,000원');
  expect(captionOf(post)).toContain('https://ticket.example/47');
  expect(captionOf(post)).toContain('만 19세 이상');
  expect(pictureOf(post).equals(pictureOf(plain))).toBe(false);
});
