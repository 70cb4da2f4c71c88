import { describe, expect, it } from 'vitest';
import { approvalWatch, REMIND_AHEAD_MS } from '../../src/posts/approval/approval-watch.ts';
import { ApprovalStage, HOUR_MS, WAIT } from './approval-stage.ts';

/** More than Discord gives in two answers. */
const CARDS = 210;
const REACTIONS = '/channels/:channel/messages/:message/reactions';

describe('an approval card', () => {
  it('shows the picture, the whole caption, when, by whom and the two reactions', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const card = await on.card(id);
    expect(card.channelId).toBe(on.channel.id);
    expect(card.content).toContain('올릴 캡션 전문입니다');
    expect(card.content).toContain(`<@${on.stage.minji.id}> 님이 예약 · 1번째 판`);
    expect(card.content).toMatch(/🗓️ \*\*.+\([월화수목금토일]\).+\*\*.*<t:\d+:F> · <t:\d+:R>/);
    expect(card.content).toContain(`<@&${on.approverRole.id}>`);
    expect(card.attachments.map(({ filename }) => filename)).toEqual(['lineup-night.jpg']);
    expect(card.reactions.map(({ emoji }) => emoji)).toEqual(['✅', '❌']);
    expect(on.failures).toEqual([]);
  });

  it('approves by the reaction of an approver, and is rewritten after that is written down', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    await on.jisu.react(await on.card(id), '✅');
    await on.becomes(id, 'scheduled');
    await expect
      .poll(async () => (await on.card(id)).content, WAIT)
      .toContain(`**승인됨** · <@${on.jisu.id}> 님`);
    const card = await on.card(id);
    expect(card.attachments).toHaveLength(1);
    expect(card.reactions).toHaveLength(2);
    const lines = await on.stage.stores.audit.linesOf(on.stage.guild.id, { subject: id, limit: 9 });
    expect(lines.find(({ action }) => action === 'post.approved')).toMatchObject({
      actorId: on.jisu.id,
      details: { revision: 1 },
    });
  });

  it('counts nobody who is no approver, and no bot', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const card = await on.card(id);
    const bot = on.stage.guild.addMember({
      username: 'other',
      bot: true,
      roles: [on.approverRole],
    });
    await bot.in(on.channel).react(card, '✅');
    await on.stage.minji.in(on.channel).react(card, '✅');
    await on.stage.logged('reaction on a card');
    await on.jisu.react(card, '🔥');
    expect(await on.stateOf(id)).toBe('awaiting_approval');
    expect(on.answers).toEqual([]);
  });

  it('rejects, asks for the reason and keeps it; an approval afterwards is told that it is too late', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const card = await on.card(id);
    await on.jisu.react(card, '❌');
    await on.becomes(id, 'rejected');
    const asked = await on.jisu.waitForMessage(({ content }) => content.includes('반려했습니다'));
    const modal = await (await on.jisu.click(asked, 'card-reason')).modal();
    const told = await (await on.jisu.submit(modal, { reason: '이름이 틀렸습니다' })).reply();
    expect(told.content).toContain('이름이 틀렸습니다');
    await on.keeper.runOnce();
    await expect
      .poll(async () => (await on.card(id)).content, WAIT)
      .toContain('반려 이유: 이름이 틀렸습니다');
    const second = on.stage.guild.addMember({ username: 'hana', roles: [on.approverRole] });
    await second.in(on.channel).react(card, '✅');
    await on.jisu.waitForMessage(({ content }) => content.includes(`<@${second.id}> 님, `));
    expect(await on.stateOf(id)).toBe('rejected');
  });

  it('lets the first of two approvers decide, and tells the other', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const card = await on.card(id);
    const hana = on.stage.guild.addMember({ username: 'hana', roles: [on.approverRole] });
    await Promise.all([on.jisu.react(card, '✅'), hana.in(on.channel).react(card, '❌')]);
    await on.becomes(id, 'scheduled');
    const told = await on.jisu.waitForMessage(({ content }) =>
      content.includes(`<@${on.jisu.id}> 님이 먼저 결정해`),
    );
    expect(told.content).toContain(`<@${hana.id}> 님`);
  });

  it('asks anew for another revision on another message, and a reaction on the old one approves nothing', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const first = await on.card(id);
    await on.jisu.react(first, '✅');
    await on.becomes(id, 'scheduled');
    const { draftEdits } = on.stage.gatewayOptions;
    const { guild, minji } = on.stage;
    const editor = { userId: minji.id, managesPosts: false };
    const edit = { guildId: guild.id, postId: id, expected: 1, editor, caption: '새 캡션' };
    expect(await draftEdits.editCaption(edit)).toMatchObject({ outcome: 'saved' });
    on.stage.clock.now += 1000;
    await on.becomes(id, 'awaiting_approval');
    const hana = guild.addMember({ username: 'hana', roles: [on.approverRole] }).in(on.channel);
    await hana.react(first, '✅');
    await on.jisu.waitForMessage(({ content }) => content.includes('그사이 내용이 바뀌어'));
    await on.keeper.runOnce();
    const second = await on.card(id);
    expect(second.id).not.toBe(first.id);
    expect(second.content).toContain('새 캡션');
    expect(second.content).toContain('승인되었던 1번째 판에서 바뀐 것: 캡션');
    expect(first.content).toContain(second.id);
    await on.restart();
    await on.stage.logged('approval cards read');
    expect(await on.stateOf(id)).toBe('awaiting_approval');
  });

  it('is posted again once when somebody deletes it', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const owner = on.stage.guild
      .addMember({ username: 'owner2', permissions: 1n << 13n })
      .in(on.channel);
    await owner.delete(await on.card(id));
    await expect.poll(() => on.channel.messages.length, WAIT).toBe(1);
    await expect
      .poll(
        () =>
          on.card(id).then(
            () => true,
            () => false,
          ),
        WAIT,
      )
      .toBe(true);
    const lines = await on.stage.stores.audit.linesOf(on.stage.guild.id, { subject: id, limit: 9 });
    expect(lines.map(({ action }) => action)).toContain('approval_card.reposted');
    await owner.delete(await on.card(id));
    await expect
      .poll(
        () =>
          on.card(id).then(
            () => true,
            () => false,
          ),
        WAIT,
      )
      .toBe(false);
    await on.keeper.runOnce();
    expect(on.channel.messages).toEqual([]);
  });

  it('is posted where the post was made when the channel was deleted, and says so', async () => {
    await using on = await ApprovalStage.open();
    const { id, guildId } = await on.planned();
    const { general } = on.stage.guild;
    const place = { channelId: general.id, messageId: '1' };
    await on.stage.stores.posts.setMessage({ guildId, postId: id, ...place });
    on.stage.guild.deleteChannel(on.channel);
    await on.keeper.runOnce();
    const card = await on.card(id);
    expect(card.channelId).toBe(general.id);
    expect(card.content).toContain('정해 둔 승인 채널이 삭제되어');
  });

  it('shows the event and edits the caption by its buttons', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned();
    await on.keeper.runOnce();
    const card = await on.card(id);
    const details = await (await on.jisu.click(card, 'card-event')).reply();
    expect(details.content).toContain('**출연**');
    const minji = on.stage.minji.in(on.channel);
    const modal = await (await minji.click(card, 'card-caption')).modal();
    const saved = await (await minji.submit(modal, { caption: '고친 캡션' })).reply();
    expect(saved.content).toContain('캡션을 저장했습니다');
    await on.keeper.runOnce();
    expect((await on.card(id)).content).toContain('고친 캡션');
  });
});

