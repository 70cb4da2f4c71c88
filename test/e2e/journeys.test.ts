import { PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { TEMPLATE_NAMES } from '../../src/events/event.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { makeRiteDocument } from '../fixtures/rite-document.ts';
import { Bot } from './bot.ts';
import { captionOf, pictureOf, themesOf } from './reply.ts';

const EVENT = 'seoulunderground47';

describe('/post', () => {
  it.each([
    ['ko', '12월 24일 (목) 밤 10시 ~ 새벽 5시', '라인업 포스터: 서울 언더그라운드 #47'],
    ['en', 'Thu 24 Dec, 10 PM – 5 AM', 'Line-up poster: 서울 언더그라운드 #47'],
  ])('makes every picture and caption, in %s', async (language, night, altText) => {
    await using bot = await Bot.start();
    const posters = new Set<string>();
    for (const template of TEMPLATE_NAMES) {
      const reply = await bot.post(template, EVENT, { language });
      const [poster] = reply.attachments;
      expect(reply.attachments).toHaveLength(1);
      expect(poster).toMatchObject({
        filename: `${template}-night.jpg`,
        contentType: 'image/jpeg',
      });
      expect(await sharp(poster?.bytes).metadata()).toMatchObject({
        format: 'jpeg',
        width: 1080,
        height: 1080,
      });
      posters.add(poster?.bytes.toString('latin1') ?? '');
      if (template === 'lineup') expect(poster?.description).toContain(altText);
      else expect(poster?.description).toContain('서울 언더그라운드 #47');

      const caption = captionOf(reply);
      expect(caption).toContain(night);
      expect(caption).toContain('#서울언더그라운드');
      expect(caption.includes('@kimdaehyun')).toBe(template === 'lineup');
      expect(caption.includes('D-7')).toBe(template === 'countdown');
      expect(reply.content).toMatch(/^### 서울 언더그라운드 #47 · /);
      expect(reply.content).toMatch(/캡션 [\d,]+\/2,200자 · 해시태그 \d개 · 멘션 \d개/);
      expect(reply.content).toContain('[카카오맵](<https://map.kakao.com/link/search/');
      expect(themesOf(reply)).toEqual({ offered: [...THEME_NAMES], present: ['night'] });
      expect(reply.content).not.toContain('⚠️');
    }
    expect(posters.size).toBe(3);
  });

  it('takes an id that was typed, and offers the coming nights first to those who search', async () => {
    await using bot = await Bot.start();
    const all = await bot.minji.autocomplete('post lineup', { event: '' }, 'event');
    expect(all.map(({ value }) => value)).toEqual([
      'euljiromodular',
      'seoulunderground47',
      'seongsudiscoteca',
      'hapjeongsunrise',
      'haebangchonroof',
      'hongdaemarathon',
      'untitleddraft',
      'sinchonbreaks',
      'twofloorsitaewon',
      'mullaeironworks',
    ]);
    const found = await bot.minji.autocomplete('post lineup', { event: '12/24' }, 'event');
    expect(found.map(({ name }) => name)).toEqual(['12월 24일 (목) · 서울 언더그라운드 #47']);
    const reply = await bot.post('lineup', ` ${EVENT} `, { theme: 'neon' });
    expect(reply.attachments.map(({ filename }) => filename)).toEqual(['lineup-neon.jpg']);
  });

  it('shows what was changed in Rite', async () => {
    await using bot = await Bot.start();
    const before = await bot.post('announcement', EVENT);
    bot.rite.patch(EVENT, { name: '서울 언더그라운드 #48' });
    bot.clock.now += 60_000;
    const after = await bot.post('announcement', EVENT);
    expect(after.content).toContain('### 서울 언더그라운드 #48 · 공지');
    expect(pictureOf(after).equals(pictureOf(before))).toBe(false);
  });

  it('draws a poster once and shows it again, also after a restart', async () => {
    await using bot = await Bot.start();
    const first = await bot.post('lineup', EVENT);
    const again = await bot.post('lineup', EVENT);
    await bot.restart();
    const later = await bot.post('lineup', EVENT);
    for (const reply of [again, later]) expect(pictureOf(reply)).toEqual(pictureOf(first));
    expect(await bot.keptPosters()).toHaveLength(1);
  });

  it('works when no poster can be kept, and the log says why', async () => {
    await using bot = await Bot.start();
    await bot.breakDisk();
    expect((await bot.post('lineup', EVENT)).attachments).toHaveLength(1);
    expect(bot.logs.map(({ msg }) => msg)).toContain('poster cache failed');
  });
});

describe('the menu of themes', () => {
  it('draws the post anew in its place', async () => {
    await using bot = await Bot.start();
    const reply = await bot.post('countdown', EVENT, { language: 'en' });
    const before = { id: reply.id, picture: pictureOf(reply), caption: captionOf(reply) };
    const attachment = reply.attachments[0]?.id;
    const updated = await (await bot.minji.select(reply, 'theme', ['paper'])).reply();
    expect(updated.id).toBe(before.id);
    expect(updated.attachments.map(({ filename }) => filename)).toEqual(['countdown-paper.jpg']);
    expect(updated.attachments[0]?.id).not.toBe(attachment);
    expect(pictureOf(updated).equals(before.picture)).toBe(false);
    expect(captionOf(updated)).toBe(before.caption);
    expect(themesOf(updated).present).toEqual(['paper']);
    const back = await (await bot.minji.select(updated, 'theme', ['night'])).reply();
    expect(pictureOf(back)).toEqual(before.picture);
    expect(bot.minji.messages).toHaveLength(1);
  });

  it('needs neither Rite nor the bot that wrote the message', async () => {
    await using bot = await Bot.start();
    const reply = await bot.post('lineup', EVENT);
    bot.rite.patch(EVENT, { phase: 'cancelled' });
    await bot.restart();
    bot.clock.now += 2 * 86_400_000;
    const john = bot.guild.addMember({
      username: 'john',
      locale: 'en-GB',
      permissions: PermissionFlagsBits.ManageEvents,
    });
    const updated = await (await john.select(reply, 'theme', ['neon'])).reply();
    expect(updated.id).toBe(reply.id);
    expect(updated.attachments.map(({ filename }) => filename)).toEqual(['lineup-neon.jpg']);
    // The message is everybody's, so it stays in the language of the server.
    expect(updated.content).toContain('· 라인업');
  });
});

describe('the other commands', () => {
  it('/events lists the coming nights with their ids, for the person who asks', async () => {
    await using bot = await Bot.start();
    const reply = await (await bot.minji.command('events')).reply();
    expect(reply).toMatchObject({ ephemeral: true, visibleTo: bot.minji.id });
    const ids = [...reply.content.matchAll(/`([a-z0-9]+)`$/gm)].map(([, id]) => id);
    expect(ids).toEqual([
      'euljiromodular',
      'seoulunderground47',
      'seongsudiscoteca',
      'hapjeongsunrise',
      'haebangchonroof',
      'hongdaemarathon',
      'untitleddraft',
      'sinchonbreaks',
      'twofloorsitaewon',
    ]);
    expect(reply.content).toContain('남산끝 옥상 · 4팀 · 취소됨');
  });

  it('/help explains itself in the language of the person, without asking Rite', async () => {
    await using bot = await Bot.start();
    const john = bot.guild.addMember({ username: 'john', locale: 'en-US' });
    const english = await (await john.command('help')).reply();
    const korean = await (await bot.minji.command('help')).reply();
    expect(english.content).toMatch(/^### Turns your Rite events/);
    expect(korean.content).toMatch(/^### Rite 이벤트를/);
    expect(bot.rite.requests).toEqual([]);
  });
});

describe('an event of which there is no post', () => {
  it('is not found in the same words whether it is unknown or belongs to somebody else', async () => {
    await using bot = await Bot.start();
    const foreign = bot.put(makeRiteDocument({ organizerId: 'someotherorganizer' }));
    const replies = [await bot.post('lineup', foreign), await bot.post('lineup', 'nosuchevent99')];
    for (const { content, attachments } of replies) {
      expect(content).toMatch(/^이벤트를 찾을 수 없거나 권한이 없습니다/);
      expect(attachments).toEqual([]);
    }
    expect(replies[0]?.content).toBe(replies[1]?.content);
  });

  it('is refused with its reason', async () => {
    await using bot = await Bot.start();
    const answers = {
      haebangchonroof: '해방촌 루프탑 하우스: 취소된 이벤트라서 만들지 않았습니다.',
      mullaeironworks: '쇳소리 Vol. 9: 이미 끝난 이벤트라서 만들지 않았습니다.',
      untitleddraft:
        '이름 미정: 라인업이 비어 있습니다. Rite에 출연자를 등록하거나, 지금은 `/post announcement`를 써 주세요.',
    };
    for (const [event, content] of Object.entries(answers)) {
      const reply = await bot.post('lineup', event);
      expect(reply).toMatchObject({ content, attachments: [], components: [] });
    }
  });

  it('is refused once its night is over, and not before', async () => {
    await using bot = await Bot.start();
    bot.clock.now = Date.parse('2026-12-25T04:59:00+09:00');
    const last = await bot.post('countdown', EVENT);
    expect(captionOf(last)).toContain('지금');
    bot.clock.now = Date.parse('2026-12-25T05:00:00+09:00');
    const over = await bot.post('countdown', EVENT);
    expect(over.content).toMatch(/^서울 언더그라운드 #47: 날짜가 지난 이벤트라서/);
  });

  it('is never asked for by a server without a link', async () => {
    await using bot = await Bot.start();
    const guild = bot.discord.createGuild({ name: '다른 클럽', preferredLocale: 'ko' });
    const jisu = guild.addMember({ username: 'jisu', locale: 'ko' });
    const { content } = await (await jisu.command('post lineup', { event: EVENT })).reply();
    expect(content).toMatch(/^이 서버는 아직 Rite 주최자와 연결되지 않았습니다/);
    expect(content).toContain(`\`${guild.id}\``);
    const offered = await jisu.autocomplete('post lineup', { event: '' }, 'event');
    expect(offered.map(({ value }) => value)).not.toContain(EVENT);
    expect(bot.rite.requests).toEqual([]);
  });
});
