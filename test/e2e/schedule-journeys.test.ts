import { expect, it } from 'vitest';
import { HOUR, MINUTE, ScheduleStage, SOON } from './schedule-stage.ts';

it('a', async () => {
  const t0 = performance.now();
  const lap = (s: string) => process.stderr.write(`${s} ${Math.round(performance.now() - t0)}\n`);
  await using on = await ScheduleStage.open();
  lap('open');
  const reply = await on.add('내일 저녁 8시');
  process.stderr.write(reply.content + '\n');
  lap('added');
  const card = await on.card();
  process.stderr.write(card.content + '\n');
  lap('card');
  await on.jisu.react(card, '✅');
  await on.becomes('scheduled');
  lap('approved');
  on.clock.now += 24 * HOUR - 10 * MINUTE;
  await expect.poll(() => on.instagram.requests.map((r) => r.call), SOON).toContain('create');
  on.clock.now += 10 * MINUTE;
  await on.becomes('published');
  lap('published');
  const told = await on.told('인스타그램에 올렸습니다');
  process.stderr.write(told.content + '\n');
  lap('told');
  expect(on.instagram.livePosts).toHaveLength(1);
});
