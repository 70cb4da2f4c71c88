import { expect, it } from 'vitest';
import { TEMPLATE_NAMES } from '../../src/events/event.ts';
import { makeRiteDocument, makeRiteTimeslot } from '../fixtures/rite-document.ts';
import { Bot } from './bot.ts';
import { captionOf } from './reply.ts';

it('an event with a description of 4,000 characters gives a caption that Instagram takes, as a file', async () => {
  await using bot = await Bot.start();
  const description = '문은 밤 10시에 엽니다. 신분증을 챙겨 주세요.\n'.repeat(150).slice(0, 4000);
  const event = bot.put(ours({ description }));
  const reply = await bot.post('announcement', event);
  expect(reply.attachments.map(({ filename }) => filename)).toEqual([
    'announcement-night.jpg',
    'caption.txt',
  ]);
  const caption = reply.attachments[1]?.bytes.toString('utf8') ?? '';
  expect(caption.length).toBeGreaterThan(1500);
  expect(caption.length).toBeLessThanOrEqual(2200);
  expect(caption).toContain('#테크노');
  expect(reply.content.length).toBeLessThanOrEqual(2000);
  expect(reply.content).toContain('소개 글이 길어 캡션에서 줄였습니다.');
});

it('an event with names of nothing but emoji is drawn as it is', async () => {
  await using bot = await Bot.start();
  const timeslots = ['🎧', '👩🏽‍🎤', '🏴‍☠️🪩', '❤️‍🔥'].map((name, index) =>
    makeRiteTimeslot(`${20 + index}:00`, `${(21 + index) % 24}:00`.padStart(5, '0'), name, ''),
  );
  const event = bot.put(ours({ name: '🪩🔥🇰🇷', venue: { name: '🏠', address: '🗺️' }, timeslots }));
  for (const template of TEMPLATE_NAMES) {
    const reply = await bot.post(template, event);
    expect(reply.attachments).toHaveLength(1);
    expect(reply.content).toContain('### 🪩🔥🇰🇷 · ');
    expect(reply.content).not.toContain('⚠️');
  }
});

it('an event with 22 acts names all of them', async () => {
  await using bot = await Bot.start();
  const reply = await bot.post('lineup', 'hongdaemarathon');
  expect(captionOf(reply).match(/^\d\d:00 /gm)).toHaveLength(22);
  expect(reply.attachments).toHaveLength(3);
  expect(reply.attachments[0]?.description).toContain('김무늬');
  expect(reply.attachments[0]?.description).not.toContain('마지막손님');
  expect(reply.attachments[2]?.description).toContain('마지막손님');
  expect(reply.content).not.toContain('포스터에서');
});

it('an event with characters that no font has is drawn without them, and they are named', async () => {
  await using bot = await Bot.start();
  const event = bot.put(ours({ name: '밤 𒀀𒀁 ꦏ' }));
  const reply = await bot.post('announcement', event);
  expect(reply.attachments).toHaveLength(1);
  expect(reply.content).toContain('⚠️ 폰트에 없어 포스터에서 빠진 글자: `𒀀` `𒀁` `ꦏ`');
  // What only the picture lacks is in the caption.
  expect(captionOf(reply)).toContain('밤 𒀀𒀁 ꦏ');
});

it('an event with a name that is a command to Discord calls nobody', async () => {
  await using bot = await Bot.start();
  const name = `@everyone <@${bot.minji.id}> \`\`\` https://example.com`;
  const reply = await bot.post('announcement', bot.put(ours({ name })));
  expect(reply.attachments.length).toBeGreaterThan(0);
  expect(reply.mentions).toEqual({ everyone: false, users: [], roles: [] });
});

/** An event of the linked organizer. */
function ours(overrides: Parameters<typeof makeRiteDocument>[0]) {
  return makeRiteDocument({ organizerId: 'riteorganizerdemo', ...overrides });
}
