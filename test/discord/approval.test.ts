import { describe, expect, it } from 'vitest';
import { approvalWatch, REMIND_AHEAD_MS } from '../../src/posts/approval/approval-watch.ts';
import { makePoster } from '../posters/make-poster.ts';
import { ApprovalStage, HOUR_MS, WAIT } from './approval-stage.ts';
import { makeCaption } from './make-post.ts';

/** Each is another: what is kept once is shown once. */
const TEN_PAGES = Array.from({ length: 10 }, (_, page) =>
  Buffer.from([0xff, 0xd8, page, 0xff, 0xd9]),
);
/** More than Discord gives in two answers. */
const CARDS = 210;
const REACTIONS = '/channels/:channel/messages/:message/reactions';

describe('an approval card', () => {
  it('shows the picture, the whole caption, when, by whom and the two reactions', async () => {
    await using on = await ApprovalStage.open();
    const { card } = await on.asked();
    expect(card.channelId).toBe(on.channel.id);
    expect(card.content).toContain('올릴 캡션 전문입니다');
    expect(card.content).toContain(`<@${on.stage.minji.id}> 님이 예약 · 버전 1`);
    expect(card.content).toMatch(/🗓️ \*\*.+\([월화수목금토일]\).+\*\*.*<t:\d+:F> · <t:\d+:R>/);
    expect(card.content).toContain(`<@&${on.approverRole.id}>`);
    expect(card.attachments.map(({ filename }) => filename)).toEqual(['lineup-night.jpg']);
    expect(card.reactions.map(({ emoji }) => emoji)).toEqual(['✅', '❌']);
    expect(on.failures).toEqual([]);
  });

  it('stands in the channel in the order in which the posts go out', async () => {
    await using on = await ApprovalStage.open();
    const days = [5, 2, 4, 1, 3];
    for (const day of days) await on.planned({ dueInMs: day * 24 * HOUR_MS });
    await on.keeper.runOnce();
    const due = on.channel.messages.flatMap(
      ({ content }) => /<t:(\d+):F>/.exec(content)?.[1] ?? [],
    );
    expect(due).toHaveLength(days.length);
    expect(due).toEqual(due.toSorted());
  });

  it('says where the whole caption is when ten pictures leave no room for it', async () => {
    await using on = await ApprovalStage.open();
    const { stage } = on;
    const text = '긴 캡션입니다. '.repeat(240);
    stage.posts.overrides = {
      poster: makePoster({ pages: TEN_PAGES }),
      caption: makeCaption(text),
    };
    const { card } = await on.asked();
    expect(card.attachments).toHaveLength(10);
    expect(card.content).not.toContain('caption.txt');
    expect(card.content).toContain('전체는 `/posts show`에서 볼 수 있습니다.');
    stage.posts.overrides = { caption: makeCaption(text) };
    const other = await on.planned();
    await on.keeper.runOnce();
    const roomy = await on.card(other.id);
    expect(roomy.attachments.map(({ filename }) => filename)).toContain('caption.txt');
    expect(roomy.content).toContain('`caption.txt`');
  });

  it('approves by the reaction of an approver, and is rewritten after that is written down', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.asked();
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

  it('counts nobody who is no approver, which it says once, and no bot', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
    const bot = on.stage.guild.addMember({
      username: 'other',
      bot: true,
      roles: [on.approverRole],
    });
    await bot.in(on.channel).react(card, '✅');
    await on.stage.minji.in(on.channel).react(card, '✅');
    await on.stage.logged('reaction on a card');
    const other = on.stage.guild.addMember({ username: 'sua' }).in(on.channel);
    await other.react(card, '❌');
    await on.jisu.react(card, '🔥');
    await expect.poll(() => on.answers.length, WAIT).toBe(1);
    expect(on.answers[0]?.content).toContain(
      `이 게시물은 <@&${on.approverRole.id}> 역할이 결정합니다`,
    );
    expect(on.answers[0]?.mentions.roles).toEqual([]);
    expect(await on.stateOf(id)).toBe('awaiting_approval');
  });

  it('rejects, asks for the reason and keeps it; an approval afterwards is told that it is too late', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
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

  it('takes back an approval at an approver’s ❌, says so, and approves it no more', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
    await on.jisu.react(card, '✅');
    await on.becomes(id, 'scheduled');
    await on.jisu.react(card, '❌');
    await on.becomes(id, 'rejected');
    await on.jisu.waitForMessage(({ content }) =>
      content.includes('이 내용으로는 올리지 않습니다'),
    );
    await expect.poll(async () => (await on.card(id)).content, WAIT).toContain('**반려됨**');
    const lines = await on.stage.stores.audit.linesOf(on.stage.guild.id, { subject: id, limit: 9 });
    expect(lines.find(({ action }) => action === 'post.rejected')).toMatchObject({
      actorId: on.jisu.id,
      details: { revision: 1, withdrawn: true },
    });
    await on.jisu.unreact(card, '✅');
    await on.jisu.react(card, '✅');
    await on.jisu.waitForMessage(({ content }) => content.includes('그대로 승인할 수 없습니다'));
    expect(await on.stateOf(id)).toBe('rejected');
  });

  it('takes back an approval at a ❌ that was given while the bot was away', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
    await on.jisu.react(card, '✅');
    await on.becomes(id, 'scheduled');
    await on.stage.gateway[Symbol.asyncDispose]();
    await on.jisu.react(card, '❌');
    await on.restart();
    await on.becomes(id, 'rejected');
  });

  it('asks anew, calling the approvers, what was held and is tried again', async () => {
    await using on = await ApprovalStage.open();
    const { id, card: first } = await on.asked({ dueInMs: HOUR_MS });
    expect(first.mentions.roles).toEqual([]);
    on.stage.clock.now += HOUR_MS;
    expect(await on.stage.stores.schedules.holdUnapproved(on.stage.clock.now)).toBe(1);
    await on.keeper.runOnce();
    expect((await on.card(id)).id).toBe(first.id);
    await on.plan(id, 1, HOUR_MS);
    await on.keeper.runOnce();
    const second = await on.card(id);
    expect(second.id).not.toBe(first.id);
    expect(second.content).toContain('승인을 다시 요청합니다');
    expect(second.mentions.roles).toEqual([on.approverRole.id]);
    expect(first.content).toContain(second.id);
    await on.keeper.runOnce();
    expect((await on.card(id)).id).toBe(second.id);
  });

  it('says of what is wanted at once until when it can be approved', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.asked({ dueInMs: HOUR_MS, asap: true });
    const { content } = await on.card(id);
    expect(content).toMatch(/\*\*승인되는 즉시 올립니다\.\*\* .+까지 승인이 없으면 보류합니다\./);
  });

  it('cancels what is planned, for whoever may plan it', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
    const sua = on.stage.guild.addMember({ username: 'sua' }).in(on.channel);
    await (await sua.click(card, 'card-cancel')).reply();
    expect(await on.stateOf(id)).toBe('awaiting_approval');
    const told = await (await on.stage.minji.in(on.channel).click(card, 'card-cancel')).reply();
    expect(told.content).toContain('예약을 취소했습니다');
    expect(await on.stateOf(id)).toBe('cancelled');
  });

  it('names what differs in the facts from what was approved, and nothing that does not', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.asked();
    await on.jisu.react(await on.card(id), '✅');
    await on.becomes(id, 'scheduled');
    const { stores, guild, minji, clock } = on.stage;
    const kept = await stores.posts.findPost(guild.id, id);
    if (!kept) throw new Error('The post is gone');
    const { caption, facts, theme, pictures } = kept.revision;
    const event = { ...facts.event, name: '서울 언더그라운드 #48' };
    await stores.posts.addRevision({
      guildId: guild.id,
      postId: id,
      expected: 1,
      changes: { caption, theme, pictures, facts: { ...facts, readAt: clock.now + 1, event } },
      by: minji.id,
      at: clock.now,
    });
    on.stage.clock.now += 1000;
    const shown = async () => {
      await on.keeper.runOnce();
      return (await on.card(id)).content;
    };
    await expect.poll(shown, WAIT).toMatch(/승인되었던 버전 1에서 바뀐 것: 이벤트 정보\n/);
    expect(await shown()).toContain(`이름: ${facts.event.name} → 서울 언더그라운드 #48`);
    const lines = await stores.audit.linesOf(guild.id, { subject: id, limit: 9 });
    expect(lines.find(({ action }) => action === 'post.edited')?.details.changed).toBe('facts');
  });

  it('rejects what one of two approvers at the same moment does not want', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
    const hana = on.stage.guild.addMember({ username: 'hana', roles: [on.approverRole] });
    await Promise.all([on.jisu.react(card, '✅'), hana.in(on.channel).react(card, '❌')]);
    await on.becomes(id, 'rejected');
    await on.jisu.waitForMessage(({ content }) =>
      content.includes(`<@${hana.id}> 님, 반려했습니다`),
    );
  });

  it('asks anew for another revision on another message, and a reaction on the old one approves nothing', async () => {
    await using on = await ApprovalStage.open();
    const { id, card: first } = await on.asked();
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
    expect(second.content).toContain('승인되었던 버전 1에서 바뀐 것: 캡션');
    expect(first.content).toContain(second.id);
    await on.restart();
    await on.stage.logged('approval cards read');
    expect(await on.stateOf(id)).toBe('awaiting_approval');
  });

  it('is posted again once when somebody deletes it', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.asked();
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

  it('is posted where notices are when the post has no message, and says so', async () => {
    await using on = await ApprovalStage.open();
    const { stage } = on;
    const notices = stage.guild.createChannel({ name: '알림' });
    const by = { userId: stage.minji.id, at: stage.clock.now };
    await stage.stores.settings.changeSettings(stage.guild.id, { noticeChannelId: notices.id }, by);
    const { id } = await on.planned();
    stage.guild.deleteChannel(on.channel);
    await on.keeper.runOnce();
    const card = await on.card(id);
    expect(card.channelId).toBe(notices.id);
    expect(card.content).toContain('정해 둔 승인 채널이 삭제되어');
  });

  it('tells the one who scheduled it, once, when no channel takes it', async () => {
    await using on = await ApprovalStage.open();
    const { stores, minji, clock, guild } = on.stage;
    const { id } = await on.planned({ dueInMs: HOUR_MS });
    guild.deleteChannel(on.channel);
    await on.keeper.runOnce();
    clock.now += 60_000;
    await on.keeper.runOnce();
    expect(await stores.notices.pending(9)).toMatchObject([
      { userId: minji.id, postId: id, content: { kind: 'unasked' } },
    ]);
    clock.now += HOUR_MS;
    await stores.schedules.holdUnapproved(clock.now);
    const pending = await stores.notices.pending(9);
    expect(pending.map(({ content }) => content)).toEqual([
      { kind: 'unasked' },
      { kind: 'unapproved', unasked: true },
    ]);
  });

  it('shows the event and edits the caption by its buttons', async () => {
    await using on = await ApprovalStage.open();
    const { id, card } = await on.asked();
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
  }, 120_000);
});

describe('the watch over approvals', () => {
  it('asks the approvers three hours before the time, once, and holds what nobody approved', async () => {
    await using on = await ApprovalStage.open();
    const { id } = await on.asked({ dueInMs: REMIND_AHEAD_MS + HOUR_MS });
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
