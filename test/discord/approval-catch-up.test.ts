import { Routes } from 'discord.js';
import { describe, expect, it, vi } from 'vitest';
import { ApprovalReader } from './approval-reader.ts';
import { ApprovalStage, HOUR_MS, WAIT } from './approval-stage.ts';

const MEMBER = '/guilds/:guild/members/:user';
const MESSAGES = /\/channels\/\d+\/messages$/;
const CARDS = 6;
/** Of the pace, between two requests. */
const STEP_MS = 50;
/** Longer than any turn among all requests takes here; as long as one among those of a channel. */
const LONG_MS = 300;

describe('reactions that were given while the bot was away', () => {
  it('are read at the pace of all requests, and who gave many is looked up once', async () => {
    await using on = await ApprovalStage.open();
    const { discord } = on.stage;
    const ids: string[] = [];
    for (let count = 0; count < CARDS; count += 1) ids.push((await on.planned()).id);
    await on.keeper.runOnce();
    await using reader = await ApprovalReader.open(on, async () => {
      for (const id of ids) await on.jisu.react(await on.card(id), '✅');
    });
    discord.clearRequests();
    reader.catchUp.begin(() => true);
    await on.stage.logged('approval cards read');
    for (const id of ids) expect(await on.stateOf(id)).toBe('scheduled');
    // The messages in one, who reacted to each, and one member.
    expect(discord.requests).toHaveLength(1 + CARDS + 1);
    expect(reader.now).toBe((discord.requests.length - 1) * STEP_MS);
    expect(discord.requests.filter(({ route }) => route === MEMBER)).toHaveLength(1);
  });

  it('count also behind those of a hundred others', async () => {
    await using on = await ApprovalStage.open();
    const { guild, gateway } = on.stage;
    const { id, card } = await on.asked();
    await gateway[Symbol.asyncDispose]();
    for (let count = 0; count < 100; count += 1) {
      const bot = guild.addMember({ username: `bot${count}`, bot: true });
      await bot.in(on.channel).react(card, '✅');
    }
    const hana = guild.addMember({ username: 'hana', roles: [on.approverRole] });
    await hana.in(on.channel).react(card, '✅');
    await on.restart();
    await on.becomes(id, 'scheduled');
  });

  it('count for nothing when what the card asked about is planned anew while they are read', async () => {
    await using on = await ApprovalStage.open();
    const { stores, guild, minji, clock } = on.stage;
    const { id, card } = await on.asked();
    await using reader = await ApprovalReader.open(on, () => on.jisu.react(card, '✅'));
    const reading = reader.hold('GET', /\/reactions\//);
    reader.catchUp.begin(() => true);
    await reading.arrived;
    const deed = { guildId: guild.id, postId: id, by: minji.id, at: clock.now };
    expect(await stores.schedules.cancel(deed)).toMatchObject({ outcome: 'changed' });
    await on.plan(id, 1, HOUR_MS);
    reading.letGo();
    await on.stage.logged('approval cards read');
    expect(await on.stateOf(id)).toBe('awaiting_approval');
    await reader.close();
  });

  it('count by roles that were looked up at most ten seconds ago', async () => {
    await using on = await ApprovalStage.open();
    const [first, second] = [await on.asked(), await on.asked()];
    await using reader = await ApprovalReader.open(on, async () => {
      for (const { card } of [first, second]) await on.jisu.react(card, '✅');
    });
    const reading = reader.hold('GET', new RegExp(`/${second.card.id}/reactions/`));
    reader.catchUp.begin(() => true);
    await reading.arrived;
    await on.becomes(first.id, 'scheduled');
    on.jisu.setRoles([]);
    reader.now += 10_000;
    reading.letGo();
    await on.stage.logged('approval cards read');
    expect(await on.stateOf(second.id)).toBe('awaiting_approval');
    await reader.close();
  });

  it('count although the message before is deleted while it is read', async () => {
    await using on = await ApprovalStage.open();
    const [first, second] = [await on.asked(), await on.asked()];
    await using reader = await ApprovalReader.open(on, async () => {
      for (const { card } of [first, second]) await on.jisu.react(card, '✅');
    });
    const reading = reader.hold('GET', new RegExp(`/${first.card.id}/reactions/`));
    reader.catchUp.begin(() => true);
    await reading.arrived;
    const owner = on.stage.guild.addMember({ username: 'sua', permissions: 1n << 13n });
    await owner.in(on.channel).delete(first.card);
    reading.letGo();
    await on.stage.logged('approval cards read');
    expect(await on.stateOf(first.id)).toBe('awaiting_approval');
    expect(await on.stateOf(second.id)).toBe('scheduled');
    await reader.close();
  });

  it('are answered one by one in a channel, so that whoever is stopped leaves none unanswered', async () => {
    await using on = await ApprovalStage.open();
    const posts = [await on.asked(), await on.asked(), await on.asked()];
    await using reader = await ApprovalReader.open(on, async () => {
      for (const { card } of posts) await on.jisu.react(card, '❌');
    });
    const answering = reader.hold('POST', MESSAGES);
    reader.catchUp.begin(() => true);
    await answering.arrived;
    // As much as it takes to read the next ones.
    for (const _ of posts) await reader.client.rest.get(Routes.channel(on.channel.id));
    const states = () => Promise.all(posts.map(({ id }) => on.stateOf(id)));
    expect(await states()).toEqual(['rejected', 'awaiting_approval', 'awaiting_approval']);
    const closed = reader.close();
    answering.letGo();
    await closed;
    expect(await states()).toEqual(['rejected', 'awaiting_approval', 'awaiting_approval']);
    expect(on.answers).toHaveLength(1);
  });

  it('are answered also when the bot is stopped while the decision is written down', async () => {
    await using on = await ApprovalStage.open();
    const { stores, gateway } = on.stage;
    const { id, card } = await on.asked();
    await gateway[Symbol.asyncDispose]();
    await on.jisu.react(card, '❌');
    const deciding = Promise.withResolvers<void>();
    const stopping = Promise.withResolvers<void>();
    const reject = stores.schedules.reject.bind(stores.schedules);
    vi.spyOn(stores.schedules, 'reject').mockImplementationOnce(async (deed) => {
      deciding.resolve();
      await stopping.promise;
      return await reject(deed);
    });
    await on.restart();
    await deciding.promise;
    const stopped = on.stage.gateway[Symbol.asyncDispose]();
    stopping.resolve();
    await stopped;
    expect(await on.stateOf(id)).toBe('rejected');
    expect(on.answers.map(({ content }) => content)).toEqual([
      expect.stringContaining('반려했습니다'),
    ]);
  });
});

describe('an answer that takes long', () => {
  it('holds up no decision about the same card', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
    await using reader = await ApprovalReader.open(on);
    const answering = reader.hold('POST', MESSAGES);
    // No approver, and told so.
    await on.stage.minji.in(on.channel).react(card, '✅');
    await answering.arrived;
    await on.jisu.react(card, '✅');
    await on.becomes(id, 'scheduled');
    expect(on.answers).toEqual([]);
    answering.letGo();
    await reader.close();
    expect(on.answers).toHaveLength(1);
  });
});