describe('what happened while the bot was away', () => {
  it('counts once it is back, by the roles of now', async () => {
    await using on = await ApprovalStage.open();
    const [one, two] = [await on.planned(), await on.planned()];
    await on.keeper.runOnce();
    const cards = await Promise.all([on.card(one.id), on.card(two.id)]);
    const gone = on.stage.guild.addMember({ username: 'hana', roles: [on.approverRole] });
    await on.stage.gateway[Symbol.asyncDispose]();
    await on.jisu.react(cards[0], '✅');
    await gone.in(on.channel).react(cards[1], '✅');
    gone.setRoles([]);
    await on.restart();
    await on.becomes(one.id, 'scheduled');
    await on.stage.logged('approval cards read');
    expect(await on.stateOf(two.id)).toBe('awaiting_approval');
  });

  it('reads many cards in few requests, none too many for Discord, and decides at once meanwhile', async () => {
    await using on = await ApprovalStage.open();
    const { discord, gateway } = on.stage;
    const ids: string[] = [];
    for (let count = 0; count < CARDS; count += 1) {
      // One person may make only so many in a day.
      const userId = `20000000000000000${count % 3}`;
      ids.push((await on.planned({ userId })).id);
    }
    await on.keeper.runOnce();
    const [first = '', live = '', middle = ''] = ids;
    const last = ids.at(-1) ?? '';
    await gateway[Symbol.asyncDispose]();
    for (const id of [first, middle, last]) await on.jisu.react(await on.card(id), '✅');
    discord.clearRequests();
    discord.limitRates([
      { method: 'GET', route: '/channels/:channel/messages', limit: 2, windowMs: 200 },
      { method: 'GET', route: `${REACTIONS}/:emoji`, limit: 2, windowMs: 200 },
    ]);
    await on.restart();
    await on.jisu.react(await on.card(live), '✅');
    for (const id of [live, first, middle, last]) await on.becomes(id, 'scheduled');
    await on.stage.logged('approval cards read');
    expect(discord.requests.filter(({ status }) => status === 429)).toEqual([]);
    const pages = discord.requests.filter(({ method, route, path }) => {
      return method === 'GET' && path.includes(on.channel.id) && route.endsWith('/messages');
    });
    expect(pages).toHaveLength(3);
  }, 30_000);
});

describe('the watch over approvals', () => {
  it('asks the approvers three hours before the time, once, and holds what nobody approved', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.planned({ dueInMs: REMIND_AHEAD_MS + HOUR_MS });
    await on.keeper.runOnce();
    const { stores, clock, gateway } = on.stage;
    const watch = approvalWatch({
      schedule: stores.schedules,
      settings: stores.settings,
      cards: stores.cards,
      board: gateway.board,
      clock: () => clock.now,
      onFailed: (_about, error) => on.failures.push(error),
    });
    const run = () => watch({ slot: clock.now, byHand: false, signal: AbortSignal.timeout(5000) });
    expect(await run()).toBe('0 held, 0 reminded');
    clock.now += 2 * HOUR_MS;
    expect(await run()).toBe('0 held, 1 reminded');
    expect(await run()).toBe('0 held, 0 reminded');
    expect(on.answers[0]?.mentions.roles).toEqual([on.approverRole.id]);
    clock.now += 3 * HOUR_MS;
    expect(await run()).toBe('1 held, 0 reminded');
    expect(await on.stateOf(id)).toBe('held');
    await on.keeper.runOnce();
    expect((await on.card(id)).content).toContain('보류');
    expect(on.failures).toEqual([]);
  });
});
