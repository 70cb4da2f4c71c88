import { expect, it } from 'vitest';
import type { RiteFault } from '../../sandbox/rite/index.ts';
import { Bot, NOW } from './bot.ts';
import { captionOf } from './reply.ts';

const EVENT = 'seoulunderground47';
const unreadable = 'Rite의 응답을 읽을 수 없습니다.';
const troubled = 'Rite에 문제가 생겨 이벤트를 읽지 못했습니다.';
const unreachable = 'Rite에 연결하지 못했습니다. 잠시 후 다시 시도해 주세요.';

it('whatever is wrong with Rite, one sentence says so where nothing is known yet', async () => {
  await using bot = await Bot.start();
  const faults: [RiteFault, string][] = [
    [{ kind: 'down' }, unreachable],
    [{ kind: 'truncated', cut: 'connection' }, unreachable],
    [{ kind: 'truncated', cut: 'body' }, unreadable],
    [{ kind: 'html' }, unreadable],
    [{ kind: 'html', status: 502 }, troubled],
    [{ kind: 'wrong_shape', value: [1, 'two', { three: 4 }] }, unreadable],
    [{ kind: 'wrong_envelope', body: null }, unreadable],
    [{ kind: 'status', status: 503 }, troubled],
  ];
  for (const [fault, sentence] of faults) {
    bot.rite.fault(fault);
    const reply = await bot.post('lineup', EVENT);
    expect(reply.content, JSON.stringify(fault)).toContain(sentence);
    expect(reply.attachments).toEqual([]);
    bot.rite.clearFaults();
  }
  expect((await bot.post('lineup', EVENT)).attachments).toHaveLength(1);
});

it('when Rite does not answer at all, one sentence says so, and nobody else waits for it', async () => {
  await using bot = await Bot.start();
  bot.rite.fault({ kind: 'hang', times: 1 });
  const exchange = await bot.minji.command('post lineup', { event: EVENT });
  await bot.rite.waitForRequests(1);
  const john = bot.guild.addMember({ username: 'john', locale: 'ko' });
  await (await john.command('help')).reply();
  const other = await (await john.command('post lineup', { event: 'sinchonbreaks' })).reply();
  expect(other.attachments).toHaveLength(1);
  const reply = await exchange.reply();
  expect(reply.content).toBe('Rite의 응답이 늦어 멈췄습니다. 잠시 후 다시 시도해 주세요.');
});

it('while Rite is down, the last known event makes the post, which says how old it is', async () => {
  await using bot = await Bot.start();
  const first = await bot.post('lineup', EVENT);
  bot.rite.fault({ kind: 'down' });
  bot.clock.now += 3_600_000;
  const later = await bot.post('lineup', EVENT, { theme: 'neon' });
  expect(later.attachments).toHaveLength(1);
  expect(captionOf(later)).toBe(captionOf(first));
  expect(later.content).toContain(
    `⚠️ Rite가 응답하지 않아 <t:${NOW / 1000}:R>에 읽은 정보로 만들었습니다.`,
  );
  bot.rite.clearFaults();
  expect((await bot.post('lineup', EVENT)).content).not.toContain('⚠️');
});

it('while Rite is down, the last known list is shown and searched', async () => {
  await using bot = await Bot.start();
  await (await bot.minji.command('events')).reply();
  bot.rite.fault({ kind: 'down' });
  bot.clock.now += 3_600_000;
  const list = await (await bot.minji.command('events')).reply();
  expect(list.content).toContain(`Rite가 응답하지 않아 <t:${NOW / 1000}:R>에 읽은 목록`);
  const found = await bot.minji.autocomplete('post lineup', { event: '언더' }, 'event');
  expect(found.map(({ value }) => value)).toEqual([EVENT]);
});

it('after a restart nothing is known: nothing of an event outlives the program but its pictures', async () => {
  await using bot = await Bot.start();
  await bot.post('lineup', EVENT);
  await bot.restart();
  bot.rite.fault({ kind: 'down' });
  expect((await bot.post('lineup', EVENT)).content).toBe(unreachable);
});
