import type { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { TEMPLATE_NAMES } from '../../src/events/event.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { Bot } from './bot.ts';
import { pictureOf } from './reply.ts';

const EVENT = 'seoulunderground47';
const CALLBACK = '/interactions/:interaction/:token/callback';
const ORIGINAL = '/webhooks/:application/:token/messages/@original';
/** The id of a thread that has ended. */
const ENDED = -1;

it('fifty at once are all acknowledged before half of them are answered, and each gets its own', async () => {
  await using bot = await Bot.start();
  // The drawing thread has loaded its fonts: from here on it answers as fast as it can.
  await bot.post('announcement', 'euljiromodular');
  bot.discord.clearRequests();
  const events = [EVENT, 'seongsudiscoteca', 'hapjeongsunrise', 'hongdaemarathon', 'sinchonbreaks'];
  const wanted = Array.from({ length: 50 }, (_, index) => ({
    event: events[Math.floor(index / 9) % events.length] ?? EVENT,
    template: TEMPLATE_NAMES[index % 3] ?? 'lineup',
    theme: THEME_NAMES[Math.floor(index / 3) % 3] ?? 'night',
    language: index < 45 ? 'ko' : 'en',
  }));
  const people = wanted.map((_, index) => bot.guild.addMember({ username: `person${index}` }));
  const replies = await Promise.all(
    wanted.map(async ({ template, ...options }, index) => {
      const exchange = await people[index]?.command(`post ${template}`, options);
      return await exchange?.reply();
    }),
  );
  const pictures = new Set<string>();
  for (const [index, reply] of replies.entries()) {
    const { template, theme, event } = wanted[index] ?? {};
    // 22 acts take three pages.
    const pages = template === 'lineup' && event === 'hongdaemarathon' ? ['-1', '-2', '-3'] : [''];
    expect(reply?.attachments.map(({ filename }) => filename)).toEqual(
      pages.map((page) => `${template}-${theme}${page}.jpg`),
    );
    expect(reply?.content).toContain(`### ${bot.rite.events.get(event ?? '')?.name} · `);
    if (reply) pictures.add(pictureOf(reply).toString('latin1'));
  }
  expect(pictures.size).toBe(50);
  const order = bot.discord.requests.map(({ route }) => route);
  const lastAcknowledgement = order.lastIndexOf(CALLBACK);
  const answersBefore = order.slice(0, lastAcknowledgement).filter((one) => one === ORIGINAL);
  expect(order.filter((route) => route === CALLBACK)).toHaveLength(50);
  expect(order.filter((route) => route === ORIGINAL)).toHaveLength(50);
  expect(answersBefore.length).toBeLessThan(25);
});

it('a connection that drops while a poster is drawn costs nothing', async () => {
  await using bot = await Bot.start();
  const exchange = await bot.minji.command('post lineup', { event: EVENT });
  await exchange.acknowledged();
  bot.discord.dropSockets();
  const meanwhile = await bot.minji.command('post countdown', { event: EVENT });
  expect((await exchange.reply()).attachments).toHaveLength(1);
  expect((await meanwhile.reply()).attachments).toHaveLength(1);
  expect(bot.discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
});

it('a stop lets the poster that is being drawn be finished, and leaves no thread', async () => {
  const threads: Worker[] = [];
  const remember = (thread: Worker) => threads.push(thread);
  process.on('worker', remember);
  await using bot = await Bot.start();
  process.off('worker', remember);
  const exchange = await bot.minji.command('post lineup', { event: EVENT });
  await exchange.acknowledged();
  const requests = () => bot.discord.requests.filter(({ route }) => route === ORIGINAL);
  expect(requests()).toEqual([]);
  await bot.stop();
  expect(requests()).toHaveLength(1);
  expect((await exchange.reply()).attachments).toHaveLength(1);
  expect(threads.map(({ threadId }) => threadId)).toEqual([ENDED]);
  expect(bot.discord.gateway.connections).toBe(0);
});