describe('reactions that are taken back', () => {
  it('go at a pace in each channel, whatever is taken back in others', async () => {
    await using on = await ApprovalStage.open();
    const { stores, guild, minji, clock } = on.stage;
    const one = await on.asked();
    const channel = guild.createChannel({ name: '두번째' });
    const by = { userId: minji.id, at: clock.now };
    await stores.settings.changeSettings(guild.id, { approvalChannelId: channel.id }, by);
    const other = await on.asked();
    await using reader = await ApprovalReader.open(on);
    reader.wait = async () => {};
    const sua = guild.addMember({ username: 'sua' });
    await minji.in(on.channel).react(one.card, '✅');
    await minji.in(channel).react(other.card, '✅');
    await expect.poll(() => takenBack(on), WAIT).toBe(2);
    expect(reader.waits.filter((ms) => ms > LONG_MS)).toEqual([]);
    await sua.in(channel).react(other.card, '✅');
    await expect.poll(() => takenBack(on), WAIT).toBe(3);
    expect(reader.waits.filter((ms) => ms > LONG_MS)).toHaveLength(1);
    await reader.close();
  });

  it('are not waited for by whoever stops the bot', async () => {
    await using on = await ApprovalStage.open();
    const { guild, minji } = on.stage;
    const { card } = await on.asked();
    await using reader = await ApprovalReader.open(on);
    reader.wait = async (ms, signal) => {
      if (ms > LONG_MS) await forEver(signal);
    };
    for (const actor of [minji, guild.addMember({ username: 'sua' })]) {
      await actor.in(on.channel).react(card, '❌');
    }
    await expect.poll(() => reader.waits.some((ms) => ms > LONG_MS), WAIT).toBe(true);
    await reader.close();
    expect(takenBack(on)).toBe(1);
    expect(on.stage.logs.filter(({ msg }) => msg === 'card event lost')).toEqual([]);
  });
});

/** How many reactions of people Discord was asked to remove, and has said whether it does. */
function takenBack(on: ApprovalStage): number {
  return on.stage.discord.requests.filter(({ method, route, status }) => {
    return method === 'DELETE' && route.includes('/reactions/') && status !== 0;
  }).length;
}

function forEver(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
