import { describe, expect, it } from 'vitest';
import { ApprovalStage } from './approval-stage.ts';

const MESSAGES = '/channels/:channel/messages';
const MEMBER = '/guilds/:guild/members/:user';
/** More than go in a second at the pace of reading. */
const CARDS = 40;

describe('reactions that were given while the bot was away', () => {
  it('are read at a pace that Discord takes in all, and who gave many is looked up once', async () => {
    await using on = await ApprovalStage.open();
    const { discord, gateway } = on.stage;
    const ids: string[] = [];
    for (let count = 0; count < CARDS; count += 1) ids.push((await on.planned()).id);
    await on.keeper.runOnce();
    await gateway[Symbol.asyncDispose]();
    for (const id of ids) await on.jisu.react(await on.card(id), '✅');
    discord.clearRequests();
    discord.limitRates([], { globalPerSecond: 32 });
    await on.restart();
    await on.stage.logged('approval cards read');
    for (const id of ids) expect(await on.stateOf(id)).toBe('scheduled');
    expect(discord.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect(discord.requests.filter(({ route }) => route === MEMBER)).toHaveLength(1);
  });

  it('count also behind those of a hundred others', async () => {
    await using on = await ApprovalStage.open();
    const { guild, gateway } = on.stage;
    const { id } = await on.planned();
    await on.keeper.runOnce();
    await gateway[Symbol.asyncDispose]();
    const card = await on.card(id);
    for (let count = 0; count < 100; count += 1) {
      const bot = guild.addMember({ username: `bot${count}`, bot: true });
      await bot.in(on.channel).react(card, '✅');
    }
    const hana = guild.addMember({ username: 'hana', roles: [on.approverRole] });
    await hana.in(on.channel).react(card, '✅');
    await on.restart();
    await on.becomes(id, 'scheduled');
  });
});

describe('an answer that takes long', () => {
  it('holds up no decision about the same card', async () => {
    await using on = await ApprovalStage.open();
    const { discord, minji } = on.stage;
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const card = await on.card(id);
    discord.clearRequests();
    discord.fault({ method: 'POST', route: MESSAGES, delayMs: 1_000 });
    const answers = () =>
      discord.requests.filter(({ method, route }) => method === 'POST' && route === MESSAGES);
    // No approver, and told so.
    await minji.in(on.channel).react(card, '✅');
    await expect.poll(answers).toHaveLength(1);
    await on.jisu.react(card, '✅');
    await on.becomes(id, 'scheduled');
    expect(answers()).toMatchObject([{ status: 0 }]);
  });
});
