import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/index.ts';
import type { Component } from '../../src/discord/command.ts';
import { PostRefusedError } from '../../src/posts/errors.ts';
import { makeEvent } from '../fixtures/event.ts';
import { Stage } from './stage.ts';

describe('making a post', () => {
  it('answers everybody with poster and caption', async () => {
    await using stage = await Stage.open();
    const exchange = await stage.minji.command('post lineup', { event: 'event-47' });
    const reply = await exchange.reply();
    expect(reply.ephemeral).toBe(false);
    expect(reply.content).toContain('### 서울 언더그라운드 #47 · 라인업');
    expect(reply.content).toContain('```\n올릴 캡션 전문입니다 (lineup, ko)\n```');
    expect(reply.attachments).toMatchObject([
      { filename: 'lineup-night.jpg', contentType: 'image/jpeg' },
    ]);
    expect(reply.attachments[0]?.description).toMatch(/^라인업 포스터: 서울 언더그라운드 #47/);
    expect(stage.posts.requests).toEqual([
      {
        guildId: stage.guild.id,
        eventId: 'event-47',
        template: 'lineup',
        theme: undefined,
        size: 'square',
        language: 'ko',
      },
    ]);
    expect(stage.acknowledged).toHaveLength(1);
  });

  it('takes theme and language, and speaks Korean around an English caption', async () => {
    await using stage = await Stage.open();
    const exchange = await stage.minji.command('post countdown', {
      event: 'event-47',
      theme: 'neon',
      language: 'en',
    });
    const reply = await exchange.reply();
    expect(reply.content).toContain('· 카운트다운');
    expect(reply.content).toContain('(countdown, en)');
    expect(reply.attachments[0]?.filename).toBe('countdown-neon.jpg');
  });

  it('makes an English caption in an English server, unless it could not choose its language', async () => {
    await using stage = await Stage.open({ preferredLocale: 'en-US' });
    const john = stage.guild.addMember({ username: 'john', locale: 'en-GB' });
    await (await john.command('post announcement', { event: 'event-47' })).reply();
    await (await stage.minji.command('post announcement', { event: 'event-47' })).reply();
    expect(stage.posts.requests.map(({ language }) => language)).toEqual(['en', 'ko']);
  });

  it('calls nobody and shows no preview of links, whatever the event is named', async () => {
    await using stage = await Stage.open();
    const name = `@everyone <@${stage.minji.id}> https://example.com`;
    stage.posts.events = [makeEvent({ name })];
    const reply = await (await stage.minji.command('post lineup', { event: 'event-47' })).reply();
    expect(reply.content).toContain('@everyone');
    expect(reply.mentions).toEqual({ everyone: false, users: [], roles: [] });
    expect(reply.flags & MessageFlags.SuppressEmbeds).not.toBe(0);
  });

  it('sends a long caption as a file beside its beginning', async () => {
    await using stage = await Stage.open();
    const text = '긴 캡션입니다. '.repeat(240);
    stage.posts.overrides = { caption: { text, hashtags: [], mentions: [], warnings: [] } };
    const reply = await (await stage.minji.command('post lineup', { event: 'event-47' })).reply();
    expect(reply.content).toContain('`caption.txt`');
    expect(reply.attachments[1]?.bytes.toString('utf8')).toBe(text);
  });
});

describe('an update of a message', () => {
  it('leaves nothing of the old message but what the answer holds', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const component: Component = {
      prefix: 'theme',
      acknowledge: 'update',
      execute: async () => ({ content: '끝' }),
    };
    await stage.restart({ components: [component] });
    const updated = await (await stage.minji.select(message, 'theme', ['neon'])).reply();
    expect(updated).toMatchObject({ content: '끝', attachments: [], components: [] });
  });
});

