import { expect, it } from 'vitest';
import { ApprovalStage } from './approval-stage.ts';

it.each([
  ['✅', 'scheduled'],
  ['❌', 'rejected'],
])('a reaction given before the bot has written down its card counts: %s', async (emoji, state) => {
  await using on = await ApprovalStage.open();
  const { id } = await on.planned();
  on.stage.discord.on('message', (message) => {
    const isCard = message.channelId === on.channel.id && message.attachments.length > 0;
    if (isCard) void on.jisu.react(message, emoji);
  });
  await on.keeper.runOnce();
  await on.becomes(id, state);
});

it('a reaction of a stranger given so early counts no more than a later one', async () => {
  await using on = await ApprovalStage.open();
  const { id } = await on.planned();
  const { minji, discord } = on.stage;
  discord.on('message', (message) => {
    const isCard = message.channelId === on.channel.id && message.attachments.length > 0;
    if (isCard) void minji.in(on.channel).react(message, '✅');
  });
  await on.keeper.runOnce();
  // It was seen, and asked to be taken back.
  const takenBack = () =>
    discord.requests.filter(({ method, path }) => {
      return method === 'DELETE' && path.endsWith(`/${minji.id}`);
    });
  await expect.poll(takenBack).toHaveLength(1);
  expect(await on.stateOf(id)).toBe('awaiting_approval');
});