describe('choosing an event', () => {
  it('offers what fits while the person types', async () => {
    await using stage = await Stage.open();
    stage.posts.events = [
      makeEvent({ id: 'later', date: '2027-01-09', name: '언더 뉴이어' }),
      makeEvent(),
      makeEvent({ id: 'other', name: '홍대 하우스' }),
    ];
    const choices = await stage.minji.autocomplete('post lineup', { event: '언덕' }, 'event');
    expect(choices).toEqual([
      { name: '12월 24일 (목) · 서울 언더그라운드 #47', value: 'event-47' },
    ]);
    const all = await stage.minji.autocomplete('post lineup', { event: '' }, 'event');
    expect(all.map(({ value }) => value)).toEqual(['event-47', 'other', 'later']);
  });

  it('offers nothing, in time, when Rite is down or slow', async () => {
    await using stage = await Stage.open({ gateway: { autocompleteBudgetMs: 50 } });
    stage.posts.error = new PostRefusedError('server_not_linked');
    expect(await stage.minji.autocomplete('post lineup', { event: '' }, 'event')).toEqual([]);
    stage.posts.gate = new Promise(() => {});
    expect(await stage.minji.autocomplete('post lineup', { event: '' }, 'event')).toEqual([]);
  });

  it('takes a typed id, with spaces around it', async () => {
    await using stage = await Stage.open();
    await (await stage.minji.command('post lineup', { event: ' event-47 ' })).reply();
    expect(stage.posts.requests[0]?.eventId).toBe('event-47');
  });
});

describe('when there is no post to make', () => {
  it('says that it does not know the event, whether words or an unknown id were typed', async () => {
    await using stage = await Stage.open();
    for (const event of ['서울 언더', 'event-48', '../../etc', '']) {
      const reply = await (await stage.minji.command('post lineup', { event })).reply();
      expect(reply.content).toMatch(/^이벤트를 찾을 수 없거나 권한이 없습니다/);
      expect(reply.attachments).toEqual([]);
    }
    expect(stage.posts.requests.map(({ eventId }) => eventId)).toEqual(['event-48']);
  });

  it('explains refusals in the language of the person who asks', async () => {
    await using stage = await Stage.open();
    stage.posts.error = new PostRefusedError('event_cancelled', 'Night');
    const john = stage.guild.addMember({ username: 'john', locale: 'en-GB' });
    const english = await (await john.command('post lineup', { event: 'event-47' })).reply();
    expect(english.content).toBe('Night is cancelled, so nothing was made.');
    const korean = await (await stage.minji.command('post lineup', { event: 'event-47' })).reply();
    expect(korean.content).toBe('Night: 취소된 이벤트라서 만들지 않았습니다.');
  });

  it('gives a number for what nobody foresaw, and the log has the same number', async () => {
    await using stage = await Stage.open();
    stage.posts.error = new TypeError('x is not a function');
    const reply = await (await stage.minji.command('post lineup', { event: 'event-47' })).reply();
    const [, reference] = reply.content.match(/`([0-9A-Z]{6})`/) ?? [];
    expect(await stage.logged('interaction failed')).toMatchObject({
      reference,
      error: { name: 'TypeError' },
      guildId: stage.guild.id,
      userId: stage.minji.id,
    });
  });
});

describe('the other commands', () => {
  it('/events shows the coming nights to the person who asks', async () => {
    await using stage = await Stage.open();
    const reply = await (await stage.minji.command('events')).reply();
    expect(reply).toMatchObject({ ephemeral: true, visibleTo: stage.minji.id });
    expect(reply.content).toContain('**12월 24일 (목)** 서울 언더그라운드 #47');
  });

  it('/help tells how to begin, in the language of the person', async () => {
    await using stage = await Stage.open();
    const john = stage.guild.addMember({ username: 'john', locale: 'en-US' });
    const reply = await (await john.command('help')).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toContain('/post lineup');
    expect(reply.content).toMatch(/^### Turns your Rite events/);
  });
});

async function madePost(stage: Stage, options: Record<string, string> = {}): Promise<Message> {
  const exchange = await stage.minji.command('post lineup', { event: 'event-47', ...options });
  return exchange.reply();
}
